/**
 * Who an upstream identity is here: the table of docs/federation.md against the decision, and against a database with accounts,
 * second factors and roles in it, in every state there is. Then what happens when two things happen at the same moment.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type AccountRecord,
  ConflictError,
  createSealer,
  LostRaceError,
  openStorage,
  type Storage,
} from '@gatehouse/storage';
import { type PostgresServer, postgres, rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TOTP } from 'otpauth';
import { createSecondFactors } from '../../../src/directory/accounts/second-factors.ts';
import { createAudit } from '../../../src/directory/audit/audit.ts';
import type { Connection } from '../../../src/directory/connections/connections.ts';
import { connectionFrom } from '../../../src/directory/connections/connections.ts';
import { decideLinking, type LinkingSituation } from '../../../src/directory/connections/linking.ts';
import { createCommit } from '../../../src/directory/operations/commit.ts';
import { addTotp } from '../../../src/directory/operations/factors.ts';
import {
  createFromIdentity,
  type IdentityDependencies,
  linkBySelf,
  linkIdentity,
  resolveIdentity,
  useIdentity,
} from '../../../src/directory/operations/identities.ts';
import { unlinkIdentity } from '../../../src/directory/operations/unlink-identity.ts';
import { eventOf } from '../../../src/directory/operations/work.ts';
import { declareAdminApi } from '../../../src/directory/registry/admin-api.ts';
import { createResources } from '../../../src/directory/resources/resources.ts';
import { createRevocations } from '../../../src/directory/revocation/revocations.ts';
import { linkingSituations as all } from './linking-situations.ts';

const columns = [
  'linked',
  'address',
  'domainProved',
  'trusted',
  'owner',
  'secondFactor',
  'privileged',
  'signUp',
] as const;
type Row = Readonly<Record<(typeof columns)[number] | 'outcome', string>>;

/** The table of the documentation. */
function tableOf(markdown: string): Row[] {
  const section = /## Who somebody is here\n(.*?)\n## /su.exec(markdown)?.[1] ?? '';
  const lines = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  return lines.map((line) => {
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    expect(cells).toHaveLength(columns.length + 1);
    return Object.fromEntries([...columns, 'outcome'].map((name, n) => [name, cells[n]])) as unknown as Row;
  });
}
const table = tableOf(readFileSync(path.join(rootDirectory, 'docs/federation.md'), 'utf8'));

const yes = (value: boolean) => [value ? 'yes' : 'no', 'any'];
function matches(row: Row, { linked, address, domainProved, trusted, signUp, owner }: LinkingSituation): boolean {
  const of = (value: boolean | undefined) => (value === undefined ? ['any'] : yes(value));
  const holders = owner ? ['one', owner.verified ? 'one, confirmed' : 'one, not confirmed', 'any'] : ['none', 'any'];
  const fits: Record<(typeof columns)[number], readonly string[]> = {
    linked: yes(linked),
    address: [address === 'unverified' ? 'not verified' : address, 'any'],
    domainProved: yes(domainProved),
    trusted: yes(trusted),
    owner: holders,
    secondFactor: of(owner?.secondFactor),
    privileged: of(owner?.privileged),
    signUp: yes(signUp),
  };
  return columns.every((name) => fits[name].includes(row[name]));
}
const rowsOf = (situation: LinkingSituation) => table.filter((row) => matches(row, situation));
const wordsOf = (decision: ReturnType<typeof decideLinking>): string =>
  decision.kind === 'ask' ? (decision.mayCreate ? 'ask, or create' : 'ask') : decision.kind.replace('_', ' ');

describe('FED-03: the table of the documentation', () => {
  it('has one line for each state, and says what is decided', () => {
    expect(all).toHaveLength(2 * 3 * 2 * 2 * 2 * 9);
    for (const situation of all) {
      const found = rowsOf(situation).map(({ outcome }) => outcome);
      expect([situation, found]).toEqual([situation, [wordsOf(decideLinking(situation))]]);
    }
  });

  it('has no line that stands for nothing', () => {
    for (const row of table) expect([row, all.some((one) => matches(row, one))]).toEqual([row, true]);
  });
});

