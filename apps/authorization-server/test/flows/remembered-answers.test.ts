/** Answers of userinfo and introspection that are given again: only while they are true (AS-08, AS-09). */
import { hash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, send } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { api, startServer, type TestServer } from '../server.ts';

let server: TestServer;
let webApp: TestClient;
let alice: Person;
/** Of each answer that was known, whether it was given again. */
const again: boolean[] = [];

beforeAll(async () => {
  server = await startServer({
    registry({ clients }) {
      for (const client of clients) delete client['default_resource'];
    },
  });
  webApp = await confidential(server, 'web-app');
  alice = await server.person('alice');
  const { reads } = server.server.storage;
  const areRepeated = reads.areRepeated.bind(reads);
  Object.assign(reads, {
    areRepeated: async (...asked: Parameters<typeof areRepeated>) => {
      const same = await areRepeated(...asked);
      again.push(same);
      return same;
    },
  });
});
afterAll(() => server?.stop());

const profile = { scope: 'openid profile email', resource: undefined };
const forApi = { scope: 'openid profile invoice_read', resource: api };

const userinfo = async (token: string) => {
  const { status, body } = await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${token}` });
  return { status, body: JSON.parse(body) as Record<string, unknown> };
};
const introspect = async (client: TestClient, token: string) => {
  const { status, body } = await client.post('/token/introspection', { token });
  return { status, body };
};

/** Asks until the answer is one that is known, and gives what it says. */
async function warm<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const first = await ask();
  await ask();
  again.length = 0;
  expect(await ask()).toEqual(first);
  expect(again).toEqual([true]);
  return first;
}

const alicesAccount = async () => (await server.server.storage.accounts.findByLogin('alice'))!;

describe.each([
  ['an opaque token', profile],
  ['a JWT for an API', forApi],
])('%s', (_name, wish) => {
  it('userinfo says at once what was changed of the user, and nothing once the user is disabled', async () => {
    const { storage } = server.server;
    const { accounts } = storage;
    const { access_token: token } = await webApp.signIn(alice, wish);
    expect((await warm(() => userinfo(token))).status).toBe(200);
    const { id, name = '', locale } = await alicesAccount();
    await storage.commit([accounts.writes.setProfile(id, { from: { name, locale }, to: { name: 'Alix', locale } })]);
    expect((await userinfo(token)).body).toMatchObject({ name: 'Alix' });
    await storage.commit([accounts.writes.setProfile(id, { from: { name: 'Alix', locale }, to: { name, locale } })]);
    expect((await warm(() => userinfo(token))).body).toMatchObject({ name });
    await storage.commit([accounts.writes.setStatus(id, { from: 'active', to: 'disabled' })]);
    expect((await userinfo(token)).status).toBe(401);
    await storage.commit([accounts.writes.setStatus(id, { from: 'disabled', to: 'active' })]);
    expect((await userinfo(token)).status).toBe(200);
  });

  it('both say nothing of it once it is revoked, and once its grant is ended', async () => {
    const { storage } = server.server;
    for (const end of ['token', 'grant'] as const) {
      const { access_token: token } = await webApp.signIn(alice, wish);
      await warm(() => userinfo(token));
      const { body } = await warm(() => introspect(webApp, token));
      expect(body['active']).toBe(true);
      if (end === 'token') await webApp.post('/token/revocation', { token });
      else {
        const { id } = await alicesAccount();
        await storage.commit([storage.artefacts.writes.destroyByAccount({ accountId: id, models: ['Grant'] })]);
      }
      expect((await introspect(webApp, token)).body).toEqual({ active: false });
      expect((await userinfo(token)).status).toBe(401);
    }
  });

  it('introspection answers each client by itself, and only with its secret', async () => {
    const { access_token: token } = await webApp.signIn(alice, wish);
    await warm(() => introspect(webApp, token));
    expect((await introspect(await confidential(server, 'worker'), token)).body).toEqual({ active: false });
    const authorization = `Basic ${Buffer.from('web-app:wrong').toString('base64')}`;
    expect((await webApp.post('/token/introspection', { token }, { authorization })).status).toBe(401);
    const record = (await server.server.storage.clients.find('web-app'))!;
    const { writes } = server.server.storage.clients;
    await server.change('clients', writes.put({ ...record, disabled: true }));
    expect((await introspect(webApp, token)).status).toBe(401);
    expect((await userinfo(token)).status).toBe(401);
    await server.change('clients', writes.put({ ...record, disabled: false }));
    expect((await introspect(webApp, token)).body).toMatchObject({ active: true });
  });

  it('introspection answers nobody by a secret that has expired since', async () => {
    const { access_token: token } = await webApp.signIn(alice, wish);
    const secret = randomBytes(24).toString('base64url');
    const sha256 = hash('sha256', secret, 'buffer');
    const expiresAtSeconds = Math.floor(Date.now() / 1000) + 4;
    const { writes } = server.server.storage.clients;
    await server.change('clients', writes.addSecret({ clientId: 'web-app', sha256, expiresAtSeconds }));
    const authorization = `Basic ${Buffer.from(`web-app:${secret}`).toString('base64')}`;
    const ask = async () => (await webApp.post('/token/introspection', { token }, { authorization })).status;
    expect(await warm(ask)).toBe(200);
    server.aheadMs += 5000;
    expect(await ask()).toBe(401);
    server.aheadMs = 0;
    await server.change('clients', writes.removeSecret({ clientId: 'web-app', sha256 }));
  });

  it('are made anew after ten seconds, and when the request is another one', async () => {
    const { access_token: token } = await webApp.signIn(alice, wish);
    const ask = () => userinfo(token);
    await warm(ask);
    again.length = 0;
    server.aheadMs += 10_001;
    expect((await ask()).status).toBe(200);
    expect(again).toEqual([]);
    server.aheadMs = 0;
    await warm(ask);
    again.length = 0;
    const headers = { authorization: `Bearer ${token}` };
    expect((await send('GET', `${server.issuer}/me`, { ...headers, origin: 'https://elsewhere.example' })).status).toBe(
      400,
    );
    expect((await send('GET', `${server.issuer}/me`, { ...headers, dpop: 'x' })).status).not.toBe(200);
    expect(again).toEqual([]);
  });
});
