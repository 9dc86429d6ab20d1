/** What an answer of a service says of places and cookies, as its caller gets it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { routesSchema } from '../src/route-schema.ts';
import { type AGateway, aGateway } from './a-gateway.ts';

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    routes: [
      { path: '/plain/*' },
      { path: '/shop/*', strip: '/shop', cookies: { request: ['sid', '__Host-csrf', 'theme'] } },
      { path: '/all/*', cookies: { request: 'all' } },
      { path: '/mute/*', cookies: { request: ['sid'], response: false } },
      { host: 'reports.example', path: '/v1/*', strip: '/v1' },
    ],
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.serve = undefined;
  gateway.arrived.length = 0;
});

/** What the caller gets instead of what the service says. */
async function said(path: string, name: string, value: string | string[], headers: Record<string, string> = {}) {
  gateway.serve = (_request, response) => {
    response.writeHead(302, { [name]: value });
    response.end();
  };
  const answer = await gateway.call(path, { token, headers });
  expect(answer.status).toBe(302);
  return answer.headers[name.toLowerCase()];
}

describe('Location', () => {
  it('W17: what the service says of itself is of the gateway, below what the route strips', async () => {
    const inside = gateway.upstream;
    const cases: [string, string, string | undefined][] = [
      ['/api/x', `${inside}/hdr`, `${gateway.origin}/api/hdr`],
      ['/api/x', `${inside}/hdr?a=1#b`, `${gateway.origin}/api/hdr?a=1#b`],
      ['/api/x', inside, `${gateway.origin}/api/`],
      ['/api/x', `${inside}?q`, `${gateway.origin}/api/?q`],
      ['/api/x', `${inside.replace('http', 'HTTPS')}/hdr`, `${gateway.origin}/api/hdr`],
      ['/api/x', `${inside.replace('http:', '')}/hdr`, `${gateway.origin}/api/hdr`],
      ['/api/x', `${inside.replace('//', '//user:secret@')}/hdr`, `${gateway.origin}/api/hdr`],
      ['/api/x', '/hdr', '/api/hdr'],
      ['/api/x', '/', '/api/'],
      ['/api/x', '/apiary', '/api/apiary'],
      ['/api/x', '/?q={"a":1}', '/api/?q={"a":1}'],
      // By X-Forwarded-Prefix.
      ['/api/x', '/api/hdr', '/api/hdr'],
      ['/api/x', '/api?x', '/api?x'],
      ['/api/x', `${inside}/api/hdr`, `${gateway.origin}/api/hdr`],
      ['/plain/x', `${inside}/plain/y`, `${gateway.origin}/plain/y`],
      ['/plain/x', '/y', '/y'],
    ];
    for (const [path, value, expected] of cases)
      expect([value, await said(path, 'Location', value)]).toEqual([value, expected]);
    expect(await said('/v1/x', 'Location', `${inside}/y`, { host: 'reports.example' })).toBe(
      'http://reports.example/v1/y',
    );
    expect(await said('/api/x', 'Content-Location', `${inside}/y`)).toBe(`${gateway.origin}/api/y`);
    expect(await said('/api/x', 'Content-Location', '/y')).toBe('/api/y');
    for (const [value, expected] of [
      ['5; url=/y', '5; url=/api/y'],
      [`0;URL='${inside}/y'`, `0;URL='${gateway.origin}/api/y'`],
      ['3, /y', '3, /api/y'],
      ['5', '5'],
      ['0; url=y', '0; url=y'],
    ])
      expect(await said('/api/x', 'Refresh', value as string)).toBe(expected);
  });

  it('W17: what is relative, and what is said of others, stays as it is', async () => {
    const port = new URL(gateway.upstream).port;
    for (const value of [
      'hdr',
      '../hdr',
      './',
      '?page=2',
      '#top',
      '',
      'https://other.example/hdr',
      '//other.example/hdr',
      `http://127.0.0.1:${Number(port) + 1}/hdr`,
      `http://127.0.0.1.evil.example:${port}/hdr`,
      `http://127.0.0.1:${port}@evil.example/hdr`,
      `ftp://127.0.0.1:${port}/hdr`,
      `${gateway.origin}/login`,
      'mailto:a@example.com',
      'urn:x:/y',
    ])
      expect([value, await said('/api/x', 'Location', value)]).toEqual([value, value]);
    const link = `<${gateway.upstream}/y>; rel=next`;
    expect(await said('/api/x', 'Link', link)).toBe(link);
  });

  it('W17: the service is told of what it does not see', async () => {
    const { body } = await gateway.call('/api/x', { token, headers: { 'X-Forwarded-Prefix': '/evil' } });
    expect(body.headers['x-forwarded-prefix']).toBe('/api');
    expect((await gateway.call('/plain/x', { token })).body.headers).not.toHaveProperty('x-forwarded-prefix');
  });
});

