/** Clients that no operator registered, and grants between servers, at two servers on one PostgreSQL. */
import { eventually, freePort, type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { markOf } from '../../src/directory/revocation/revocations.ts';
import { AdminVisitor, adminClient } from '../admin-token.ts';
import { startBalancer } from '../balancer.ts';
import { Browser, openPage, type Person, submitPassword } from '../browser.ts';
import { confidential, type Parameters, postForm, TestClient, type TokenSet } from '../client.ts';
import { type DocumentServer, startDocumentServer } from '../document-server.ts';
import { bearer, forgetRegistrations, initialToken, register, sendJson } from '../registering.ts';
import { api, type Instance, startInstance, startServer, type TestServer } from '../server.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const bearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const tokenType = (name: string) => `urn:ietf:params:oauth:token-type:${name}`;
const scope = 'openid offline_access profile_read';
const back = 'https://localhost:9999/back';
const plain = { client_name: 'Agent', redirect_uris: [back], token_endpoint_auth_method: 'none' };
const jsonOf = ({ body }: { body: string }) => JSON.parse(body) as Record<string, unknown>;
const statuses = (answers: readonly { status: number }[]) =>
  answers.map(({ status }) => status).toSorted((a, b) => a - b);

skipUnless('postgres')('two authorization servers on one PostgreSQL', () => {
  let database: PostgresServer;
  let web: DocumentServer;
  let server: TestServer;
  let second: Instance;
  let balancer: Awaited<ReturnType<typeof startBalancer>>;
  let alice: Person;
  let admin: AdminVisitor;
  /** The two, each by an address of its own; what is sent to the issuer goes to the one and the other in turn. */
  let both: readonly [string, string];

  beforeAll(async () => {
    [database, web] = await Promise.all([postgres(), startDocumentServer()]);
    const port = await freePort();
    const issuer = `https://localhost:${port}`;
    server = await startServer({
      env: {
        GATEHOUSE_ISSUER: issuer,
        GATEHOUSE_DATABASE_URL: await database.newDatabase(),
        GATEHOUSE_OUTBOUND_ALLOW: `${web.origin},${issuer}`,
      },
      registry(document) {
        Object.assign(document, {
          unregistered_clients: {
            scope: 'openid offline_access',
            scopes: { [api]: ['profile_read'] },
            documents: { domains: ['localhost'] },
            registration: { mode: 'open' },
          },
        });
        document.clients.push(
          {
            client_id: 'assistant',
            first_party: true,
            grant_types: ['authorization_code', 'refresh_token', exchangeGrant],
            redirect_uris: ['https://localhost:3003/callback'],
            scope: 'openid profile email',
            scopes: { [api]: ['profile_read'] },
            identity_assertion_grants: [
              { audience: issuer, client_id: 'assistant-there', resources: [api], scopes: ['profile_read'] },
            ],
          },
          {
            client_id: 'assistant-there',
            grant_types: [bearerGrant],
            scopes: { [api]: ['profile_read'] },
            identity_assertion_issuers: [{ issuer, jwks_uri: `${issuer}/jwks`, subjects: 'same' }],
          },
          {
            client_id: 'robot',
            sender_constrained: 'dpop',
            grant_types: ['client_credentials'],
            first_party: true,
            scopes: { '/admin/v1': ['clients:read', 'clients:write', 'sessions:revoke', 'users:read', 'config:apply'] },
          },
        );
      },
    });
    second = await startInstance(server);
    balancer = await startBalancer(port, [server.settings.port, Number(new URL(second.url).port)]);
    both = [`https://localhost:${server.settings.port}`, second.url];
    alice = await server.person('alice');
    const scopes = ['clients:read', 'clients:write', 'sessions:revoke', 'users:read', 'config:apply'];
    admin = await adminClient(server, 'robot', scopes);
  });
  afterAll(async () => {
    balancer?.close();
    await second?.stop();
    await server?.stop();
    web?.close();
    await database?.stop();
  });
  beforeEach(() => forgetRegistrations(server));

  const host = () => ({ host: new URL(server.issuer).host });
  const at = (url: string, client: TestClient, path: string, form: Parameters) => {
    const { headers, parameters } = client.authentication;
    return postForm(`${url}${path}`, { ...parameters, ...form }, { ...headers, ...host() });
  };
  /** Sends the same so many times at once, half to each. */
  const toBoth = <T>(times: number, one: (url: string) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: times }, (_, n) => one(both[n % 2] as string)));
  const operator = (url: string) => new AdminVisitor(admin.issuer, admin.token, admin.key, admin.issuer, url);
  const documentClient = (path: string) => new TestClient(server, web.serve(path, plain), { redirectUri: back });
  const registered = async (clientId: unknown) => server.server.storage.unregisteredClients.find(String(clientId));
  const active = async (url: string, token: string) =>
    (await at(url, await confidential(server, 'api'), '/token/introspection', { token })).body['active'];

  it('a document that one has read is not read by the other, and the steps of a sign-in alternate between them', async () => {
    const agent = documentClient('/agent.json');
    const tokens = await agent.signIn(alice, { scope, prompt: 'consent' });
    expect(tokens.scope).toBe('profile_read');
    for (const url of both) expect(await active(url, tokens.access_token)).toBe(true);
    expect((await agent.refresh(tokens.refresh_token)).status).toBe(200);
    expect(Math.min(...balancer.served)).toBeGreaterThan(3);
    expect(web.asked).toEqual(['/agent.json']);
  });

  it('a document that nobody has read is read once by each of them at most, however many ask at once', async () => {
    const agent = documentClient('/crowd.json');
    const { url } = agent.request({ scope });
    const pages = await toBoth(20, (instance) =>
      new Browser().get(url.replace(server.issuer, instance), { ...host(), accept: 'text/html' }),
    );
    expect(statuses(pages)).toEqual(Array<number>(20).fill(303));
    expect(web.asked.filter((path) => path === '/crowd.json').length).toBeLessThanOrEqual(2);
    expect(await registered(agent.clientId)).toMatchObject({ kind: 'document', host: 'localhost' });
  });

  it('a consent form that reaches both at once makes one grant', async () => {
    const agent = documentClient('/consent.json');
    const browser = new Browser();
    const signIn = await openPage(browser, agent.request({ scope }).url);
    const page = await submitPassword(browser, signIn, alice);
    if (page instanceof URL) throw new Error('no consent was asked for');
    const answers = await Promise.all(Array.from({ length: 8 }, () => browser.post(page.action, { csrf: page.csrf })));
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const path = `/unregistered-clients/${encodeURIComponent(agent.clientId)}/grants`;
    for (const url of both) {
      expect(jsonOf(await operator(url).call('GET', path))['items']).toMatchObject([
        { login: 'alice', resources: { [api]: ['profile_read'] } },
      ]);
    }
  });

  it('a document that changes between consent at one and the code at the other is invalid_grant', async () => {
    const path = '/changing.json';
    const agent = new TestClient(server, web.serve(path, plain, { 'cache-control': 'no-store' }), {
      redirectUri: back,
    });
    const code = await agent.code(alice, { scope, prompt: 'consent' });
    web.serve(path, { ...plain, client_name: 'Somebody else' }, { 'cache-control': 'no-store' });
    server.aheadMs += 2000;
    expect(await agent.redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('an initial access token for one use, shown to both at once, registers one client', async () => {
    const token = await initialToken(server);
    const count = () => server.server.storage.unregisteredClients.count({ kind: 'dynamic' });
    const before = await count();
    const answers = await toBoth(40, (url) =>
      sendJson('POST', `${url}/register`, plain, { ...bearer(token), ...host() }),
    );
    expect(statuses(answers)).toEqual([201, ...Array<number>(39).fill(401)]);
    expect(await count()).toBe(before + 1);
  });

  it('of uses of one registration access token at both at once one is answered, whatever they ask for', async () => {
    const { body: made } = await register(server, plain);
    const path = new URL(String(made['registration_client_uri'])).pathname;
    const ask = (method: string, token: unknown, body?: object) => (url: string) =>
      sendJson(method, url + path, body, { ...bearer(token), ...host() });
    const read = await toBoth(8, ask('GET', made['registration_access_token']));
    expect(statuses(read)).toEqual([200, ...Array<number>(7).fill(401)]);
    const token = read.find(({ status }) => status === 200)?.body['registration_access_token'];
    const renamed = { ...plain, client_id: made['client_id'], client_name: 'Renamed' };
    const [changed, ended] = await Promise.all([
      toBoth(6, ask('PUT', token, renamed)),
      toBoth(6, ask('DELETE', token)),
    ]);
    expect([...changed, ...ended].filter(({ status }) => status === 401)).toHaveLength(11);
    const isEnded = ended.some(({ status }) => status === 204);
    expect(await registered(made['client_id'])).toEqual(
      isEnded ? undefined : expect.objectContaining({ metadata: expect.objectContaining({ client_name: 'Renamed' }) }),
    );
  });

  it('ID-JAG: a grant that one gave is redeemed once, of 40 times at both at once', async () => {
    const assistant = await confidential(server, 'assistant');
    const there = await confidential(server, 'assistant-there');
    const { id_token: idToken } = await assistant.signIn(alice, { scope: 'openid', resource: undefined });
    const form = {
      grant_type: exchangeGrant,
      requested_token_type: tokenType('id-jag'),
      subject_token: idToken,
      subject_token_type: tokenType('id_token'),
      audience: server.issuer,
    };
    for (const url of both) {
      const given = await at(url, assistant, '/token', form);
      expect(given.status).toBe(200);
      const redeem = { grant_type: bearerGrant, assertion: String(given.body['access_token']) };
      const answers = await toBoth(40, (instance) => at(instance, there, '/token', redeem));
      expect(statuses(answers)).toEqual([200, ...Array<number>(39).fill(400)]);
      const won = answers.find(({ status }) => status === 200);
      for (const instance of both) expect(await active(instance, String(won?.body['access_token']))).toBe(true);
    }
  });

  it('a host that is ended at one: nothing is refreshed at the other, the feed has it, and blocked it stays out', async () => {
    const agents = ['/ended-1.json', '/ended-2.json'].map(documentClient);
    const feed = async (url: string, after?: string) => {
      const { body } = await at(url, await confidential(server, 'api'), '/revocations', { after });
      return JSON.parse(String(body['payload'])) as { version: string } & Record<string, Record<string, string>>;
    };
    const tokens: TokenSet[] = [];
    for (const agent of agents) tokens.push(await agent.signIn(alice, { scope, prompt: 'consent' }));
    const [there, here] = both;
    for (const url of both) {
      const { body } = await operator(url).call('GET', '/unregistered-hosts');
      expect(JSON.parse(body)).toMatchObject({ items: [{ host: 'localhost', users: 1, blocked: false }] });
    }
    const { version } = await feed(here);

    const path = '/unregistered-hosts/localhost?block=true';
    const newest = tokens.map((set) => set.refresh_token);
    const refreshing = agents.map(async (agent, index) => {
      // Without a rest, until it is refused.
      for (;;) {
        const form = { grant_type: 'refresh_token', refresh_token: newest[index] };
        const answer = await at(here, agent, '/token', form);
        if (answer.status !== 200) return answer;
        newest[index] = String(answer.body['refresh_token']);
      }
    });
    const answer = await operator(there).call('DELETE', path);
    expect([answer.status, jsonOf(answer)]).toEqual([200, expect.objectContaining({ remaining: 0 })]);
    for (const { status, body } of await Promise.all(refreshing)) {
      expect([status, body['error']]).toEqual(
        body['error'] === 'invalid_grant' ? [400, 'invalid_grant'] : [401, 'invalid_client'],
      );
    }
    for (const { access_token: token } of tokens) for (const url of both) expect(await active(url, token)).toBe(false);
    const { issued_before: before } = await feed(here, version);
    for (const { clientId } of agents) {
      expect(Object.values(before ?? {}).join()).toContain(
        markOf('client_id', clientId).toString('base64url').slice(0, 9),
      );
    }
    for (const [index, agent] of agents.entries()) {
      await eventually(async () => {
        const form = { grant_type: 'refresh_token', refresh_token: newest[index] };
        return (await at(here, agent, '/token', form)).body['error'] === 'invalid_client';
      });
    }
    const left = agents.map(({ clientId }) => clientId);
    expect(await server.server.storage.unregisteredGrants.some(left, 1)).toEqual([]);
  });

  it('what nobody used any more is removed once, although both collect at once', async () => {
    const { unregisteredClients, commit } = server.server.storage;
    const old = Array.from({ length: 450 }, (_, n) =>
      unregisteredClients.writes.keepDocument({
        clientId: `https://old.example/${n}`,
        host: 'old.example',
        metadata: plain,
        fetchedAtSeconds: 1,
        freshUntilSeconds: 1,
        removableAtSeconds: 1,
      }),
    );
    await commit(old);
    const reports = await Promise.all(
      [server.server, second.server].flatMap(({ storage }) => [storage.collectGarbage(), storage.collectGarbage()]),
    );
    const removed = reports.map(({ unregisteredClients: count }) => count);
    expect(removed.reduce((sum, count) => sum + count, 0)).toBe(450);
    expect(await unregisteredClients.page({ host: 'old.example', limit: 1 })).toEqual([]);
  });
});
