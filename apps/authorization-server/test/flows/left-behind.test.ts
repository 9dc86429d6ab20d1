/** What strangers leave behind in the database: no kind of request makes rows without end. */
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, send } from '../browser.ts';
import { postForm, TestClient } from '../client.ts';
import { type DocumentServer, startDocumentServer } from '../document-server.ts';
import { register, sendJson, withRegistration } from '../registering.ts';
import { api, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let web: DocumentServer;

beforeAll(async () => {
  web = await startDocumentServer();
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: web.origin },
    registry: withRegistration(
      { mode: 'open' },
      { scope: 'openid', scopes: { [api]: ['profile_read'] }, documents: { domains: ['*'] } },
    ),
  });
});
afterAll(async () => {
  await server?.stop();
  web?.close();
});

function rows(): Record<string, number> {
  const database = new DatabaseSync(path.join(server.directory, 'database.sqlite'), { readOnly: true });
  const tables = ['artefacts', 'audit', 'counters', 'unregistered_clients', 'revocations'];
  const counted = tables.map((table) => {
    const { count } = database.prepare(`select count(*) as count from ${table}`).get() as { count: number };
    return [table, count] as const;
  });
  database.close();
  return Object.fromEntries(counted);
}

const few = 60;
/** More than there are counts for the clients of a network. */
const many = 300;

/** @returns how many rows so many requests made, of the tables that have others */
async function leftBy(
  request: (n: number) => Promise<unknown>,
  requests = few,
  atOnce = 30,
): Promise<Record<string, number>> {
  await server.server.audit.flush();
  const before = rows();
  for (let n = 0; n < requests; n += atOnce) {
    await Promise.all(Array.from({ length: atOnce }, (_, index) => request(n + index)));
  }
  await server.server.audit.flush();
  const after = Object.entries(rows()).map(([table, count]) => [table, count - (before[table] ?? 0)] as const);
  return Object.fromEntries(after.filter(([, count]) => count !== 0));
}

const authorize = (clientId: string) =>
  send(
    'GET',
    new TestClient(server, clientId, { redirectUri: `${web.origin}/back` }).request({ scope: 'openid' }).url,
    {
      accept: 'text/html',
    },
  );

describe('by many requests of strangers', () => {
  it('documents that are there: as many as may be read, with one sign-in each that begins', async () => {
    const document = { client_name: 'Agent', redirect_uris: [`${web.origin}/back`] };
    const left = await leftBy((n) => authorize(web.serve(`/client-${n}`, document)), few, 1);
    expect(left).toEqual({ unregistered_clients: 23, artefacts: 23, counters: 2 });
  });

  it('documents that are not there, or cannot be reached: the counts of fetches alone', async () => {
    expect(await leftBy((n) => authorize(`${web.origin}/missing-${n}`))).toEqual({});
    const left = await leftBy((n) => authorize(`https://h${n}.invalid/client`));
    expect(Object.keys(left)).toEqual(['counters']);
    expect(left['counters']).toBeLessThanOrEqual(90);
  });

  it('clients that are unknown, each another: at the authorization endpoint nothing, at others a bounded number of counts', async () => {
    expect(await leftBy((n) => send('GET', `${server.issuer}/auth?client_id=c${n}&response_type=code`))).toEqual({});
    const left = await leftBy(
      (n) =>
        postForm(`${server.issuer}/token`, { grant_type: 'refresh_token', refresh_token: 'x', client_id: `c${n}` }),
      many,
    );
    // Each refusal has its record, which goes with the age of the audit.
    expect(left).toEqual({ audit: many, counters: expect.any(Number) });
    const more = await leftBy(
      (n) => postForm(`${server.issuer}/token/revocation`, { token: 'x', client_id: `d${n}` }),
      many,
    );
    expect(Number(left['counters']) + (more['counters'] ?? 0)).toBeLessThanOrEqual(256);
  });

  it('registrations: as many clients as may register in a minute', async () => {
    const left = await leftBy(() => register(server, { redirect_uris: ['https://agent.example/back'] }));
    expect(left).toEqual({ unregistered_clients: 10, audit: 10, counters: 2 });
    expect(await leftBy(() => register(server, {}))).toEqual({});
    const guesses = await leftBy((n) =>
      sendJson('GET', `${server.issuer}/register/dyn_${n}`, undefined, { authorization: `Bearer x${n}` }),
    );
    expect(guesses).toEqual({ counters: 1 });
  });

  it('signing out where nobody is signed in: nothing, and the browser is given no session', async () => {
    expect(await leftBy(() => send('GET', `${server.issuer}/session/end`))).toEqual({});
    const browser = new Browser();
    const { status, location } = await browser.get(`${server.issuer}/session/end?client_id=web-app`);
    expect([status, location]).toEqual([303, `${server.issuer}/session/end/success?client_id=web-app`]);
    expect(browser.cookieNames).toEqual([]);
    const home = { client_id: 'web-app', post_logout_redirect_uri: 'https://localhost:3003/', state: 'a b' };
    const back = await browser.get(`${server.issuer}/session/end?${new URLSearchParams(home).toString()}`);
    expect([back.status, back.location]).toEqual([303, 'https://localhost:3003/?state=a+b']);
  });

  it('with the cookie of a session that has ended: nothing', async () => {
    const person = await server.person('alice');
    const browser = new Browser();
    await new TestClient(server, web.origin.concat('/client-0'), { redirectUri: `${web.origin}/back` }).signIn(
      person,
      { scope: 'openid' },
      browser,
    );
    const { uid } = (
      await server.server.storage.artefacts.listByAccount(await idOf('alice'), { models: ['Session'] })
    )[0]!.payload as { uid: string };
    await server.server.storage.commit([
      server.server.storage.artefacts.writes.destroyByUid({ model: 'Session', uid }),
    ]);
    const url = `${server.issuer}/session/end`;
    expect(await leftBy(() => browser.copy().get(url))).toEqual({});
    expect(await leftBy(() => browser.copy().get(`${server.issuer}/auth?client_id=nobody`))).toEqual({});
  });
});

const idOf = async (login: string) => (await server.server.storage.accounts.findByLogin(login))!.id;
