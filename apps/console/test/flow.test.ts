import { answerOf } from '@gatehouse/admin-client';
import { inLanguage } from '@gatehouse/html';
import { html } from '@gatehouse/http/html';
import { ABrowser, type Visited } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { change } from '../src/change.ts';
import { facts } from '../src/pages/facts.ts';
import { input, postForm } from '../src/pages/form-controls.ts';
import type { ConsolePage, Visit } from '../src/visit.ts';
import { type AConsole, aConsole } from './a-console.ts';
import { problem } from './an-admin-api.ts';

const sessionCookie = '__Host-console-session';
const client = (id: string, disabled = false) => ({ client_id: id, client_name: 'Web <b>app</b>', disabled });
const preview = {
  dry_run: true,
  operation: 'disable a client',
  changes: [{ pointer: '/disabled', before: false, after: true }],
  ends: ['all tokens of the client'],
  counts: { tokens: 12 },
  tells: [],
  audited: ['client.disabled'],
  notes: [],
};

const read = ({ api, params }: Visit) =>
  api.GET('/clients/{client_id}', { params: { path: { client_id: params['id'] ?? '' } } });

/** A page as any other, so that what all have in common is seen. */
const aPage: ConsolePage = {
  path: '/clients/:id',
  scope: 'clients:read',
  changeScope: 'clients:write',
  async show(visit) {
    const answered = await read(visit);
    const found = answerOf(answered);
    const etag = answered.response.headers.get('etag') ?? '';
    const form = postForm(visit, input({ name: 'note', label: 'Note' }), { etag });
    return {
      title: found.client_id,
      body: html`${facts([['Name', inLanguage(found.client_name ?? '', visit.language)]])}${form}`,
    };
  },
  change: (visit) =>
    change(visit, {
      title: 'Disable',
      send: (header) =>
        visit.api.PATCH('/clients/{client_id}', {
          params: { path: { client_id: visit.params['id'] ?? '' }, header },
          body: { disabled: true },
        }),
      reason: 'optional',
      cancel: visit.path,
      form: (faults) => postForm(visit, input({ name: 'note', label: 'Note', faults, value: visit.form.text('note') })),
      async current() {
        const { response } = await read(visit);
        const differing = [{ label: 'Disabled', yours: true, theirs: false }];
        return { etag: response.headers.get('etag') ?? '', differing };
      },
      done: () => ({ goTo: visit.path, notice: 'It is disabled.' }),
    }),
};

const textOf = (page: Visited) => page.text.replaceAll(/<[^>]+>/gu, ' ').replaceAll(/\s+/gu, ' ');
const errorOf = (page: Visited) => /data-error="(\w+)"/.exec(page.text)?.[1];

