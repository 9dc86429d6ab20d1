/** RFC 8725 section 3.11: other kinds of tokens of the same issuer, and headers that must be understood or refused. */

import { type Json, type Kit, RESOURCE, type Sample, show, without } from './kit.ts';

export function typeForgeries(kit: Kit): Sample[] {
  return [...extensions(kit), ...types(kit), ...otherTokens(kit)];
}

function extensions({ claims, header, now, signed }: Kit): Sample[] {
  const extras: Json[] = [
    { crit: [] },
    { crit: ['exp'], exp: now },
    { crit: ['b64'], b64: false },
    { crit: ['b64'], b64: true },
    { crit: ['https://example.com/x'], 'https://example.com/x': 1 },
    { crit: ['alg'] },
    ...[null, 'exp', {}, 1].map((crit) => ({ crit })),
    ...[false, true, null].map((b64) => ({ b64 })),
    { zip: 'DEF' },
    { enc: 'A256GCM' },
  ];
  return extras.map((extra) => [`header with ${show(extra)}`, signed({ ...header, ...extra }, claims)]);
}

function types({ claims, header, shape, signed }: Kit): Sample[] {
  const names =
    'JWT jwt id+jwt logout+jwt dpop+jwt secevent+jwt token-introspection+jwt oauth-authz-req+jwt entity-statement+jwt at JOSE';
  const spellings = [
    'at+jwt ',
    ' at+jwt',
    'at+jwt;v=1',
    'at+jwt,JWT',
    'at+jwt\u0000',
    'text/at+jwt',
    'application/application/at+jwt',
  ];
  const others = ['', null, 1, true, ['at+jwt'], { 'at+jwt': true }, 'client-authentication+jwt', 'at\u212ajwt'];
  const wrong = names.split(' ').filter((typ) => !shape.types.includes(typ.toLowerCase()));
  return [
    ...[...wrong, ...spellings, ...others].map(
      (typ): Sample => [`typ ${show(typ)}`, signed({ ...header, typ }, claims)],
    ),
    ...(shape.untyped ? [] : [['typ missing', signed(without(header, 'typ'), claims)] as const]),
  ];
}

function otherTokens({ claims, header, issuer: { issuer: iss }, now, shape, signed }: Kit): Sample[] {
  const times = { iat: now, exp: now + 300 };
  const kinds: Record<string, readonly [typ: string, body: Json]> = {
    'ID token': ['JWT', { iss, sub: 'alice', aud: RESOURCE, nonce: 'n', at_hash: 'x', ...times }],
    'logout token': ['logout+jwt', { iss, sub: 'alice', aud: RESOURCE, jti: 'j', events: {}, ...times }],
    'introspection answer': ['token-introspection+jwt', { iss, aud: RESOURCE, iat: now, token_introspection: claims }],
    'authorization response': ['JWT', { iss, aud: RESOURCE, exp: now + 300, code: 'c', state: 's' }],
    'userinfo answer': ['JWT', { iss, sub: 'alice', aud: RESOURCE, name: 'Alice' }],
    'client assertion': ['client-authentication+jwt', { iss: 'web-app', sub: 'web-app', aud: iss, jti: 'j', ...times }],
    'DPoP proof': ['dpop+jwt', { htm: 'GET', htu: RESOURCE, jti: 'j', iat: now }],
    'request object': [
      'oauth-authz-req+jwt',
      { iss: 'web-app', aud: iss, client_id: 'web-app', response_type: 'code' },
    ],
  };
  return Object.entries(kinds).flatMap(([kind, [typ, body]]): Sample[] => {
    // Nothing tells an answer of userinfo with the type and all claims of an access token from one: it is one.
    const same = kind === 'userinfo answer' && shape.types.includes('jwt');
    const undressed = shape.typ === typ;
    return [
      [kind, signed({ ...header, typ }, body)],
      ...(undressed ? [] : [[`${kind} dressed as an access token`, signed(header, body)] as const]),
      ...(same
        ? []
        : [
            [`${kind} with all claims of an access token`, signed({ ...header, typ }, { ...claims, ...body })] as const,
          ]),
    ];
  });
}
