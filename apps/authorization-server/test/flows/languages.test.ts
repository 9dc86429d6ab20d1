import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { catalogs, text } from '../../src/texts/catalog.ts';
import { AccountVisitor } from '../account.ts';
import { type Answer, Browser, csrfOf, errorOf, openPage } from '../browser.ts';
import { confidential, encode, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';

let mail: MailServer;
let server: TestServer;
let webApp: TestClient;

const people = ['yuki', 'karim', 'greta'].map((login) => ({ login, password: `the password of ${login}` }));
const [yuki, karim, greta] = people as [(typeof people)[0], (typeof people)[0], (typeof people)[0]];
const locales: Record<string, string | undefined> = { yuki: 'ja-JP', karim: 'ar', greta: undefined };

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url },
    registry: ({ users }) => {
      for (const person of people) {
        const locale = locales[person.login];
        users.push({
          ...person,
          name: person.login,
          email: `${person.login}@example.com`,
          email_verified: true,
          roles: ['sales'],
          ...(locale && { locale }),
        });
      }
    },
  });
  webApp = await confidential(server, 'web-app');
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const languageOf = ({ body }: Answer) => /<html lang="([^"]+)" dir="([^"]+)">/u.exec(body)?.slice(1).join(' ');
const at = (path: string) => `${server.issuer}${path}`;
const choose = (browser: Browser, language: string, returnTo: string, headers: Record<string, string> = {}) =>
  browser.post(at('/language'), { language, return_to: returnTo }, headers);
const returnTo = ({ body }: Answer) =>
  /name="return_to" value="([^"]*)"/u.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';

