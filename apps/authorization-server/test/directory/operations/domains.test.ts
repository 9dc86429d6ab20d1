/** Domains of connections: proved by the DNS, for one connection at a time, and only while the connection is as it was. */
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import { domainFindings } from '../../../src/directory/checks/domains.ts';
import type { ChallengeLook, LookForChallenge } from '../../../src/directory/connections/challenge.ts';
import { createConnections } from '../../../src/directory/connections/connections.ts';
import { connection } from '../../../src/directory/connections/schema.ts';
import { type Commit, createCommit } from '../../../src/directory/operations/commit.ts';
import {
  declareConnection,
  removeConnection,
  setConnectionSecret,
} from '../../../src/directory/operations/connections.ts';
import { createDomainWatch } from '../../../src/directory/operations/domain-watch.ts';
import { carryOutCheck, challengeDomain, checkDomain, domainsOf } from '../../../src/directory/operations/domains.ts';
import type { Caller } from '../../../src/directory/operations/work.ts';

const caller: Caller = { actor: { type: 'operator', id: 'olga' } };
const which = { connection: 'corp', domain: 'example.com' };
const days = 86_400_000;

let storage: Storage;
let commit: Commit;
let now: number;
let answer: ChallengeLook;
/** What happens while the DNS is asked. */
let meanwhile: () => Promise<unknown>;
const lookForChallenge: LookForChallenge = async () => {
  await meanwhile();
  return answer;
};

beforeEach(async () => {
  now = Date.now();
  answer = { kind: 'found' };
  meanwhile = async () => undefined;
  const clock = () => now;
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]), clock });
  commit = createCommit({ storage, audit: createAudit({ storage, clock }), wake: () => undefined });
  await declare('corp');
});
afterEach(() => storage.close());

async function declare(
  name: string,
  domains = ['example.com', 'example.org'],
  clientId = 'us',
  issuer = 'https://up.example',
) {
  const { name: _name, ...definition } = connection.parse({
    name,
    kind: 'oidc',
    issuer,
    client_id: clientId,
    domains,
  });
  await commit(await declareConnection(storage, caller, { name, definition: JSON.parse(JSON.stringify(definition)) }));
}
const challenge = async (one = which) => {
  const work = await challengeDomain({ storage }, caller, one);
  await commit(work);
  return work.token;
};
const check = async (one = which) => {
  const work = await checkDomain({ storage, lookForChallenge }, caller, one);
  await carryOutCheck(commit, work, one);
  return work;
};
const states = async (name = 'corp') =>
  Object.fromEntries((await domainsOf(storage, name)).map(({ domain, state }) => [domain, state]));
const events = async () =>
  (await storage.audit.list())
    .filter(({ type }) => type.startsWith('connection.domain'))
    .map(({ type, data }) => [type, (data as { changed?: string[] }).changed]);
const refused = (code: string, words = '') =>
  expect.objectContaining({ name: 'OperationRefused', code, message: expect.stringContaining(words) });

describe('a domain of a connection', () => {
  it('proved for one provider is not proved for another that the connection is changed to', async () => {
    const token = await challenge();
    await check();
    await declare('corp', ['example.com', 'example.org'], 'another client of the same provider');
    expect(await states()).toMatchObject({ 'example.com': 'proved' });
    await declare('corp', ['example.com', 'example.org'], 'us', 'https://evil.example');
    expect(await states()).toMatchObject({ 'example.com': 'unproved' });
    expect(await challenge()).not.toBe(token);
  });

  it('is proved by its token, of which there is one for each connection and domain', async () => {
    expect(await states()).toEqual({ 'example.com': 'unproved', 'example.org': 'unproved' });
    await expect(check()).rejects.toEqual(refused('no_challenge'));
    const token = await challenge();
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(await challenge()).toBe(token);
    expect(await challenge({ ...which, domain: 'example.org' })).not.toBe(token);
    expect(await check()).toMatchObject({ found: true, became: 'proved' });
    expect(await states()).toEqual({ 'example.com': 'proved', 'example.org': 'unproved' });
    expect(await events()).toEqual([
      ['connection.domain_proved', ['example.com']],
      ['connection.domain_challenged', ['example.org']],
      ['connection.domain_challenged', ['example.com']],
    ]);
  });

  it('is not proved while the token is missing, or the DNS says nothing', async () => {
    await challenge();
    answer = { kind: 'missing' };
    expect(await check()).toMatchObject({ found: false, became: undefined });
    answer = { kind: 'unknown', reason: 'ESERVFAIL' };
    await expect(check()).rejects.toEqual(refused('dns_unavailable', 'ESERVFAIL'));
    expect(await states()).toMatchObject({ 'example.com': 'unproved' });
  });

  it('is not proved when the connection is changed or removed during the look', async () => {
    const acts = [
      () => declare('corp', undefined, 'others'),
      async () => commit(await removeConnection(storage, caller, 'corp')),
      () => declare('corp', ['example.org']),
      async () => commit(await setConnectionSecret(storage, caller, { name: 'corp', secret: 'another' })),
    ];
    for (const act of acts) {
      await declare('corp');
      await commit(await setConnectionSecret(storage, caller, { name: 'corp', secret: 'first' }));
      await challenge();
      meanwhile = act;
      await expect(check()).rejects.toEqual(refused('connection_changed', 'check again'));
      expect((await storage.domainProofs.list()).filter(({ provedAtSeconds }) => provedAtSeconds)).toEqual([]);
    }
    expect((await events()).map(([type]) => type)).not.toContain('connection.domain_proved');
  });

  it('is proved for one connection at a time, also when both look at the same moment', async () => {
    await declare('other');
    const another = { ...which, connection: 'other' };
    await challenge();
    await challenge(another);
    meanwhile = async () => {
      meanwhile = async () => undefined;
      await check(another);
    };
    await expect(check()).rejects.toEqual(refused('connection_changed'));
    await expect(check()).rejects.toEqual(refused('domain_taken', 'the connection other'));
    expect(await states('other')).toMatchObject({ 'example.com': 'proved' });
    await declare('other', []);
    expect(await check()).toMatchObject({ became: 'proved' });
  });

  it('loses its proof with the connection’s domain, and has another token when it comes back', async () => {
    const token = await challenge();
    await check();
    await declare('corp', ['example.org']);
    expect(await storage.domainProofs.list()).toEqual([]);
    await declare('corp');
    expect(await states()).toMatchObject({ 'example.com': 'unproved' });
    expect(await challenge()).not.toBe(token);
  });

  it('that the connection does not have is refused', async () => {
    const unknown = { ...which, domain: 'example.net' };
    await expect(challenge(unknown)).rejects.toEqual(refused('unknown_domain', 'it has: example.com, example.org'));
    await expect(challenge({ ...which, connection: 'none' })).rejects.toEqual(refused('unknown_connection'));
  });

  it.each(['gmail.com', 'outlook.com', 'qq.com'])('is not %s, where anybody gets an address', async (domain) => {
    await expect(declare('corp', [domain])).rejects.toThrow('anybody gets an address');
  });
});

