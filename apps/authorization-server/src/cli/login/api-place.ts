/** Where the admin API of a server is: beside everything else, or at an address of its own. */
import { urlOf } from '../address.ts';
import { textOf } from '../output.ts';
import { RefusedError, UsageError } from '../refused.ts';
import { trustFor } from '../token/authorities.ts';
import { asked } from '../token/server-errors.ts';
import type { Login } from './logins.ts';
import { adminResource } from './session.ts';

const timeoutMs = 10_000;

/** What its operations are below. Tokens are for the resource of the issuer, wherever the API listens. */
export const adminBase = ({ server, api }: Pick<Login, 'server' | 'api'>): string => adminResource(api ?? server);

/**
 * The origin that somebody typed, if that is where the admin API of the server is: its metadata says so (RFC 9728, section 3.3).
 * Throws RefusedError when it is another's.
 */
export async function apiAt(typed: string, server: string): Promise<string> {
  const url = urlOf('--api', typed);
  if (url.href !== `${url.origin}/`) throw new UsageError(`--api takes an origin alone, such as ${url.origin}`);
  await trustFor(url, undefined);
  const metadata = new URL('/.well-known/oauth-protected-resource/admin/v1', url);
  const said = await asked(url, async () => {
    const response = await fetch(metadata, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
    return response.ok
      ? ((await response.json().catch(() => undefined)) as { resource?: unknown } | undefined)
      : undefined;
  });
  if (said?.resource === adminResource(server)) return url.origin;
  const what = said?.resource === undefined ? 'nothing there says that it is one' : `that is ${textOf(said.resource)}`;
  throw new RefusedError(`${url.origin} is not the admin API of ${server}: ${what}`);
}
