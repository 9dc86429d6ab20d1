/** RFC 8725 sections 3.8 and 3.10: names of keys, and keys that a token brings itself. */

import type { Kit, Sample } from './kit.ts';
import { show, without } from './kit.ts';

export function keyForgeries(kit: Kit): Sample[] {
  return [...names(kit), ...offers(kit), ...otherIssuers(kit)];
}

function names({ attackerUrl, claims, header, publishedJwk: { kid }, selfMade, signed }: Kit): Sample[] {
  const strangers = [
    '../../../../dev/null',
    '/etc/passwd',
    'file:///dev/null',
    '; cat /dev/null',
    '$(id)',
    '__proto__',
    'constructor',
    "' OR '1'='1",
    "x' UNION SELECT 'key' --",
    '',
    ' ',
    '*',
    'null',
    '0',
    '\u0000',
    '\u{1f600}',
    `${attackerUrl}/jwks`,
    `${kid}\u0000`,
    ` ${kid}`,
    kid.toUpperCase(),
    `RS256 ${kid}`,
    'x'.repeat(257),
    'x'.repeat(2000),
    'hasOwnProperty',
  ];
  return [
    ...strangers.map((name): Sample => [`kid ${show(name)}`, selfMade({ ...header, kid: name })]),
    ...[0, 1, true, null, [kid], { kid }].map(
      (name): Sample => [`kid of the wrong type: ${show(name)}`, signed({ ...header, kid: name }, claims)],
    ),
    ['kid missing, key of the attacker', selfMade(without(header, 'kid'))],
    ['kid of the issuer, key of the attacker', selfMade(header)],
  ];
}

function offers({ attackerJwk, attackerKey, attackerUrl, header, issuer, selfMade }: Kit): Sample[] {
  const certificate = attackerKey.export({ type: 'pkcs8', format: 'der' }).subarray(0, 300).toString('base64');
  const jku = `${attackerUrl}/jwks`;
  const x5u = `${attackerUrl}/certificate`;
  const all = [
    { jwk: attackerJwk },
    { jku },
    { x5u },
    { x5c: [certificate] },
    { jwk: attackerJwk, jku, x5u, x5c: [certificate] },
    { jku: `${issuer.issuer}/jwks@${attackerUrl}` },
    { 'x5t#S256': 'AAAA', x5c: [certificate] },
    { jwk: { kty: 'oct', k: 'AAAA' } },
  ];
  return all.flatMap((offer, index): Sample[] => {
    const name = `offer ${index + 1} (${Object.keys(offer).join(', ')})`;
    return [
      [`${name} with the kid of the issuer`, selfMade({ ...header, ...offer })],
      [`${name} with an unknown kid`, selfMade({ ...header, kid: 'attacker', ...offer })],
      [`${name} without kid`, selfMade({ ...without(header, 'kid'), ...offer })],
    ];
  });
}

/** Another trusted issuer is trusted for its own tokens only. */
function otherIssuers({ claims, header, otherIssuer, signed }: Kit): Sample[] {
  const { kid } = otherIssuer.publicKeys[0] as { kid: string };
  return [
    ['another issuer speaks for this one', otherIssuer.signJws({ ...header, kid }, claims)],
    ['another issuer with this one’s kid', otherIssuer.signJws(header, claims)],
    ['this issuer speaks for another', signed(header, { ...claims, iss: otherIssuer.issuer })],
  ];
}