const issuer = 'https://id.example.com';
const upstream = 'https://corp.example';

/** What operations take, over a database. */
async function partsOf(storage: Storage) {
  const clock = Date.now;
  const commit = createCommit({ storage, audit: createAudit({ storage, clock }), wake: () => undefined });
  await declareAdminApi({ storage, commit }, issuer);
  const parts: IdentityDependencies = {
    storage,
    secondFactors: createSecondFactors(storage, clock),
    resources: await createResources(storage, () => undefined),
    issuer,
    mailer: undefined,
    registrationRoles: () => [],
    userClaims: () => ({}),
  };
  return { ...parts, storage, commit, revocations: createRevocations(storage, clock) };
}
type Parts = Awaited<ReturnType<typeof partsOf>>;

const connectionOf = ({
  domainProved,
  trusted,
  signUp,
}: Pick<LinkingSituation, 'domainProved' | 'trusted' | 'signUp'>): Connection =>
  connectionFrom(
    {
      name: 'corp',
      definition: {
        kind: 'oidc',
        issuer: upstream,
        client_id: 'here',
        domains: ['corp.example'],
        trust_email: trusted,
        sign_up: signUp,
      },
    },
    domainProved ? ['corp.example'] : [],
  );

/** An account as the state wants it. */
function accountWrites(
  { storage }: Parts,
  id: string,
  email: string | undefined,
  owner: NonNullable<LinkingSituation['owner']>,
) {
  return [
    storage.accounts.writes.put({
      id,
      login: id,
      email,
      emailVerified: owner.verified,
      status: 'active',
      roles: owner.privileged ? ['support'] : [],
    }),
    ...(owner.secondFactor
      ? [storage.credentials.writes.put({ accountId: id, kind: 'totp', data: { secret: 'JBSWY3DPEHPK3PXP' } })]
      : []),
  ];
}

async function walk(parts: Parts): Promise<void> {
  const { storage } = parts;
  const plain = { verified: true, secondFactor: false, privileged: false };
  for (const situation of all) {
    const id = randomUUID();
    const email = `${id}@corp.example`;
    const subject = `there-${id}`;
    const mapped = {
      ...(situation.address !== 'none' && { email }),
      emailVerified: situation.address === 'verified',
      groups: [],
      claims: {},
    };
    // eslint-disable-next-line no-await-in-loop -- one database
    await storage.commit([
      ...(situation.owner ? accountWrites(parts, id, email, situation.owner) : []),
      ...(situation.linked
        ? [
            ...accountWrites(parts, `linked-${id}`, undefined, plain),
            storage.identities.writes.link({
              issuer: upstream,
              subject,
              accountId: `linked-${id}`,
              connection: 'corp',
              profile: {},
            }),
          ]
        : []),
    ]);
    // eslint-disable-next-line no-await-in-loop -- one database
    const { decision, account } = await resolveIdentity(parts, connectionOf(situation), {
      issuer: upstream,
      subject,
      mapped,
    });
    const who = { 'sign in': `linked-${id}`, link: id }[wordsOf(decision)];
    expect([situation, wordsOf(decision), account?.id]).toEqual([situation, rowsOf(situation)[0]?.outcome, who]);
  }
}

const system = { actor: { type: 'system', id: 'test' } } as const;

const named = (email: string) => ({
  issuer: upstream,
  subject: randomUUID(),
  mapped: { email, emailVerified: true, groups: [], claims: {} },
});

