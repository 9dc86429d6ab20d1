/** What both sides of a forgery have: the honest issuer's signature, and what an attacker knows and owns. */

import { createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject, sign } from 'node:crypto';
import type { TokenProfileName } from '../../src/index.ts';
import type { TestIssuer } from '../../src/testing.ts';

export const RESOURCE = 'https://api.example.com';

export type Json = Record<string, unknown>;

/** A token, and what is wrong or special about it. */
export type Sample = readonly [name: string, token: string];

/** How the honest tokens of a profile look. */
export interface Shape {
  readonly profile: TokenProfileName;
  /** `typ` of the honest token; none. */
  readonly typ?: string;
  /** Other values of `typ` that are right, in lower case. */
  readonly types: readonly string[];
  readonly untyped: boolean;
  /** What the honest token says besides `iss`, `aud`, `iat` and `exp`. */
  readonly claims: Json;
  /** Claims that may not be missing. */
  readonly needed: readonly string[];
  /** The claim with the client, and the one with the scopes. */
  readonly client?: string;
  readonly scope?: string;
  readonly scopeLists: boolean;
}

/** RFC 9068, the default. */
export const RFC9068: Shape = {
  profile: 'rfc9068',
  typ: 'at+jwt',
  types: ['at+jwt'],
  untyped: false,
  claims: { sub: 'alice', client_id: 'web-app', scope: 'read write', jti: 'a-unique-name' },
  needed: ['sub', 'client_id', 'jti'],
  client: 'client_id',
  scope: 'scope',
  scopeLists: false,
};

export interface Kit {
  readonly shape: Shape;
  readonly issuer: TestIssuer;
  /** Trusted too, for its own tokens. */
  readonly otherIssuer: TestIssuer;
  /** A server of the attacker's that counts its visitors. */
  readonly attackerUrl: string;
  readonly attackerKey: KeyObject;
  readonly attackerJwk: Json;
  readonly publishedJwk: JsonWebKey & { readonly kid: string };
  readonly publicKey: KeyObject;
  readonly now: number;
  /** Header and claims of an honest token. */
  readonly header: Json;
  readonly claims: Json;
  /** The honest token and its parts. */
  readonly token: string;
  readonly parts: readonly [header: string, payload: string, signature: string];
  /** Signed by the honest issuer, whatever it is. */
  readonly signed: (header: Json | string, payload: object | string) => string;
  /** Signed by the attacker, with RS256. */
  readonly selfMade: (header: Json, payload?: Json) => string;
}

/** @param nowMs the moment that every token is made for; whoever verifies must be at it too, or the tokens age */
export function createKit(
  issuer: TestIssuer,
  otherIssuer: TestIssuer,
  attackerUrl: string,
  nowMs: number,
  shape: Shape = RFC9068,
): Kit {
  const publishedJwk = issuer.publicKeys[0] as Kit['publishedJwk'];
  const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const now = Math.floor(nowMs / 1000);
  const header = { alg: 'RS256', ...(shape.typ !== undefined && { typ: shape.typ }), kid: publishedJwk.kid };
  const claims = { iss: issuer.issuer, aud: RESOURCE, ...shape.claims, iat: now, exp: now + 300 };
  const token = issuer.signJws(header, claims);
  return {
    shape,
    issuer,
    otherIssuer,
    attackerUrl,
    attackerKey: attacker.privateKey,
    attackerJwk: { ...attacker.publicKey.export({ format: 'jwk' }), kid: publishedJwk.kid, use: 'sig', alg: 'RS256' },
    publishedJwk,
    publicKey: createPublicKey({ key: publishedJwk, format: 'jwk' }),
    now,
    header,
    claims,
    token,
    parts: token.split('.') as [string, string, string],
    signed: (head, body) => issuer.signJws(head, body),
    selfMade(head, body = claims) {
      const input = `${encode(head)}.${encode(body)}`;
      return `${input}.${sign('sha256', Buffer.from(input), attacker.privateKey).toString('base64url')}`;
    },
  };
}

/** An object without one of its members. */
export function without(object: Json, member: string): Json {
  return { ...object, [member]: undefined };
}

export function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** A short name for any value. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 60 ? `${text.slice(0, 57)}... (${text.length})` : text;
}

/** The longest token within a length, and the next one. */
export function around(length: number, make: (filler: string) => string): readonly [within: string, over: string] {
  let filler = 'x'.repeat(Math.floor(((length - make('').length) * 3) / 4) - 3);
  let within = make(filler);
  for (;;) {
    filler += 'x';
    const next = make(filler);
    if (next.length > length) return [within, next];
    within = next;
  }
}
