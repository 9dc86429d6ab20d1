/** What the tests ask of an issuer that is not ours, whoever made it. */

import { join } from 'node:path';
import type { RefusalCode, RequestAuth, TokenProfile, TokenProfileName } from '@gatehouse/oauth-guard';
import { rootDirectory } from '@gatehouse/testkit';
import type { ProtectedApi } from './protected-api.ts';

/** Where `npm run interop:prepare` and `npm run issuers:prepare` put the issuers. */
export const BUILT: string = join(rootDirectory, 'node_modules/.cache/gatehouse-issuers');
/** The API that the tokens are for. */
export const API = 'https://notes.example';

/** Issues real tokens. */
export interface RunningIssuer {
  /** As it stands in `iss`. */
  readonly url: string;
  /** Everything it issues, by names that its `accepted` and `refused` use. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Makes it sign with a new key from now on. */
  rotate(): Promise<void>;
  /** Another token like the first accepted one. */
  another(): Promise<string>;
  stop(): Promise<void>;
}

/** Members of the principal that a token must give. */
export type Said = Partial<Pick<RequestAuth, 'subject' | 'clientId' | 'scopes' | 'roles'>>;

/** A token that must be refused: how, and what stands in the log. */
export interface Refused {
  readonly reason: RefusalCode;
  readonly detail?: RegExp;
  /** Refused by an API that accepts the audience of every one of these tokens, so that only the profile can tell. */
  readonly whateverAudience?: true;
}

/** A test of one issuer's own. */
export interface OwnTest {
  readonly title: string;
  readonly check: (running: RunningIssuer, open: (options: OpenOptions) => Promise<ProtectedApi>) => Promise<void>;
}

/** How the API of an own test differs from the others. */
export interface OpenOptions {
  readonly issuer?: string;
  readonly profile?: TokenProfileName | TokenProfile;
  readonly audience?: readonly string[];
  readonly clients?: readonly string[];
}

export interface IssuerOfOthers {
  readonly name: string;
  readonly missing: string | undefined;
  /** Built by `npm run issuers:prepare` only, because it takes too long for CI. */
  readonly byHand?: true;
  readonly profile: TokenProfileName | TokenProfile;
  /** What `aud` must be. */
  readonly audience: readonly string[];
  /** Audiences of the tokens of other kinds. */
  readonly otherAudiences: readonly string[];
  readonly accepted: Readonly<Record<string, Said>>;
  readonly refused: Readonly<Record<string, Refused>>;
  readonly own?: readonly OwnTest[];
  start(folder: string): Promise<RunningIssuer>;
}

/** How long an issuer may take to start on a slow and busy machine. */
export const START_LIMIT_MS = 600_000;

/** Asks a token endpoint. Throws with its answer when it gives no token. */
export async function askForTokens(
  endpoint: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Readonly<Record<string, string>>> {
  const answer = await fetch(endpoint, { method: 'POST', body: new URLSearchParams(form), headers });
  const tokens = (await answer.json()) as Record<string, string>;
  if (tokens['access_token'] === undefined) throw new Error(`${answer.status} ${JSON.stringify(tokens)}`);
  return tokens;
}

/** Follows a sign-in page by page with its cookies, as a browser without JavaScript. */
export class Visitor {
  readonly #cookies = new Map<string, string>();

  /** Sends a form, or reads a page without one. Redirects are answers too. */
  async visit(url: string, form?: Readonly<Record<string, string>>): Promise<{ location: string; page: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }) },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    const page = await answer.text();
    const location = answer.headers.get('location');
    return { location: location === null ? '' : new URL(location, url).href, page };
  }
}

/** Asks the program's own administration. Throws with its answer when that is an error. */
export async function administer(
  method: string,
  url: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
