/** RFC 8725 sections 2.1, 3.1 and 3.2: another algorithm than the one that was agreed. */

import { createHmac, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import { encode, type Kit, type Sample, show, without } from './kit.ts';

export function algorithmForgeries(kit: Kit): Sample[] {
  return [...unsigned(kit), ...keyedWithPublicKey(kit), ...relabelled(kit), ...otherAlgorithms(kit)];
}

function unsigned({ header, parts: [, payload, signature] }: Kit): Sample[] {
  return ['none', 'None', 'NONE', 'nOnE', 'none ', ''].flatMap((alg): Sample[] => {
    const input = `${encode({ ...header, alg })}.${payload}`;
    return [
      [`alg "${alg}" without signature`, `${input}.`],
      [`alg "${alg}" with the old signature`, `${input}.${signature}`],
      [`alg "${alg}" in two parts`, input],
    ];
  });
}

function hmac(digest: string, secret: string | Buffer, input: string): string {
  return `${input}.${createHmac(digest, secret).update(input).digest('base64url')}`;
}

function keyedWithPublicKey({ header, parts: [head, payload], publicKey, publishedJwk }: Kit): Sample[] {
  const samples: Sample[] = [];
  for (const [rendering, secret] of Object.entries(renderings(publicKey, publishedJwk))) {
    for (const bits of [256, 384, 512]) {
      const input = `${encode({ ...header, alg: `HS${bits}` })}.${payload}`;
      samples.push([`HS${bits} keyed with ${rendering}`, hmac(`sha${bits}`, secret, input)]);
    }
    samples.push([
      `signature: HMAC keyed with ${rendering}, under RS256`,
      hmac('sha256', secret, `${head}.${payload}`),
    ]);
  }
  return samples;
}

/** What an attacker may take for the secret of an HMAC: everything that can be made of the public key. */
function renderings(key: KeyObject, jwk: JsonWebKey): Record<string, string | Buffer> {
  const spki = key.export({ type: 'spki', format: 'pem' }).toString();
  const pkcs1 = key.export({ type: 'pkcs1', format: 'pem' }).toString();
  const der = key.export({ type: 'spki', format: 'der' });
  return {
    'SPKI PEM': spki,
    'SPKI PEM without the last line break': spki.trim(),
    'SPKI PEM with CRLF': spki.replaceAll('\n', '\r\n'),
    'SPKI PEM on one line': spki.replaceAll('\n', ''),
    'SPKI body': spki.split('\n').slice(1, -2).join(''),
    'PKCS #1 PEM': pkcs1,
    'PKCS #1 PEM without the last line break': pkcs1.trim(),
    'SPKI DER': der,
    'SPKI DER in base64url': der.toString('base64url'),
    'PKCS #1 DER': key.export({ type: 'pkcs1', format: 'der' }),
    'the published JWK': JSON.stringify(jwk),
    'the members of its thumbprint': JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n }),
    'the JWK Set': JSON.stringify({ keys: [jwk] }),
    'the modulus as text': jwk.n as string,
    'the modulus': Buffer.from(jwk.n as string, 'base64url'),
    'the kid': (jwk as { kid: string }).kid,
    nothing: '',
  };
}

function relabelled({ header, claims, signed }: Kit): Sample[] {
  const names =
    'RS384 RS512 PS256 PS384 PS512 ES256 ES256K ES384 ES512 EdDSA Ed25519 ML-DSA-44 rs256 RSA-OAEP dir A256GCM sha256';
  const values = [
    ...names.split(' '),
    'RS256 ',
    'RSA-SHA256',
    '__proto__',
    'toString',
    ['RS256'],
    { RS256: 1 },
    null,
    true,
    256,
  ];
  return [
    ...values.map((alg): Sample => [`alg ${show(alg)}, signed with RS256`, signed({ ...header, alg }, claims)]),
    ['alg missing', signed(without(header, 'alg'), claims)],
  ];
}

function otherAlgorithms({ header, attackerKey, parts: [, payload] }: Kit): Sample[] {
  const input = (alg: string): string => `${encode({ ...header, alg })}.${payload}`;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const es256 = sign('sha256', Buffer.from(input('ES256')), { key: ec, dsaEncoding: 'ieee-p1363' });
  return [
    ...[384, 512].map((bits): Sample => {
      const signature = sign(`sha${bits}`, Buffer.from(input(`RS${bits}`)), attackerKey).toString('base64url');
      return [`RS${bits} by a key of the attacker`, `${input(`RS${bits}`)}.${signature}`];
    }),
    ['ES256 by a key of the attacker', `${input('ES256')}.${es256.toString('base64url')}`],
    ['ES256 with a signature of zeros', `${input('ES256')}.${Buffer.alloc(64).toString('base64url')}`],
  ];
}
