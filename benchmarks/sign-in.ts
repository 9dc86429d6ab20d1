/** Signs a user in without a browser, for scenarios that need their tokens or their session. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredProgram } from './product.ts';
import { RESOURCE } from './product.ts';

const redirectUri = 'https://localhost:3003/callback';
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** The header by which `web-app` proves itself. */
export function webAppAuthorization({ state }: Pick<MeasuredProgram, 'state'>): string {
  const secret = readFileSync(join(state, 'secrets/clients/web-app'), 'utf8');
  return `Basic ${Buffer.from(`web-app:${encodeURIComponent(secret)}`).toString('base64')}`;
}

type Place = Pick<MeasuredProgram, 'origin' | 'state'>;

/** What is asked for. */
export interface Wish {
  /** The identifier of another client than `web-app`, which has the same redirect URI and proves itself by nothing. */
  readonly publicClient?: string | undefined;
  /** False: no API is named, so the access token is an opaque one for userinfo. */
  readonly forApi?: boolean;
}

/** An authorization request and what redeems its code. */
export interface CodeRequest {
  /** From the origin of the server. */
  readonly path: string;
  readonly verifier: string;
}

/** Tokens of a new sign-in, and the cookies of the browser that it was in. */
export interface SignedIn {
  readonly cookie: string;
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
}

/** A new authorization request, with PKCE. */
export function codeRequest({ publicClient, forApi = true }: Wish = {}): CodeRequest {
  const verifier = randomBytes(32).toString('base64url');
  const request = new URLSearchParams({
    client_id: publicClient ?? 'web-app',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: forApi ? 'openid invoice_read' : 'openid profile email',
    ...(forApi && { resource: RESOURCE }),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { path: `/auth?${request.toString()}`, verifier };
}

/** The form that redeems a code of `web-app`. */
export const redemption = (code: string, verifier: string): URLSearchParams =>
  new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });

/** The code in the address to which a browser was sent, if that is the application's. */
export const codeIn = (location: string | null | undefined): string | undefined =>
  location?.startsWith(redirectUri) ? (new URL(location).searchParams.get('code') ?? undefined) : undefined;

/** Alice's refresh token of a new sign-in to `web-app`: each refresh gives an access token and an ID token. */
export async function refreshToken(program: Place, publicClient?: string): Promise<string> {
  const { refreshToken: token } = await signIn(program, { publicClient });
  if (!token) throw new Error('no refresh token for the benchmark');
  return token;
}

/** Signs Alice in. */
export async function signIn(program: Place, wish: Wish = {}): Promise<SignedIn> {
  const { origin, state } = program;
  const cookies = new Map<string, string>();
  const go = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(url, origin), {
      redirect: 'manual',
      ...init,
      headers: { accept: 'text/html', cookie, origin, ...(init.headers as Record<string, string>) },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/su);
      cookies.set(name, value);
    }
    return answer;
  };
  const { path, verifier } = codeRequest(wish);
  let answer = await go(path);
  for (let hop = 0; hop < 8; hop += 1) {
    const location = answer.headers.get('location');
    const code = codeIn(location);
    if (code) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return { cookie, ...(await redeem(program, redemption(code, verifier), wish)) };
    }
    if (location) {
      answer = await go(location);
      continue;
    }
    const page = await answer.text();
    const action = /<form[^>]* action="([^"]+\/(?:login|consent))"/u.exec(page)?.[1];
    const csrf = /name="csrf" value="([^"]+)"/u.exec(page)?.[1];
    if (!action || !csrf) throw new Error(`the sign-in of the benchmark stopped at ${answer.status}`);
    const password = readFileSync(join(state, 'secrets/users/alice'), 'utf8');
    const body = new URLSearchParams({ csrf, login: 'alice', password });
    answer = await go(action, { method: 'POST', headers: form, body });
  }
  throw new Error('the sign-in of the benchmark does not end');
}

async function redeem(
  program: Place,
  body: URLSearchParams,
  { publicClient }: Wish,
): Promise<Omit<SignedIn, 'cookie'>> {
  if (publicClient !== undefined) body.set('client_id', publicClient);
  const answer = await fetch(`${program.origin}/token`, {
    method: 'POST',
    headers: { ...form, ...(publicClient === undefined && { authorization: webAppAuthorization(program) }) },
    body,
  });
  const said = (await answer.json()) as { access_token?: string; refresh_token?: string };
  if (!said.access_token) throw new Error(`no tokens for the benchmark: ${answer.status} ${JSON.stringify(said)}`);
  return { accessToken: said.access_token, refreshToken: said.refresh_token };
}