async function races(parts: Parts): Promise<void> {
  const { storage, commit } = parts;
  const connection = connectionOf({ domainProved: false, trusted: false, signUp: true });
  const account = async () => {
    const id = randomUUID();
    await storage.commit(
      accountWrites(parts, id, `${id}@new.example`, { verified: true, secondFactor: false, privileged: false }),
    );
    return id;
  };

  // Two first sign-ins: one account.
  const twin = named(`${randomUUID()}@new.example`);
  const made = await Promise.all([1, 2].map(() => createFromIdentity(parts, {}, connection, twin)));
  const outcomes = await Promise.allSettled(made.map((work) => commit(work)));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: expect.any(ConflictError) });
  expect(await storage.accounts.findByEmail(twin.mapped.email)).toHaveLength(1);
  expect((await resolveIdentity(parts, connection, twin)).decision).toEqual({ kind: 'sign_in' });

  // The other one makes it while this one is looked at: it is who made it, and nobody is asked to connect.
  const second = named(`${randomUUID()}@new.example`);
  const making = await createFromIdentity(parts, {}, connection, second);
  let looks = 0;
  const identities: Storage['identities'] = {
    ...storage.identities,
    async find(key) {
      const found = await storage.identities.find(key);
      looks += 1;
      if (looks === 1) await commit(making);
      return found;
    },
  };
  const meanwhile = { ...parts, storage: { ...storage, identities } };
  expect((await resolveIdentity(meanwhile, connection, second)).decision).toEqual({ kind: 'sign_in' });

  // Linked to two accounts: one of them has it, and the other got nothing, no record either.
  const shared = named(`${randomUUID()}@new.example`);
  const ids = [await account(), await account()];
  const links = await Promise.all(
    ids.map((accountId) => linkIdentity(parts, system, connection, { identity: shared, accountId })),
  );
  const linked = await Promise.allSettled(links.map((work) => commit(work)));
  const won = ids.filter((_, n) => linked[n]?.status === 'fulfilled');
  expect(won).toHaveLength(1);
  expect((await storage.identities.find(shared))?.accountId).toBe(won[0]);
  for (const id of ids)
    expect(await storage.audit.list({ accountId: id, type: 'identity.linked' })).toHaveLength(id === won[0] ? 1 : 0);

  // Unlinked while its user signs in: the sign-in does not come to its end.
  const [holder = ''] = won;
  await storage.commit([storage.credentials.writes.put({ accountId: holder, kind: 'password', data: { hash: 'x' } })]);
  const identity = (await storage.identities.find(shared))!;
  const signingIn = useIdentity(parts, connection, shared, identity);
  await commit(await unlinkIdentity(parts, system, { account: (await storage.accounts.find(holder))!, identity }));
  await expect(commit(signingIn)).rejects.toBeInstanceOf(LostRaceError);
  expect((await resolveIdentity(parts, connection, shared)).decision).toEqual({ kind: 'create' });

  // Somebody registers with the address meanwhile: no second account, and the identity is asked about.
  const late = named(`${randomUUID()}@new.example`);
  const creating = await createFromIdentity(parts, {}, connection, late);
  const { email } = late.mapped;
  await storage.commit([
    storage.accounts.writes.put({ id: randomUUID(), login: email, email, emailVerified: true, status: 'active' }),
  ]);
  await expect(commit(creating)).rejects.toBeInstanceOf(ConflictError);
  expect(await storage.accounts.findByEmail(email)).toHaveLength(1);
  expect((await resolveIdentity(parts, connection, late)).decision).toEqual({ kind: 'ask', mayCreate: false });
}

