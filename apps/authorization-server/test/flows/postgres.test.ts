import { setTimeout as delay } from 'node:timers/promises';
import { eventually, expectWithin, freePort, type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startBalancer } from '../balancer.ts';
import { type Answer, send } from '../browser.ts';
import { basic, confidential, type TestClient } from '../client.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

/** Asks again where all are busy, as 503 with `Retry-After` tells a client to. */
async function insisting<T extends { readonly status: number; readonly headers: Answer['headers'] }>(
  ask: () => Promise<T>,
): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
    await delay(Number(answer.headers['retry-after']) * 1000);
  }
}

const timed = async (work: Promise<Answer>): Promise<Answer & { tookMs: number }> => {
  const startedAt = performance.now();
  return { ...(await work), tookMs: performance.now() - startedAt };
};

skipUnless('postgres')('two authorization servers on one PostgreSQL', () => {
  let database: PostgresServer;
  let server: TestServer;
  let second: Instance;
  let balancer: Awaited<ReturnType<typeof startBalancer>>;
  let client: TestClient;

  beforeAll(async () => {
    database = await postgres();
    const port = await freePort();
    const env = { GATEHOUSE_ISSUER: `https://localhost:${port}`, GATEHOUSE_DATABASE_URL: await database.newDatabase() };
    server = await startServer({ env });
    second = await startInstance(server);
    balancer = await startBalancer(port, [server.settings.port, Number(new URL(second.url).port)]);
    client = await confidential(server, 'web-app');
  });
  afterAll(async () => {
    balancer?.close();
    await second?.stop();
    await server?.stop();
    await database?.stop();
  });

  it('serve a sign-in whose steps alternate between them, and its refreshes', async () => {
    const tokens = await client.signIn(await server.person('alice'));
    let token = tokens.refresh_token;
    for (let round = 0; round < 6; round += 1) {
      const answer = await client.refresh(token);
      expect(answer.status).toBe(200);
      token = String(answer.body['refresh_token']);
    }
    expect(Math.min(...balancer.served)).toBeGreaterThanOrEqual(5);
  });

  it('AS-03: one code 40 times at once over both gives one token set; AS-05: a refresh token gives one successor', async () => {
    const code = await client.code(await server.person('bob'));
    const answers = await Promise.all(Array.from({ length: 40 }, () => insisting(() => client.redeem(code))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ body }) => body['error']))).toEqual(
      new Set(['invalid_grant']),
    );
    const { refresh_token: token } = await client.signIn(await server.person('alice'));
    const refreshed = await Promise.all(Array.from({ length: 20 }, () => insisting(() => client.refresh(token))));
    expect(new Set(refreshed.map(({ status, body }) => `${status} ${String(body['refresh_token'])}`)).size).toBe(1);
    expect(refreshed[0]?.status).toBe(200);
  });

  it('D3: however many come with one code at once, the losers get invalid_grant, and what was issued ends', async () => {
    const rounds = [await client.code(await server.person('bob')), await client.code(await server.person('alice'))];
    for (const code of rounds) {
      const answers = await Promise.all(Array.from({ length: 150 }, () => insisting(() => client.redeem(code))));
      const winner = answers.filter(({ status }) => status === 200);
      expect(winner).toHaveLength(1);
      for (const { status, body } of answers) {
        if (status !== 200) expect([status, body['error']]).toEqual([400, 'invalid_grant']);
      }
      expect(await client.refresh(String(winner[0]?.body['refresh_token']))).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    }
  });

  it('D3: redeemed, rotated, revoked, replayed and signed out at once: a plain answer each, and nothing stays alive', async () => {
    const person = await server.person('alice');
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: basic('web-app', await server.clientSecret('web-app')),
    };
    const account = await server.server.storage.accounts.findByLogin('alice');
    for (let round = 0; round < 3; round += 1) {
      const code = await client.code(person);
      const tokens = await client.signIn(person);
      const revoke = () => send('POST', `${server.issuer}/token/revocation`, form, `token=${tokens.refresh_token}`);
      const disable = async () => {
        const { storage } = server.server;
        await storage.commit([
          storage.artefacts.writes.destroyByAccount({ accountId: String(account?.id) }),
          storage.artefacts.writes.revokeGrant({ grantId: 'another' }),
        ]);
        return { status: 200 };
      };
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => [
          insisting(() => client.redeem(code)),
          insisting(() => client.refresh(tokens.refresh_token)),
          insisting(revoke),
          ...(round === 2 ? [disable()] : []),
        ]).flat(),
      );
      expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 400)).toEqual([]);
      expect((await client.refresh(tokens.refresh_token)).status).toBe(400);
      expect((await client.redeem(code)).status).toBe(400);
    }
  });

  it('AS-09: a client disabled at one is refused by the other within a second', async () => {
    const { storage } = server.server;
    const header = { authorization: basic('worker', await server.clientSecret('worker')) };
    const form = { 'content-type': 'application/x-www-form-urlencoded', host: new URL(server.issuer).host, ...header };
    const token = () => send('POST', `${second.url}/token`, form, 'grant_type=client_credentials&scope=invoice_read');
    expect((await token()).status).toBe(200);
    await storage.commit([storage.clients.writes.setDisabled('worker', true)]);
    const startedAt = performance.now();
    await eventually(async () => (await token()).status === 401);
    expectWithin(performance.now() - startedAt, 1000);
    await storage.commit([storage.clients.writes.setDisabled('worker', false)]);
  });

  it('AS-17: names that no database can hold are names that nobody has', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answer = await send('POST', `${server.issuer}/token`, form, 'grant_type=client_credentials&client_id=a%00b');
    expect(answer.status).toBe(401);
    const page = await send('GET', `${server.issuer}/auth?client_id=a%00b&response_type=code`, { accept: 'text/html' });
    expect(page.status).toBe(400);
  });

  for (const [how, leave, comeBack] of [
    ['stopped at once', () => database.halt('immediate'), () => database.start()],
    ['frozen', async () => database.freeze(), async () => database.thaw()],
  ] as const) {
    it(`OPS-07: while the database is ${how}, tokens and sign-in are 503 within 2 s, documents are 200, nothing is revoked`, async () => {
      const { issuer } = server;
      const { refresh_token: token } = await client.signIn(await server.person('alice'));
      const form = {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: basic('web-app', await server.clientSecret('web-app')),
      };
      await leave();
      // What the server remembers of clients has run out: they too must be asked for.
      server.aheadMs += 2000;
      try {
        const refused = await Promise.all([
          timed(send('POST', `${issuer}/token`, form, `grant_type=refresh_token&refresh_token=${token}`)),
          timed(send('POST', `${issuer}/token/revocation`, form, `token=${token}`)),
          timed(send('GET', client.request().url, { accept: 'text/html' })),
        ]);
        for (const answer of refused) {
          expect(answer.status).toBe(503);
          expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
          expect(answer.location).toBe('');
          expectWithin(answer.tookMs, 2500);
        }
        for (const path of ['/.well-known/openid-configuration', '/jwks']) {
          expect((await send('GET', issuer + path)).status).toBe(200);
        }
      } finally {
        await comeBack();
      }
      const startedAt = performance.now();
      const answer = await eventually(async () => {
        const { status } = await client.refresh(token);
        return status !== 503 && status;
      });
      expect(answer).toBe(200);
      expectWithin(performance.now() - startedAt, 5000);
    });
  }
});