describe('the console', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole({
      pages: [aPage, { path: '/', scope: 'audit:read', show: () => ({ title: 'Home', body: html`` }) }],
      backChannel: true,
    });
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = ({ method, path, headers }) => {
      if (!path.startsWith('/clients/')) return undefined;
      if (method === 'GET') return { headers: { etag: '"1.a"' }, body: client(path.slice('/clients/'.length)) };
      return { body: headers['prefer'] === 'dry-run' ? preview : client('web', true) };
    };
  });
  afterAll(() => app.stop());

  const post = async (browser: ABrowser, page: Visited, fields: Record<string, string> = {}) => {
    const form = page.text.slice(page.text.indexOf('<form class="post"'));
    const hidden = [
      ...form.slice(0, form.indexOf('</form>')).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g),
    ];
    const body = new URLSearchParams(
      hidden.map(([, name = '', value = '']): [string, string] => [name, value.replaceAll('&quot;', '"')]),
    );
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return browser.post(page.url.origin + page.url.pathname, body, { origin: app.origin });
  };

  it('asks for a code with PKCE, state, nonce and the resource, and keeps all tokens to itself', async () => {
    const browser = new ABrowser();
    const welcome = await browser.get(app.origin);
    expect([welcome.status, welcome.text.includes('id="sign-in"')]).toEqual([200, true]);
    const home = await browser.click(welcome, 'sign-in');
    expect([home.url.href, home.status]).toEqual([`${app.origin}/`, 200]);
    const request = app.issuer.authorizationRequests.at(-1) as URLSearchParams;
    expect(Object.fromEntries(request)).toMatchObject({
      client_id: 'console',
      response_type: 'code',
      code_challenge_method: 'S256',
      resource: `${app.issuer.issuer}/admin/v1`,
    });
    expect(request.get('state')).toMatch(/^[\w-]{20,}$/u);
    expect(request.get('nonce')).toMatch(/^[\w-]{20,}$/u);

    await browser.get(`${app.origin}/clients/web`);
    const token = app.api.calls[0]?.headers['authorization']?.replace('DPoP ', '') ?? '';
    expect(decodeJwt(token)).toMatchObject({ aud: `${app.issuer.issuer}/admin/v1`, cnf: { jkt: expect.any(String) } });
    const everything = [home.text, ...home.headers.getSetCookie(), ...app.log, ...home.trail.map(String)].join('\n');
    // Of a JWT each part, and any other JWT: a random value may hold "eyJ" as well.
    for (const part of token.split('.')) expect(everything).not.toContain(part);
    expect(everything).not.toMatch(/eyJ[\w-]+\.[\w-]/u);
    expect(browser.cookie(app.origin, sessionCookie)?.[1]).toMatch(/^[\w-]{43}$/u);
  });

  it('answers with the strict policy, stores nothing, and holds no script', async () => {
    const browser = await app.signedIn();
    const page = await browser.get(`${app.origin}/clients/web`);
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none';style-src 'self';img-src 'self' data:;form-action 'self' ${app.issuer.issuer};frame-ancestors 'none';base-uri 'none'`,
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.text).not.toMatch(/<script|\sstyle=|\son\w+=/u);
    expect(page.text).toContain('Web &lt;b&gt;app&lt;/b&gt;');
  });

  it('leads back to the page that was asked for, and to no other place', async () => {
    const browser = new ABrowser();
    const asked = await browser.get(`${app.origin}/clients/web?tab=1`);
    expect([asked.status, asked.text.includes('value="/clients/web?tab=1"')]).toEqual([401, true]);
    const there = await browser.get(`${app.origin}/sign-in?return_to=${encodeURIComponent('/clients/web?tab=1')}`);
    expect(there.url.href).toBe(`${app.origin}/clients/web?tab=1`);
    for (const elsewhere of [
      '//evil.example/',
      'https://evil.example/',
      '/\\evil.example',
      '/sign-in',
      '/callback?state=1',
    ]) {
      const page = await browser.get(`${app.origin}/sign-in?return_to=${encodeURIComponent(elsewhere)}`);
      expect([elsewhere, page.url.href]).toEqual([elsewhere, `${app.origin}/`]);
    }
  });

  it('shows what will happen before it does it, and tells of it once', async () => {
    const browser = await app.signedIn();
    const shown = await browser.get(`${app.origin}/clients/web`);
    const before = await post(browser, shown, { note: 'mine' });
    expect(textOf(before)).toMatch(/What will happen.*disabled.*false.*true.*all tokens of the client.*tokens: 12/u);
    expect(app.api.calls.at(-1)?.headers).toMatchObject({ prefer: 'dry-run', 'if-match': '"1.a"' });
    const after = await post(browser, before, { reason: 'Weil es fällig war' });
    expect(
      app.api.calls.find(({ method, headers }) => method === 'PATCH' && headers['prefer'] === undefined),
    ).toMatchObject({
      body: { disabled: true },
      headers: { 'if-match': '"1.a"', 'x-reason': "UTF-8''Weil%20es%20f%C3%A4llig%20war" },
    });
    expect(after.text).toContain('<p>It is disabled.</p>');
    expect((await browser.get(after.url)).text).not.toContain('It is disabled.');
  });

  it('shows both versions after a conflict, and goes on with the newer tag', async () => {
    const browser = await app.signedIn();
    const shown = await browser.get(`${app.origin}/clients/web`);
    app.api.answer = ({ method, headers }) => {
      if (method === 'GET') return { headers: { etag: '"2.b"' }, body: client('web') };
      return headers['if-match'] === '"2.b"'
        ? { body: preview }
        : problem(412, 'precondition_failed', 'It was changed.');
    };
    const conflict = await post(browser, shown, { note: 'mine' });
    expect(conflict.status).toBe(412);
    expect(conflict.text).toContain('id="conflict"');
    expect(conflict.text).toContain('name="note" value="mine"');
    expect((await post(browser, conflict)).text).toContain('id="preview"');
  });

  it('shows what the API found wrong at the control that it is about', async () => {
    const browser = await app.signedIn();
    const shown = await browser.get(`${app.origin}/clients/web`);
    const errors = [{ pointer: '/note', detail: 'It is too long.' }];
    app.api.answer = () => problem(400, 'invalid_request', '/note: It is too long.', { errors });
    const again = await post(browser, shown, { note: '"typed" <b>' });
    expect(again.status).toBe(400);
    expect(again.text).toMatch(
      /value="&quot;typed&quot; &lt;b&gt;"[^>]* aria-invalid="true" aria-describedby="note-fault"/u,
    );
    expect(again.text).toContain('<p class="fault" id="note-fault">It is too long.</p>');
  });

  it('has the user authenticate again where the API asks for it, and loses nothing of the form', async () => {
    const browser = await app.signedIn();
    const shown = await browser.get(`${app.origin}/clients/web`);
    const challenge = 'DPoP error="insufficient_user_authentication", acr_values="two-factors"';
    const usual = app.api.answer;
    app.api.answer = (call) => {
      const token = decodeJwt(call.headers['authorization']?.split(' ')[1] ?? '');
      const isEnough = call.method === 'GET' || token['acr'] === 'two-factors';
      return isEnough ? usual(call) : problemWithChallenge(challenge);
    };
    const resume = await post(browser, shown, { note: 'kept' });
    expect(app.issuer.authorizationRequests.at(-1)?.get('acr_values')).toBe('two-factors');
    expect(resume.url.pathname).toBe('/continue');
    const resumed = await browser.click(resume, 'resume');
    expect(resumed.text).toContain('id="preview"');
    expect(resumed.text).toContain('name="note" value="kept"');
    expect((await browser.get(`${app.origin}/continue`)).url.pathname).toBe('/');
  });

  it('stays where it was when the second factor is refused', async () => {
    const browser = await app.signedIn();
    const shown = await browser.get(`${app.origin}/clients/web`);
    const usual = app.api.answer;
    const challenge = 'DPoP error="insufficient_user_authentication", acr_values="three-factors"';
    app.api.answer = (call) => (call.method === 'GET' ? usual(call) : problemWithChallenge(challenge));
    app.issuer.next = 'unmet';
    const page = await post(browser, shown);
    app.issuer.next = 'accept';
    expect(page.url.pathname).toBe('/clients/web');
    expect(textOf(page)).toContain('This needs a second factor.');
  });

  it.each([
    [404, 'not_found', 'not_found', 404],
    [409, 'conflict', 'refused', 409],
    [503, 'unavailable', 'api_unavailable', 503],
  ])('has a page for a %s of the API', async (status, code, shown, answered) => {
    const browser = await app.signedIn();
    app.api.answer = () => problem(status, code, 'A sentence of the <b>API</b>.');
    const page = await browser.get(`${app.origin}/clients/web`);
    expect([page.status, errorOf(page)]).toEqual([answered, shown]);
    expect(page.text).toContain('A sentence of the &lt;b&gt;API&lt;/b&gt;.');
  });

  it('names the scope that is missing, whoever misses it first', async () => {
    const browser = await app.signedIn();
    app.api.answer = () => ({
      ...problemWithChallenge('DPoP error="insufficient_scope", scope="clients:read"'),
      status: 403,
    });
    const page = await browser.get(`${app.origin}/clients/web`);
    expect([page.status, errorOf(page), /data-missing="([^"]+)"/.exec(page.text)?.[1]]).toEqual([
      403,
      'not_allowed',
      'clients:read',
    ]);
  });

  it('refuses a form without its token, or from another site, before the API is asked', async () => {
    const browser = await app.signedIn();
    const shown = await browser.get(`${app.origin}/clients/web`);
    const calls = app.api.calls.length;
    expect(errorOf(await post(browser, shown, { csrf: 'x' }))).toBe('csrf_failed');
    const foreign = await browser.post(shown.url, new URLSearchParams(), { origin: 'https://evil.example' });
    expect([foreign.status, app.api.calls.length]).toEqual([403, calls]);
  });

  it('renews its token once, however many pages need it', async () => {
    const browser = await app.signedIn();
    const requests = app.issuer.tokenRequests.length;
    let refused = 0;
    const usual = app.api.answer;
    const old = new Set<string | undefined>();
    app.api.answer = (call) => {
      const { authorization } = call.headers;
      if (old.size === 0) old.add(authorization);
      if (!old.has(authorization)) return usual(call);
      refused += 1;
      return { status: 401, headers: { 'www-authenticate': 'DPoP error="invalid_token"' } };
    };
    const pages = await Promise.all([1, 2, 3, 4].map((one) => browser.get(`${app.origin}/clients/web${one}`)));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect([refused > 0, app.issuer.tokenRequests.length - requests]).toEqual([true, 1]);
  });

  it('ends the session here and at the authorization server', async () => {
    const browser = await app.signedIn();
    const out = await browser.click(await browser.get(app.origin), 'logout');
    expect(out.trail[1]?.origin).toBe(app.issuer.issuer);
    expect(browser.cookie(app.origin, sessionCookie)).toBeUndefined();
    expect((await browser.get(`${app.origin}/clients/web`)).status).toBe(401);
  });

  it('speaks the language of the reader, and may be switched', async () => {
    const browser = await app.signedIn('ar');
    const arabic = await browser.get(`${app.origin}/clients/web`);
    expect(arabic.text).toContain('<html lang="ar" dir="rtl">');
    const body = new URLSearchParams({ language: 'de', return_to: '/clients/web' });
    const german = await browser.post(`${app.origin}/language`, body, { origin: app.origin });
    expect([german.url.pathname, german.text.includes('<html lang="de" dir="ltr">')]).toEqual(['/clients/web', true]);
  });
});

