import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { Browser, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { TestClient } from '../client.ts';
import { approveDevice } from '../device-approval.ts';
import { startServer, type TestServer } from '../server.ts';

const orders = 'https://orders.example';

let server: TestServer;
let shop: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    registry({ resources, roles, clients }) {
      resources.push({
        indicator: orders,
        name: { en: 'Orders', de: 'Bestellungen' },
        scopes: { orders_read: { fr: 'Voir vos commandes', en: 'See your orders', de: 'Ihre Bestellungen sehen' } },
      });
      resources.push({ indicator: 'https://orders-gateway.example', name: 'Gateway', scopes: { enter: 'Enter' } });
      Object.assign(roles['accountant'] as object, { [orders]: ['orders_read'] });
      clients.push({
        client_id: 'shop',
        client_name: { en: 'Shop', de: 'Laden <&>', 'zh-TW': '商店' },
        client_uri: 'https://localhost:3005',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
        redirect_uris: ['https://localhost:3005/callback'],
        scope: 'openid',
        scopes: { [orders]: ['orders_read'] },
      });
      // A gateway beside the one of the demo: API keys are offered for what any of them leads to.
      clients.push({
        client_id: 'orders-gateway',
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['urn:ietf:params:oauth:grant-type:token-exchange'],
        resource_server_for: ['https://orders-gateway.example'],
        token_exchange: {
          rules: [
            { from: ['https://orders-gateway.example'], credentials: ['api_key'], to: orders, scopes: ['orders_read'] },
          ],
        },
      });
    },
  });
  shop = new TestClient(server, 'shop', { redirectUri: 'https://localhost:3005/callback' });
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const asked = { scope: 'openid orders_read', resource: orders };

async function consentIn(language: string): Promise<Page> {
  const browser = new Browser();
  const page = await openPage(browser, shop.request({ ...asked, ui_locales: language }).url);
  expect(page.answer.body).toContain('data-client="shop"');
  const next = await submitPassword(browser, page, alice);
  if (next instanceof URL) throw new Error('no consent was asked for');
  return next;
}

describe('names and sentences by language', () => {
  it('the consent page has those of its language, else English', async () => {
    for (const [language, name, api, sentence] of [
      ['de', 'Laden &lt;&amp;&gt;', 'Bestellungen', 'Ihre Bestellungen sehen'],
      ['fr', 'Shop', 'Orders', 'Voir vos commandes'],
      ['ja', 'Shop', 'Orders', 'See your orders'],
    ] as const) {
      const { body } = (await consentIn(language)).answer;
      expect(body).toContain(`data-client="shop">${name}</bdi>`);
      expect(body).toContain(`<span>${sentence}</span>`);
      expect(body).toContain(api);
    }
  });

  it('so have the pages of a device, and those of the account; the welcome page is English', async () => {
    const german = { 'accept-language': 'de' };
    const name = 'data-client="shop">Laden &lt;&amp;&gt;</bdi>';
    const begun = await shop.post('/device/auth', asked);
    const { user_code: userCode, verification_uri_complete: address } = begun.body as Record<string, string>;
    expect((await new Browser().get(String(address), german)).body).toContain(name);
    await approveDevice(server, new Browser(), String(userCode), alice);

    const visitor = new AccountVisitor(server, alice);
    await visitor.open('/account');
    const applications = await visitor.browser.get(`${server.issuer}/account/applications`, german);
    expect(applications.body).toContain(name);
    expect(applications.body).toContain('<span>Ihre Bestellungen sehen</span>');
    const activity = await visitor.browser.get(`${server.issuer}/account/activity`, german);
    expect(activity.body).toContain('<bdi>Laden &lt;&amp;&gt;</bdi>');
    expect((await new Browser().get(`${server.issuer}/`, german)).body).toContain('<dt>Shop</dt>');
  });

  it('the form for an API key names the API and its scopes in the language of the page', async () => {
    const visitor = new AccountVisitor(server, alice);
    await visitor.open('/account');
    const path = `/account/api-keys/new/${Buffer.from(orders).toString('base64url')}`;
    const { body } = await visitor.browser.get(`${server.issuer}${path}`, { 'accept-language': 'de' });
    expect(body).toContain('Bestellungen');
    expect(body).toContain('Ihre Bestellungen sehen');
  });
});
