/** A pushed request in the hands of another client: the page names the request. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, errorOf } from '../browser.ts';
import { confidential, encode, type Parameters } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
let requestUri: string;

beforeAll(async () => {
  server = await startServer();
  const webApp = await confidential(server, 'web-app');
  requestUri = String((await webApp.post('/request', webApp.request().parameters)).body['request_uri']);
});
afterAll(() => server?.stop());

const open = (parameters: Parameters) =>
  new Browser().get(`${server.issuer}/auth?${encode({ request_uri: requestUri, ...parameters }).toString()}`);

it.each([
  ['alone', {}],
  ['with the address of its owner', { redirect_uri: 'https://localhost:3003/callback' }],
  ['with a strange address', { redirect_uri: 'https://evil.example/' }],
])('C13: of another client, %s: the page names the request', async (_what, parameters) => {
  const { status, body, headers } = await open({ client_id: 'spa', ...parameters });
  expect([status, errorOf(body), headers['location']]).toEqual([400, 'invalid_request_uri', undefined]);
  expect(body).toContain('request_uri was given to another client');
});

it('C13: of another client, with an address of its own: the application is told', async () => {
  const { location } = await open({ client_id: 'spa', redirect_uri: 'https://localhost:3004/callback' });
  expect(location).toMatch(/^https:\/\/localhost:3004\/callback\?error=invalid_request/u);
});

it('C13: its owner can use it still', async () => {
  expect((await open({ client_id: 'web-app' })).location).toMatch(/^\/interaction\//u);
});
