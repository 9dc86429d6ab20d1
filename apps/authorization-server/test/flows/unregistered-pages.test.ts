/** What users see of a client that nobody registered, above all of one that wants to be taken for another. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, openPage, type Page, type Person, signIn as signInTo, submitPassword } from '../browser.ts';
import type { TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';
import { letRegisteredThemselvesIn, registeredItself, type Told } from '../unregistered-client.ts';

let server: TestServer;
let alice: Person;
let browser: Browser;
let count = 0;

beforeAll(async () => {
  server = await startServer({ registry: letRegisteredThemselvesIn });
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const main = ({ answer }: Page) => answer.body.slice(answer.body.indexOf('<main'), answer.body.indexOf('</main>'));
const titleOf = ({ answer }: Page) => /<title>([^<]*)/u.exec(answer.body)?.[1];
/** The value of a data attribute; of one without a value the empty text. */
const shown = (document: string, attribute: string) =>
  new RegExp(` data-${attribute}(?:="([^"]*)")?[ >]`, 'u')
    .exec(document)
    ?.slice(1)
    .map((value) => value ?? '')[0];

/** The pages of a sign-in by a client that told that of itself. */
async function pagesOf(told: Told) {
  count += 1;
  const client = await registeredItself(server, `c${count}`, told);
  const first = await openPage(browser, client.request({ scope: 'openid profile_read' }).url);
  const consent = await submitPassword(browser, first, alice);
  if (consent instanceof URL) throw new Error('no consent was asked for');
  return {
    client,
    signIn: main(first),
    signInTitle: titleOf(first),
    consent: main(consent),
    title: titleOf(consent),
  };
}

/** The lines of the account page, by the client. */
const linesFor = async (person: Browser) => {
  const { body } = await person.get(`${server.issuer}/account/applications`);
  const lines = body.split('<li class="application" data-application="').slice(1);
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('"')), line]));
};
const textOf = (line = '') =>
  line
    .replaceAll(/<br>|<\/h3>|<\/span>/gu, ' ')
    .replaceAll(/<[^>]*>/gu, '')
    .replaceAll(/ +/gu, ' ');
/** A browser in which the user allowed that. */
async function allowing(clients: readonly { client: TestClient; scope: string }[]): Promise<Browser> {
  const person = new Browser();
  for (const { client, scope } of clients) await signInTo(person, client.request({ scope }).url, alice);
  return person;
}

