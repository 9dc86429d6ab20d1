/** Mails to users who sign in by an upstream provider and have no password: none speaks of one. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSecondFactors } from '../../src/directory/accounts/second-factors.ts';
import { newTotpSecret } from '../../src/directory/accounts/totp.ts';
import { Browser, csrfOf, openPage, type Page } from '../browser.ts';
import { gatehouse } from '../cli/command.ts';
import { TestClient } from '../client.ts';
import { type LyingUpstream, startLyingUpstream } from '../lying-upstream.ts';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { startServer, type TestServer } from '../server.ts';
import { chooseConnection, comeBack } from '../upstream.ts';

const accountId = randomUUID();
const address = 'fay@example.com';

let lying: LyingUpstream;
let mail: MailServer;
let server: TestServer;

beforeAll(async () => {
  lying = await startLyingUpstream();
  mail = await startMailServer();
  const { issuer } = lying.provider('corp');
  server = await startServer({
    env: {
      GATEHOUSE_OUTBOUND_ALLOW: lying.origin,
      GATEHOUSE_SMTP_URL: mail.url,
      GATEHOUSE_EMAIL_CODE: 'true',
    },
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = [
        { name: 'corp', kind: 'oidc', issuer, client_id: 'gatehouse', client_secret: { value: 'x'.repeat(32) } },
      ];
    },
  });
  const { accounts, identities, commit } = server.server.storage;
  await commit([
    accounts.writes.put({ id: accountId, login: 'fay', name: 'Fay', email: address, emailVerified: true }),
    identities.writes.link({ issuer, subject: 'user-of-corp', accountId, connection: 'corp', profile: {} }),
  ]);
});
afterAll(async () => {
  await server?.stop();
  await mail?.stop();
  lying?.stop();
});

describe('a user without a password', () => {
  it('is told by which account the sign-in began that asks for a code by mail', async () => {
    const client = new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') });
    const browser = new Browser();
    const to = await chooseConnection(browser, await openPage(browser, client.request().url), 'corp');
    const { location } = await new Browser().get(to.href);
    const page = (await comeBack(browser, new URL(location))) as Page;
    expect(page.action).toMatch(/\/email-code$/u);
    const { text } = await mail.mailTo(address);
    expect(text).toContain('An account that you have elsewhere was just used to sign in to Gatehouse.');
    expect(text).not.toMatch(/password/iu);
  });

  it('may choose a first password by the link that was asked for, or go on without', async () => {
    const browser = new Browser();
    const page = await browser.get(`${server.issuer}/account/recover`);
    await browser.post(`${server.issuer}/account/recover`, { csrf: csrfOf(page.body), login: 'fay' });
    const { subject, text, link } = await mail.mailTo(address);
    expect(subject).toBe('Choose a password for Gatehouse');
    expect(text).toContain('It has none: you sign in in another way, and can go on doing so.');
    expect(text).not.toMatch(/new password/u);
    expect((await new Browser().get(link)).status).toBe(200);
  });

  it('reads how to sign in once an operator has removed the second factors', async () => {
    const { storage } = server.server;
    const secondFactors = createSecondFactors(storage, Date.now);
    await storage.commit([
      storage.credentials.writes.put({ accountId, kind: 'totp', data: { secret: newTotpSecret() } }),
      secondFactors.renewRecoveryCodes(await secondFactors.of(accountId)).write,
    ]);
    const env = {
      GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
      GATEHOUSE_STATE_DIRECTORY: server.directory,
      GATEHOUSE_SMTP_URL: mail.url,
      GATEHOUSE_ISSUER: server.issuer,
      GATEHOUSE_TLS: 'false',
    };
    expect(await gatehouse(['users', 'remove-factors', 'fay'], env)).toMatchObject({ code: 0 });
    const { text } = await mail.mailTo(address);
    expect(text).toContain('Your account has no password: sign in with an account that you have elsewhere');
    expect(text).toContain('contact your administrator at once.');
    expect(text).not.toMatch(/your password|new password/u);
  });
});