const problemWithChallenge = (challenge: string) => ({
  ...problem(401, 'insufficient_user_authentication', 'Two factors are needed.'),
  headers: { 'www-authenticate': challenge },
});

describe('a user whose roles give little', () => {
  it('sees no more than they allow, and no request is made for the rest', async () => {
    const app = await aConsole({
      pages: [aPage, { path: '/', scope: 'audit:read', show: () => ({ title: 'Home', body: html`` }) }],
      scopes: ['clients:read'],
    });
    app.api.answer = () => ({ headers: { etag: '"1.a"' }, body: client('web') });
    const browser = await app.signedIn();
    const home = await browser.get(app.origin);
    expect([home.status, /data-missing="([^"]+)"/.exec(home.text)?.[1]]).toEqual([403, 'audit:read']);
    expect(home.text).not.toContain('class="sections"');
    const shown = await browser.get(`${app.origin}/clients/web`);
    expect(shown.status).toBe(200);
    const calls = app.api.calls.length;
    const csrf = /name="csrf" value="([^"]+)"/.exec(shown.text)?.[1] ?? '';
    const refused = await browser.post(shown.url, new URLSearchParams({ csrf }), { origin: app.origin });
    expect([refused.status, /data-missing="([^"]+)"/.exec(refused.text)?.[1], app.api.calls.length]).toEqual([
      403,
      'clients:write',
      calls,
    ]);
    await app.stop();
  });
});
