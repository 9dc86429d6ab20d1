import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { createDpopClient } from '@gatehouse/oauth-guard/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { asking, wire } from './a-wire.ts';
import { type AnApi, anApi, invoices, people } from './an-api.ts';

let api: AnApi;
let alice: string;
let bob: string;
beforeAll(async () => {
  api = await anApi({ API_RATE_LIMIT_REQUESTS: '100000' });
  alice = await api.tokenOf('alice', 'profile_read profile_write invoice_read invoice_write');
  bob = await api.tokenOf('bob', 'profile_read profile_write invoice_read invoice_write');
});
afterAll(() => api.stop());

/** Status of the only answer to these lines, which follow the request line and Host. */
async function statusOf(target: string, lines: readonly string[], body = ''): Promise<number> {
  const answers = await wire(api, asking(api, target, lines, body));
  expect(answers).toHaveLength(1);
  return answers[0]!.status;
}

const me = 'GET /users/me';
const bearer = (token: string): string => `Authorization: Bearer ${token}`;

describe('the Authorization header, as a stranger may write it', () => {
  it.each<[string, (token: string) => string[], number]>([
    ['once', (token) => [bearer(token)], 200],
    ['in another letter case', (token) => [`aUTHORIZATION: bEARER ${token}`], 200],
    ['twice', (token) => [bearer(token), bearer(token)], 400],
    ['twice, once in another letter case', (token) => [bearer(token), `authorization: Bearer ${token}`], 400],
    ['twice, once empty', (token) => [bearer(token), 'Authorization:'], 400],
    ['twice, once of another scheme', (token) => ['Authorization: Basic eDp5', bearer(token)], 400],
    ['two tokens in one', (token) => [`${bearer(token)}, Bearer ${token}`], 400],
    ['two tokens side by side', (token) => [`${bearer(token)} ${token}`], 400],
    ['without a scheme', (token) => [`Authorization: ${token}`], 401],
    ['with a tab', (token) => [`Authorization: Bearer\t${token}`], 401],
    ['with a character beyond ASCII', (token) => [`Authorization: Bearer \u00a0${token}`], 400],
    ['in quotes', (token) => [`Authorization: Bearer "${token}"`], 400],
    ['as a parameter', (token) => [`Authorization: Bearer token=${token}`], 400],
    ['folded over two lines', (token) => ['Authorization: Bearer', ` ${token}`], 400],
    ['with a space before the colon', (token) => [`Authorization : Bearer ${token}`], 400],
    ['with a NUL', (token) => [`${bearer(token)}\0`], 400],
    ['as X-Authorization', (token) => [`X-Authorization: Bearer ${token}`], 401],
    ['as Proxy-Authorization', (token) => [`Proxy-Authorization: Bearer ${token}`], 401],
    ['as X-Forwarded-Access-Token', (token) => [`X-Forwarded-Access-Token: ${token}`], 401],
    ['as a cookie', (token) => [`Cookie: access_token=${token}; Authorization=Bearer ${token}`], 401],
    ['as Authorization_', (token) => [`Authorization_: Bearer ${token}`], 401],
  ])('RS-03: %s', async (_how, lines, expected) => {
    expect(await statusOf(me, lines(bob))).toBe(expected);
  });

  it('RS-03: in a trailer it is no header', async () => {
    const chunked = ['Transfer-Encoding: chunked', 'Trailer: Authorization', 'Content-Type: application/json'];
    const body = `2\r\n{}\r\n0\r\n${bearer(bob)}\r\n\r\n`;
    expect(await statusOf('PATCH /users/me', chunked, body)).toBe(401);
  });

  it('RS-03: in the query or in a form it is refused, with and without a header, in every spelling of the name', async () => {
    for (const name of ['access_token', 'access%5ftoken', '%61ccess_token', 'a=b&access_token', '?access_token']) {
      expect([name, await statusOf(`${me}?${name}=${bob}`, [])]).toEqual([name, 400]);
    }
    expect(await statusOf(`${me}?access_token=${bob}`, [bearer(bob)])).toBe(400);
    const form = `access_token=${bob}`;
    const lines = ['Content-Type: application/x-www-form-urlencoded', `Content-Length: ${form.length}`];
    expect(await statusOf('PATCH /users/me', lines, form)).toBe(401);
    expect(await statusOf('PATCH /users/me', [bearer(bob), ...lines], form)).toBe(415);
  });

  it('RS-06: huge tokens and huge headers are refused at once', async () => {
    expect(await statusOf(me, [bearer(`${bob}${'A'.repeat(8192 - bob.length)}`)])).toBe(401);
    expect(await statusOf(me, [bearer('A'.repeat(8193))])).toBe(401);
    expect(await statusOf(me, [bearer('A'.repeat(20_000))])).toBe(431);
    expect(
      await statusOf(
        me,
        Array.from({ length: 300 }, () => bearer(bob)),
      ),
    ).toBe(431);
  });
});

