import path from 'node:path';
import type { Write } from '@gatehouse/storage';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createSecondFactors } from '../../src/directory/accounts/second-factors.ts';
import { newTotpSecret } from '../../src/directory/accounts/totp.ts';
import { Browser, openPage, submitPassword } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let server: TestServer;
let mail: MailServer;
let webApp: TestClient;
let env: Record<string, string>;

beforeAll(async () => {
  mail = await startMailServer();
  server = await startServer({
    env: { GATEHOUSE_SMTP_URL: mail.url },
    registry: ({ users }) => {
      users.find(({ login }) => login === 'alice')!['locale'] = 'de';
    },
  });
  webApp = await confidential(server, 'web-app');
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_SMTP_URL: mail.url,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
  };
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
});

const removeFactors = (login: string) => gatehouse(['users', 'remove-factors', login, '--json'], env);

it('AS-05: remove-factors takes every second factor, ends what the person has, and tells the person and the audit', async () => {
  const { storage } = server.server;
  const alice = await server.person('alice');
  const account = (await storage.accounts.findByLogin('alice'))!;
  const tokens = await webApp.signIn(alice);
  const secondFactors = createSecondFactors(storage, Date.now);
  const passkey = (name: string): Write =>
    storage.passkeys.writes.add({
      accountId: account.id,
      credentialId: name,
      publicKey: 'a key',
      transports: [],
      aaguid: '00000000-0000-0000-0000-000000000000',
      name,
      signCount: 0,
      backupEligible: false,
      backedUp: false,
      most: 10,
    });
  const factors = await secondFactors.of(account.id);
  await storage.commit([
    storage.credentials.writes.put({ accountId: account.id, kind: 'totp', data: { secret: newTotpSecret() } }),
    secondFactors.renewRecoveryCodes(factors).write,
    passkey('one'),
    passkey('two'),
  ]);
  const browser = new Browser();
  const asked = await submitPassword(browser, await openPage(browser, webApp.request().url), alice);
  expect(asked).toMatchObject({ action: expect.stringMatching(/\/totp$/u) });

  expect(await removeFactors('alice')).toMatchObject({ code: 0, stdout: '{"login":"alice"}\n', stderr: '' });

  const left = await secondFactors.of(account.id);
  expect([left.totp, left.recoveryCodes, left.passkeys]).toEqual([undefined, undefined, []]);
  expect(left.password).toBeDefined();
  expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  const told = await mail.mailTo('alice@example.com');
  expect([told.subject, told.link]).toEqual([
    'Die Zwei-Schritt-Verifizierung für Ihr Konto bei Gatehouse wurde entfernt',
    `${server.issuer}/account/security`,
  ]);
  const records = await storage.audit.list({ limit: 50 });
  expect(records.find(({ type }) => type === 'user.factors_removed')).toMatchObject({ accountId: account.id });
  expect((await webApp.signIn(alice)).access_token).toBeTruthy();
  expect(await removeFactors('alice')).toMatchObject({ code: 1, stderr: 'gatehouse: alice has no second factor\n' });
  expect((await removeFactors('nobody')).code).toBe(1);
});