const set = async (path: string, value: string) => said(path, 'Set-Cookie', value);

function faults(cookies: object) {
  const routes = [{ path: '/a/*', upstream: 'https://a.example', accept: [], cookies }];
  return routesSchema.safeParse({ routes }).error?.issues;
}

describe('cookies', () => {
  const cookie = 'sid=1; other=2; __Host-csrf=3;theme="a b"; __Host-gatehouse_session=secret; =x; sid=4';
  const got = async (path: string, value = cookie) =>
    (await gateway.call(path, { token, headers: { cookie: value } })).body.headers['cookie'] as string | undefined;

  it('W17: reach a service by the names that its route gives, and those of Gatehouse never', async () => {
    expect(await got('/shop/x')).toBe('sid=1; __Host-csrf=3; theme="a b"; sid=4');
    expect(await got('/all/x')).toBe('sid=1; other=2; __Host-csrf=3; theme="a b"; =x; sid=4');
    expect(await got('/api/x')).toBeUndefined();
    const ours = `__Host-gatehouse_session=1; gatehouse_session=2; __host-GATEHOUSE_browser=3; __Secure-gatehouse_x=4;
      gatehouse_session.sig=5; gatehouse_session.legacy=6; __Host-web-app-session=7;  __Host-gatehouse_form =8;
      __Host-gatehouse_account; web-app-x=9`.replaceAll(/\s*\n\s*/gu, ' ');
    expect(await got('/all/x', ours)).toBeUndefined();
    expect(await got('/all/x', `${ours}; gatehouses=1; my_gatehouse_x=2`)).toBe('gatehouses=1; my_gatehouse_x=2');
    expect((await gateway.call('/all/x', { token, headers: { cookie_: 'a=1', _cookie: 'a=1' } })).text).not.toContain(
      'a=1',
    );
  });

  it('W17: are set for the host of the gateway alone, below the path of the route', async () => {
    for (const [value, expected] of [
      ['sid=1; Path=/; Domain=.example.com; HttpOnly', 'sid=1; Path=/shop; HttpOnly'],
      ['sid=1; path=/cart;Secure; DOMAIN=inner', 'sid=1; Path=/shop/cart;Secure'],
      ['sid=1', 'sid=1'],
      ['sid=1; Path=', 'sid=1; Path='],
      ['sid=1; Path=/shop/cart', 'sid=1; Path=/shop/cart'],
      ['sid=a=b; Max-Age=0; Path=/; Path=/x', 'sid=a=b; Max-Age=0; Path=/shop; Path=/shop/x'],
      ['__Host-csrf=3; Path=/; Secure', '__Host-csrf=3; Path=/; Secure'],
    ])
      expect(await set('/shop/x', value as string)).toEqual([expected]);
    expect(await set('/all/x', 'sid=1; Path=/all; Domain=example.com')).toEqual(['sid=1; Path=/all']);
    expect(await set('/mute/x', 'sid=1')).toBeUndefined();
    for (const path of ['/shop/x', '/all/x', '/api/x']) {
      const values = ['__Host-gatehouse_session=x; Path=/; Secure', 'gatehouse_session=x', 'a=1'];
      expect(await said(path, 'Set-Cookie', values)).toEqual(['a=1']);
      expect(await said(path, 'Set-Cookie', values.slice(0, 2))).toBeUndefined();
    }
    // Without the setting as it was.
    expect(await set('/api/x', 'sid=1; Path=/; Domain=example.com')).toEqual(['sid=1; Path=/; Domain=example.com']);
  });

  it('W17: a route cannot name those of Gatehouse', () => {
    for (const name of ['__Host-gatehouse_session', 'gatehouse_session', '__Host-web-app-session', 'a b', 'a=b', ''])
      expect([name, faults({ request: [name] })]).toEqual([name, expect.anything()]);
    expect(faults({})).toBeDefined();
    expect(faults({ request: [] })).toBeDefined();
    expect(faults({ request: 'all', response: false })).toBeUndefined();
  });
});
