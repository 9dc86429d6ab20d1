import type { Session, Tokens } from '@gatehouse/relying-party';
import { describe, expect, it } from '@jest/globals';
import { WWWAuthenticateChallengeError } from 'openid-client';
import { createApi } from '../src/api.ts';

const invoice = {
  id: 'i',
  number: 'n',
  department: 'd',
  customer: 'c',
  amount_minor: 1,
  currency: 'EUR',
  due_on: '2026-12-03',
  status: 'open',
};
const tokens = (n: number): Tokens => ({
  accessToken: `token-${n}`,
  expiresAtMs: 300_000,
  refreshToken: `refresh-${n}`,
  idToken: 'i',
  scopes: [],
});

function invalidToken(): WWWAuthenticateChallengeError {
  const cause = [{ scheme: 'bearer' as const, parameters: { error: 'invalid_token' } }];
  return new WWWAuthenticateChallengeError('401', { cause, response: new Response(null, { status: 401 }) });
}

describe('calls of the API', () => {
  it('a call whose token was replaced meanwhile takes the new one and does not replace it again', async () => {
    const session = { user: { subject: 'alice' }, tokens: tokens(1), refreshing: undefined } as unknown as Session;
    const late = Promise.withResolvers<Response>();
    let refreshes = 0;
    const api = createApi({
      origin: 'https://api.example',
      nowMs: () => 0,
      relyingParty: {
        refresh: () => Promise.resolve(tokens((refreshes += 1) + 1)),
        fetchResource(accessToken, url) {
          if (accessToken !== 'token-1') return Promise.resolve(Response.json(invoice));
          return url.pathname.endsWith('late') ? late.promise : Promise.reject(invalidToken());
        },
      },
    });
    const slow = api.invoice(session, 'late');
    expect((await api.invoice(session, 'soon')).outcome).toBe('ok');
    late.reject(invalidToken());
    expect((await slow).outcome).toBe('ok');
    expect([refreshes, session.tokens.accessToken]).toEqual([1, 'token-2']);
  });
});
