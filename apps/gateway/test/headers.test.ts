import { describe, expect, it } from '@jest/globals';
import { answerHead, requestHeaders, stopsHere } from '../src/headers.ts';

const identity = [
  'X-Forwarded-User',
  'X-Forwarded-For',
  'X-Forwarded-Email',
  'X-Forwarded-Preferred-Username',
  'Forwarded',
  'X-User',
  'X-User-Id',
  'X-UserId',
  'X-Username',
  'X-Auth-User',
  'X-Auth-Request-Email',
  'X-Authenticated-Userid',
  'X-Remote-User',
  'Remote-User',
  'X-Real-IP',
  'X-Client-IP',
  'True-Client-IP',
  'X-Consumer-Username',
  'X-Gatehouse-Subject',
  'X-Gatehouse-Client',
  'X-Roles',
  'X-Role',
  'X-Scope',
  'X-Scopes',
  'X-Tenant-Id',
  'X-TenantId',
  'X-Groups',
  'X-Email',
  'X-Admin',
  'X-JWT-Assertion',
  'X-Access-Token',
  'X-Id-Token',
  'X-Amzn-Oidc-Data',
  'X-Amzn-Oidc-Identity',
  'X-Goog-Iap-Jwt-Assertion',
  'X-Goog-Authenticated-User-Email',
  'X-Ms-Client-Principal',
  'Cf-Access-Jwt-Assertion',
  'Client-Cert',
  'X-Client-Cert',
  'X-SSL-Client-S-DN',
  'Ssl-Client-Verify',
  'X-Original-URL',
  'X-Rewrite-URL',
  'X-HTTP-Method-Override',
  'X-Department',
  'X-Principal',
  'X-Subject',
  'X-Impersonate',
  'X-Request-Id',
  'Via',
  'From',
];
const credentials = ['Authorization', 'X-API-Key', 'Api-Key', 'DPoP', 'Cookie', 'Proxy-Authorization', 'X-Auth-Token'];
const harmless = [
  'Accept',
  'Accept-Language',
  'Content-Type',
  'Content-Language',
  'User-Agent',
  'If-Match',
  'If-None-Match',
  'Range',
  'Origin',
  'Referer',
  'Traceparent',
  'Tracestate',
  'Idempotency-Key',
  'X-Requested-With',
  'X-Correlation-Id',
  'X-Custom',
  'Prefer',
  'Cache-Control',
  'Access-Control-Request-Headers',
  'Sec-Fetch-Site',
];

describe('headers on the way to a service', () => {
  it('GW-01: names by which services are told who is calling stop here, in every spelling', () => {
    for (const name of [...identity, ...credentials]) {
      for (const spelling of [
        name,
        name.toLowerCase(),
        name.toUpperCase(),
        name.replaceAll('-', '_'),
        name.replace('-', '_'),
      ])
        expect([spelling, stopsHere(spelling)]).toEqual([spelling, true]);
    }
    expect(stopsHere('X.User.Id')).toBe(true);
    expect(harmless.filter(stopsHere)).toEqual([]);
  });

  it('GW-01: what is named in Connection and what belongs to a connection stays on it', () => {
    const raw = [
      'Connection',
      'close, X-Secret',
      'X-Secret',
      '1',
      'connection',
      'x_other',
      'X-Other',
      '2',
      'TE',
      'trailers',
    ];
    const hop = [
      'Keep-Alive',
      '5',
      'Upgrade',
      'h2c',
      'HTTP2-Settings',
      'x',
      'Transfer-Encoding',
      'chunked',
      'Expect',
      '100-continue',
    ];
    expect(requestHeaders([...raw, ...hop, 'Accept', 'a', 'Host', 'x', 'Content-Length', '3', 'Accept', 'b'])).toEqual([
      'Accept',
      'a',
      'Accept',
      'b',
    ]);
  });

  it('GW-01: an answer keeps its repeated headers and loses those of the connection', () => {
    const received = { 'set-cookie': ['a=1', 'b=2'], connection: 'X-Hop', 'x-hop': '1', date: 'x', etag: '"e"' };
    expect(answerHead(received, [], [])).toEqual(['set-cookie', ['a=1', 'b=2'], 'etag', '"e"']);
  });

  it('GW-01: an answer carries the gateway’s own headers once, and the standing ones unless the service says otherwise', () => {
    const received = { ratelimit: 'theirs', 'dpop-nonce': 'theirs', 'referrer-policy': 'origin' };
    const standing = [
      ['Referrer-Policy', 'no-referrer'],
      ['X-Frame-Options', 'DENY'],
    ] as const;
    expect(answerHead(received, standing, ['RateLimit', 'ours'])).toEqual([
      'referrer-policy',
      'origin',
      'X-Frame-Options',
      'DENY',
      'RateLimit',
      'ours',
    ]);
  });
});