/** Between the decision to link by itself and its commit the account becomes one that would not have been linked. */
async function judgedBefore(parts: Parts): Promise<void> {
  const { storage, commit } = parts;
  const secondFactors = createSecondFactors(storage, Date.now);
  const connection = connectionOf({ domainProved: true, trusted: true, signUp: true });
  const changes: Record<string, (account: AccountRecord) => Promise<unknown>> = {
    async 'an authenticator app'(account) {
      const secret = 'JBSWY3DPEHPK3PXP';
      const code = new TOTP({ secret }).generate();
      const factors = await secondFactors.of(account.id);
      return commit(addTotp({ ...parts, secondFactors }, system, { account, factors, secret, code })!);
    },
    role: (account) => storage.commit([storage.accounts.writes.change(account, { ...account, roles: ['support'] })]),
    address: ({ id, email }) =>
      storage.commit([storage.accounts.writes.changeEmail(id, { from: email, to: `${id}@elsewhere.example` })]),
    'a change by an operator': ({ id }) =>
      commit({ writes: [], events: [eventOf(system, 'user.changed', { target: { type: 'user', id } })] }),
    nothing: async () => undefined,
  };
  for (const [name, change] of Object.entries(changes)) {
    const id = randomUUID();
    const identity = named(`${id}@corp.example`);
    const plain = { verified: true, secondFactor: false, privileged: false };
    // eslint-disable-next-line no-await-in-loop -- one database
    await storage.commit(accountWrites(parts, id, identity.mapped.email, plain));
    // eslint-disable-next-line no-await-in-loop -- one database
    const { decision, account, revision } = await resolveIdentity(parts, connection, identity);
    expect([name, decision]).toEqual([name, { kind: 'link' }]);
    const judged = { identity, account: account!, revision: revision! };
    // eslint-disable-next-line no-await-in-loop -- one database
    const link = await linkBySelf(parts, system, connection, judged);
    // eslint-disable-next-line no-await-in-loop -- one database
    await change(account!);
    // eslint-disable-next-line no-await-in-loop -- one database
    const [outcome] = await Promise.allSettled([commit(link)]);
    const lost = { status: 'rejected', reason: expect.any(LostRaceError) };
    expect([name, outcome]).toEqual([name, name === 'nothing' ? { status: 'fulfilled' } : lost]);
    // eslint-disable-next-line no-await-in-loop -- one database
    expect([name, (await storage.identities.find(identity))?.accountId]).toEqual([
      name,
      name === 'nothing' ? id : undefined,
    ]);
  }
}

/** The address is the connection's by the name of the domain as the DNS has it, in whatever script it is written. */
async function internationalDomain(parts: Parts): Promise<void> {
  const { storage } = parts;
  const definition = { kind: 'oidc', issuer: upstream, client_id: 'here', domains: ['xn--bcher-kva.example'] };
  const record = { name: 'corp', definition: { ...definition, trust_email: true } };
  const id = randomUUID();
  const email = `${id}@Bücher.example`;
  const plain = { verified: true, secondFactor: false, privileged: false };
  await storage.commit(accountWrites(parts, id, email, plain));
  const decided = async (proved: readonly string[]) =>
    (await resolveIdentity(parts, connectionFrom(record, proved), named(email))).decision;
  expect(await decided(['xn--bcher-kva.example'])).toEqual({ kind: 'link' });
  expect(await decided([])).toEqual({ kind: 'ask', mayCreate: false });
}

/** Letters that become others in the form in which addresses are kept: the mailbox may be another user's. */
async function otherLetters(parts: Parts): Promise<void> {
  const { storage, commit } = parts;
  const connection = connectionOf({ domainProved: true, trusted: true, signUp: true });
  const id = randomUUID();
  const plain = { verified: true, secondFactor: false, privileged: false };
  await storage.commit(accountWrites(parts, id, `${id}k@corp.example`, plain));
  // The sign of the unit kelvin, and a letter as wide as a Chinese one.
  for (const letter of ['\u212A', '\uFF4B']) {
    const identity = named(`${id}${letter}@corp.example`);
    // eslint-disable-next-line no-await-in-loop -- one database
    expect((await resolveIdentity(parts, connection, identity)).decision).toEqual({ kind: 'create' });
    // eslint-disable-next-line no-await-in-loop -- one database
    const made = await createFromIdentity(parts, {}, connection, identity);
    // eslint-disable-next-line no-await-in-loop -- one database
    await commit(made);
    // eslint-disable-next-line no-await-in-loop -- one database
    expect((await storage.accounts.find(made.accountId))?.email).toBeUndefined();
  }
}

