/** What a user does in the course of a sign-in is done and recorded in one commit: what cannot be recorded is not done. */
import type { Storage, Write } from '@gatehouse/storage';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { Browser, follow, openPage, type Page, submitPassword } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { startServer, type TestServer } from '../server.ts';

const person = {
  login: 'erin',
  name: 'Erin',
  email: 'erin@example.com',
  roles: ['accountant'],
  password: 'the password of erin',
};
/** What the database refuses. */
const broken: Write = { statements: [{ sql: 'insert into nowhere values (1)', parameters: [] }] };

let server: TestServer;
let client: TestClient;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      document.users.push(person);
      const { users_policy } = document as unknown as { users_policy: Record<string, unknown> };
      users_policy['terms'] = { version: '2026-01', uri: 'https://northwind.example/terms' };
    },
  });
  client = await confidential(server, 'third-party', 'https://localhost:3005/callback');
});
afterAll(() => server?.stop());
beforeEach(() => {
  browser = new Browser();
});

const stepOf = ({ action }: Page) => action.split('/').at(-1);
const send = (fields: Record<string, string> = {}) => browser.post(page.action, { csrf: page.csrf, ...fields });
async function next(fields: Record<string, string> = {}): Promise<Page> {
  const reached = await follow(browser, server.issuer, await send(fields));
  if (reached instanceof URL) throw new Error(`no page, but ${reached.href}`);
  return reached;
}
/** Whether the user was mailed. */
const isTold = async () => (await new Browser().get(`${server.issuer}/development/mail`)).body.includes(person.email);
const account = async () => (await server.server.storage.accounts.findByLogin(person.login))!;

/** What there is of the user that the acts change. */
async function state() {
  const { storage } = server.server;
  const { id, terms } = await account();
  return {
    credentials: (await storage.credentials.list(id)).map(({ kind }) => kind).toSorted(),
    terms: terms?.version,
    grants: (await storage.artefacts.listByAccount(id, { models: ['Grant'] })).length,
  };
}

/** Sends the form while the record of the event cannot be written. */
async function unrecorded(event: string, fields: Record<string, string> = {}) {
  const before = await state();
  const { writes } = server.server.storage.audit;
  const append = writes.append.bind(writes);
  const refusing: Storage['audit']['writes']['append'] = (...records) =>
    records.some(({ type }) => type === event) ? broken : append(...records);
  Object.assign(writes, { append: refusing });
  try {
    expect((await send(fields)).status).toBe(500);
  } finally {
    Object.assign(writes, { append });
  }
  expect(await state()).toEqual(before);
  expect(await recordsOf(event)).toEqual([]);
}

const recordsOf = async (event: string) =>
  (await server.server.storage.audit.list({ accountId: (await account()).id, limit: 100 }))
    .map(({ data }) => data)
    .filter((data) => data['event'] === event);

it('a second factor, the terms of use and a consent are there with their records, or not at all', async () => {
  const request = client.request({ acr_values: 'urn:gatehouse:acr:2' });
  page = (await submitPassword(browser, await openPage(browser, request.url), person)) as Page;
  const user = { outcome: 'success', client_id: 'third-party', request_id: expect.any(String), ip: expect.any(String) };
  const by = { actor: { type: 'user', id: (await account()).id }, subject: (await account()).id };

  expect(stepOf(page)).toBe('add-totp');
  const secret = /id="totp-secret"[^>]*>([A-Z2-7 ]+)</u.exec(page.answer.body)?.[1]?.replaceAll(' ', '') ?? '';
  const otp = () => new TOTP({ secret }).generate();
  await unrecorded('factor.added', { otp: otp() });
  expect([await server.server.storage.outbox.count(), await isTold()]).toEqual([0, false]);
  page = await next({ otp: otp() });
  expect(await recordsOf('factor.added')).toEqual([expect.objectContaining({ ...user, ...by, reason: 'totp' })]);
  expect((await state()).credentials).toEqual(['password', 'recovery_codes', 'totp']);
  await eventually(isTold);

  expect(stepOf(page)).toBe('codes-kept');
  page = await next();
  expect(stepOf(page)).toBe('terms');
  await unrecorded('terms.accepted');
  page = await next();
  expect(await recordsOf('terms.accepted')).toEqual([
    expect.objectContaining({ ...user, ...by, target: { type: 'terms', id: '2026-01' } }),
  ]);
  expect((await state()).terms).toBe('2026-01');

  expect(stepOf(page)).toBe('consent');
  await unrecorded('consent.granted');
  const callback = await follow(browser, server.issuer, await send());
  expect((callback as URL).searchParams.get('code')).toMatch(/./u);
  expect(await recordsOf('consent.granted')).toEqual([
    expect.objectContaining({ ...user, ...by, grant_id: expect.stringMatching(/^[\w-]{43}$/u) }),
  ]);
  expect((await state()).grants).toBe(1);
});