describe('the request line, as a stranger may write it', () => {
  it.each([
    ['OPTIONS /users/me', 404],
    ['OPTIONS *', 400],
    ['HEAD /users/me', 200],
    [`HEAD /invoices/${invoices.finance}`, 404],
    ['POST /users/me', 404],
    ['PUT /users/me', 404],
    ['DELETE /invoices', 404],
    [`DELETE /invoices/${invoices.sales}`, 404],
    [`HEAD /invoices/${invoices.sales}/approve`, 404],
    ['PROPFIND /users/me', 404],
    ['GET /users/ME', 200],
    ['GET /USERS/me/', 200],
    ['GET /users/me#', 400],
    ['GET /users//me', 400],
    ['GET /users/./me', 400],
    ['GET /users/x/../me', 400],
    ['GET /users/%6de', 400],
    ['GET /users/me%2f', 400],
    ['GET /users/me;admin=1', 400],
    ['GET /users\\me', 400],
    ['GET http://localhost/users/me', 421],
    ['GET users/me', 400],
  ])('GW-02: %s is %d', async (target, expected) => {
    const status = await statusOf(target, [bearer(bob)]);
    expect(status).toBe(expected);
  });

  it('a method in a header or a parameter is not the method', async () => {
    for (const line of ['X-HTTP-Method-Override: DELETE', 'X-HTTP-Method: DELETE', 'X-Method-Override: DELETE']) {
      expect(await statusOf(`GET /users/${people.bob}?_method=DELETE`, [bearer(bob), line])).toBe(200);
    }
    for (const line of ['X-Original-URL: /users', 'X-Rewrite-URL: /users', 'X-Forwarded-Prefix: /users']) {
      expect(await statusOf(me, [bearer(bob), line])).toBe(200);
    }
    expect((await api.call('GET', '/users/me', { token: bob })).body.name).toBe('Bob Baker');
  });

  it('whatever a client accepts, a refusal is the same JSON', async () => {
    const wishes = [
      '',
      '*/*;q=0',
      'text/html',
      'application/xml',
      'application/json;version=2',
      `${'a/b,'.repeat(500)}*/*`,
    ];
    for (const wish of [...wishes, 'text/html, */*;q=0.1', '\u00ff', 'a']) {
      const [refused] = await wire(api, Buffer.from(asking(api, me, [`Accept: ${wish}`]), 'latin1'));
      expect([wish, refused?.status]).toEqual([wish, 401]);
      expect(JSON.parse(refused!.body)).toMatchObject({ code: 'no_credentials' });
      const [granted] = await wire(api, Buffer.from(asking(api, me, [bearer(bob), `Accept: ${wish}`]), 'latin1'));
      expect(JSON.parse(granted!.body)).toMatchObject({ id: people.bob });
    }
  });

  it('asking for a part, or for what has changed, gives nobody more than the whole', async () => {
    for (const line of ['Range: bytes=0-1', 'If-None-Match: *', 'If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT']) {
      expect(await statusOf(`GET /users/${people.alice}`, [bearer(bob), line])).toBe(404);
      expect(await statusOf('GET /users', [bearer(bob), line])).toBe(403);
    }
  });
});

describe('one connection', () => {
  it('RS-05: 200 requests of two people, 40 sent at once: each answer is about who asked', async () => {
    const host = `Host: ${new URL(api.origin).host}`;
    for (let round = 0; round < 5; round += 1) {
      const who = Array.from({ length: 40 }, (_, index) => (index * 7 + round) % 3 === 0);
      const requests = who.map((isAlice, index) => {
        const last = index === who.length - 1 ? ['Connection: close'] : [];
        return [`${me} HTTP/1.1`, host, bearer(isAlice ? alice : bob), ...last, '', ''].join('\r\n');
      });
      const answers = await wire(api, requests.join(''));
      expect(answers.map(({ body }) => (JSON.parse(body) as { id: string }).id)).toEqual(
        who.map((isAlice) => (isAlice ? people.alice : people.bob)),
      );
    }
  });

  it('RS-03: who was let in once is not let in again without a token', async () => {
    const host = `Host: ${new URL(api.origin).host}`;
    const first = [`${me} HTTP/1.1`, host, bearer(bob), '', ''].join('\r\n');
    const answers = await wire(api, first + asking(api, me, []));
    expect(answers.map(({ status }) => status)).toEqual([200, 401]);
  });

  it('two lengths of one body, or none that can be believed, end it', async () => {
    const hidden = `${me} HTTP/1.1\r\nHost: x\r\n${bearer(alice)}\r\n\r\n`;
    for (const lines of [
      ['Content-Length: 2', 'Transfer-Encoding: chunked'],
      ['Content-Length: 2', 'Content-Length: 3'],
      ['Content-Length: +2'],
      ['Content-Length: 2, 2'],
      ['Content-Length: ２'],
      ['Transfer-Encoding: chunked, identity'],
      ['Transfer-Encoding: xchunked'],
    ]) {
      const answers = await wire(api, asking(api, 'PATCH /users/me', [bearer(bob), ...lines], `{}${hidden}`));
      // A coding that nobody knows is refused by whoever comes to it first.
      const expected = lines[0] === 'Transfer-Encoding: xchunked' ? [415] : [400];
      expect([lines, answers.map(({ status }) => status)]).toEqual([lines, expected]);
    }
  });
});

