/** Tokens that every API has to refuse, made out of real ones of a running product. */

import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKey, sign } from 'node:crypto';

/** A token and what is wrong with it. */
export type Forgery = readonly [name: string, token: string];

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;

/** What a stranger makes of a good token with nothing but the published keys. */
export function forgeries(token: string, jwk: JsonWebKey): Forgery[] {
  const [head, body, signature] = token.split('.') as [string, string, string];
  const header = decode(head);
  const claims = decode(body);
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  const hmac = (secret: string | Buffer): string => {
    const input = `${encode({ ...header, alg: 'HS256' })}.${body}`;
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const selfSigned = (more: object): string => {
    const input = `${encode({ ...header, ...more })}.${body}`;
    return `${input}.${sign('sha256', Buffer.from(input), own.privateKey).toString('base64url')}`;
  };
  const ownJwk = { ...own.publicKey.export({ format: 'jwk' }), kid: header['kid'], alg: 'RS256' };
  return [
    ['no token at all', 'rubbish'],
    ['tampered subject', `${head}.${encode({ ...claims, sub: 'admin' })}.${signature}`],
    ['tampered scope', `${head}.${encode({ ...claims, scope: 'invoice_read users_admin' })}.${signature}`],
    ['tampered signature', `${head}.${body}.${signature.slice(0, -8)}AAAAAAAA`],
    ['no signature', `${head}.${body}.`],
    ['alg none', `${encode({ ...header, alg: 'none' })}.${body}.`],
    ['alg None', `${encode({ ...header, alg: 'None' })}.${body}.`],
    ['alg none with a signature', `${encode({ ...header, alg: 'none' })}.${body}.${signature}`],
    ['HS256 with the PEM of the public key', hmac(key.export({ type: 'spki', format: 'pem' }))],
    ['HS256 with the PEM of the public key, PKCS #1', hmac(key.export({ type: 'pkcs1', format: 'pem' }))],
    ['HS256 with the DER of the public key', hmac(key.export({ type: 'spki', format: 'der' }))],
    ['HS256 with the modulus', hmac(Buffer.from(jwk.n as string, 'base64url'))],
    ['HS256 with an empty secret', hmac('')],
    ['a key of its own under our kid', selfSigned({})],
    ['a key that it brings along', selfSigned({ jwk: ownJwk })],
    ['a key that nobody publishes', selfSigned({ kid: 'nobody' })],
  ];
}