describe('a proved domain is looked at again', () => {
  const warned: string[] = [];
  const watch = () =>
    createDomainWatch({
      storage,
      commit,
      clock: () => now,
      logger: { warn: (_object: unknown, line: string) => void warned.push(line) } as never,
      lookForChallenge: (...asked) => {
        looks += 1;
        return lookForChallenge(...asked);
      },
    });
  let looks: number;
  const { signal } = new AbortController();
  beforeEach(async () => {
    looks = 0;
    warned.length = 0;
    await challenge();
    await check();
    await challenge({ ...which, domain: 'example.org' });
  });

  it('once a week, and no other', async () => {
    const look = watch();
    await look(signal);
    now += 6 * days;
    await look(signal);
    expect(looks).toBe(0);
    now += 1 * days;
    await look(signal);
    await look(signal);
    expect(looks).toBe(1);
    // Another process finds nothing left to do.
    await watch()(signal);
    expect(looks).toBe(1);
    expect(await states()).toEqual({ 'example.com': 'proved', 'example.org': 'unproved' });
  });

  it('and lost once the DNS says so: in memory too, with a record, a line of the log and a finding', async () => {
    const connections = await createConnections(storage, (error) => {
      throw error;
    });
    const proved = () => connections.find('corp')?.provedDomains;
    expect(proved()).toEqual(['example.com']);
    const seen = new Promise<void>((resolve) => {
      connections.onChange(() => (proved()?.length === 0 ? resolve() : undefined));
    });
    now += 7 * days;
    answer = { kind: 'missing' };
    await watch()(signal);
    await seen;
    expect(proved()).toEqual([]);
    expect(await states()).toMatchObject({ 'example.com': 'lost' });
    const [record] = await storage.audit.list();
    expect(record).toMatchObject({
      type: 'connection.domain_lost',
      data: { actor: { type: 'system', id: 'domains' } },
    });
    expect(warned).toEqual([expect.stringContaining('example.com is not proved any more')]);
    expect(await domainFindings(storage)).toEqual([
      expect.objectContaining({
        result: 'warning',
        advice: expect.stringMatching(/proof of example\.com is lost.*example\.org/u),
      }),
    ]);
    // It counts again when somebody has looked.
    answer = { kind: 'found' };
    now += 8 * days;
    await watch()(signal);
    expect(await states()).toMatchObject({ 'example.com': 'lost' });
    expect(await check()).toMatchObject({ became: 'proved' });
  });

  it('and stays proved while the DNS does not work, for four weeks', async () => {
    answer = { kind: 'unknown', reason: 'ETIMEOUT' };
    const look = watch();
    now += 28 * days;
    await look(signal);
    expect(await states()).toMatchObject({ 'example.com': 'proved' });
    // Not asked again within the hour.
    await look(signal);
    expect(looks).toBe(1);
    now += 2 * 3_600_000;
    await look(signal);
    expect(await states()).toMatchObject({ 'example.com': 'lost' });
  });

  it('and stays as it is when the connection is changed during the look', async () => {
    now += 7 * days;
    answer = { kind: 'missing' };
    meanwhile = () => declare('corp', undefined, 'others');
    await watch()(signal);
    expect(await states()).toMatchObject({ 'example.com': 'proved' });
    expect(warned).toEqual([]);
  });
});
