import { generateKeyPairSync } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { CompactSign, compactVerify, flattenedVerify } from 'jose';
import type { TokenAlgorithm } from '../../../src/directory/clients/token-algorithms.ts';
import { inProcessSigner, SignerUnavailableError } from '../../../src/directory/keys/signer.ts';
import { signJws, signJwt, verifyJwt } from '../../../src/protocol/keys/jws.ts';
import type { TokenKey } from '../../../src/protocol/keys/keyring.ts';

const pairs = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
const signer = inProcessSigner({ rsaModulusBits: 2048 });
type Algorithm = keyof typeof pairs & TokenAlgorithm;

const keyOf = (algorithm: Algorithm, kid: string = algorithm): TokenKey => ({
  kid,
  algorithm,
  state: 'current',
  publicKey: pairs[algorithm].publicKey,
  sign: signer.open(pairs[algorithm].privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(), algorithm),
});
const tokenKeys = [keyOf('RS256'), keyOf('ES256')];
const claims = { sub: 'user-ü', aud: ['a', 'b'] };

it.each<Algorithm>(['RS256', 'ES256'])('%s: what is signed here others verify, and so do we', async (algorithm) => {
  const key = keyOf(algorithm);
  const token = await signJwt(key, 'at+jwt', claims);
  const { payload, protectedHeader } = await compactVerify(token, key.publicKey);
  expect(protectedHeader).toEqual({ alg: algorithm, kid: algorithm, typ: 'at+jwt' });
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(claims);
  expect(verifyJwt(token, { tokenKeys })).toEqual({ kid: algorithm, header: protectedHeader, claims });
});

it('a payload may be signed as it is (RFC 7797)', async () => {
  const key = keyOf('RS256');
  const given = '{"a.b":1}';
  const signed = await signJws(key, { typ: 'x+jws', b64: false, crit: ['b64'] }, given);
  const { payload } = await flattenedVerify(
    { protected: signed.protectedHeader, payload: given, signature: signed.signature },
    key.publicKey,
  );
  expect(Buffer.from(payload).toString()).toBe(given);
});

it('a header does not say by which key it was signed otherwise than the key does', async () => {
  const token = await signJws(keyOf('RS256'), { typ: 'x', alg: 'none', kid: 'another' }, 'e30');
  expect(JSON.parse(Buffer.from(token.protectedHeader, 'base64url').toString())).toEqual({
    typ: 'x',
    alg: 'RS256',
    kid: 'RS256',
  });
});

it('a signer that does not answer is told apart', async () => {
  const away = { ...keyOf('RS256'), sign: () => Promise.reject(new SignerUnavailableError('away')) };
  await expect(signJwt(away, 'at+jwt', claims)).rejects.toThrow(SignerUnavailableError);
});

/** By a key of ours, with any header. */
const made = (header: object, payload = '{"a":1}') =>
  new CompactSign(Buffer.from(payload))
    .setProtectedHeader({ alg: 'RS256', kid: 'RS256', ...header })
    .sign(pairs.RS256.privateKey, { crit: { x: true } });

it('only what one of our keys signed, as it stands, is verified', async () => {
  const good = await made({});
  expect(verifyJwt(good, { tokenKeys })).toMatchObject({ kid: 'RS256', claims: { a: 1 } });
  const [header, payload, signature = ''] = good.split('.');
  // 256 bytes end in a character of which two bits count: the next one means the same bytes.
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const another = alphabet[alphabet.indexOf(signature.at(-1) as string) + 1];
  const respelled = `${header}.${payload}.${signature.slice(0, -1)}${another}`;
  expect(Buffer.from(respelled.split('.')[2] as string, 'base64url')).toEqual(Buffer.from(signature, 'base64url'));
  const bad = {
    respelled,
    'another payload': `${header}.${Buffer.from('{"a":2}').toString('base64url')}.${signature}`,
    'another key of the same name': await made({ kid: 'ES256' }),
    'an unknown key': await made({ kid: 'unknown' }),
    'no key': await made({ kid: undefined }),
    'an extension that must be understood': await made({ crit: ['x'], x: 1 }),
    'no signature': `${header}.${payload}.`,
    'a header that is no object': `${Buffer.from('[]').toString('base64url')}.${payload}.${signature}`,
    'no JSON': `abc.${payload}.${signature}`,
    'white space': `${good}\n`,
    opaque: 'an-opaque-token',
  };
  for (const [name, token] of Object.entries(bad))
    expect([name, verifyJwt(token, { tokenKeys })]).toEqual([name, undefined]);
  expect(verifyJwt(await made({}, '[1]'), { tokenKeys })).toMatchObject({ kid: 'RS256', claims: undefined });
});
