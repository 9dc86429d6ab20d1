import { readFile } from 'node:fs/promises';
import { eventually, expectWithin, startProgram, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { logoutItem } from '../../src/directory/revocation/logout-notices.ts';
import { AccountVisitor } from '../account.ts';
import { Browser, type Person } from '../browser.ts';
import { claimsOf, confidential, encode, TestClient, type TokenSet } from '../client.ts';
import { type LogoutReceiver, startLogoutReceiver, tells } from '../logout-receiver.ts';
import { outboxEmpty } from '../outbox.ts';
import { gatehouse } from '../protocol/keys/gatehouse.ts';
import { serverEnvironment, startServer, type TestServer, writeRegistry } from '../server.ts';

let server: TestServer;
let webAppReceiver: LogoutReceiver;
let spaReceiver: LogoutReceiver;
let webApp: TestClient;
let spa: TestClient;
let alice: Person;
let browser: Browser;

const sidOf = (tokens: TokenSet) => claimsOf(tokens.id_token)['sid'] as string;
const sidsAt = ({ tokens }: LogoutReceiver) => tokens.map((token) => claimsOf(token)['sid'] as string);
const end = (tokens: TokenSet, using = browser) =>
  using.get(`${server.issuer}/session/end?${encode({ id_token_hint: tokens.id_token }).toString()}`);
const audited = async (type: string) => (await server.server.storage.audit.list({ type })).map(({ data }) => data);
const waiting = () => server.server.storage.outbox.count();
/** What the metrics say, by outcome. */
const attempts = async () => {
  const text = await server.server.service.metrics.metrics();
  const found = text.matchAll(/outbox_attempts_total\{kind="back_channel_logout",outcome="(\w+)"[^}]*\} (\d+)/gu);
  return Object.fromEntries([...found].map(([, outcome, count]) => [outcome, Number(count)]));
};
const median = (times: number[]) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;

beforeAll(async () => {
  [webAppReceiver, spaReceiver] = [await startLogoutReceiver(), await startLogoutReceiver()];
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: `${webAppReceiver.origin},${spaReceiver.origin}` },
    // The one tells sessions apart, the other does not.
    registry: tells({ 'web-app': webAppReceiver, spa: spaReceiver }),
  });
  webApp = await confidential(server, 'web-app');
  spa = new TestClient(server, 'spa', { redirectUri: 'https://localhost:3004/callback' });
  alice = await server.person('alice');
});
afterAll(async () => {
  webAppReceiver?.stop();
  spaReceiver?.stop();
  await server?.stop();
});
const afresh = async () => {
  await outboxEmpty(server);
  server.aheadMs = 0;
  browser = new Browser();
  for (const receiver of [webAppReceiver, spaReceiver]) {
    receiver.tokens.length = 0;
    receiver.behaves = 200;
  }
};

