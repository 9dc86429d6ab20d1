import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { RegistryError } from '../../src/directory/registry/faults.ts';
import { loadRegistry } from '../../src/directory/registry/load.ts';
import { AccountVisitor } from '../account.ts';
import { type Answer, Browser, csrfOf, openPage } from '../browser.ts';
import { confidential, TestClient } from '../client.ts';
import { type RegistryDocument, startServer, type TestServer } from '../server.ts';

const shapes = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z"/></svg>';
const logo = `data:image/svg+xml;base64,${Buffer.from(shapes).toString('base64')}`;
const redirectUri = 'https://localhost:3009/callback';

let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    registry: (document: RegistryDocument & { branding?: object }) => {
      document.branding = {
        name: 'Northwind',
        colours: { light: { accent: '#1a4fd6' } },
        links: { support: 'https://help.northwind.example/', terms: 'https://northwind.example/terms' },
      };
      document.clients.push({
        client_id: 'contoso/app',
        client_name: 'Contoso',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        redirect_uris: [redirectUri],
        scope: 'openid',
        first_party: true,
        branding: { name: 'Contoso & Sons', radius: 0, logo },
      });
    },
  });
});
afterAll(() => server?.stop());

const sheetsOf = ({ body }: Answer) =>
  [...body.matchAll(/<link rel="stylesheet" href="([^"]+)">/gu)].map(([, at]) => at!);
const brandOf = ({ body }: Answer) => /<(header|p) class="brand">(.*?)<\/\1>/su.exec(body)?.[2] ?? '';
const at = (address: string) => `${server.issuer}${address}`;

describe('branding', () => {
  it('AS-17: the brand of all pages is a stylesheet under a hash, beside our own, and nothing inline', async () => {
    const webApp = await confidential(server, 'web-app');
    const { answer } = await openPage(new Browser(), webApp.request().url);
    expect(brandOf(answer)).toContain('<span>Northwind</span>');
    expect(answer.body).toContain('href="https://help.northwind.example/" rel="noopener noreferrer">Help</a>');
    // The application's own logo, a data: URI in `logo_uri`.
    expect(answer.body).toContain('<span class="mark"><img src="data:image/svg+xml,');
    const [own = '', brand = ''] = sheetsOf(answer);
    expect([own, brand]).toEqual([
      expect.stringContaining('/assets/gatehouse.'),
      expect.stringMatching(/^\/assets\/brand\/[\w-]{16}\.css$/u),
    ]);
    const css = await new Browser().get(at(brand));
    expect(css.body).toContain('--accent:#1a4fd6;');
    expect([
      css.status,
      css.headers['content-type'],
      css.headers['cache-control'],
      css.headers['x-content-type-options'],
    ]).toEqual([200, 'text/css; charset=utf-8', 'public, max-age=31536000, immutable', 'nosniff']);
    expect(answer.body).not.toMatch(/\sstyle=|<style/u);
    for (const other of ['/nowhere', '/device'])
      expect(sheetsOf(await new Browser().get(at(other)))).toEqual([own, brand]);
    const visitor = new AccountVisitor(server, await server.person('alice'));
    expect(sheetsOf(await visitor.open('/account'))).toEqual([own, brand]);
  });

  it('the account pages, mails, authenticator apps and passkeys go by the name of the brand', async () => {
    const browser = new Browser();
    const signIn = await openPage(browser, at('/account'));
    expect(signIn.answer.body).toContain('<title>Sign in – Northwind</title>');
    expect(signIn.answer.body).toContain('<p>to manage your account</p>');
    const visitor = new AccountVisitor(server, await server.person('alice'));
    expect((await visitor.open('/account/security/totp')).body).toContain('otpauth://totp/Northwind:');
    const passkeys = await visitor.open('/account/security/passkeys');
    expect(passkeys.body).toContain('&quot;name&quot;:&quot;Northwind&quot;');

    const forgot = await browser.get(at('/account/recover'));
    await browser.post(at('/account/recover'), { csrf: csrfOf(forgot.body), login: 'alice' });
    const mailbox = await eventually(async () => {
      const { body } = await browser.get(at('/development/mail'));
      return body.includes('data-mail') && body;
    });
    expect(mailbox).toContain('<h2>Choose a new password for Northwind</h2>');
    expect(mailbox).toContain('from <bdi>Northwind &lt;no-reply@localhost&gt;</bdi>');
    expect((await browser.get(at('/development/mail/1'))).body).toContain('background:#1a4fd6;color:#ffffff;');
  });

  it('the brand of an application goes over it on its pages, and on no other', async () => {
    const contoso = new TestClient(server, 'contoso/app', { redirectUri });
    const { answer } = await openPage(new Browser(), contoso.request({ scope: 'openid', resource: undefined }).url);
    expect(brandOf(answer)).toContain('<span>Contoso &amp; Sons</span>');
    const [, sheet = ''] = sheetsOf(answer);
    const css = await new Browser().get(at(sheet));
    expect(css.body).toContain('--radius:0px');
    expect(css.body).toContain('--accent:#1a4fd6;');
    const image = /<img src="([^"]+)" alt="">/u.exec(brandOf(answer))?.[1] ?? '';
    const picture = await new Browser().get(at(image));
    expect([picture.status, picture.headers['content-type'], picture.body]).toEqual([200, 'image/svg+xml', shapes]);
    expect(picture.headers['content-security-policy']).toBe("default-src 'none'; style-src 'unsafe-inline'; sandbox");
    expect(brandOf(await new Browser().get(at('/nowhere')))).toContain('Northwind');
  });

  it('only files of brands there are, under their own hash', async () => {
    for (const address of [
      'x.css',
      'AAAAAAAAAAAAAAAA.css',
      'd2ViLWFwcA/AAAAAAAAAAAAAAAA.css',
      '%ff/x.css',
      'AA/x.svg',
    ]) {
      expect([address, (await new Browser().get(at(`/assets/brand/${address}`))).status]).toEqual([
        address,
        address.startsWith('%ff') ? 400 : 404,
      ]);
    }
  });
});

