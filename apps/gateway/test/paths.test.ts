/** Paths and queries as clients send them, through the running gateway to a service. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AGateway, aGateway } from './a-gateway.ts';

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({
    routes: [
      { path: '/files/*', strip: '/files', encoded_path: 'allow' },
      { path: '/files/admin/*', scopes: ['invoice_write'] },
    ],
    env: { GATEWAY_AUTHORIZE_CALLERS: '127.0.0.1' },
  });
  token = await gateway.issuer.issueToken({ subject: 'alice', scope: 'invoice_read' });
});
afterAll(() => gateway?.stop());
beforeEach(() => {
  gateway.arrived.length = 0;
});

/** A request line as it is. */
async function raw(target: string, more = ''): Promise<{ status: number; path: string | undefined }> {
  const { host } = new URL(gateway.origin);
  const said = await gateway.raw(
    `GET ${target} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n${more}Connection: close\r\n\r\n`,
  );
  return { status: Number(said.slice(9, 12)), path: gateway.arrived.at(-1)?.url };
}

describe('queries', () => {
  const queries = [
    'q={"a":1}',
    'fields=a|b',
    'filter[name]=x&sort[]=-y',
    "name=O'Brien",
    'a^b`c\\d<e>',
    'discount=100%',
    '%zz&%&%2',
    'path=%2F..%2f%5c%0d%0a',
    'redirect=https://a.example/?x=y;z',
    '/../..//./;',
    '?',
    '',
  ];

  it('W8: every character that clients send raw reaches the service, byte for byte', async () => {
    for (const query of queries)
      expect([query, await raw(`/api/x?${query}`)]).toEqual([query, { status: 200, path: `/x?${query}` }]);
  });

  it('W8: fetch sends the same URL through the gateway as straight to the service', async () => {
    const pathname = '/x/a|b[1]^c\'d/{e}?q={"a":1}&n=[1,2]|é\\`<>^\'';
    const straight = await fetch(`${gateway.upstream}${pathname}`);
    const { path } = (await straight.json()) as { path: string };
    const answer = await fetch(`${gateway.origin}/api${pathname}`, { headers: { authorization: `Bearer ${token}` } });
    expect([answer.status, ((await answer.json()) as { path: string }).path]).toEqual([200, path]);
  });

  it('W8: the question of a proxy may be about any of them', async () => {
    for (const query of queries) {
      expect([query, (await raw('/.gatehouse/authorize', told(`/api/x?${query}`))).status]).toEqual([query, 200]);
      expect([query, (await raw(`/.gatehouse/authorize/api/x?${query}`)).status]).toEqual([query, 200]);
    }
    expect(gateway.arrived).toEqual([]);
  });

  it('W8, GW-03: a token in a query is still refused, however the rest of it is written', async () => {
    for (const query of [`access_token=${token}`, `q={"a":1}&access_token=${token}`, `%zz&access_token=${token}`])
      expect((await raw(`/api/x?${query}`)).status).toBe(400);
    expect(gateway.arrived).toEqual([]);
  });
});

const told = (uri: string) => `X-Original-URI: ${uri}\r\nX-Original-Method: GET\r\n`;

describe('encoded separators in paths', () => {
  const names = [
    'g%2Fp',
    'C%23',
    'what%3F',
    '100%25.txt',
    'a%3Bb',
    'a%5Cb',
    'https%3A%2F%2Fexample.com',
    "a|b[1]^%2F'",
  ];

  it('W10: reach the service as they were sent where the route allows them, and nowhere else', async () => {
    for (const name of names) {
      expect([name, await raw(`/files/${name}?q=%2F`)]).toEqual([name, { status: 200, path: `/${name}?q=%2F` }]);
      const arrived = gateway.arrived.length;
      expect([name, (await raw(`/api/${name}`)).status]).toEqual([name, 400]);
      expect(gateway.arrived).toHaveLength(arrived);
    }
  });

  it('W10: are decided about for proxies as for the gateway itself', async () => {
    for (const name of names) {
      expect([name, (await raw('/.gatehouse/authorize', told(`/files/${name}`))).status]).toEqual([name, 200]);
      expect([name, (await raw('/.gatehouse/authorize', told(`/api/${name}`))).status]).toEqual([name, 403]);
    }
    for (const name of ['admin%2Fx', '..%2Fadmin', '%2561dmin%2Fx', '%2Fadmin%2Fx'])
      expect([name, (await raw(`/.gatehouse/authorize/files/${name}`)).status]).toEqual([name, 403]);
  });

  it('W10: are no way to a more exact route, and not out of what is stripped', async () => {
    for (const name of [
      'admin%2Fx',
      'admin%5Cx',
      '%2Fadmin%2Fx',
      'admin%252Fx',
      'admin%3Fx',
      '..%2Fx',
      '%2e%2e%2f%2e%2e%2fx',
      'x%2F..%2F..',
    ])
      expect([name, (await raw(`/files/${name}`)).status]).toEqual([name, 400]);
    expect((await raw('/files/admin/x')).status).toBe(403);
    expect(gateway.arrived).toEqual([]);
  });
});
