/** What users of an upstream provider, or the provider itself, try in order to be more here than they are. Real servers. */
import { randomUUID } from 'node:crypto';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { connection } from '../../src/directory/connections/schema.ts';
import { Browser, errorOf, openPage, type Page } from '../browser.ts';
import { claimsOf, TestClient, type TokenSet } from '../client.ts';
import { type Lies, type LyingUpstream, startLyingUpstream } from '../lying-upstream.ts';
import { startServer, type TestServer } from '../server.ts';
import { chooseConnection, comeBack } from '../upstream.ts';

let lying: LyingUpstream;
let server: TestServer;
let client: TestClient;
let browser: Browser;
const entryOf = (name: string, more: object = {}) => ({
  name,
  kind: 'oidc',
  issuer: lying.provider(name).issuer,
  client_id: 'gatehouse',
  client_secret: { value: 'a-secret-of-thirty-two-characters' },
  ...more,
});

beforeAll(async () => {
  lying = await startLyingUpstream();
  server = await startServer({
    env: { GATEHOUSE_OUTBOUND_ALLOW: lying.origin },
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = [
        entryOf('long'),
        entryOf('mixed', { mapping: { groups: 'groups' } }),
        entryOf('names', { mapping: { login: 'preferred_username' } }),
        entryOf('asks'),
        entryOf('closes'),
      ];
    },
  });
  client = new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') });
});
afterAll(async () => {
  await server?.stop();
  lying?.stop();
});
beforeEach(() => {
  browser = new Browser();
});

const saying = (changed: object): Lies => ({ claims: (claims) => ({ ...claims, ...changed }) });
async function through(name: string, lies: Lies) {
  lying.provider(name).lies = lies;
  const request = client.request();
  const to = await chooseConnection(browser, await openPage(browser, request.url), name);
  const { location } = await new Browser().get(to.href);
  return { request, next: await comeBack(browser, new URL(location)) };
}
const pageOf = (next: Page | URL): Page => {
  if (next instanceof URL) throw new Error(`somebody was signed in: ${next.href}`);
  return next;
};
const accountOf = async (name: string, subject: string) => {
  const { identities, accounts } = server.server.storage;
  const identity = await identities.find({ issuer: lying.provider(name).issuer, subject });
  return identity && accounts.find(identity.accountId);
};

const create = ({ action, csrf }: Page) => browser.post(action.replace(/\/[\w-]+$/u, '/create-account'), { csrf });

describe('FED-01: what names a user', () => {
  it.each([
    ['too long a subject', { sub: 'x'.repeat(256) }],
    ['a subject with a NUL, which no database of ours could keep', { sub: 'somebody\0' }],
    ['too long a session', { sid: 'x'.repeat(5000) }],
    ['a session with a NUL', { sid: 'session\0' }],
  ])('%s is no answer', async (_title, changed) => {
    const { next } = await through('long', saying({ email: `${randomUUID()}@lies.example`, ...changed }));
    expect(errorOf(pageOf(next).answer.body)).toBe('upstream_invalid_answer');
  });

  it('a login that reads like an address which the upstream has not verified is not given', async () => {
    const { next } = await through('names', saying({ sub: 'squatter', preferred_username: 'ceo@corp.example' }));
    expect(next).toBeInstanceOf(URL);
    expect(await accountOf('names', 'squatter')).toMatchObject({ login: 'names@lies.example' });
    expect(await server.server.storage.accounts.findByLogin('ceo@corp.example')).toBeUndefined();
  });

  it.each(['adm\u202Ein', 'ad\u200Bmin', 'admin\0', '\u2066admin'])(
    'nor one that is not what it looks like: %j',
    async (login) => {
      const { next } = await through(
        'names',
        saying({ sub: randomUUID(), email: `${randomUUID()}@lies.example`, preferred_username: login }),
      );
      if (!(next instanceof URL)) throw new Error(errorOf(next.answer.body));
      expect(await server.server.storage.accounts.findByLogin(login)).toBeUndefined();
    },
  );

  it('one that is somebody’s stays theirs', async () => {
    await through('names', saying({ sub: 'impostor', email: 'impostor@lies.example', preferred_username: 'ALICE' }));
    expect(await accountOf('names', 'impostor')).toMatchObject({ login: 'impostor@lies.example' });
  });
});

describe('FED-03: whose an address is', () => {
  it('what userinfo says of one address is nothing for the other address of the ID token', async () => {
    const { next } = await through('mixed', {
      ...saying({ email: 'boss@lies.example', email_verified: undefined }),
      metadata: (metadata) => ({ ...metadata, claims_parameter_supported: true }),
      userinfo: { sub: 'user-of-mixed', email: 'own@lies.example', email_verified: true },
    });
    expect(pageOf(next).answer.body).toContain('Connect <bdi>mixed</bdi> to your account');
    expect(await server.server.storage.accounts.findByEmail('boss@lies.example')).toEqual([]);
  });
});

describe('a new account beside the one that may be there', () => {
  it('AS-20 is signed in since the upstream says', async () => {
    const authTime = Math.floor(Date.now() / 1000) - 86_400;
    const { request, next } = await through('asks', saying({ email_verified: false, auth_time: authTime }));
    const answer = await create(pageOf(next));
    const back = await comeBack(browser, new URL(answer.location, client.redirectUri));
    const code = (back as URL).searchParams.get('code') ?? '';
    const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
    expect(claimsOf((body as unknown as TokenSet).id_token)).toMatchObject({ amr: ['fed'], auth_time: authTime });
  });

  it('is made no more once the connection makes none', async () => {
    const { next } = await through('closes', saying({ email_verified: false }));
    const {
      name,
      client_secret: _secret,
      ...definition
    } = connection.parse({
      ...entryOf('closes', { display_name: 'Closed to new users' }),
      sign_up: false,
    });
    const { connections, commit } = server.server.storage;
    await commit([connections.writes.put({ name, definition: JSON.parse(JSON.stringify(definition)) })]);
    await eventually(async () => {
      const { answer } = await openPage(new Browser(), client.request().url);
      return answer.body.includes('Closed to new users');
    });
    const answer = await create(pageOf(next));
    expect(answer.status).toBe(400);
    expect(await accountOf('closes', 'user-of-closes')).toBeUndefined();
  });
});
