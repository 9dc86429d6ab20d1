/** The successor of a refresh token is derived from it: what is stored of a rotation, and what a repeated answer is worth. */
import { createHash, createHmac } from 'node:crypto';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Person } from '../browser.ts';
import { claimsOf, confidential, type JsonAnswer, type TestClient } from '../client.ts';
import { gatehouse, type ListedKey } from '../protocol/keys/gatehouse.ts';
import { api, startServer, type TestServer } from '../server.ts';

const opaque = 'urn:example:opaque';
const refused = { status: 400, body: { error: 'invalid_grant' } };

let server: TestServer;
let webApp: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    env: {
      GATEHOUSE_JWKS_MAX_AGE_SECONDS: '0',
      GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '0',
      GATEHOUSE_KEY_ROTATION_SECONDS: '0',
    },
    registry({ resources, roles, clients }) {
      resources.push({
        indicator: opaque,
        name: 'Opaque',
        token_format: 'opaque',
        scopes: { peek: 'Look in' },
        default_scopes: ['peek'],
      });
      (roles['accountant'] as Record<string, string[]>)[opaque] = ['peek'];
      const client = clients.find((one) => one['client_id'] === 'web-app') as { scopes: Record<string, string[]> };
      client.scopes[opaque] = ['peek'];
    },
  });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());
beforeEach(() => {
  server.aheadMs = 0;
  server.stillAtMs = undefined;
});

/** However long the test takes, the time in which a refresh may be repeated does not end. */
const keepTime = () => {
  server.stillAtMs = Date.now();
};

const newest = (answer: JsonAnswer) => String(answer.body['refresh_token']);
const accessToken = (answer: JsonAnswer) => String(answer.body['access_token']);
const isActive = async (token: string) => (await webApp.post('/token/introspection', { token })).body['active'];
const successorKeys = async () =>
  (await gatehouse<ListedKey[]>(server, ['keys', 'list'])).filter(({ purpose }) => purpose === 'refresh-token');
const current = async () => (await successorKeys()).find(({ state }) => state === 'current') as ListedKey;
/** Waits until the server has followed what a command did to the keys. */
const followed = async (kid: string, isThere: boolean) => {
  const known = async () => server.server.storage.signingKeys.list('refresh-token');
  await eventually(async () => (await known()).some((key) => key.kid === kid) === isThere);
  await server.change('keys', server.server.storage.announce('keys'));
};

describe('a rotation', () => {
  it('AS-05: stores the successor and the mark of the used one, and nothing beside', async () => {
    const { refresh_token: first, access_token: token } = await webApp.signIn(alice);
    const { storage } = server.server;
    const grantId = String(claimsOf(token)['gid']);
    const rows = async () => (await storage.artefacts.listByGrant(grantId)).map(({ model }) => model).toSorted();
    const all = async () => (await storage.artefacts.listByAccount(String(claimsOf(token)['sub']))).length;
    const [before, allBefore] = [await rows(), await all()];
    const answer = await webApp.refresh(first);
    expect(await rows()).toEqual([...before, 'RefreshToken'].toSorted());
    expect(await all()).toBe(allBefore + 1);
    await webApp.refresh(first);
    expect(await all()).toBe(allBefore + 1);
    expect((await storage.artefacts.find('RefreshToken', first))?.consumedAtSeconds).toBeDefined();
    expect((await storage.artefacts.find('RefreshToken', newest(answer)))?.consumedAtSeconds).toBeUndefined();
  });

  it('AS-05: gives clients a refresh token of the form that they know', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    for (const token of [first, newest(await webApp.refresh(first))]) expect(token).toMatch(/^[\w-]{43}$/u);
  });

  it('AS-18: what the database holds does not tell the successor, not even with the keys in it', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const successor = newest(await webApp.refresh(first));
    const { signingKeys, artefacts } = server.server.storage;
    const stored = createHash('sha256').update(first).digest('base64url');
    expect((await artefacts.find('RefreshToken', first))?.key).toBe(stored);
    const facts = JSON.stringify(['web-app', null, null, null, null]);
    const circumstances = createHash('sha256').update(facts).digest('base64url');
    const by = async (used: string) =>
      (await signingKeys.list('refresh-token')).map(({ privateKey }) =>
        createHmac('sha256', Buffer.from(privateKey, 'base64url'))
          .update(JSON.stringify(['refresh token', used, circumstances]))
          .digest('base64url'),
      );
    // This is how it is made; the used token itself is stored nowhere.
    expect(await by(first)).toContain(successor);
    expect(await by(stored)).not.toContain(successor);
  });
});

