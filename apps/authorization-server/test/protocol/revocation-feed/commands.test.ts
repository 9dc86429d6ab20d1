import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Person } from '../../browser.ts';
import { claimsOf, confidential, type TestClient } from '../../client.ts';
import { startServer, type TestServer } from '../../server.ts';
import { gatehouse } from '../keys/gatehouse.ts';

let server: TestServer;
let webApp: TestClient;
let worker: TestClient;
let apiClient: TestClient;
let alice: Person;
let bob: Person;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  worker = await confidential(server, 'worker');
  apiClient = await confidential(server, 'api');
  [alice, bob] = [await server.person('alice'), await server.person('bob')];
});
afterAll(() => server?.stop());

const isActive = async (token: string) => (await apiClient.post('/token/introspection', { token })).body['active'];
const workerToken = async () => {
  const { body } = await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
  return String(body['access_token']);
};
const refused = (args: readonly string[], code = 1) => gatehouse<string>(server, ['tokens', 'revoke', ...args], code);
const audited = async (type: string) => (await server.server.storage.audit.list({ type }))[0]?.data;

describe('what an operator ends by command', () => {
  it('AS-05: users disable and revoke-sessions end what the person has, access tokens too, and nobody else', async () => {
    const [tokens, others] = [await webApp.signIn(bob), await webApp.signIn(alice)];
    await gatehouse(server, ['users', 'revoke-sessions', 'bob']);
    expect(await isActive(tokens.access_token)).toBe(false);
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(400);
    const again = await webApp.signIn(bob);
    expect([await isActive(again.access_token), await isActive(others.access_token)]).toEqual([true, true]);
    await gatehouse(server, ['users', 'disable', 'bob']);
    expect(await isActive(again.access_token)).toBe(false);
    await gatehouse(server, ['users', 'enable', 'bob']);
    expect(await isActive(again.access_token)).toBe(false);
    expect((await webApp.refresh(again.refresh_token)).status).toBe(400);
    expect(await audited('user.disabled')).toMatchObject({ actor: { type: 'operator' }, target: { type: 'user' } });
  });

  it('AS-07: tokens revoke --grant ends the tokens of one sign-in', async () => {
    const [tokens, others] = [await webApp.signIn(alice), await webApp.signIn(alice)];
    await gatehouse(server, ['tokens', 'revoke', '--grant', String(claimsOf(tokens.access_token)['gid'])]);
    expect([await isActive(tokens.access_token), await isActive(others.access_token)]).toEqual([false, true]);
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(400);
    expect((await webApp.refresh(others.refresh_token)).status).toBe(200);
    expect(await audited('token.revoked')).toMatchObject({ target: { type: 'grant' } });
  });

  it('AS-07: tokens revoke --user and --client end theirs alone; what they get afterwards is good', async () => {
    const [alices, workers] = [await webApp.signIn(alice), await workerToken()];
    await gatehouse(server, ['tokens', 'revoke', '--user', 'alice']);
    expect([await isActive(alices.access_token), await isActive(workers)]).toEqual([false, true]);
    const again = await webApp.signIn(alice);
    await gatehouse(server, ['tokens', 'revoke', '--client', 'worker']);
    expect([await isActive(again.access_token), await isActive(workers)]).toEqual([true, false]);
    await gatehouse(server, ['tokens', 'revoke', '--client', 'web-app']);
    expect(await isActive(again.access_token)).toBe(false);
    expect((await webApp.refresh(again.refresh_token)).status).toBe(400);
    expect(await isActive(await workerToken())).toBe(true);
  });

  it('AS-07: tokens revoke --before ends what is older, of one person or of everybody', async () => {
    const old = await webApp.signIn(alice);
    await new Promise((resolve) => setTimeout(resolve, 1001));
    const moment = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 1001));
    const young = await webApp.signIn(alice);
    await gatehouse(server, ['tokens', 'revoke', '--user', 'alice', '--before', moment]);
    expect([await isActive(old.access_token), await isActive(young.access_token)]).toEqual([false, true]);
    const workers = await workerToken();
    await gatehouse(server, ['tokens', 'revoke', '--before', 'now', '--yes']);
    expect([await isActive(young.access_token), await isActive(workers)]).toEqual([false, false]);
    expect((await webApp.refresh(young.refresh_token)).status).toBe(400);
    expect((await webApp.signIn(alice)).access_token).toBeDefined();
  });

  it('AS-09: a client that is disabled, and what it had', async () => {
    const [token, tokens] = [await workerToken(), await webApp.signIn(alice)];
    await gatehouse(server, ['clients', 'disable', 'worker']);
    expect([await isActive(token), await isActive(tokens.access_token)]).toEqual([false, true]);
    expect((await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' })).status).toBe(401);
    await server.change('clients', server.server.storage.clients.writes.setDisabled('worker', false));
    expect(await isActive(token)).toBe(false);
  });

  it('says what it cannot do', async () => {
    expect(await refused([], 64)).toContain('name what to revoke');
    expect(await refused(['--user', 'alice', '--client', 'worker'], 64)).toContain('name one of');
    expect(await refused(['--user', 'nobody'])).toContain('there is nobody with the login nobody');
    expect(await refused(['--client', 'nobody'])).toContain('there is no client nobody');
    expect(await refused(['--grant', 'none'])).toContain('there is no grant none');
    expect(await refused(['--before', 'now'])).toContain('nothing was done: give --yes, or type yes');
    expect(await refused(['--before', 'yesterday'], 64)).toContain('--before takes "now", an age');
    expect(await refused(['--before', '2999-01-01T00:00:00Z'], 64)).toContain('lies in the future');
  });
});
