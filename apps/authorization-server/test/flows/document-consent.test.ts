/** What users see of a client that is described by a document: the document's host, and its logo from the cache. */
import type { ServerResponse } from 'node:http';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage, type Page, type Person, submitPassword } from '../browser.ts';
import { TestClient } from '../client.ts';
import { type DocumentServer, startDocumentServer } from '../document-server.ts';
import { api, startServer, type TestServer } from '../server.ts';

const redirectUri = 'https://elsewhere.localhost.example:9999/back';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const picture = `<span class="mark"><img src="data:image/png;base64,${png.toString('base64')}" alt=""></span>`;

let web: DocumentServer;
let server: TestServer;
let alice: Person;

beforeAll(async () => {
  web = await startDocumentServer();
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: web.origin },
    registry: (document) =>
      Object.assign(document, {
        unregistered_clients: {
          scope: 'openid',
          scopes: { [api]: ['profile_read'] },
          documents: { domains: ['localhost'], redirects: 'any' },
        },
      }),
  });
  alice = await server.person('alice');
});
afterAll(async () => {
  web?.close();
  await server?.stop();
});

/** The consent page of a client with that logo. */
async function consentTo(clientId: string): Promise<string> {
  const client = new TestClient(server, clientId, { redirectUri });
  const browser = new Browser();
  const signIn = await openPage(browser, client.request({ scope: 'openid profile_read' }).url);
  expect(signIn.answer.body).toContain(`data-client="${clientId}">${new URL(web.origin).host}</bdi>`);
  expect(signIn.answer.body).not.toContain('Ledger');
  const consent = await submitPassword(browser, signIn, alice);
  if (consent instanceof URL) throw new Error('no consent was asked for');
  return consent.answer.body;
}

const described = (path: string, logoUri: string) =>
  web.serve(path, {
    client_name: 'Ledger',
    redirect_uris: [redirectUri],
    token_endpoint_auth_method: 'none',
    logo_uri: logoUri,
    policy_uri: `${web.origin}/privacy`,
  });

describe('a client that is described by a document', () => {
  it('MCP: is known by the host of its document, beside the host that the user is sent back to', async () => {
    const { host } = new URL(web.origin);
    const body = await consentTo(described('/plain.json', 'https://elsewhere.example/logo.png'));
    expect(body).toContain(`data-client-host="${host}">${host}</bdi> asks for access`);
    expect(body).toContain('data-redirect-host="elsewhere.localhost.example:9999"');
    expect(body).toContain('data-unchecked="document"');
    expect(body).toContain(`Only its address is known: <bdi dir="ltr">${host}</bdi>.`);
    expect(body).toContain(`>Privacy policy (<bdi dir="ltr">${host}</bdi>)</a>`);
    expect(body).not.toContain('<img');
  });

  it('MCP: on the user’s own device is known by the host of its document, which any app there can use', async () => {
    const { host } = new URL(web.origin);
    const loopback = 'http://127.0.0.1/cb';
    const clientId = web.serve('/native.json', {
      client_name: 'Ledger',
      application_type: 'native',
      redirect_uris: [loopback],
      token_endpoint_auth_method: 'none',
    });
    const client = new TestClient(server, clientId, { redirectUri: loopback });
    const browser = new Browser();
    const signIn = await openPage(browser, client.request({ scope: 'openid' }).url);
    const consent = await submitPassword(browser, signIn, alice);
    const { body } = (consent as Page).answer;
    expect(body).toMatch(
      new RegExp(
        `An app on this device asks for access in the name of <bdi class="host" [^>]* data-client-host="${host}">`,
        'u',
      ),
    );
    expect(body).toContain(`Any app on this device can say that it is <bdi dir="ltr">${host}</bdi>.`);
    expect(body).toContain('You will be sent back to this device: <bdi dir="ltr" data-redirect-host="127.0.0.1">');
    expect(body.match(/class="caution"/gu)).toHaveLength(1);
  });

  it('a logo that does not come delays no page; once it is there it is shown from the cache', async () => {
    const { promise, resolve } = Promise.withResolvers<ServerResponse>();
    const logo = web.answer('/slow.png', (_request, response) => resolve(response));
    const clientId = described('/slow.json', logo);
    expect(await consentTo(clientId)).not.toContain('<img');
    (await promise).writeHead(200, { 'content-type': 'image/png' }).end(png);
    const body = await eventually(async () => {
      const page = await consentTo(clientId);
      return page.includes('<img') && page;
    });
    expect(body).toContain(picture);
    expect(web.asked.filter((path) => path === '/slow.png')).toHaveLength(1);
  });
});