/** Two ways in, each taken away because the other is there. */
async function lastWays(parts: Parts): Promise<void> {
  const { storage, commit } = parts;
  const id = randomUUID();
  const plain = { verified: true, secondFactor: false, privileged: false };
  const link = (subject: string) =>
    storage.identities.writes.link({ issuer: upstream, subject, accountId: id, connection: 'corp', profile: {} });
  const definition = { kind: 'oidc', issuer: upstream, client_id: 'here' };
  await storage.commit([
    ...accountWrites(parts, id, undefined, plain),
    storage.connections.writes.put({ name: 'corp', definition }),
    link(`${id}-one`),
    link(`${id}-two`),
  ]);
  const account = (await storage.accounts.find(id))!;
  const identities = await storage.identities.listOfAccount(id);
  const [first, second] = await Promise.all(
    identities.map((identity) => unlinkIdentity(parts, system, { account, identity })),
  );
  await commit(first!);
  await expect(commit(second!)).rejects.toBeInstanceOf(LostRaceError);
  const [left, ...others] = await storage.identities.listOfAccount(id);
  expect(others).toEqual([]);
  await expect(unlinkIdentity(parts, system, { account, identity: left! })).rejects.toMatchObject({
    code: 'last_way_in',
  });
}

/** Where anybody makes an account, an address that is not verified is what anybody wrote: a domain that is proved says nothing of it. */
async function openToAll(parts: Parts): Promise<void> {
  const { storage, commit } = parts;
  const open = [
    { kind: 'google' },
    { kind: 'apple', team_id: 'ABCDE12345', key_id: 'ABCDE12345' },
    { kind: 'github' },
    { kind: 'microsoft', tenant: 'common', tenants: '*' },
  ];
  const decided = async (more: object, email: string) => {
    const definition = { client_id: 'here', domains: ['corp.example'], trust_email: true, ...more };
    const connection = connectionFrom({ name: 'corp', definition }, ['corp.example']);
    const identity = { ...named(email), mapped: { ...named(email).mapped, emailVerified: false } };
    const made = await createFromIdentity(parts, {}, connection, identity);
    await commit(made);
    const { email: kept } = (await storage.accounts.find(made.accountId))!;
    const stranger = { ...identity, subject: randomUUID() };
    return [kept, (await resolveIdentity(parts, connection, stranger)).decision];
  };
  for (const more of open) {
    // eslint-disable-next-line no-await-in-loop -- one database
    expect([more.kind, ...(await decided(more, `${randomUUID()}@corp.example`))]).toEqual([
      more.kind,
      undefined,
      { kind: 'ask', mayCreate: true },
    ]);
  }
  const staff = { kind: 'google', hosted_domains: ['corp.example'] };
  const email = `${randomUUID()}@corp.example`;
  expect(await decided(staff, email)).toEqual([email, { kind: 'ask', mayCreate: false }]);
}

/** The same on a database. */
function on(url: () => string): void {
  let storage: Storage;
  let parts: Parts;
  beforeAll(async () => {
    storage = await openStorage({ url: url(), sealer: createSealer([Buffer.alloc(32, 1)]) });
    parts = await partsOf(storage);
  });
  afterAll(() => storage?.close());

  it('FED-03: in every state, an identity is who the table says', () => walk(parts));
  it('FED-03: a proved domain counts for verified addresses alone where anybody signs up', () => openToAll(parts));
  it('FED-05: of what happens at the same moment one counts', () => races(parts));
  it('FED-03: an account that is another one meanwhile is not linked by itself', () => judgedBefore(parts));
  it('FED-03: an internationalized domain that is proved counts for its addresses', () => internationalDomain(parts));
  it('FED-03: an address whose letters become those of another is none', () => otherLetters(parts));
  it('FED-05: of two that take a way in, each because the other is there, one is done', () => lastWays(parts));
}

describe('with accounts, factors and roles on SQLite', () => on(() => 'sqlite::memory:'));

skipUnless('postgres')('with accounts, factors and roles on PostgreSQL', () => {
  let database: PostgresServer;
  beforeAll(async () => {
    database = await postgres();
  });
  afterAll(() => database?.stop());
  on(() => database.url);
});
