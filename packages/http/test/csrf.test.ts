import { beforeEach, describe, expect, it } from '@jest/globals';
import { CSRF_FIELD, checkFormSource, createCsrf } from '../src/csrf.ts';
import { formBody, HttpError } from '../src/index.ts';
import { type Answer, type Running, send, startService } from './running-service.ts';

const NAME = '__Host-form';
const OLD_KEY = 'old key of more than thirty-two characters';
const KEY = 'key of more than thirty-two characters in all';

function protectedForms(keys: readonly string[]): Parameters<typeof startService>[0] {
  const csrf = createCsrf({ keys, cookieName: NAME });
  return {
    mount(app) {
      app.get('/form', (request, response) => {
        response.json({ token: csrf.token(request, response), field: csrf.field(request, response).toString() });
      });
      app.post('/form', formBody(), (request, response) => {
        csrf.check(request);
        response.send('done');
      });
    },
  };
}

interface Page {
  readonly token: string;
  readonly field: string;
  readonly cookie: string;
  readonly answer: Answer;
}

async function open(server: Running, cookie?: string): Promise<Page> {
  const answer = await send(server, '/form', { headers: cookie ? { cookie } : {} });
  const set = answer.headers['set-cookie']?.[0]?.split(';', 1)[0];
  return { ...(JSON.parse(answer.body) as { token: string; field: string }), cookie: set ?? cookie ?? '', answer };
}

async function post(
  server: Running,
  { token, cookie }: Partial<Page>,
  headers: Record<string, string> = {},
): Promise<number> {
  const body = token === undefined ? 'a=1' : new URLSearchParams({ [CSRF_FIELD]: token }).toString();
  const { status } = await send(server, '/form', {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(cookie ? { cookie } : {}), ...headers },
  });
  return status;
}

describe('AS-17: csrf', () => {
  let server: Running;
  let page: Page;
  beforeEach(async () => {
    server = await startService(protectedForms([KEY, OLD_KEY]));
    page = await open(server);
  });

  it('AS-17: binds the token to a random __Host- cookie that scripts cannot read', async () => {
    const [cookie = ''] = page.answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-form=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax$/u);
    expect(page.answer.headers['set-cookie']).toHaveLength(1);
    expect(page.field).toBe(`<input type="hidden" name="${CSRF_FIELD}" value="${page.token}">`);
    expect(await post(server, page)).toBe(200);
    const again = await open(server, page.cookie);
    expect(again.token).toBe(page.token);
    expect(again.answer.headers).not.toHaveProperty('set-cookie');
    expect((await open(server)).token).not.toBe(page.token);
  });

  it('AS-17: refuses a form without token, without cookie, or with those of another browser', async () => {
    const other = await open(server);
    expect(await post(server, { cookie: page.cookie })).toBe(403);
    expect(await post(server, { token: page.token })).toBe(403);
    expect(await post(server, { token: other.token, cookie: page.cookie })).toBe(403);
    expect(await post(server, { token: `${page.token}A`, cookie: page.cookie })).toBe(403);
    expect(await post(server, { token: '', cookie: page.cookie })).toBe(403);
    expect(await post(server, { token: page.token.slice(0, -4), cookie: page.cookie })).toBe(403);
    expect(await post(server, { token: page.token, cookie: `${NAME}=` })).toBe(403);
    expect(await post(server, { token: page.token, cookie: page.cookie.replace('__Host-', '') })).toBe(403);
    const form = { 'content-type': 'application/x-www-form-urlencoded', cookie: page.cookie };
    const twice = await send(server, '/form', {
      method: 'POST',
      body: `${CSRF_FIELD}=${page.token}&${CSRF_FIELD}=x`,
      headers: form,
    });
    expect([twice.status, JSON.parse(twice.body)]).toEqual([403, expect.objectContaining({ error: 'csrf_failed' })]);
  });

  it('AS-17: refuses a token that another key made, and still takes one of an old key', async () => {
    const foreign = await open(
      await startService(protectedForms(['a foreign key of thirty-two characters'])),
      page.cookie,
    );
    expect(await post(server, foreign)).toBe(403);
    const old = await open(await startService(protectedForms([OLD_KEY])), page.cookie);
    expect(old.token).not.toBe(page.token);
    expect(await post(server, old)).toBe(200);
  });

  it('AS-17: refuses another Origin and another site, with the right token too', async () => {
    const status = (headers: Record<string, string>) => post(server, page, headers);
    expect(await status({ origin: server.origin })).toBe(200);
    expect(await status({ origin: server.origin, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await status({ 'sec-fetch-site': 'none' })).toBe(200);
    for (const origin of [
      'https://evil.example',
      `${server.origin}.evil.example`,
      server.origin.replace(':', 's:'),
      'NULL',
      'null, null',
      '',
    ]) {
      expect([origin, await status({ origin })]).toEqual([origin, 403]);
    }
    for (const site of ['cross-site', 'same-site', '']) {
      expect([site, await status({ origin: server.origin, 'sec-fetch-site': site })]).toEqual([site, 403]);
    }
    expect(await status({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' })).toBe(403);
  });

  it('AS-17: takes Origin null, which no-referrer pages send, when the browser says it is our own', async () => {
    for (const site of ['same-origin', 'none']) {
      expect(await post(server, page, { origin: 'null', 'sec-fetch-site': site })).toBe(200);
    }
    for (const site of ['cross-site', 'same-site', '']) {
      expect([site, await post(server, page, { origin: 'null', 'sec-fetch-site': site })]).toEqual([site, 403]);
    }
  });

  it('F14: where the browser does not say it, token and cookie decide on Origin null', async () => {
    const old = { origin: 'null' };
    const other = await open(server);
    expect(await post(server, page, old)).toBe(200);
    // What a frame in a sandbox of another site can send: no cookie, or no token, or those of its own browser.
    expect(await post(server, {}, old)).toBe(403);
    expect(await post(server, { cookie: page.cookie }, old)).toBe(403);
    expect(await post(server, { token: page.token }, old)).toBe(403);
    expect(await post(server, { token: other.token, cookie: page.cookie }, old)).toBe(403);
    expect(() => checkFormSource({ headers: old }, server.origin, { token: false })).toThrow(HttpError);
    expect(() => checkFormSource({ headers: old }, server.origin, { token: true })).not.toThrow();
  });

  it('takes the token from the header x-csrf too', async () => {
    expect(await post(server, { cookie: page.cookie }, { 'x-csrf': page.token })).toBe(200);
    expect(await post(server, { cookie: page.cookie }, { 'x-csrf': 'wrong' })).toBe(403);
  });

  it('throws TypeError at start for a cookie without __Host-, no key or a short one', () => {
    expect(() => createCsrf({ keys: [KEY], cookieName: 'form' })).toThrow(TypeError);
    expect(() => createCsrf({ keys: [], cookieName: NAME })).toThrow(TypeError);
    expect(() => createCsrf({ keys: [KEY, 'short'], cookieName: NAME })).toThrow(TypeError);
  });
});
