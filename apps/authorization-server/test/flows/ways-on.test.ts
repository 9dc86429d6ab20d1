/** Error pages have a way on: to the application where the registry knows its address, else to one's own account. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, isErrorPage } from '../browser.ts';
import { TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const wayOn = async (url: string) => {
  const { body } = await new Browser().get(url);
  return [isErrorPage(body), /id="home" href="([^"]+)"/u.exec(body)?.[1]];
};

it.each([
  '/interaction/abcdefghijklmnopqrstu',
  '/auth/abcdefghijklmnopqrstu',
  '/auth?client_id=nobody',
  '/auth?client_id=third-party-of-nobody&redirect_uri=https://evil.example/',
  '/account/confirm?token=x',
  '/nothing',
  '/session/end/confirm',
])('F21: %s leads to the account', async (path) => {
  expect(await wayOn(server.issuer + path)).toEqual([true, '/account']);
});

it('F21: an error of a known application leads to its registered address, never to one of the request', async () => {
  const { url } = new TestClient(server, 'web-app').request({ redirect_uri: 'https://evil.example/' });
  expect(await wayOn(url)).toEqual([true, 'https://localhost:3003/']);
  const without = new TestClient(server, 'spa').request({ redirect_uri: 'https://evil.example/' });
  expect(await wayOn(without.url)).toEqual([true, '/account']);
});
