/** Signs a user in without a browser, for scenarios that need a refresh token. */
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

/**
 * Alice's refresh token of a new sign-in to `web-app`: each refresh gives an access token and an ID token.
 * @param publicClient the identifier of another client, which has the same redirect URI and proves itself by nothing
 */
export async function refreshToken(
  program: Pick<MeasuredProgram, 'origin' | 'state'>,
  publicClient?: string,
): Promise<string> {
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
  const verifier = randomBytes(32).toString('base64url');
  const request = new URLSearchParams({
    client_id: publicClient ?? 'web-app',
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid invoice_read',
    resource: RESOURCE,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  let answer = await go(`/auth?${request.toString()}`);
  for (let hop = 0; hop < 8; hop += 1) {
    const location = answer.headers.get('location');
    if (location?.startsWith(redirectUri)) return await redeem(program, new URL(location), verifier, publicClient);
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
  program: Pick<MeasuredProgram, 'origin' | 'state'>,
  callback: URL,
  verifier: string,
  publicClient: string | undefined,
): Promise<string> {
  const answer = await fetch(`${program.origin}/token`, {
    method: 'POST',
    headers: { ...form, ...(publicClient === undefined && { authorization: webAppAuthorization(program) }) },
    body: new URLSearchParams({
      ...(publicClient !== undefined && { client_id: publicClient }),
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const { refresh_token: token } = (await answer.json()) as { refresh_token?: string };
  if (!token) throw new Error(`no refresh token for the benchmark: ${answer.status}`);
  return token;
}
