import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  client,
  forged,
  issuer,
  open,
  other,
  proof,
  resource,
  type Sent,
  send,
  time,
  token,
  url,
} from './dpop-setup.ts';

/** How a proof of another moment fares, in seconds from now. */
const at = async (seconds: number): Promise<string> => {
  const iat = time.now() / 1000 + seconds;
  return send({ proof: await proof({ claims: { iat } }) });
};
describe('DPoP proofs', () => {
  it('RS-08: a bound token with a fresh proof is accepted, each time with a new one', async () => {
    expect(await send({ proof: await proof() })).toBe('accepted');
    expect(await send({ proof: await proof() })).toBe('accepted');
    expect(await send({ scheme: 'dpop', proof: await proof() })).toBe('accepted');
  });

  it('RS-08: with an RSA key too', async () => {
    const bound = await issuer.issueToken({ dpop: other });
    expect(await send({ token: bound, proof: await other.proof({ url, token: bound }) })).toBe('accepted');
  });

  it.each<[string, (good: string) => Sent | Promise<Sent>, string]>([
    ['no proof', () => ({}), '401 dpop_proof_missing'],
    ['a bound token as Bearer', () => ({ scheme: 'Bearer' }), '401 dpop_scheme_required'],
    [
      'a bound token as Bearer with its proof',
      (good) => ({ scheme: 'Bearer', proof: good }),
      '401 dpop_proof_with_bearer',
    ],
    ['two proofs', async (good) => ({ proof: [good, await proof()] }), '401 dpop_proof_malformed'],
    ['the same proof twice', (good) => ({ proof: [good, good] }), '401 dpop_proof_malformed'],
    ['two proofs in one header', async (good) => ({ proof: `${good}, ${await proof()}` }), '401 dpop_proof_malformed'],
    ['an empty proof', () => ({ proof: '' }), '401 dpop_proof_malformed'],
    ['rubbish', () => ({ proof: 'eyJ.rubbish' }), '401 dpop_proof_malformed'],
    [
      'a proof over 8 KB',
      async () => ({ proof: await proof({ claims: { x: 'x'.repeat(8000) } }) }),
      '401 dpop_proof_malformed',
    ],
    ['another method', async () => ({ proof: await proof({ method: 'POST' }) }), '401 dpop_proof_mismatch'],
    ['a method in lower case', async () => ({ proof: await proof({ method: 'get' }) }), '401 dpop_proof_mismatch'],
    ['another path', async () => ({ proof: await proof({ url: `${resource}/orders/8` }) }), '401 dpop_proof_mismatch'],
    [
      'another host',
      async () => ({ proof: await proof({ url: 'https://evil.example/orders/7' }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'another scheme',
      async () => ({ proof: await proof({ url: 'http://api.example.com/orders/7' }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'another port',
      async () => ({ proof: await proof({ url: 'https://api.example.com:8443/orders/7' }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'a relative htu',
      async () => ({ proof: await proof({ claims: { htu: '/orders/7' } }) }),
      '401 dpop_proof_mismatch',
    ],
    [
      'an htu that goes on',
      async () => ({ proof: await proof({ claims: { htu: `${url}/` } }) }),
      '401 dpop_proof_mismatch',
    ],
    ['no htu', async () => ({ proof: await proof({ claims: { htu: undefined } }) }), '401 dpop_proof_malformed'],
    [
      'an htu that is no text',
      async () => ({ proof: await proof({ claims: { htu: [url] } }) }),
      '401 dpop_proof_malformed',
    ],
    ['no htm', async () => ({ proof: await proof({ claims: { htm: undefined } }) }), '401 dpop_proof_mismatch'],
    ['another token', async () => ({ proof: await proof({ token: 'another' }) }), '401 dpop_proof_mismatch'],
    ['no ath', async () => ({ proof: await proof({ claims: { ath: undefined } }) }), '401 dpop_proof_mismatch'],
    ['no jti', async () => ({ proof: await proof({ claims: { jti: undefined } }) }), '401 dpop_proof_malformed'],
    ['an empty jti', async () => ({ proof: await proof({ claims: { jti: '' } }) }), '401 dpop_proof_malformed'],
    ['a jti that is no text', async () => ({ proof: await proof({ claims: { jti: 7 } }) }), '401 dpop_proof_malformed'],
    [
      'a jti of 257',
      async () => ({ proof: await proof({ claims: { jti: 'x'.repeat(257) } }) }),
      '401 dpop_proof_malformed',
    ],
    ['no iat', async () => ({ proof: await proof({ claims: { iat: undefined } }) }), '401 dpop_proof_malformed'],
    [
      'an iat that is no number',
      async () => ({ proof: await proof({ claims: { iat: 'now' } }) }),
      '401 dpop_proof_malformed',
    ],
    ['another type', async () => ({ proof: await proof({ header: { typ: 'JWT' } }) }), '401 dpop_proof_malformed'],
    [
      'a crit header',
      async () => ({ proof: await proof({ header: { b64: true, crit: ['b64'] } }) }),
      '401 dpop_proof_malformed',
    ],
    ['no jwk', async () => ({ proof: await proof({ header: { jwk: undefined } }) }), '401 dpop_proof_malformed'],
    [
      'a jwk that is no object',
      async () => ({ proof: await proof({ header: { jwk: 'x' } }) }),
      '401 dpop_proof_malformed',
    ],
    [
      'a jwk of another kind',
      async () => ({ proof: await proof({ header: { jwk: other.publicJwk } }) }),
      '401 dpop_proof_malformed',
    ],
    [
      'a private jwk',
      async () => ({ proof: await proof({ header: { jwk: { ...client.publicJwk, d: 'AAAA' } } }) }),
      '401 dpop_proof_malformed',
    ],
    [
      'the key of somebody else',
      async () => ({ proof: await other.proof({ url, token }) }),
      '401 dpop_proof_key_mismatch',
    ],
    ['a jwk that is not the one that signed', async () => ({ proof: await forged() }), '401 dpop_proof_bad_signature'],
    [
      'an unbound token',
      async () => ({ token: await issuer.issueToken(), proof: await proof() }),
      '401 dpop_token_not_bound',
    ],
    ['a bad token', async (good) => ({ token: `${token.slice(0, -8)}AAAAAAAA`, proof: good }), '401 bad_signature'],
  ])('RS-08: refuses %s', async (_name, make, expected) => {
    expect(await send(await make(await proof()))).toBe(expected);
  });

  it('RS-08: an algorithm that was not chosen, and one that is none, are refused', async () => {
    const narrow = await open({ algorithms: ['RS256'] });
    expect(await send({ server: narrow, proof: await proof() })).toBe('401 dpop_proof_malformed');
    const [, payload, signature] = (await proof()).split('.');
    for (const alg of ['none', 'HS256', 'toString']) {
      const header = Buffer.from(JSON.stringify({ typ: 'dpop+jwt', alg, jwk: client.publicJwk })).toString('base64url');
      expect(await send({ proof: `${header}.${payload}.${signature}` })).toBe('401 dpop_proof_malformed');
    }
  });

  it('RS-08: a key of its own that is broken is refused, though its thumbprint fits', async () => {
    const jwk = { crv: 'P-256', kty: 'EC', x: 'AAAA', y: 'AAAA' };
    const jkt = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
    const bound = await issuer.issueToken({ claims: { cnf: { jkt } } });
    expect(await send({ token: bound, proof: await client.proof({ url, token: bound, header: { jwk } }) })).toBe(
      '401 dpop_proof_malformed',
    );
  });

  it('RS-08: a proof is used once, also when forty requests bring it at once', async () => {
    const once = await proof();
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => send({ proof: once })));
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '401 dpop_proof_replayed')).toHaveLength(39);
  });

  it('RS-08: is accepted within its time only: 60 s old, 10 s ahead (C2)', async () => {
    expect(await at(-69.9)).toBe('accepted');
    expect(await at(-70)).toBe('401 dpop_proof_expired');
    expect(await at(10)).toBe('accepted');
    expect(await at(10.1)).toBe('401 dpop_proof_expired');
    const short = await open({ proofAgeSeconds: 10 }, { clockToleranceSeconds: 0 });
    const aged = async (seconds: number): Promise<string> =>
      send({ server: short, proof: await proof({ claims: { iat: time.now() / 1000 - seconds } }) });
    expect(await aged(9.9)).toBe('accepted');
    expect(await aged(10)).toBe('401 dpop_proof_expired');
  });

  it.each([
    ['/orders/7?x=1', url],
    ['/orders/7', `${url}?x=1#y`],
    ['/orders/7', 'HTTPS://API.EXAMPLE.COM:443/orders/7'],
    ['/orders/7', 'https://api.example.com/orders/x/../7'],
    ['/orders/%37', url],
    ['/orders/caf%c3%a9', 'https://api.example.com/orders/caf%C3%A9'],
    ['/orders/~a', 'https://api.example.com/orders/%7Ea'],
    ['/', 'https://api.example.com'],
    ['/?a', 'https://api.example.com/'],
  ])('RS-08: a request for %s and an htu of %s are the same', async (requested, htu) => {
    expect(await send({ url: requested, proof: await proof({ claims: { htu } }) })).toBe('accepted');
  });

  it.each([
    ['/orders/x/../7', url],
    ['/orders/7/', url],
    ['/Orders/7', url],
    ['/orders/%2F7', 'https://api.example.com/orders//7'],
    ['https://api.example.com/orders/7', url],
    ['//api.example.com/orders/7', url],
  ])('RS-08: a request for %s and an htu of %s are not', async (requested, htu) => {
    expect(await send({ url: requested, proof: await proof({ claims: { htu } }) })).toBe('401 dpop_proof_mismatch');
  });

  it('RS-08: the URL is the configured one, base path included', async () => {
    const behind = await open('allowed', { publicUrl: 'https://www.example.com/api/v1' });
    const through = await proof({ url: 'https://www.example.com/api/v1/orders/7' });
    expect(await send({ server: behind, proof: through })).toBe('accepted');
    expect(await send({ server: behind, proof: await proof() })).toBe('401 dpop_proof_mismatch');
  });
});