describe('a repeated answer', () => {
  it('AS-05: has tokens of its own of the same grant, scope and resource', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const parameters = { scope: 'profile_read', resource: api };
    const [answer, again] = [await webApp.refresh(first, parameters), await webApp.refresh(first, parameters)];
    expect(newest(again)).toBe(newest(answer));
    expect(Object.keys(again.body).toSorted()).toEqual(Object.keys(answer.body).toSorted());
    const [one, other] = [claimsOf(accessToken(answer)), claimsOf(accessToken(again))];
    expect(one['jti']).not.toBe(other['jti']);
    for (const same of ['gid', 'scope', 'aud', 'sub', 'client_id', 'auth_time', 'acr'])
      expect([same, other[same]]).toEqual([same, one[same]]);
  });

  it('AS-07: each access token is introspected and revoked by itself, and the end of the grant ends both', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const answers = [await webApp.refresh(first), await webApp.refresh(first), await webApp.refresh(first)];
    const [one, two, three] = answers.map(accessToken) as [string, string, string];
    await webApp.post('/token/revocation', { token: one });
    expect(await Promise.all([one, two, three].map(isActive))).toEqual([false, true, true]);
    await webApp.post('/token/revocation', { token: newest(answers[0] as JsonAnswer) });
    expect(await Promise.all([two, three].map(isActive))).toEqual([false, false]);
    expect(await webApp.refresh(first)).toMatchObject(refused);
  });

  it('AS-07: so it is with opaque access tokens, of requests at once too', async () => {
    const { refresh_token: first } = await webApp.signIn(alice, { resource: opaque, scope: 'openid peek' });
    const asked = { resource: opaque };
    const together = await Promise.all(Array.from({ length: 4 }, () => webApp.refresh(first, asked)));
    const answers = [...together, await webApp.refresh(first, asked)];
    expect(new Set(answers.map(newest)).size).toBe(1);
    const tokens = answers.map(accessToken);
    expect(new Set(tokens).size).toBe(5);
    expect(await Promise.all(tokens.map(isActive))).toEqual(tokens.map(() => true));
    server.aheadMs = 11_000;
    expect(await webApp.refresh(first, asked)).toMatchObject(refused);
    expect(await Promise.all(tokens.map(isActive))).toEqual(tokens.map(() => false));
  });

  it('AS-05: is recorded as every issued token, by the identifier of its own', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const answers = await Promise.all([webApp.refresh(first), webApp.refresh(first)]);
    const jtis = [...answers, await webApp.refresh(first)].map((answer) => claimsOf(accessToken(answer))['jti']);
    const issued = (await server.audited({ type: 'token.issued' })).map(({ data }) => data['jti']);
    for (const jti of jtis) expect([jti, issued.filter((one) => one === jti).length]).toEqual([jti, 1]);
  });

  it('AS-05: is refused while the client may not refresh', async () => {
    const { storage } = server.server;
    const { metadata } = (await storage.clients.find('web-app'))!;
    const { refresh_token: first } = await webApp.signIn(alice);
    const successor = newest(await webApp.refresh(first));
    const without = { ...metadata, grant_types: ['authorization_code'] };
    await server.change('clients', storage.clients.writes.put({ clientId: 'web-app', metadata: without }));
    expect((await webApp.refresh(first)).body['error']).toBe('unauthorized_client');
    await server.change('clients', storage.clients.writes.put({ clientId: 'web-app', metadata }));
    expect(newest(await webApp.refresh(first))).toBe(successor);
  });
});

describe('the keys of successors', () => {
  it('AS-05: a refresh before a rotation of the key is repeated after it', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const successor = newest(await webApp.refresh(first));
    keepTime();
    const { kid } = await current();
    await gatehouse(server, ['keys', 'rotate', '--purpose', 'refresh-token']);
    expect((await current()).kid).not.toBe(kid);
    await followed(kid, true);
    expect(newest(await webApp.refresh(first))).toBe(successor);
    expect((await webApp.refresh(successor)).status).toBe(200);
  });

  it('AS-05: a key that is revoked derives nothing any more, and the family goes on with what clients have', async () => {
    const { refresh_token: first } = await webApp.signIn(alice);
    const successor = newest(await webApp.refresh(first));
    keepTime();
    const { kid } = await current();
    await gatehouse(server, ['keys', 'revoke', kid]);
    await followed(kid, false);
    await eventually(async () => (await webApp.refresh(first)).status === 400);
    expect(await webApp.refresh(first)).toMatchObject(refused);
    expect((await webApp.refresh(successor)).status).toBe(200);
  });
});

/** What an earlier release left of a rotation: the answer, kept for the window. */
async function rotatedBefore(successor: string) {
  const { refresh_token: first } = await webApp.signIn(alice);
  const { artefacts, commit } = server.server.storage;
  const { payload, grantId, accountId, clientId, expiresAtSeconds } = (await artefacts.find('RefreshToken', first))!;
  const columns = { grantId, accountId, clientId, uid: payload['sessionUid'] as string, expiresAtSeconds };
  const facts = JSON.stringify(['web-app', null, null, null, null]);
  const fingerprint = createHash('sha256').update(facts).digest('base64url');
  await commit([
    artefacts.writes.consume({ model: 'RefreshToken', id: first }),
    artefacts.writes.upsert({
      model: 'RefreshToken',
      id: successor,
      payload: { ...payload, jti: successor },
      ...columns,
    }),
    artefacts.writes.upsert({
      model: 'RefreshRetry',
      id: first,
      grantId,
      expiresAtSeconds: Math.floor(Date.now() / 1000) + 10,
      payload: { fingerprint, body: { access_token: 'as it was', refresh_token: successor } },
    }),
  ]);
  return first;
}

describe('a token that an earlier release rotated', () => {
  it('AS-05: is repeated after the upgrade, within its window and by the same parameters alone', async () => {
    const first = await rotatedBefore('made-by-chance-1');
    expect(await webApp.refresh(first, { scope: 'profile_read' })).toMatchObject(refused);
    const again = await webApp.refresh(first);
    expect([again.status, newest(again), await isActive(accessToken(again))]).toEqual([200, 'made-by-chance-1', true]);
    const next = await webApp.refresh('made-by-chance-1');
    expect(next.status).toBe(200);
    expect(await webApp.refresh(first)).toMatchObject(refused);
    expect(await webApp.refresh(newest(next))).toMatchObject(refused);
  });

  it('AS-05: is reuse after its window', async () => {
    const first = await rotatedBefore('made-by-chance-2');
    server.aheadMs = 11_000;
    expect(await webApp.refresh(first)).toMatchObject(refused);
    expect(await webApp.refresh('made-by-chance-2')).toMatchObject(refused);
  });
});