describe('languages', () => {
  it('ui_locales: every language is offered in discovery and shown from the sign-in on', async () => {
    const { body } = await new Browser().get(at('/.well-known/openid-configuration'));
    const { ui_locales_supported: offered } = JSON.parse(body) as { ui_locales_supported: string[] };
    expect(offered).toEqual(catalogs.map(({ language }) => language));
    for (const language of offered) {
      const { answer } = await openPage(new Browser(), webApp.request({ ui_locales: `tlh ${language} en` }).url);
      expect(languageOf(answer)).toBe(`${language} ${text(language).direction}`);
      expect(answer.body).toContain(text(language).signIn.login);
    }
  });

  it('ui_locales: holds through refusals, errors and the end of the interaction', async () => {
    const browser = new Browser();
    const page = await openPage(browser, webApp.request({ ui_locales: 'ar' }).url);
    const refused = await browser.post(page.action, { csrf: page.csrf, login: 'greta', password: 'wrong' });
    expect([refused.status, languageOf(refused)]).toEqual([401, 'ar rtl']);
    expect(refused.body).toContain(text('ar').formErrors.invalid_credentials);
    const lost = await browser.get(at('/interaction/lost'));
    expect([errorOf(lost.body), languageOf(lost)]).toEqual(['session_not_found', 'ar rtl']);
    expect(languageOf(await browser.get(at('/nowhere')))).toBe('ar rtl');
    expect(languageOf(await new Browser().get(at('/nowhere')))).toBe('en ltr');
  });

  it('ui_locales: counts on the error page of a request that fails at once', async () => {
    const { url } = webApp.request({ ui_locales: 'de', redirect_uri: 'https://stranger.example/' });
    const answer = await new Browser().get(url, { 'accept-language': 'fr' });
    expect([errorOf(answer.body), languageOf(answer)]).toEqual(['invalid_redirect_uri', 'de ltr']);
  });

  it('ui_locales: counts when signing out, up to the last page', async () => {
    const browser = new Browser();
    await webApp.signIn(greta, {}, browser);
    const page = await browser.get(at(`/session/end?${encode({ ui_locales: 'fr', client_id: 'web-app' }).toString()}`));
    expect(languageOf(page)).toBe('fr ltr');
    const action = /<form method="post" action="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const xsrf = /name="xsrf" value="([^"]+)"/u.exec(page.body)?.[1] ?? '';
    const done = await browser.post(at(action), { xsrf, logout: 'yes' });
    expect(languageOf(await browser.get(new URL(done.location, server.issuer).href))).toBe('fr ltr');
  });

  it('a person has the language of the profile, also on pages that know nobody, else that of the browser', async () => {
    const visitor = new AccountVisitor(server, yuki);
    expect(languageOf(await visitor.open('/account'))).toBe('ja ltr');
    // The locale ja-JP: saving the form keeps the language.
    expect((await visitor.open('/account/profile')).body).toContain('<option value="ja" selected');
    expect(languageOf(await visitor.browser.get(at('/nowhere'), { 'accept-language': 'de' }))).toBe('ja ltr');
    const other = new AccountVisitor(server, greta);
    await other.open('/account');
    expect(languageOf(await other.browser.get(at('/account'), { 'accept-language': 'es, en;q=0.5' }))).toBe('es ltr');
  });

  it('what is chosen on a page is remembered, counts before all else, and leads back to the page', async () => {
    const browser = new Browser();
    const page = await openPage(browser, webApp.request({ ui_locales: 'ar' }).url);
    const here = returnTo(page.answer);
    expect(here).toBe(new URL(page.action).pathname.replace('/login', ''));
    const chosen = await choose(browser, 'es', here);
    expect([chosen.status, chosen.location]).toEqual([303, here]);
    expect(chosen.setCookies).toEqual([
      '__Host-gatehouse_language=es; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=31536000',
    ]);
    const again = await browser.get(at(here), { 'accept-language': 'fr' });
    expect([languageOf(again), csrfOf(again.body)]).toEqual(['es ltr', page.csrf]);
    // The address above a form that was refused.
    const refused = await browser.post(page.action, { csrf: page.csrf, login: '', password: '' });
    expect([languageOf(refused), returnTo(refused)]).toEqual(['es ltr', here]);
    // The query comes back too.
    expect(returnTo(await browser.get(at('/device?a=1&b=%22')))).toBe('/device?a=1&b=%22');
  });

  it('a tag with a script is remembered whole, and what the browser asks for finds it', async () => {
    const browser = new Browser();
    const page = await browser.get(at('/nowhere'), { 'accept-language': 'zh-HK, en;q=0.5' });
    expect(languageOf(page)).toBe('zh-Hant ltr');
    expect(languageOf(await browser.get(at('/nowhere'), { 'accept-language': 'iw' }))).toBe('he rtl');
    await choose(browser, 'zh-Hant', '/nowhere');
    expect(languageOf(await browser.get(at('/nowhere'), { 'accept-language': 'zh-CN' }))).toBe('zh-Hant ltr');
    const asked = await openPage(new Browser(), webApp.request({ ui_locales: 'zh-TW' }).url);
    expect(languageOf(asked.answer)).toBe('zh-Hant ltr');
    expect(asked.answer.setCookies).toContain(
      '__Host-gatehouse_language=~zh-Hant; Path=/; Secure; HttpOnly; SameSite=Lax',
    );
  });

  it('a language of the profile that is set later counts again', async () => {
    const visitor = new AccountVisitor(server, greta);
    await visitor.open('/account');
    await choose(visitor.browser, 'fr', '/account');
    expect(languageOf(await visitor.open('/account'))).toBe('fr ltr');
    expect(languageOf(await visitor.send('/account/profile', { name: 'Greta', locale: 'de' }))).toBe('de ltr');
    await visitor.send('/account/profile', { name: 'Greta', locale: '' });
  });

  it('AS-17: the switch leads nowhere else, and no other site uses it', async () => {
    for (const hostile of [
      'https://stranger.example/',
      '//stranger.example',
      '/\\stranger.example',
      '/.//stranger.example/x',
      '\t//stranger.example',
      'javascript:alert(1)',
      '/a\r\nx: y',
      '',
    ]) {
      const { status, location, headers } = await choose(new Browser(), 'de', hostile);
      expect([status, headers['x']]).toEqual([303, undefined]);
      expect(location).toMatch(/^\/(?![/\\])/u);
      expect(new URL(location, server.issuer).origin).toBe(server.issuer);
    }
    const foreign = await choose(new Browser(), 'de', '/', { origin: 'https://stranger.example' });
    expect([foreign.status, foreign.setCookies]).toEqual([403, []]);
    expect((await choose(new Browser(), 'xx', '/')).setCookies).toEqual([]);
    const browser = new Browser();
    browser.setCookie('__Host-gatehouse_language', 'constructor');
    expect(languageOf(await browser.get(at('/nowhere')))).toBe('en ltr');
  });

  it('mails are in the language of their reader', async () => {
    for (const [{ login }, language] of [
      [yuki, 'ja'],
      [karim, 'ar'],
      [greta, 'en'],
    ] as const) {
      const browser = new Browser();
      const page = await browser.get(at('/account/recover'), { 'accept-language': 'fr' });
      await browser.post(at('/account/recover'), { csrf: csrfOf(page.body), login });
      const { subject, html, link } = await mail.mailTo(`${login}@example.com`);
      expect(subject).toBe(text(language).mails.reset_password.subject.replace('{service}', 'Gatehouse'));
      expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
      // Choosing a language does not lose the link, not even above a form that was refused.
      const reset = await browser.get(link);
      const token = new URL(link).searchParams.get('token') ?? '';
      expect(returnTo(reset)).toBe(`/account/reset?token=${token}`);
      const refused = await browser.post(at('/account/reset'), {
        csrf: csrfOf(reset.body),
        token,
        new_password: 'short',
      });
      expect(returnTo(refused)).toBe(`/account/reset?token=${token}`);
    }
  });
});
