/** How many clients may register themselves, from where: exact, and by what trusted proxies say of the caller alone. */
import { type PostgresServer, postgres, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bearer, initialToken, register, sendJson, withRegistration } from '../registering.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

const plain = { redirect_uris: ['https://agent.example/back'], token_endpoint_auth_method: 'none' };
const start = (registration: object, env: Record<string, string> = {}) =>
  startServer({ env, registry: withRegistration({ mode: 'open', ...registration }) });
const trusted = { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1/32' };

/** Registers so many at once. @returns how many answers have which status */
async function registerAll(server: TestServer, headers: readonly Record<string, string>[]) {
  const answers = await Promise.all(headers.map((given) => register(server, plain, given)));
  const found: Record<number, number> = {};
  for (const { status } of answers) found[status] = (found[status] ?? 0) + 1;
  return found;
}
const count = ({ server: { storage } }: TestServer, network?: string) =>
  storage.unregisteredClients.count({ kind: 'dynamic', network });
const forwarded = (length: number, from: (n: number) => string) =>
  Array.from({ length }, (_, n) => ({ 'x-forwarded-for': from(n) }));

describe('callers who say themselves from where they come', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start({});
  });
  afterAll(() => server?.stop());

  it('are counted by where they come from', async () => {
    const forged = Array.from({ length: 20 }, (_, n) => ({
      ...(n % 2 === 0 ? { 'x-forwarded-for': `198.51.${n}.1` } : { forwarded: `for=198.51.${n}.1` }),
      'x-real-ip': `198.51.${n}.1`,
      'cf-connecting-ip': `198.51.${n}.1`,
    }));
    expect(await registerAll(server, forged)).toEqual({ 201: 10, 429: 10 });
    expect(await count(server, '127.0.0.0/24')).toBe(10);
  });
});

describe('callers behind a trusted proxy', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await start({ clients_per_network: 3 }, trusted);
  });
  afterAll(() => server?.stop());

  it('are counted by what it says, and not by what they say themselves', async () => {
    const forged = forwarded(12, (n) => `198.51.${n}.1, 203.0.113.${n}`);
    expect(await registerAll(server, forged)).toEqual({ 201: 3, 403: 7, 429: 2 });
    expect([await count(server, '203.0.113.0/24'), await count(server)]).toEqual([3, 3]);
  });

  it('of an IPv6 /48: as many as from four networks', async () => {
    const before = await count(server);
    expect(
      await registerAll(
        server,
        forwarded(40, (n) => `2001:db8:1:${n.toString(16)}::1`),
      ),
    ).toEqual({
      201: 12,
      403: 28,
    });
    expect(await count(server)).toBe(before + 12);
    expect(
      await registerAll(
        server,
        forwarded(5, () => '2001:db8:1:100::1'),
      ),
    ).toEqual({ 429: 5 });
    expect(
      await registerAll(
        server,
        forwarded(5, (n) => `2001:db8:2:7::${n}`),
      ),
    ).toEqual({ 201: 3, 403: 2 });
    expect(await count(server, '2001:db8:2:7::/64')).toBe(3);
  });

  it('whom it names by no address: all of them as one network', async () => {
    const names = ['unknown', '_hidden', '_other', '"_quoted"', 'nothing at all', '1.2.3'];
    expect(
      await registerAll(
        server,
        names.map((name) => ({ 'x-forwarded-for': name })),
      ),
    ).toEqual({ 201: 3, 403: 3 });
    expect(await count(server, 'unknown')).toBe(3);
  });
});

function exactCaps(databaseUrl?: () => Promise<string>): void {
  it('of forty at once, at two servers, as many are registered as there is room for; the others use up no token', async () => {
    const env = { ...trusted, ...(databaseUrl && { GATEHOUSE_DATABASE_URL: await databaseUrl() }) };
    const server = await start({ clients: 7 }, env);
    let other: Instance | undefined;
    try {
      other = await startInstance(server);
      const token = await initialToken(server, { usesLeft: 40 });
      const { host } = new URL(server.issuer);
      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          sendJson('POST', `${n % 2 === 0 ? server.issuer : other?.url}/register`, plain, {
            ...bearer(token),
            host,
            'x-forwarded-for': `203.0.${n}.1`,
          }),
        ),
      );
      const refused = answers.filter(({ status }) => status !== 201);
      expect(refused).toHaveLength(33);
      for (const answer of refused) expect(answer).toMatchObject({ status: 403, body: { error: 'too_many_clients' } });
      expect(await count(server)).toBe(7);
      const { registrationTokens } = server.server.storage;
      expect(await registrationTokens.find(token.slice(0, 12))).toMatchObject({ usesLeft: 33 });
    } finally {
      await other?.stop();
      await server.stop();
    }
  });
}

describe('on SQLite', () => exactCaps());

skipUnless('postgres')('on PostgreSQL', () => {
  let database: PostgresServer;
  beforeAll(async () => {
    database = await postgres();
  });
  afterAll(() => database?.stop());
  exactCaps(() => database.newDatabase());
});
