import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compactVerify, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import { isSignatureAlgorithm, type SignatureAlgorithm, verificationKey } from '../src/algorithms.ts';
import { parseCompactJws } from '../src/jws.ts';
import { createSigningKey } from '../src/testing/signing.ts';

const ALL: SignatureAlgorithm[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

function verifies(token: string, jwk: object, algorithm: SignatureAlgorithm): boolean | undefined {
  const jws = parseCompactJws(token);
  return jws && verificationKey(jwk as Record<string, unknown>, algorithm)?.verifies(jws.signingInput(), jws.signature);
}

const rsa = (bits: number, publicExponent = 0x10001): Record<string, unknown> => ({
  ...generateKeyPairSync('rsa', { modulusLength: bits, publicExponent }).publicKey.export({ format: 'jwk' }),
});

describe('signature algorithms', () => {
  it.each(ALL)('RS-01: %s agrees with jose, and turns a changed signature down', async (algorithm) => {
    const { privateKey, publicKey } = await generateKeyPair(algorithm);
    const token = await new SignJWT({ sub: 'alice' }).setProtectedHeader({ alg: algorithm }).sign(privateKey);
    const jwk = await exportJWK(publicKey);
    expect(verifies(token, jwk, algorithm)).toBe(true);
    const [header, , signature] = token.split('.');
    expect(verifies(`${header}.e30.${signature}`, jwk, algorithm)).toBe(false);
    expect(verifies(`${token.slice(0, -8)}AAAAAAAA`, jwk, algorithm)).toBe(false);
    expect(verifies(`${token}AAAA`, jwk, algorithm)).toBe(false);
    expect(verifies(`${token.slice(0, token.lastIndexOf('.'))}.AAAA`, jwk, algorithm)).toBe(false);
  });

  it.each(ALL)('the test kit signs %s so that jose accepts it', async (algorithm) => {
    const key = await createSigningKey(algorithm);
    const token = key.signJws({ alg: algorithm }, { sub: 'alice' });
    const verified = await compactVerify(token, await importJWK(key.publicJwk, algorithm));
    expect(Buffer.from(verified.payload).toString()).toBe('{"sub":"alice"}');
  });

  it('RS-01: a key of one algorithm is no key for another', async () => {
    const { publicJwk } = await createSigningKey('RS256');
    const usable = ALL.filter((name) => verificationKey(publicJwk, name) !== undefined);
    expect(usable).toEqual(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']);
    const ec = await createSigningKey('ES256');
    expect(ALL.filter((name) => verificationKey(ec.publicJwk, name) !== undefined)).toEqual(['ES256']);
    const okp = await createSigningKey('EdDSA');
    expect(ALL.filter((name) => verificationKey(okp.publicJwk, name) !== undefined)).toEqual(['EdDSA', 'Ed25519']);
  });

  it('RS-01: neither none nor HMAC nor an inherited name is an algorithm', () => {
    const names = [
      'none',
      'HS256',
      'HS512',
      'dir',
      'ES256K',
      'rs256',
      'toString',
      '__proto__',
      '',
      undefined,
      null,
      1,
      ['RS256'],
    ];
    expect(names.filter(isSignatureAlgorithm)).toEqual([]);
    expect(ALL.every(isSignatureAlgorithm)).toBe(true);
  });

  it('RS-01: weak, huge, odd and broken keys are no keys', () => {
    const good = rsa(2048);
    expect(verificationKey(good, 'RS256')).toBeDefined();
    expect(verificationKey(rsa(2047), 'RS256')).toBeUndefined();
    expect(verificationKey(rsa(1024), 'RS256')).toBeUndefined();
    expect(verificationKey(rsa(2048, 3), 'RS256')).toBeUndefined();
    const huge = { ...good, n: Buffer.alloc(1025, 0xff).toString('base64url') };
    expect(verificationKey(huge, 'RS256')).toBeUndefined();
    for (const broken of [
      { kty: 'RSA' },
      { ...good, n: 5 },
      { ...good, n: '' },
      { ...good, e: 'AQ' },
      { ...good, e: undefined },
      { ...good, kty: 'oct', k: 'AAAA' },
      {},
    ]) {
      expect(verificationKey(broken, 'RS256')).toBeUndefined();
    }
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as Record<
      string,
      unknown
    >;
    for (const broken of [
      { ...ec, x: ec['y'] },
      { ...ec, y: undefined },
      { ...ec, x: 1 },
      { ...ec, crv: 'P-384' },
      { ...ec, crv: ['P-256'] },
    ]) {
      expect(verificationKey(broken, 'ES256')).toBeUndefined();
    }
  });

  it('RS-01: verifying never throws, whatever it is given', async () => {
    const { publicJwk } = await createSigningKey('ES256');
    const key = verificationKey(publicJwk, 'ES256');
    expect(key?.verifies(undefined as never, Buffer.alloc(64))).toBe(false);
    expect(key?.verifies(Buffer.alloc(1), Buffer.alloc(0))).toBe(false);
  });

  it('RS-01: 8,192 bits are still taken', () => {
    const n = Buffer.alloc(1024, 0xff).toString('base64url');
    expect(verificationKey({ kty: 'RSA', n, e: 'AQAB' }, 'RS256')).toBeDefined();
  });

  it('RS-01: of a private JWK only the public members are read', () => {
    const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    expect(verificationKey(jwk as Record<string, unknown>, 'RS256')?.material).toBe(
      JSON.stringify({ e: jwk.e, kty: 'RSA', n: jwk.n }),
    );
  });
});
