import { describe, expect, it } from '@jest/globals';
import { active, answering, issuer, open, outcome, resource, time } from './introspect-setup.ts';

describe('signed answers (RFC 9701)', () => {
  it('RS-09: are asked for and verified', async () => {
    const api = open({ signed: true });
    expect(await outcome(api, issuer.issueOpaqueToken())).toBe('accepted');
    expect(await outcome(api, 'unknown')).toBe('401 token_inactive');
  });

  it.each<[string, (good: SignedAnswer) => SignedAnswer, string]>([
    ['nothing wrong', (good) => good, 'accepted'],
    ['the client as audience', (good) => ({ ...good, payload: { ...good.payload, aud: ['api', 'x'] } }), 'accepted'],
    ['a parameter in its type', (good) => ({ ...good, contentType: `${good.contentType}; charset=utf-8` }), 'accepted'],
    ['another content type', (good) => ({ ...good, contentType: 'application/json' }), '503'],
    ['another type', (good) => ({ ...good, header: { ...good.header, typ: 'JWT' } }), '503'],
    ['another algorithm', (good) => ({ ...good, header: { ...good.header, alg: 'PS256' } }), '503'],
    ['no algorithm', (good) => ({ ...good, header: { ...good.header, alg: 'none' } }), '503'],
    ['a crit header', (good) => ({ ...good, header: { ...good.header, crit: ['x'] } }), '503'],
    ['an unknown key', (good) => ({ ...good, header: { ...good.header, kid: 'unknown' } }), '503'],
    ['another issuer', (good) => ({ ...good, payload: { ...good.payload, iss: 'https://evil.example' } }), '503'],
    ['another audience', (good) => ({ ...good, payload: { ...good.payload, aud: 'https://other.example' } }), '503'],
    ['no audience', (good) => ({ ...good, payload: { ...good.payload, aud: undefined } }), '503'],
    [
      'an old date',
      (good) => ({ ...good, payload: { ...good.payload, iat: (good.payload['iat'] as number) - 71 } }),
      '503',
    ],
    [
      'a date within the minute',
      (good) => ({ ...good, payload: { ...good.payload, iat: (good.payload['iat'] as number) - 60 } }),
      'accepted',
    ],
    [
      'a future date',
      (good) => ({ ...good, payload: { ...good.payload, iat: (good.payload['iat'] as number) + 72 } }),
      '503',
    ],
    ['no date', (good) => ({ ...good, payload: { ...good.payload, iat: undefined } }), '503'],
    ['no answer inside', (good) => ({ ...good, payload: { ...good.payload, token_introspection: 'x' } }), '503'],
    ['a changed payload', (good) => ({ ...good, tamper: true }), '503'],
    ['plain JSON', (good) => ({ ...good, plain: true }), '503'],
  ])('RS-09: with %s', async (_name, change, expected) => {
    const endpoint = await answering((_question, headers, response) => {
      expect(headers.accept).toBe('application/token-introspection+jwt');
      const answer = change({
        header: { alg: 'RS256', kid: (issuer.publicKeys[0] as { kid: string }).kid, typ: 'token-introspection+jwt' },
        payload: {
          iss: issuer.issuer,
          aud: resource,
          iat: Math.floor(time.now() / 1000),
          token_introspection: active(),
        },
        contentType: 'application/token-introspection+jwt',
      });
      let body = issuer.signJws(answer.header, answer.payload);
      if (answer.tamper)
        body = body.replace(
          /\.[^.]+\./,
          `.${Buffer.from(JSON.stringify({ ...answer.payload, x: 1 })).toString('base64url')}.`,
        );
      response.setHeader('content-type', answer.contentType).end(answer.plain ? JSON.stringify(active()) : body);
    });
    const result = await outcome(open({ endpoint, signed: true }), 'opaque');
    expect(result).toBe(expected === '503' ? '503 introspection_unavailable' : expected);
  });
});

interface SignedAnswer {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown>;
  readonly contentType: string;
  readonly tamper?: boolean;
  readonly plain?: boolean;
}