describe('back-channel logout', () => {
  beforeEach(afresh);

  it('AS-10: who signs out is signed out of every application, by a token as the specification has it', async () => {
    const { body } = await browser.get(`${server.issuer}/.well-known/openid-configuration`);
    expect(JSON.parse(body)).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
    const tokens = await webApp.signIn(alice, {}, browser);
    const ofSpa = await spa.signIn(alice, { scope: 'openid profile_read' }, browser);
    expect([typeof sidOf(tokens), sidOf(ofSpa)]).toEqual(['string', undefined]);
    await end(tokens);
    await Promise.all([webAppReceiver.received(1), spaReceiver.received(1)]);
    const keys = createRemoteJWKSet(new URL(`${server.issuer}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(webAppReceiver.tokens[0]!, keys, {
      issuer: server.issuer,
      audience: 'web-app',
      typ: 'logout+jwt',
      algorithms: ['RS256'],
      maxTokenAge: 10,
    });
    const { sub } = claimsOf(tokens.id_token);
    expect(payload).toEqual({
      iss: server.issuer,
      aud: 'web-app',
      sub,
      sid: sidOf(tokens),
      iat: expect.any(Number),
      exp: payload.iat! + 120,
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(Object.keys(protectedHeader).toSorted()).toEqual(['alg', 'kid', 'typ']);
    expect(claimsOf(spaReceiver.tokens[0]!)).toMatchObject({ aud: 'spa', sub });
    expect(sidsAt(spaReceiver)).toEqual([undefined]);
    await eventually(async () => (await audited('logout_notice.delivered')).length === 2);
    expect(await audited('logout_notice.delivered')).toContainEqual(
      expect.objectContaining({ client_id: 'web-app', subject: sub, actor: { type: 'system', id: 'outbox' } }),
    );
    expect(await attempts()).toEqual({ sent: 2 });
  });

  it('AS-10: nobody is told when the person stays signed in', async () => {
    await webApp.signIn(alice, {}, browser);
    await browser.get(`${server.issuer}/session/end`);
    expect(await waiting()).toBe(0);
  });

  it('AS-16: one session ended on the account page: that one is told of; all others: all others are', async () => {
    const visitor = new AccountVisitor(server, alice, browser);
    const here = await webApp.signIn(alice, {}, browser);
    // What other tests left open is told of too, and nobody knows when.
    await visitor.send('/account/sessions/end-others');
    await outboxEmpty(server);
    webAppReceiver.tokens.length = 0;
    const [second, third, fourth] = [
      await webApp.signIn(alice),
      await webApp.signIn(alice),
      await webApp.signIn(alice),
    ];
    const page = await visitor.open('/account/sessions');
    const [reference] = [...page.body.matchAll(/name="session" value="([^"]+)"/gu)].map((found) => found[1]!);
    await visitor.send('/account/sessions/end', { session: reference! }, page);
    await webAppReceiver.received(1);
    const [ended] = sidsAt(webAppReceiver);
    expect([second, third, fourth].map(sidOf)).toContain(ended);
    await visitor.send('/account/sessions/end-others');
    await webAppReceiver.received(3);
    expect(new Set(sidsAt(webAppReceiver))).toEqual(new Set([second, third, fourth].map(sidOf)));
    expect(sidsAt(webAppReceiver)).not.toContain(sidOf(here));
    await outboxEmpty(server);
    await visitor.send('/account/sessions/end-others');
    expect(await waiting()).toBe(0);
  });

  it.each([
    ['users revoke-sessions', ['users', 'revoke-sessions', 'bob']],
    ['tokens revoke --user', ['tokens', 'revoke', '--user', 'bob']],
    ['users disable', ['users', 'disable', 'bob']],
  ])('AS-05: %s tells every application, in each of its sessions', async (_name, command) => {
    const bob = await server.person('bob');
    const sessions = [await webApp.signIn(bob), await webApp.signIn(bob)];
    await spa.signIn(bob, { scope: 'openid profile_read' });
    await spa.signIn(bob, { scope: 'openid profile_read' });
    await gatehouse(server, command);
    await Promise.all([webAppReceiver.received(2), spaReceiver.received(1)]);
    expect(new Set(sidsAt(webAppReceiver))).toEqual(new Set(sessions.map(sidOf)));
    await outboxEmpty(server);
    expect(spaReceiver.tokens).toHaveLength(1);
    await gatehouse(server, ['users', 'enable', 'bob']);
  });

  it('OPS-16: a receiver that never answers holds up neither the person nor another receiver, and is left alone', async () => {
    const signIns: { using: Browser; tokens: TokenSet }[] = [];
    for (let n = 0; n < 12; n += 1) {
      const using = new Browser();
      signIns.push({ using, tokens: await webApp.signIn(alice, {}, using) });
      await spa.signIn(alice, { scope: 'openid profile_read' }, using);
    }
    const timeOf = async ({ using, tokens }: (typeof signIns)[number]) => {
      const startedAt = performance.now();
      expect((await end(tokens, using)).status).toBe(303);
      return performance.now() - startedAt;
    };
    const idle: number[] = [];
    for (const one of signIns.slice(0, 4)) idle.push(await timeOf(one));
    await outboxEmpty(server);
    webAppReceiver.tokens.length = 0;
    spaReceiver.tokens.length = 0;
    webAppReceiver.behaves = 'silent';
    const busy: number[] = [];
    for (const one of signIns.slice(4)) busy.push(await timeOf(one));
    expectWithin(median(busy) - median(idle), 50);
    await spaReceiver.received(8);
    await eventually(async () => (await attempts())['retried'] !== undefined);
    await eventually(async () => (await waiting()) === 8);
    const asked = webAppReceiver.tokens.length;
    expect(asked).toBeLessThanOrEqual(8);
    // It answers again: what waited comes, each notice once more.
    webAppReceiver.behaves = 204;
    webAppReceiver.tokens.length = 0;
    const step = setInterval(() => (server.aheadMs += 5_000), 200);
    await webAppReceiver.received(8);
    clearInterval(step);
    expect(new Set(sidsAt(webAppReceiver))).toEqual(new Set(signIns.slice(4).map(({ tokens }) => sidOf(tokens))));
  });

  it('OPS-16: retries end, and it is written down', async () => {
    webAppReceiver.behaves = 500;
    const tokens = await webApp.signIn(alice, {}, browser);
    await end(tokens);
    await webAppReceiver.received(1);
    const step = setInterval(() => (server.aheadMs += 30_000), 20);
    await outboxEmpty(server);
    clearInterval(step);
    await eventually(async () => (await audited('logout_notice.given_up')).length === 1);
    const tries = webAppReceiver.tokens.length;
    expect(tries).toBeGreaterThan(2);
    expect(tries).toBeLessThan(25);
    expect(new Set(webAppReceiver.tokens.map((token) => claimsOf(token)['jti'])).size).toBe(tries);
    expect(server.log.join('')).not.toContain(webAppReceiver.tokens[0]);
  });

  it('OPS-16: the queue is bounded', async () => {
    const { storage } = server.server;
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 100_000;
    const add = () =>
      storage.outbox.writes.add({
        kind: logoutItem,
        payload: {},
        expiresAtSeconds,
        dueAtSeconds: expiresAtSeconds - 1,
      });
    for (let n = 0; n < 10; n += 1) await storage.commit(Array.from({ length: 1000 }, add));
    const tokens = await webApp.signIn(alice, {}, browser);
    expect((await end(tokens)).status).toBe(303);
    expect(await waiting()).toBe(10_000);
  });
});

it('OPS-16: a notice survives kill -9 of the server', async () => {
  const { path: directory, remove } = await temporaryDirectory();
  const receiver = await startLogoutReceiver();
  receiver.behaves = 500;
  const env = await serverEnvironment(directory);
  Object.assign(env, {
    GATEHOUSE_REGISTRY_FILE: await writeRegistry(directory, tells({ 'web-app': receiver })),
    GATEHOUSE_OUTBOUND_ALLOW: receiver.origin,
  });
  const start = () =>
    startProgram({
      entry: 'apps/authorization-server/src/main.ts',
      env,
      readyUrl: `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`,
    });
  let program = await start();
  try {
    const secret = (kind: string, name: string) => readFile(`${directory}/secrets/${kind}/${name}`, 'utf8');
    const issuer = String(env['GATEHOUSE_ISSUER']);
    const client = new TestClient({ issuer }, 'web-app', { secret: await secret('clients', 'web-app') });
    const using = new Browser();
    const tokens = await client.signIn({ login: 'alice', password: await secret('users', 'alice') }, {}, using);
    await using.get(`${issuer}/session/end?id_token_hint=${tokens.id_token}`);
    await receiver.received(1);
    await program.kill9();
    receiver.behaves = 200;
    program = await start();
    await receiver.received(2);
    expect(sidsAt(receiver)).toEqual([sidOf(tokens), sidOf(tokens)]);
  } finally {
    await program.stop();
    receiver.stop();
    await remove();
  }
});