describe('branding in the registry file', () => {
  it('takes a logo that is a file beside it, and says what is wrong with a brand', async () => {
    const directory = await temporaryDirectory();
    const file = path.join(directory.path, 'registry.yaml');
    const load = async (branding: object) => {
      await writeFile(file, stringify({ branding }));
      try {
        return loadRegistry(file, { passwordsAllowed: true }).branding;
      } catch (error) {
        if (error instanceof RegistryError) return error.faults.map((fault) => fault.slice(file.length + 2));
        throw error;
      }
    };
    await writeFile(path.join(directory.path, 'logo.svg'), shapes);
    await writeFile(path.join(directory.path, 'evil.svg'), '<svg x=""><script>1</script></svg>');
    expect(await load({ logo: 'logo.svg' })).toEqual({ logo });
    expect(await load({ logo: 'evil.svg' })).toEqual(['branding.logo: may hold shapes only, not "<script"']);
    expect(await load({ logo: 'none.svg' })).toEqual([
      'branding.logo: must be a PNG or SVG file, or a data: URI of one in base64',
    ]);
    expect(await load({ colours: { light: { accent: '#FFCC00' } } })).toEqual([
      expect.stringMatching(/^branding\.colours\.light: accent #ffcc00 on surface #ffffff has a contrast of 1\.51:1/u),
      expect.any(String),
      expect.any(String),
    ]);
    expect(await load({ colours: { light: { accent: 'red;}' } } })).toEqual([
      'branding.colours.light.accent: must be a colour like #17624f',
    ]);
    expect(await load({ links: { terms: 'javascript:alert(1)' } })).toHaveLength(1);
    expect(await load({ links: { terms: 'http://plain.example/' } })).toHaveLength(1);
    await directory.remove();
  });
});