describe('what only a proxy may say', () => {
  it('RS-08: a certificate in a header is none, unless a proxy was named', async () => {
    const certificate = Buffer.from('certificate');
    const token = await api.issuer.issueToken({ subject: people.bob, scope: 'profile_read', certificate });
    const value = `:${certificate.toString('base64')}:`;
    for (const name of [
      'Client-Cert',
      'X-Client-Cert',
      'X-SSL-Client-Cert',
      'X-Forwarded-Client-Cert',
      'SSL_CLIENT_CERT',
    ]) {
      const [answer] = await wire(api, asking(api, me, [bearer(token), `${name}: ${value}`]));
      expect([name, answer?.status, JSON.parse(answer!.body)]).toEqual([
        name,
        401,
        expect.objectContaining({ code: 'certificate_missing' }),
      ]);
    }
    const [own] = await wire(api, asking(api, me, [bearer(token), `Client-Cert: ${value}`]), 'client');
    expect(JSON.parse(own!.body)).toMatchObject({ code: 'certificate_mismatch' });
  });

  it('RS-08: where a proxy was named, others are still not believed', async () => {
    const behind = await anApi({
      API_CLIENT_CERTIFICATE_HEADER: 'client-cert',
      API_TRUSTED_PROXIES: '192.0.2.0/24',
    });
    try {
      const token = await behind.issuer.issueToken({ certificate: Buffer.from('certificate') });
      const value = `:${Buffer.from('certificate').toString('base64')}:`;
      const [answer] = await wire(behind, asking(behind, '/secure-data', []).replace(/^/u, 'GET '));
      expect(answer?.status).toBe(401);
      const lines = [bearer(token), `Client-Cert: ${value}`, 'X-Forwarded-For: 192.0.2.7', 'Forwarded: for=192.0.2.7'];
      const [spoofed] = await wire(behind, asking(behind, 'GET /secure-data', lines));
      expect(JSON.parse(spoofed!.body)).toMatchObject({ code: 'certificate_missing' });
    } finally {
      await behind.stop();
    }
  });

  it('AS-01: host and scheme that a client claims change nothing that is answered', async () => {
    const lines = [
      'X-Forwarded-Host: evil.example',
      'X-Forwarded-Proto: http',
      'Forwarded: host=evil.example;proto=http',
    ];
    const [answer] = await wire(api, asking(api, me, lines));
    expect(answer!.head + answer!.body).not.toContain('evil');
    expect(answer!.head).toContain(`resource_metadata="${api.origin}/`);
    const [metadata] = await wire(api, asking(api, 'GET /.well-known/oauth-protected-resource', lines));
    expect(JSON.parse(metadata!.body)).toMatchObject({ resource: api.origin });
  });
});

