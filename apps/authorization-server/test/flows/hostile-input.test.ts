import { Agent } from 'node:https';
import { expectWithin } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage, send as sendOnce } from '../browser.ts';
import { basic, confidential, encode, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const readers = [
  '/auth',
  '/session/end',
  '/session/end/success',
  '/me',
  '/jwks',
  '/auth/x',
  '/interaction/x',
  '/device',
];
const forms = [
  '/token',
  '/request',
  '/token/introspection',
  '/token/revocation',
  '/session/end/confirm',
  '/me',
  '/device',
  '/device/auth',
  '/interaction/x/login',
];
/** Parameters that some endpoint looks at. */
const names =
  `client_id client_secret client_assertion grant_type code code_verifier redirect_uri refresh_token scope resource
  token xsrf user_code request_uri state nonce prompt id_token_hint post_logout_redirect_uri login_hint max_age acr_values
  ui_locales login csrf`.split(/\s+/u);
/** Values, percent-encoded as they go over the wire. */
const values: Record<string, string> = {
  NUL: 'a%00b',
  'a lone surrogate': '%ED%A0%80',
  'broken UTF-8': '%C3%28%FF',
  'a broken escape': '%zz%',
  'four-byte characters': encodeURIComponent('𝕏😀'),
  'a prototype': '__proto__',
  'line feeds': '%0d%0aSet-Cookie:%20x=y',
  'deep JSON': encodeURIComponent('['.repeat(100)),
  'a JWT of nonsense': 'eyJhbGciOiJub25lIn0.e30.',
  emptiness: '',
};

let server: TestServer;
let worker: TestClient;
let authorization: string;

beforeAll(async () => {
  server = await startServer();
  worker = await confidential(server, 'worker');
  authorization = basic('worker', await server.clientSecret('worker'));
});
afterAll(async () => {
  agent.destroy();
  await server?.stop();
});

const agent = new Agent({ keepAlive: true });
const send = (method: string, url: string, headers: Record<string, string> = {}, body?: string | Buffer) =>
  sendOnce(method, url, headers, body, agent);
const post = (path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  send('POST', server.issuer + path, { ...form, ...headers }, body);

/** Statuses of 500 and above, which there must not be. */
const failures: string[] = [];
const note = (what: string, { status }: { status: number }) => {
  if (status >= 500) failures.push(`${what}: ${status}`);
};

describe('hostile input', () => {
  it('AS-17: no value of any parameter, in a form or in the address, makes the server fail', async () => {
    for (const [what, value] of Object.entries(values)) {
      const parameters = names.map((name) => `${name}=${value}`).join('&');
      for (const path of forms) {
        note(`${path} ${what}`, await post(path, parameters));
        note(`${path} ${what}, authenticated`, await post(path, parameters, { authorization }));
      }
      for (const path of readers) {
        for (const accept of ['text/html', 'application/json']) {
          note(`${path} ${what}`, await send('GET', `${server.issuer}${path}?${parameters}`, { accept }));
        }
      }
    }
    expect(failures).toEqual([]);
  });

  it('AS-17: each parameter alone does not make an otherwise good request fail', async () => {
    const good = { ...worker.authentication.headers, ...form };
    const webApp = await confidential(server, 'web-app');
    for (const name of names) {
      for (const what of ['NUL', 'broken UTF-8', 'deep JSON']) {
        const value = values[what] ?? '';
        const token = `grant_type=client_credentials&scope=invoice_read&${name}=${value}`;
        note(`/token ${name} ${what}`, await send('POST', `${server.issuer}/token`, good, token));
        const { parameters } = webApp.request({ [name]: undefined });
        const query = `${encode(parameters).toString()}&${name}=${value}`;
        note(`/auth ${name} ${what}`, await send('GET', `${server.issuer}/auth?${query}`, { accept: 'text/html' }));
      }
    }
    expect(failures).toEqual([]);
  });

  it('AS-17: names that reach for prototypes are refused or ignored, and prototypes stay clean', async () => {
    const pairs = [
      '__proto__=x',
      '__proto__[polluted]=x',
      'constructor[prototype][polluted]=x',
      'constructor.prototype.polluted=x',
      '%5f%5fproto%5f%5f=x',
      'hasOwnProperty=x&toString=x&valueOf=x',
      'grant_type[]=x',
    ];
    for (const pair of pairs) {
      for (const path of forms) note(`${path} ${pair}`, await post(path, pair, { authorization }));
      for (const path of readers) note(`${path} ${pair}`, await send('GET', `${server.issuer}${path}?${pair}`));
    }
    expect(failures).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('AS-17: JSON nested 10,000 deep is refused at once, as body and inside a token', async () => {
    const deep = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const jwt = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(deep.slice(0, 40_000)).toString('base64url')}.x`;
    const started = performance.now();
    for (const path of forms) {
      const answer = await post(path, deep, { 'content-type': 'application/json' });
      expect([path, answer.status >= 400 && answer.status < 500]).toEqual([path, true]);
    }
    expectWithin((performance.now() - started) / forms.length, 50);
    const assertion = `grant_type=client_credentials&client_assertion=${jwt}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer`;
    expect((await post('/token', assertion)).status).toBe(400);
    expect((await post('/token', 'x=1', { authorization: `Bearer ${jwt.slice(0, 8000)}` })).status).toBe(400);
    expect((await post('/token', 'x=1', { dpop: jwt.slice(0, 8000), authorization })).status).toBe(400);
  });

  it('AS-17: a body over the limit is 413, whether its length is announced or not', async () => {
    const huge = `x=${'a'.repeat(200_000)}`;
    for (const path of forms) {
      expect([path, (await post(path, huge, { authorization })).status]).toEqual([path, 413]);
      const chunked = await post(path, huge, { authorization, 'transfer-encoding': 'chunked' });
      expect([path, chunked.status]).toEqual([path, 413]);
    }
    expect((await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' })).status).toBe(200);
  });

  it('AS-17: ten thousand parameters, or one ten thousand times, do not hold the server up', async () => {
    const started = performance.now();
    for (const body of [
      Array.from({ length: 5000 }, (_, index) => `p${index}=1`).join('&'),
      'scope=a&'.repeat(5000),
      '&='.repeat(20_000),
      'grant_type=client_credentials&'.repeat(1000),
    ]) {
      for (const path of ['/token', '/request', '/session/end/confirm'])
        note(path, await post(path, body, { authorization }));
    }
    expect(failures).toEqual([]);
    expectWithin(performance.now() - started, 3000);
  });

  it('AS-17: other media types, character sets and encodings are 4xx', async () => {
    for (const type of [
      'application/json',
      'text/plain',
      'application/xml',
      'multipart/form-data; boundary=x',
      'application/x-www-form-urlencoded; charset=utf-16',
      'application/x-www-form-urlencoded; charset=nonsense',
      'x',
      '',
    ]) {
      for (const path of forms) {
        const { status } = await post(path, '{"grant_type":"client_credentials"}', {
          'content-type': type,
          authorization,
        });
        expect([path, type, status >= 400 && status < 500]).toEqual([path, type, true]);
      }
    }
    const zipped = await post('/token', Buffer.from([0x1f, 0x8b, 0x08, 0]), {
      'content-encoding': 'gzip',
      authorization,
    });
    expect(zipped.status).toBe(400);
  });

  it('AS-17: hostile headers are answered below 500', async () => {
    const long = 'a'.repeat(12_000);
    for (const headers of [
      { authorization: `Basic ${Buffer.from(`${long}:${long}`).toString('base64').slice(0, 12_000)}` },
      { authorization: `Basic ${Buffer.from('a\0b:c\0d').toString('base64')}` },
      { authorization: `Basic ${Buffer.from('%ED%A0%80:x').toString('base64')}` },
      { authorization: 'Basic ====' },
      { authorization: 'Bearer' },
      { dpop: 'x' },
      { dpop: long },
      { cookie: `__Host-gatehouse_session=${long}` },
      { cookie: '__proto__=x; constructor=y; =; ;;;' },
      { 'accept-language': 'en,'.repeat(3000) },
      { accept: long },
      { 'if-none-match': long },
      { origin: '\u00ff\u00fe' },
      { 'content-length': '0' },
    ] as Record<string, string>[]) {
      for (const path of ['/token', '/me']) note(JSON.stringify(headers).slice(0, 60), await post(path, '', headers));
      for (const path of readers)
        note(JSON.stringify(headers).slice(0, 60), await send('GET', server.issuer + path, headers));
    }
    expect(failures).toEqual([]);
  });

  it('AS-17: TRACE is 405 and other methods of another age are 4xx', async () => {
    for (const path of ['/', '/auth', '/token', '/jwks', '/interaction/x', '/nothing']) {
      const trace = await send('TRACE', server.issuer + path, { cookie: 'secret=1' });
      expect([path, trace.status, trace.body.includes('secret')]).toEqual([path, 405, false]);
      for (const method of ['PROPFIND', 'PUT', 'DELETE', 'PATCH']) {
        const { status } = await send(method, server.issuer + path);
        expect([path, method, status >= 400 && status < 500]).toEqual([path, method, true]);
      }
    }
  });

  it('AS-17: what a stranger types into the sign-in is 4xx at worst', async () => {
    const webApp = await confidential(server, 'web-app');
    const browser = new Browser();
    const { action, csrf } = await openPage(browser, webApp.request().url);
    for (const [what, value] of Object.entries(values)) {
      for (const body of [`csrf=${csrf}&login=${value}&password=x`, `csrf=${csrf}&login=alice&password=${value}`]) {
        const answer = await browser.request('POST', action, { ...form, origin: server.issuer }, body);
        expect([what, answer.status >= 400 && answer.status < 500]).toEqual([what, true]);
      }
    }
    const long = `csrf=${csrf}&login=${'a'.repeat(30_000)}&password=${'b'.repeat(30_000)}`;
    note('long', await browser.request('POST', action, { ...form, origin: server.issuer }, long));
    expect(failures).toEqual([]);
  });

  it('AS-17: after all of this nothing was logged as an error, no stack left the server, and it still works', async () => {
    const lines = server.log.map((line) => JSON.parse(line) as { level: string; msg: string });
    expect(lines.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
    const answer = await send('GET', `${server.issuer}/auth?client_id=%ff`, { accept: 'text/html' });
    expect(answer.body).not.toMatch(/at \w+ \(|node_modules|\.ts:/u);
    expect((await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' })).status).toBe(200);
  });
});
