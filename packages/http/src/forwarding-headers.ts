/** The headers in which proxies say whom they speak for. Those of a peer that is not trusted are dropped. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-forwarded-server',
  'x-real-ip',
] as const;

/** Takes them out of the headers that applications see. @returns whether there were any */
export function dropForwarded(headers: IncomingHttpHeaders): boolean {
  let dropped = false;
  for (const name of FORWARDED) {
    if (headers[name] === undefined) continue;
    delete headers[name];
    dropped = true;
  }
  return dropped;
}

/** The forwarding headers of a peer that is not trusted. They are gone from `headers` by then. */
export function ignoredBy({ rawHeaders }: IncomingMessage, trusted: boolean): string[] {
  if (trusted) return [];
  const given = new Set(rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase()));
  return FORWARDED.filter((name) => given.has(name));
}
