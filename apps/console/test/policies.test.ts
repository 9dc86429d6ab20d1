import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AConsole, aConsole } from './a-console.ts';
import { sendForm } from './a-form.ts';
import { type AdminCall, type AdminReply, problem } from './an-admin-api.ts';

const look = {
  name: 'Example',
  logo: 'data:image/png;base64,AAAA',
  radius: 8,
  colours: { light: { accent: '#17624f' }, dark: { canvas: '#101412' } },
  links: { privacy: 'https://example.com/privacy' },
};
const rules = {
  registration_roles: ['buyer', 'reader'],
  claims: { department: { type: 'string' } },
  terms: { version: '2', uri: 'https://example.com/terms' },
};
const preview = { dry_run: true, changes: [], ends: [], counts: {}, tells: [], audited: [], notes: [] };

function answer({ method, path, headers }: AdminCall): AdminReply | undefined {
  if (method === 'PUT') return { body: headers['prefer'] === 'dry-run' ? preview : {} };
  if (path === '/policies/branding') return { body: look, headers: { etag: '"1.a"' } };
  return path === '/policies/users' ? { body: rules, headers: { etag: '"2.b"' } } : undefined;
}

describe('the look of the pages, and the rules for all users', () => {
  let app: AConsole;
  beforeAll(async () => {
    app = await aConsole();
  });
  beforeEach(() => {
    app.api.calls.length = 0;
    app.api.answer = answer;
  });
  afterAll(() => app.stop());

  const written = () => app.api.calls.filter(({ method }) => method === 'PUT');

  it.each([
    ['/settings/look', '/policies/branding', look, '"1.a"'],
    ['/settings/users', '/policies/users', rules, '"2.b"'],
  ] as const)('sends back what it got when nobody changed anything: %s', async (page, path, document, etag) => {
    const browser = await app.signedIn();
    const shown = await browser.get(app.origin + page);
    expect(shown.text).toContain(`href="${page}/edit"`);
    const form = await browser.get(`${app.origin}${page}/edit`);
    expect(form.text).not.toContain(look.logo);
    const before = await sendForm(app.origin, browser, form, `${page}/edit`);
    const done = await sendForm(app.origin, browser, before, `${page}/edit`);
    expect(done.url.pathname).toBe(page);
    expect(written().map((one) => [one.path, one.body, one.headers['if-match'], one.headers['prefer']])).toEqual([
      [path, document, etag, 'dry-run'],
      [path, document, etag, undefined],
    ]);
  });

  it('takes back what was emptied', async () => {
    const browser = await app.signedIn();
    const form = await browser.get(`${app.origin}/settings/look/edit`);
    const emptied = { name: '', radius: '', light_accent: '', dark_canvas: '', link_privacy: '', logo_remove: 'on' };
    await sendForm(app.origin, browser, form, '/settings/look/edit', emptied);
    expect(written().at(-1)?.body).toEqual({});
    const others = await browser.get(`${app.origin}/settings/users/edit`);
    const nothing = { registration_roles: '', version: '', uri: '', claims: '' };
    await sendForm(app.origin, browser, others, '/settings/users/edit', nothing);
    expect(written().at(-1)?.body).toEqual({ registration_roles: [], claims: {} });
  });

  it('says of colours that cannot be read so at their palette', async () => {
    const browser = await app.signedIn();
    app.api.answer = (call) =>
      call.method === 'PUT'
        ? problem(400, 'invalid_request', 'No.', { errors: [{ pointer: '/colours/light', detail: 'contrast 2:1' }] })
        : answer(call);
    const form = await browser.get(`${app.origin}/settings/look/edit`);
    const again = await sendForm(app.origin, browser, form, '/settings/look/edit', { light_accent: '#ffffff' });
    expect([again.status, again.text.includes('id="light_accent-fault">contrast 2:1<')]).toEqual([400, true]);
    expect(again.text).toContain('value="#ffffff"');
  });

  it('asks nobody when the claims are no JSON, and keeps what was typed', async () => {
    const browser = await app.signedIn();
    const form = await browser.get(`${app.origin}/settings/users/edit`);
    const again = await sendForm(app.origin, browser, form, '/settings/users/edit', { claims: '{"a"', version: '3' });
    expect([again.status, written().length, again.text.includes('is not JSON')]).toEqual([400, 0, true]);
    expect(again.text).toContain('value="3"');
  });
});

it('an auditor sees both, and changes neither', async () => {
  const app = await aConsole({ scopes: ['settings:read'] });
  app.api.answer = answer;
  const browser = await app.signedIn();
  for (const page of ['/settings/look', '/settings/users']) {
    const shown = await browser.get(app.origin + page);
    expect([shown.status, shown.text.includes('id="edit"')]).toEqual([200, false]);
    expect((await browser.get(`${app.origin}${page}/edit`)).status).toBe(403);
  }
  await app.stop();
});
