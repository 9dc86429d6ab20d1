/** What every server is asked in the same way: tokens by a form, and a sign-in step by step. */
import { createHash, randomBytes } from 'node:crypto';
import type { ChainTarget } from '../chains.ts';
import type { Target } from '../load.ts';
import type { MeasuredServer } from '../processes.ts';
import { RESOURCE } from '../product.ts';
import { CALLBACK, CHAINS, SCOPE } from './peer.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** A client and its secret, by HTTP Basic (RFC 6749, section 2.3.1). */
export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

export type Parameters = Readonly<Record<string, string>>;

/** A form that a client posts over and over. */
export const posting = (server: MeasuredServer, url: string, authorization: string, body: Parameters): Target => ({
  server,
  url,
  method: 'POST',
  headers: { ...form, ...(authorization !== '' && { authorization }) },
  body: new URLSearchParams(body).toString(),
});

/** Something that is read over and over. */
export const reading = (server: MeasuredServer, url: string, bearer?: string): Target => ({
  server,
  url,
  method: 'GET',
  headers: bearer === undefined ? {} : { authorization: `Bearer ${bearer}` },
});

/** Posts a form once. Throws with the answer where that is an error. */
export async function ask(url: string, authorization: string, body: Parameters): Promise<Parameters> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...form, ...(authorization !== '' && { authorization }) },
    body: new URLSearchParams(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as Parameters;
}

/** Asks an administration. Throws with the answer where that is an error. */
export async function administer(
  method: string,
  url: string,
  body: unknown,
  headers: Parameters = {},
): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text.slice(0, 500)}`);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

/** Refreshes of as many sign-ins as there are connections; each takes the refresh token of the answer before. */
export async function refreshing(
  server: MeasuredServer,
  url: string,
  authorization: string,
  signIn: () => Promise<Parameters>,
  more: Parameters = {},
): Promise<ChainTarget> {
  const links: string[] = [];
  for (let count = 0; count < CHAINS; count += 1) links.push((await signIn())['refresh_token']!);
  return {
    server,
    url,
    headers: { ...form, authorization },
    links,
    bodyOf: (token) => new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, ...more }).toString(),
    next: (status, body) => (status === 200 ? (JSON.parse(body) as Parameters)['refresh_token'] : undefined),
  };
}

/** An authorization request with PKCE, and what redeems its code. */
export function codeRequest(
  clientId: string,
  scope: string,
  more: Parameters = {},
): { query: string; redeem: (code: string) => Parameters } {
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: CALLBACK,
    scope,
    state: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  });
  return {
    query: query.toString(),
    redeem: (code) => ({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, code_verifier: verifier }),
  };
}

/** The code in an address to which a browser was sent. Throws where there is none. */
export function codeIn(location: string | null): string {
  const code = location?.startsWith(CALLBACK) ? new URL(location).searchParams.get('code') : undefined;
  if (!code) throw new Error(`no code but ${location}`);
  return code;
}

/** A browser that keeps cookies and follows nothing by itself. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async visit(url: string): Promise<string | null> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/u.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    await answer.body?.cancel();
    const location = answer.headers.get('location');
    return location === null ? null : new URL(location, url).href;
  }
}

/** What a client asks for when it wants a token of its own for the API. */
export const forItself = { grant_type: 'client_credentials', scope: SCOPE, resource: RESOURCE };
