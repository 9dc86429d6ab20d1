/** Tokens that must be refused, and the honest ones beside them, made anew for each run. */

import { algorithmForgeries } from './algorithms.ts';
import { claimForgeries } from './claims.ts';
import { keyForgeries } from './keys.ts';
import { around, type Kit, RESOURCE, type Sample, without } from './kit.ts';
import { spellingForgeries } from './spelling.ts';
import { typeForgeries } from './types.ts';

export function forgedTokens(kit: Kit): Sample[] {
  return [
    ...algorithmForgeries(kit),
    ...keyForgeries(kit),
    ...typeForgeries(kit),
    ...spellingForgeries(kit),
    ...claimForgeries(kit),
  ];
}

/** Tokens that look odd and are right. */
export function honestTokens(kit: Kit): Sample[] {
  const { attackerJwk, attackerUrl, claims, header, now, otherIssuer, shape, signed, token } = kit;
  const { kid } = otherIssuer.publicKeys[0] as { kid: string };
  const offer = { jwk: attackerJwk, jku: `${attackerUrl}/jwks`, x5u: attackerUrl, x5c: ['AAAA'] };
  const body = JSON.stringify(claims).slice(0, -1);
  return [
    ['a plain token', token],
    ['two spaces before the token', ` ${token}`],
    ...shape.types.flatMap((typ): Sample[] => [
      [`type application/${typ}`, signed({ ...header, typ: `application/${typ}` }, claims)],
      [`type ${typ} in upper case`, signed({ ...header, typ: typ.toUpperCase() }, claims)],
    ]),
    ['a list of one audience', signed(header, { ...claims, aud: [RESOURCE] })],
    ['no kid, as there is one key', signed(without(header, 'kid'), claims)],
    ['an unknown header member', signed({ ...header, x: { y: [1, 2] } }, claims)],
    ['offered keys, ignored', signed({ ...header, ...offer }, claims)],
    ['white space in the payload', signed(header, JSON.stringify(claims, null, 2))],
    ...(shape.profile === 'kubernetes'
      ? []
      : [['a name beyond ASCII', signed(header, { ...claims, sub: 'Zo\u00eb \u{1f600}' })] as const]),
    ['nbf in the past', signed(header, { ...claims, nbf: now - 10 })],
    ['expired within the tolerance', signed(header, { ...claims, exp: now - 1 })],
    ['issued ahead within the tolerance', signed(header, { ...claims, iat: now + 3, nbf: now + 3 })],
    ['a date with a fraction', signed(header, { ...claims, exp: now + 300.5 })],
    ...scopes(kit),
    ['colons and quotes in a claim', signed(header, { ...claims, note: 'a:"b\\":{c}[d]\\' })],
    ['depth 20', signed(header, `${body},"x":${'['.repeat(20)}${']'.repeat(20)}}`)],
    ['close to 8,192 characters', around(8192, (filler) => signed(header, { ...claims, filler }))[0]],
    [
      'a token of the other trusted issuer',
      otherIssuer.signJws({ ...header, kid }, { ...claims, iss: otherIssuer.issuer }),
    ],
  ];
}

function scopes({ claims, header, shape: { scope, scopeLists, needed }, signed }: Kit): Sample[] {
  if (scope === undefined) return [['any scope, where none is looked at', signed(header, { ...claims, scope: [7] })]];
  return [
    ...(needed.includes(scope)
      ? []
      : ([
          ['no scope', signed(header, without(claims, scope))],
          ['an empty scope', signed(header, { ...claims, [scope]: '' })],
        ] as const)),
    ...(scopeLists ? [['a list of scopes', signed(header, { ...claims, [scope]: ['read'] })] as const] : []),
  ];
}
