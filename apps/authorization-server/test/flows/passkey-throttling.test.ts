import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccountVisitor } from '../account.ts';
import { Authenticator, askedBy } from '../authenticator.ts';
import { Browser, errorOf, follow, openPage } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const person = {
  login: 'erin',
  name: 'Erin',
  email: 'erin@example.com',
  roles: ['accountant'],
  password: 'the password of erin',
};
const passkeys = '/account/security/passkeys';

let server: TestServer;
let client: TestClient;

beforeAll(async () => {
  server = await startServer({
    env: { GATEHOUSE_SIGN_IN_ATTEMPTS_PER_ADDRESS: '3' },
    registry: ({ users }) => void users.push(person),
  });
  client = await confidential(server, 'web-app');
});
afterAll(() => server?.stop());

/** Sends a passkey from the sign-in page of a new browser. */
async function signInBy(authenticator: Authenticator) {
  const browser = new Browser();
  const { answer, action, csrf } = await openPage(browser, client.request().url);
  const passkey = authenticator.get(askedBy(answer.body));
  return { browser, answer: await browser.post(action.replace(/login$/u, 'passkey'), { csrf, passkey }) };
}
const refusalOf = async (authenticator: Authenticator) => {
  const { status, body, headers } = (await signInBy(authenticator)).answer;
  return [status, errorOf(body), Number(headers['retry-after'] ?? 0) > 0];
};

it('AS-14: at an address with too many failures wrong passkeys are stopped, and the right one passes', async () => {
  const visitor = new AccountVisitor(server, person);
  const own = new Authenticator(server.issuer);
  const page = await visitor.open(passkeys);
  expect((await visitor.raw(passkeys, { name: 'key', passkey: own.create(askedBy(page.body)) }, page)).status).toBe(
    200,
  );

  const foreign = new Authenticator(server.issuer);
  foreign.create(askedBy(page.body));
  for (let n = 0; n < 3; n += 1) expect(await refusalOf(foreign)).toEqual([401, 'passkey_refused', false]);
  for (let n = 0; n < 2; n += 1) expect(await refusalOf(foreign)).toEqual([429, 'throttled', true]);
  const { browser, answer } = await signInBy(own);
  expect(await follow(browser, server.issuer, answer)).toBeInstanceOf(URL);
  const records = await server.audited({ limit: 100 });
  const tried = records.filter(({ data }) => data['event'] === 'sign_in.passkey').map(({ data }) => data['reason']);
  expect(tried).toEqual([undefined, 'throttled', 'throttled', ...Array.from({ length: 3 }, () => 'passkey_unknown')]);
});