describe('a client that nobody registered', () => {
  it('MCP: consent shows where the user is sent back to, large, and that nobody has checked the client', async () => {
    const { client, consent, title } = await pagesOf({
      client_name: 'Notes',
      redirect_uris: ['https://agent.example:8443/callback'],
    });
    expect(shown(consent, 'redirect-host')).toBe('agent.example:8443');
    expect(consent).toMatch(/You will be sent back to <bdi class="host" [^>]*>agent\.example:8443<\/bdi>/u);
    expect(shown(consent, 'client-host')).toBe('agent.example');
    expect(shown(consent, 'client')).toBe(client.clientId);
    expect(shown(consent, 'unchecked')).toBe('dynamic');
    expect(consent).toContain('Nobody has checked this application.');
    expect(shown(consent, 'redirect')).toBe('site');
    expect(title).toBe('Allow access – agent.example');
    // Neither answer is nearer than the other.
    expect(consent).not.toContain('autofocus');
    expect(consent).toContain('<button class="outlined" type="submit" id="accept">');
  });

  it('MCP: a redirect to the user’s own device comes with a warning', async () => {
    for (const [uri, kind, host] of [
      ['http://127.0.0.1:33418/cb', 'loopback', '127.0.0.1:33418'],
      ['http://localhost/cb', 'loopback', 'localhost'],
      ['http://[::1]/cb', 'loopback', '[::1]'],
      ['com.example.notes:/cb', 'app', 'com.example.notes:'],
      ['google.com:/cb', 'app', 'google.com:'],
    ] as const) {
      const told = { application_type: 'native', client_name: 'Google Drive', redirect_uris: [uri] };
      const { signIn, consent, title } = await pagesOf(told);
      expect(consent).toContain('<h1 class="asker">An app on this device asks for access</h1>');
      expect([shown(consent, 'redirect'), shown(consent, 'redirect-host')]).toEqual([kind, host]);
      expect(consent).toContain(`You will be sent back to this device: <bdi dir="ltr" data-redirect-host="${host}">`);
      // No host is true of it, so none is large; and what it calls itself is in quotation marks alone.
      expect([shown(consent, 'client-host'), title]).toEqual([undefined, 'Allow access – App on your device']);
      expect(consent.match(/Google Drive/gu)).toHaveLength(1);
      // One warning, which says all of it.
      expect(consent.match(/class="caution"/gu)).toHaveLength(1);
      expect(consent).toMatch(/Nobody has checked this application\..*any app on this device can receive the access/u);
      expect(signIn).toContain('to continue to an app on this device');
      expect(signIn.slice(0, signIn.indexOf('<form'))).not.toMatch(/127\.0\.0\.1|localhost|::1|notes|google/u);
      browser = new Browser();
    }
  });

  it.each(['Acme Reports', 'Gatehouse'])(
    'MCP: called like %s it gets nothing of that: no logo, no links, the name in quotation marks alone',
    async (name) => {
      const { signIn, signInTitle, consent, title } = await pagesOf({
        client_name: name,
        redirect_uris: ['https://evil.example/callback'],
        logo_uri: 'https://evil.example/logo.png',
        client_uri: 'https://acme.example/',
        policy_uri: 'https://acme.example/privacy',
        tos_uri: 'http://evil.example/terms',
      });
      expect([signIn.includes(name), signInTitle]).toEqual([false, 'Sign in – evil.example']);
      expect(signIn).toMatch(/to continue to <bdi class="name" [^>]*>evil\.example<\/bdi>/u);
      expect([consent.replace('Gatehouse demo API', '').split(name).length - 1, title]).toEqual([
        1,
        'Allow access – evil.example',
      ]);
      expect(consent).toMatch(
        new RegExp(`It calls itself “<bdi class="name" data-client="dyn_c\\d+">${name}</bdi>”`, 'u'),
      );
      for (const page of [signIn, consent]) {
        expect(page).not.toContain('<img');
        expect(page).not.toContain('acme.example');
        expect(page).not.toMatch(/href="(?:http:|\/\/)/u);
      }
    },
  );

  it('MCP: its links lead to its own host alone, which stands beside them', async () => {
    const { consent } = await pagesOf({
      redirect_uris: ['https://agent.example/callback'],
      client_uri: 'https://agent.example:8443/',
      policy_uri: 'https://agent.example/privacy',
      tos_uri: 'https://agent.example.evil.example/terms',
    });
    expect(consent.match(/<a href="http[^>]*>.*?<\/a>/gu)).toEqual([
      '<a href="https://agent.example/privacy" rel="noopener noreferrer">Privacy policy (<bdi dir="ltr">agent.example</bdi>)</a>',
    ]);
  });

  it.each([
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['knaB\u202eBank', 'knaBBank'],
    [`Agent”\n\n${'checked '.repeat(100)}`, `Agent&#39; checked checked checked checked checked c…`],
  ])('MCP: a name is made harmless: %j', async (name, harmless) => {
    const { consent } = await pagesOf({ client_name: name });
    expect(consent).toMatch(/data-client="dyn_c\d+">/u);
    expect(/data-client="[^"]+">([^<]*)</u.exec(consent)?.[1]).toBe(harmless);
  });

  it('MCP: letters of another script are told from those that they look like', async () => {
    const { consent, signIn } = await pagesOf({ redirect_uris: ['https://аpple.example/callback'] });
    for (const page of [consent, signIn])
      expect([page.includes('xn--pple-43d.example'), page.includes('аpple')]).toEqual([true, false]);
  });

  it('the account pages call it by its host, and say that nobody has checked it', async () => {
    const { client } = await pagesOf({ client_name: 'Acme Reports', redirect_uris: ['https://agent.example/cb'] });
    const { url } = client.request({ scope: 'openid profile_read' });
    const page = await openPage(browser, url);
    await browser.post(page.action, { csrf: page.csrf });
    const applications = await browser.get(`${server.issuer}/account/applications`);
    const line =
      new RegExp(`<li class="application" data-application="${client.clientId}">.*?</li>\n`, 'su').exec(
        applications.body,
      )?.[0] ?? applications.body;
    expect(line).toMatch(
      /<h3><bdi class="name" [^>]*>agent\.example<\/bdi><\/h3><p class="soft"><span data-unregistered>It calls itself “/u,
    );
  });

  it('several agents of a device are told apart on the account pages, and the right one is ended', async () => {
    const native = (name: string, client_name: string) =>
      registeredItself(server, name, {
        application_type: 'native',
        redirect_uris: ['http://127.0.0.1/cb'],
        client_name,
      });
    const first = await native('agent_of_the_laptop', 'Code');
    const second = await native('agent_of_the_office', 'CODE');
    const other = await native('agent_of_another', 'Notes');
    const person = await allowing([
      { client: first, scope: 'openid profile_read' },
      { client: second, scope: 'openid invoice_read' },
      { client: other, scope: 'openid' },
    ]);
    const lines = await linesFor(person);
    const [one, two, three] = [first, second, other].map(({ clientId }) => textOf(lines.get(clientId)));
    expect(one).toMatch(/App on your device: “Code” Nobody has checked this application\. Identifier: e_laptop/u);
    expect(one).toMatch(/Allowed just now \(.* UTC\) Last used just now \(.* UTC\)/u);
    expect(two).toMatch(/“CODE” .*Identifier: e_office/u);
    expect(lines.get(first.clientId)).toContain('data-scope="profile_read"');
    expect(lines.get(second.clientId)).toContain('data-scope="invoice_read"');
    expect(three).toContain('“Notes”');
    expect(three).not.toContain('Identifier');
    // The button says which, to who does not see what stands around it.
    expect(lines.get(second.clientId)).toContain('“CODE” (e_office)');
    const csrf = / name="csrf" value="([^"]*)"/u.exec(lines.get(second.clientId) ?? '')?.[1] ?? '';
    await person.post(`${server.issuer}/account/applications/withdraw`, { csrf, application: second.clientId });
    const left = await linesFor(person);
    expect([first, second, other].map(({ clientId }) => left.has(clientId))).toEqual([true, false, true]);
    // Nothing is left that looks the same.
    expect(textOf(left.get(first.clientId))).not.toContain('Identifier');
  });

  it('the account pages call a client by no host that its user may never have been sent to, without the others', async () => {
    const borrowed = await registeredItself(server, 'borrowed', {
      application_type: 'native',
      client_name: 'Drive',
      redirect_uris: ['http://127.0.0.1/cb', 'https://google.example/cb'],
    });
    const two = await registeredItself(server, 'two_sites', {
      redirect_uris: ['https://evil.example/cb', 'https://google.example/cb'],
    });
    const lines = await linesFor(
      await allowing([
        { client: borrowed, scope: 'openid' },
        { client: two, scope: 'openid' },
      ]),
    );
    expect(textOf(lines.get(borrowed.clientId))).toMatch(/App on your device: “Drive”, google\.example /u);
    expect(textOf(lines.get(two.clientId))).toMatch(/evil\.example, google\.example /u);
  });

  it('the account pages show once what was allowed several times, also of clients that are found no more, and end all of it', async () => {
    const { storage } = server.server;
    const accountId = (await storage.accounts.findByLogin('alice'))?.id ?? '';
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 3600;
    const grant = (clientId: string, grantId: string) =>
      storage.artefacts.writes.upsert({
        model: 'Grant',
        id: grantId,
        grantId,
        clientId,
        accountId,
        payload: { jti: grantId, clientId, iat: expiresAtSeconds - 7200, openid: { scope: 'openid' } },
        expiresAtSeconds,
      });
    const lost = 'https://lost.example/client.json';
    const { client } = await pagesOf({ redirect_uris: ['https://agent.example/cb'] });
    await storage.commit([grant(lost, 'g1'), grant(lost, 'g2'), grant(client.clientId, 'g3')]);
    const person = new Browser();
    await submitPassword(person, await openPage(person, client.request({ scope: 'openid' }).url), alice);
    const { body } = await person.get(`${server.issuer}/account/applications`);
    const lines = body.split('<li class="application"').filter((line) => line.includes(`"${lost}"`));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/<h3><bdi class="name" [^>]*>lost\.example<\/bdi><\/h3>/u);
    expect(lines[0]).toContain('Nobody has checked this application.');
    const csrf = / name="csrf" value="([^"]*)"/u.exec(body)?.[1] ?? '';
    await person.post(`${server.issuer}/account/applications/withdraw`, { csrf, application: lost });
    const left = await storage.artefacts.listByAccount(accountId, { models: ['Grant'] });
    expect(left.map(({ clientId }) => clientId)).not.toContain(lost);
    expect(left.map(({ clientId }) => clientId)).toContain(client.clientId);
  });
});