describe('DPoP, as a stranger may try it', () => {
  it('RS-08: a proof counts for one URL only, however it is written', async () => {
    const client = await createDpopClient();
    const token = await api.issuer.issueToken({ dpop: client, subject: people.bob, scope: 'profile_read' });
    const { host, port } = new URL(api.origin);
    const codeFor = async (htu: string, method = 'GET', lines: string[] = []): Promise<number | string> => {
      const proof = await client.proof({ method, url: api.origin, token, claims: { htu } });
      const [answer] = await wire(api, asking(api, me, [`Authorization: DPoP ${token}`, `DPoP: ${proof}`, ...lines]));
      return answer!.status === 200 ? 200 : (JSON.parse(answer!.body) as { code: string }).code;
    };
    for (const same of [
      `${api.origin}/users/me`,
      `${api.origin}/users/me?x=1#y`,
      `HTTPS://LOCALHOST:${port}/users/me`,
      `${api.origin}/users/%6d%65`,
    ]) {
      expect([same, await codeFor(same)]).toEqual([same, 200]);
    }
    for (const other of [
      `${api.origin}/users/ME`,
      `${api.origin}/users/me/`,
      `${api.origin}/users/${people.bob}`,
      `${api.origin}/users%2fme`,
      `${api.origin}//users/me`,
      `http://${host}/users/me`,
      'https://localhost/users/me',
      `https://localhost.:${port}/users/me`,
      `https://localhost.evil.example:${port}/users/me`,
      `https://evil.example/users/me?${api.origin}/users/me`,
      `https://localhost:${port}@evil.example/users/me`,
      `//${host}/users/me`,
      '/users/me',
      '*',
      'null',
    ]) {
      expect([other, await codeFor(other)]).toEqual([other, 'dpop_proof_mismatch']);
    }
    expect(await codeFor('')).toBe('dpop_proof_mismatch');
    expect(await codeFor(`https://evil.example/users/me`, 'GET', ['X-Forwarded-Host: evil.example'])).toBe(
      'dpop_proof_mismatch',
    );
    for (const method of ['get', 'POST', 'HEAD', '', 'GET ']) {
      expect([method, await codeFor(`${api.origin}/users/me`, method)]).toEqual([method, 'dpop_proof_mismatch']);
    }
    expect(await codeFor(`${api.origin}/users/me`, 'DELETE', ['X-HTTP-Method-Override: DELETE'])).toBe(
      'dpop_proof_mismatch',
    );
  });

  it('RS-08: two proofs, or one that is a list, are none', async () => {
    const client = await createDpopClient();
    const token = await api.issuer.issueToken({ dpop: client });
    const proof = () => client.proof({ url: `${api.origin}/secure-data`, token });
    for (const lines of [
      [`DPoP: ${await proof()}`, `DPoP: ${await proof()}`],
      [`DPoP: ${await proof()}, ${await proof()}`],
      [`DPoP: ${await proof()}`, 'dpop:'],
      ['DPoP:'],
    ]) {
      const [answer] = await wire(api, asking(api, 'GET /secure-data', [`Authorization: DPoP ${token}`, ...lines]));
      expect(answer?.status).toBe(401);
      expect(JSON.parse(answer!.body)).toMatchObject({ error: 'invalid_dpop_proof' });
    }
  });

  it('RS-08: forty requests with one proof at once: one gets in', async () => {
    const client = await createDpopClient();
    const token = await api.issuer.issueToken({ dpop: client });
    const headers = {
      authorization: `DPoP ${token}`,
      dpop: await client.proof({ url: `${api.origin}/secure-data`, token }),
    };
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const outgoing = request(`${api.origin}/secure-data`, { agent: false, headers }).end();
        const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
        answer.resume();
        return answer.statusCode;
      }),
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 401)).toHaveLength(39);
  });
});

describe('numbers and texts, as a stranger may write them', () => {
  it.each([
    '１０',
    '٣',
    '1e1',
    '0x10',
    '+5',
    '-1',
    '0',
    '00',
    '1.0',
    ' 5',
    '5 ',
    '5%00',
    '1_000',
    '９９９',
    'NaN',
    'Infinity',
    '',
  ])('RS-07: limit=%s is refused', async (limit) => {
    const answer = await api.call('GET', `/invoices?limit=${encodeURIComponent(limit).replace('%2500', '%00')}`, {
      token: alice,
    });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['a number beyond what is exact', { amount_minor: 2 ** 53 }],
    ['a fraction', { amount_minor: 0.5 }],
    ['less than nothing', { amount_minor: -1 }],
    ['a number as text', { amount_minor: '100' }],
    ['Unicode digits as a date', { due_on: '２０２７-01-01' }],
    ['a day that there is not', { due_on: '2027-02-30' }],
    ['a currency in look-alike letters', { currency: 'ЕUR' }],
    ['a currency with a new line', { currency: 'EUR\n' }],
    ['a list for a text', { customer: ['a'] }],
    ['an object with toString', { customer: { toString: 'a' } }],
    ['an owner', { owner: people.alice }],
    ['an owner in another letter case', { Owner: people.alice }],
    ['a department', { department: 'Finance' }],
    ['a constructor', { constructor: { prototype: { admin: true } } }],
  ])('RS-07: an invoice with %s is refused', async (_what, wrong) => {
    const invoice = { customer: 'ACME', amount_minor: 100, currency: 'EUR', due_on: '2027-01-01', ...wrong };
    expect((await api.call('POST', '/invoices', { token: bob, body: invoice })).status).toBe(400);
  });
});
