/** What an authorization with a living session costs, and what stays true of the session although it is seldom written. */

import type { Artefact, Write } from '@gatehouse/storage';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Browser, type Person } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { counted } from '../counting.ts';
import { startServer, type TestServer } from '../server.ts';

const sessionCookie = '__Host-gatehouse_session';
const idleSeconds = 6000;
let server: TestServer;
let webApp: TestClient;
let alice: Person;
let browser: Browser;

beforeAll(async () => {
  server = await startServer({ env: { GATEHOUSE_SESSION_IDLE_SECONDS: String(idleSeconds) } });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(async () => {
  browser = new Browser();
  await webApp.signIn(alice, {}, browser);
  await flow();
  // Clients are kept for a second: a slow run would read its client again.
  server.stillAtMs = Date.now();
});
afterEach(() => {
  server.aheadMs = 0;
  server.stillAtMs = undefined;
});

const storage = () => server.server.storage;
const id = () => browser.cookie(sessionCookie) ?? '';
const stored = () => storage().artefacts.find('Session', id()) as Promise<Artefact>;
const ask = (headers: Record<string, string> = {}) => browser.get(webApp.request({ prompt: 'none' }).url, headers);
const codeOf = ({ location }: { location: string }) => new URL(location).searchParams.get('code');

async function flow(): Promise<number> {
  const { url, verifier, parameters } = webApp.request();
  const code = String(codeOf(await browser.get(url)));
  return (await webApp.redeem({ code, verifier, redirectUri: String(parameters['redirect_uri']) })).status;
}

/** The models of the rows that are written, commit by commit; `+` behind one that must only be there still. */
async function written(work: () => Promise<unknown>): Promise<string[][]> {
  const { commit } = storage();
  const commits: string[][] = [];
  Object.assign(storage(), {
    commit(writes: readonly Write[]) {
      const rows = writes.flatMap(({ statements }) => statements).filter(({ guard }) => guard !== undefined);
      if (rows.length > 0)
        commits.push(rows.map(({ guard, sql }) => `${guard?.model}${/set "destroyed_at"/u.test(sql) ? '+' : ''}`));
      return commit(writes);
    },
  });
  try {
    await work();
  } finally {
    Object.assign(storage(), { commit });
  }
  return commits;
}

/** Has the session end so much earlier than it does. */
const endEarlier = async (seconds: number) => {
  const { model, key, payload, expiresAtSeconds, accountId } = await stored();
  const end = (expiresAtSeconds as number) - seconds;
  const columns = { uid: String(payload['uid']), accountId, expiresAtSeconds: end };
  const row = { model, key, payload: { ...payload, exp: end }, ...columns };
  await storage().commit([storage().artefacts.writes.upsert(row)]);
  return stored();
};

describe('a code flow with a living session', () => {
  it('writes the code, its use and the refresh token, and looks whether the session is still there', async () => {
    const cost = await counted(server, flow);
    expect(cost).toEqual({ result: 200, reads: 3, commits: 2 });
    expect(await written(flow)).toEqual([
      ['AuthorizationCode', 'Session+'],
      ['AuthorizationCode', 'RefreshToken'],
    ]);
  });

  it('AS-16: puts the end of the session off once that is more than a moment', async () => {
    const before = await endEarlier(30);
    const soon = await ask();
    expect([soon.setCookies, await stored()]).toEqual([[], before]);
    await endEarlier(40);
    const later = await ask();
    expect((await stored()).expiresAtSeconds).toBeGreaterThanOrEqual((before.expiresAtSeconds as number) + 30);
    expect(later.setCookies.map((line) => line.split('=', 1)[0])).toEqual([sessionCookie, `${sessionCookie}.sig`]);
    expect([codeOf(soon), codeOf(later)]).not.toContain(null);
  });

  it('AS-16: brings the end of the session forward where it may not last as long any more', async () => {
    const end = (await stored()).expiresAtSeconds as number;
    await endEarlier(-1000);
    expect(codeOf(await ask())).not.toBeNull();
    expect((await stored()).expiresAtSeconds).toBeLessThan(end + 500);
  });

  it('AS-16: does not keep a session beyond its end for a use that was not written', async () => {
    const end = (await stored()).expiresAtSeconds as number;
    expect(codeOf(await ask())).not.toBeNull();
    // The store still finds for a minute what has expired.
    server.stillAtMs = (end + 62) * 1000;
    expect(codeOf(await ask())).toBeNull();
  });

  it('notes at once from where it is used', async () => {
    const place = async () => {
      const uses = await storage().artefacts.listByAccount((await stored()).accountId as string, {
        models: ['SessionUse'],
      });
      return uses.find(({ payload }) => payload['uid'] === uid)?.payload['userAgent'];
    };
    const uid = (await stored()).payload['uid'];
    await ask({ 'user-agent': 'one' });
    const first = await place();
    await ask({ 'user-agent': 'two' });
    expect([first, await place()]).toEqual(['one', 'two']);
  });

  it('AS-10: gives no code for a session that ends while it is asked', async () => {
    const { commit, artefacts } = storage();
    const { payload, accountId } = await stored();
    const codes = () => artefacts.listByAccount(accountId as string, { models: ['AuthorizationCode'] });
    const before = (await codes()).length;
    Object.assign(storage(), {
      async commit(writes: readonly Write[]) {
        // Audit records are committed in between.
        if (!writes.some(({ statements }) => statements.some(({ guard }) => guard?.model === 'AuthorizationCode')))
          return commit(writes);
        Object.assign(storage(), { commit });
        await commit([artefacts.writes.destroyByUid({ model: 'Session', uid: String(payload['uid']) })]);
        return commit(writes);
      },
    });
    const { url } = webApp.request({ prompt: 'none' });
    const raced = await browser.get(url);
    expect([raced.status, new URL(raced.location, server.issuer).href]).toEqual([303, url]);
    expect((await codes()).length).toBe(before);
    expect(codeOf(await browser.get(url))).toBeNull();
  });
});
