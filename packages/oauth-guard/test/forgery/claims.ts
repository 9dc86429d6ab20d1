/** Claims, signed honestly, each wrong in one way (RFC 9068 section 4); and signatures that are wrong in one way. */

import { encode, type Kit, RESOURCE, type Sample, type Shape, show } from './kit.ts';

export function claimForgeries(kit: Kit): Sample[] {
  return [...wrongValues(kit), ...numbers(kit), ...signatures(kit)];
}

function wrongValues(kit: Kit): Sample[] {
  const { claims, header, shape, signed } = kit;
  return [
    ...Object.entries(wrongClaims(kit)).flatMap(([claim, values]) =>
      values.map((value): Sample => [`${claim} ${show(value)}`, signed(header, { ...claims, [claim]: value })]),
    ),
    ...['iss', 'aud', 'iat', 'exp', ...shape.needed].map(
      (claim): Sample => [`${claim} missing`, signed(header, { ...claims, [claim]: undefined })],
    ),
  ];
}

function wrongClaims({ attackerUrl, issuer: { issuer: iss }, now, shape }: Kit): Record<string, readonly unknown[]> {
  const evil = 'https://evil.example';
  const thumbprint = 'A'.repeat(43);
  const noName = ['', 1, 0, null, true, ['a'], { a: 'a' }, 'a\u0000b', 'a\nb', '\ud800', 'x\udc00'];
  const noDate = [String(now), [now], { now }, null, true, '', -1, 1e300, 253_402_300_800];
  return {
    iss: [
      `${iss}/`,
      iss.toUpperCase(),
      iss.replace('http', 'https'),
      `${iss}.evil.example`,
      `${iss}@evil.example`,
      ` ${iss}`,
      `${iss}#`,
      `${iss}?`,
      evil,
      '',
      [iss],
      { iss },
      null,
      1,
      true,
    ],
    aud: [
      'https://other.example',
      `${RESOURCE}.evil.example`,
      `${RESOURCE}/orders`,
      `${RESOURCE}/`,
      RESOURCE.toUpperCase(),
      RESOURCE.slice(0, -1),
      `${RESOURCE} `,
      'web-app',
      '*',
      '',
      [],
      [RESOURCE, evil],
      [RESOURCE, RESOURCE],
      [[RESOURCE]],
      [RESOURCE, 1],
      [null],
      { [RESOURCE]: true },
      null,
      1,
      true,
    ],
    exp: [now - 11, now - 300, 0, ...noDate],
    nbf: [now + 20, now + 300, ...noDate],
    iat: [now + 20, now + 300, ...noDate],
    sub: noName,
    ...(shape.client !== undefined && { [shape.client]: noName }),
    jti: noName,
    ...(shape.scope !== undefined && { [shape.scope]: wrongScopes(shape) }),
    cnf: [
      null,
      'x',
      1,
      [],
      {},
      { jwk: { kty: 'RSA' } },
      { kid: 'x' },
      { jwe: 'x' },
      { jku: attackerUrl },
      { x5t: 'AAAA' },
      { jkt: 1 },
      { jkt: '' },
      { jkt: 'short' },
      { jkt: thumbprint },
      { 'x5t#S256': thumbprint },
      { 'x5t#S256': null },
      { jkt: thumbprint, other: 1 },
      { jkt: thumbprint, 'x5t#S256': thumbprint },
      { JKT: thumbprint },
    ],
    acr: [1, null, ['a'], {}],
    amr: ['pwd', null, {}, [1], [null], [['pwd']]],
    auth_time: noDate,
  };
}

function wrongScopes({ scopeLists }: Shape): readonly unknown[] {
  const good = ['read'];
  return [
    ...(scopeLists ? [[...good, 7], ['read write'], [good], ['']] : [good]),
    1,
    null,
    true,
    { read: true },
    'read  write',
    ' read',
    'read ',
    'read\twrite',
    'read\nwrite',
    're"ad',
    'lire-\u00e9',
    'a\\b',
  ];
}

function numbers({ claims, header, signed }: Kit): Sample[] {
  const written = [
    '1e400',
    '-1e400',
    '0x7fffffff',
    '.5',
    '01',
    '+1',
    '9'.repeat(400),
    'Infinity',
    '-Infinity',
    '1_000',
  ];
  return written.map((number) => {
    const body = JSON.stringify({ ...claims, exp: 4_242_424_242 }).replace('4242424242', number);
    return [`number ${show(number)} for exp`, signed(header, body)];
  });
}

function signatures({ claims, header, signed, parts: [h, p, s] }: Kit): Sample[] {
  const bytes = Buffer.from(s, 'base64url');
  const wrong: Record<string, Uint8Array> = {
    'a zero before': Buffer.concat([Buffer.alloc(1), bytes]),
    'a zero behind': Buffer.concat([bytes, Buffer.alloc(1)]),
    twice: Buffer.concat([bytes, bytes]),
    'a byte less': bytes.subarray(1),
    zeros: Buffer.alloc(256),
    ones: Buffer.alloc(256, 0xff),
    'one byte': Buffer.alloc(1),
    reversed: Buffer.from(bytes.toReversed()),
    '5,000 bytes': Buffer.alloc(5000, 7),
  };
  for (const bit of [0, 9, 800, 1600, 2047]) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (0x80 >> (bit & 7));
    wrong[`bit ${bit} turned`] = flipped;
  }
  return [
    ...Object.entries(wrong).map(
      ([name, signature]): Sample => [
        `signature: ${name}`,
        `${h}.${p}.${Buffer.from(signature).toString('base64url')}`,
      ],
    ),
    ['signature: of another payload', `${h}.${encode({ ...claims, sub: 'admin' })}.${s}`],
    ['signature: of another header', `${encode({ ...header, extra: 1 })}.${p}.${s}`],
    ['signature: of another token', `${h}.${p}.${signed(header, { ...claims, sub: 'bob' }).split('.')[2]}`],
    ['header and payload swapped', `${p}.${h}.${s}`],
  ];
}
