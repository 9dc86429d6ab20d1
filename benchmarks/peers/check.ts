/** That a server does the work at all: its tokens are what they are taken for, and what it should store is stored. */
import { Agent } from 'node:http';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Target } from '../load.ts';
import { type Requests, SCOPE } from './peer.ts';

type Answer = Readonly<Record<string, unknown>>;

/** What answers were, in words. Throws where a token is none of RS256 by a published RSA-2048 key, or an answer is not what was asked for. */
export async function checkAnswers(requests: Requests): Promise<{ clientCredentials: string; refresh: string }> {
  const keys = createRemoteJWKSet(new URL(requests.jwksUri));
  const signed = async (token: unknown): Promise<Answer | undefined> => {
    if (typeof token !== 'string' || token.split('.').length !== 3) return undefined;
    const header = JSON.parse(Buffer.from(token.split('.', 1)[0]!, 'base64url').toString()) as { alg: string };
    if (header.alg !== 'RS256') return undefined;
    const { payload } = await jwtVerify(token, keys, { algorithms: ['RS256'] });
    if (Buffer.from(token.split('.')[2]!, 'base64url').length !== 256) throw new Error('the key is not of 2048 bits');
    return payload;
  };
  const granted = await send(requests.clientCredentials);
  const claims = await signed(granted['access_token']);
  // A string of several scopes (RFC 9068), or a list of them.
  const scopes = claims?.['scope'] ?? claims?.['scp'];
  const listed: unknown[] = Array.isArray(scopes) ? scopes : (typeof scopes === 'string' ? scopes : '').split(' ');
  if (!listed.includes(SCOPE)) throw new Error(`client credentials gave no RS256 JWT of ${SCOPE}`);
  const { refresh } = requests;
  const old = refresh.links[0]!;
  const rotated = await send({ ...refresh, method: 'POST', body: refresh.bodyOf(old) });
  if (!(await signed(rotated['access_token']))) throw new Error('refresh gave no RS256 JWT');
  if (typeof rotated['refresh_token'] !== 'string' || rotated['refresh_token'] === old)
    throw new Error('it does not rotate');
  refresh.links[0] = rotated['refresh_token'];
  if (requests.codeFlow) {
    const agent = new Agent();
    const flowed = await requests.codeFlow.flows[0]!(agent);
    agent.destroy();
    const all = (await signed(flowed['access_token'])) && (await signed(flowed['id_token']));
    if (!all || typeof flowed['refresh_token'] !== 'string') throw new Error('a code gave not three tokens');
  }
  if (requests.introspection && (await send(requests.introspection))['active'] !== true) {
    throw new Error('introspection does not find the token');
  }
  if (requests.userinfo && typeof (await send(requests.userinfo))['sub'] !== 'string')
    throw new Error('userinfo names no user');
  const idToken = await signed(rotated['id_token']);
  return {
    clientCredentials: `a JWT of ${String(granted['access_token']).length} characters`,
    refresh: `${idToken ? 'access token and ID token, two signatures' : 'access token, one signature'}; a new refresh token`,
  };
}

async function send({ url, method, headers, body }: Omit<Target, 'server'>): Promise<Answer> {
  const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text) as Answer;
}
