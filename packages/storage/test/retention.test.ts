import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { stores, type Tables } from '../src/tables.ts';
import { newId, onEveryDatabase } from './databases.ts';

const day = 86_400;

/** Every table, and what keeps it from growing for ever. A new one is a line here first. */
const emptied: Record<keyof Tables | 'leases' | 'schema_migrations' | 'schema_lock', string> = {
  artefacts: 'by expiry: collectGarbage',
  client_secrets: 'by expiry: collectGarbage; the others by "clients secret remove"',
  counters: 'by expiry: collectGarbage',
  revocations: 'by expiry: collectGarbage',
  outbox: 'by expiry: collectGarbage',
  accounts: 'never confirmed: collectGarbage; the others by people and operators',
  audit: 'by age: collectGarbage with auditKeptSeconds',
  api_credentials: 'dead for 30 days: collectGarbage; with their account',
  memberships: 'with their account; a row for each of its roles',
  credentials: 'with their account; one of a kind',
  passkeys: 'with their account; a bounded number for each',
  clients: 'a row for each client of the registry',
  resources: 'a row for each resource of the registry',
  roles: 'a row for each role of the registry',
  policies: 'a row for each part of users_policy that a registry declares, and the look of pages',
  declarations: 'a row for each user and client that a registry ever declared',
  revisions: 'a row for each thing that an operator ever changed',
  idempotency: 'by expiry: collectGarbage',
  statistics: 'after 30 days: collectGarbage',
  client_usage: 'with their client; a bounded number for each',
  unregistered_clients: 'not used for a while: collectGarbage',
  registration_tokens: 'by expiry: collectGarbage',
  connections: 'a row for each connection of the registry',
  identities: 'with their account; a row for each that its user linked',
  upstream_sessions: 'by expiry: collectGarbage',
  domain_proofs: 'a row for each domain of a connection',
  signing_keys: 'by the rotation, once nothing they signed is alive',
  key_generations: 'a row for each purpose of keys',
  changes: 'a row for each kind of change',
  leases: 'a row for each lease',
  schema_migrations: 'a row for each migration',
  schema_lock: 'one row, on PostgreSQL alone',
};

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  if (url.startsWith('sqlite:')) {
    const database = new DatabaseSync(url.slice('sqlite:'.length));
    try {
      return database.prepare(text).all();
    } finally {
      database.close();
    }
  }
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

describe('F8: what is kept, and for how long', () => {
  onEveryDatabase(({ dialect, fresh, open }) => {
    it('every table is emptied by something', async () => {
      const url = await fresh();
      await open({ url });
      const names =
        dialect === 'sqlite'
          ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
          : `select table_name as name from information_schema.tables where table_schema = 'public'`;
      const tables = (await query(url, names)).map(({ name }) => String(name));
      const known = Object.keys(emptied).filter((name) => dialect === 'postgres' || name !== 'schema_lock');
      expect(tables.toSorted()).toEqual(known.toSorted());
    });

    it('AS-18: every sealed column is declared, so that a new key reaches it', async () => {
      const url = await fresh();
      await open({ url });
      const columns =
        dialect === 'sqlite'
          ? `select m.name || '.' || c.name as name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table'`
          : `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`;
      const sealed = (await query(url, columns))
        .map(({ name }) => String(name))
        .filter((name) => name.includes('.sealed_') || name === 'artefacts.payload');
      const declared = stores.flatMap(({ sealed: places = [] }) =>
        places.map(({ table, column }) => `${table}.${column}`),
      );
      expect(declared.toSorted()).toEqual(sealed.toSorted());
    });

    it('audit records go when they are older than they are kept, in batches, and none without a limit', async () => {
      let now = Date.now();
      const url = await fresh();
      const { audit, commit, collectGarbage } = await open({ url, clock: () => now });
      const append = (count: number, type: string) =>
        commit([audit.writes.append(...Array.from({ length: count }, () => ({ type, accountId: newId() })))]);
      await append(413, 'old');
      now += 90 * day * 1000;
      await append(5, 'young');
      now += 1000;
      expect(await collectGarbage()).toMatchObject({ audit: 0 });
      expect(await collectGarbage({ auditKeptSeconds: 91 * day })).toMatchObject({ audit: 0 });
      expect(await collectGarbage({ auditKeptSeconds: 90 * day, batchSize: 100, maxBatches: 2 })).toMatchObject({
        audit: 200,
      });
      expect(await collectGarbage({ auditKeptSeconds: 90 * day, batchSize: 100 })).toMatchObject({ audit: 213 });
      expect((await audit.list()).map(({ type }) => type)).toEqual(Array.from({ length: 5 }, () => 'young'));
    });

    it('records that were aged by hand go too: their time counts, not their id', async () => {
      const url = await fresh();
      const { audit, commit, collectGarbage } = await open({ url });
      await commit([audit.writes.append(...Array.from({ length: 40 }, (_, n) => ({ type: `t${n % 2}` })))]);
      await query(url, `update audit set at_ms = at_ms - ${5 * 365 * day * 1000} where type = 't1'`);
      expect(await collectGarbage({ auditKeptSeconds: day })).toMatchObject({ audit: 20 });
    });

    it('an index serves it', async () => {
      const url = await fresh();
      const { audit, commit } = await open({ url });
      const text = 'select id from audit where at_ms < 1 order by at_ms limit 200';
      if (dialect === 'sqlite') {
        const plan = await query(url, `explain query plan ${text}`);
        expect(JSON.stringify(plan)).toContain('audit_at_ms');
        return;
      }
      await commit([audit.writes.append(...Array.from({ length: 2000 }, () => ({ type: 't' })))]);
      await query(url, 'analyze audit');
      expect(JSON.stringify(await query(url, `explain ${text}`))).toContain('audit_at_ms');
    });

    it('API keys that nobody can use go thirty days later, and no others', async () => {
      let now = Date.now();
      const { accounts, apiCredentials, commit, collectGarbage } = await open({ url: await fresh(), clock: () => now });
      await commit([accounts.writes.put({ id: 'a', login: 'a' })]);
      const add = (id: string, expiresAtSeconds?: number) =>
        commit([
          apiCredentials.writes.add({
            id,
            kind: 'api_key',
            name: id,
            accountId: 'a',
            scopes: {},
            claims: {},
            sha256: createHash('sha256').update(id).digest(),
            ...(expiresAtSeconds !== undefined && { expiresAtSeconds }),
          }),
        ]);
      const seconds = Math.floor(now / 1000);
      await add('lives');
      await add('lives long', seconds + 100 * day);
      await add('expires', seconds + 10);
      await add('revoked');
      await commit([apiCredentials.writes.revoke('revoked')]);
      now += 29 * day * 1000;
      expect(await collectGarbage()).toMatchObject({ apiCredentials: 0 });
      now += 2 * day * 1000;
      expect(await collectGarbage()).toMatchObject({ apiCredentials: 2 });
      const left = (await apiCredentials.list({ accountId: 'a' })).map(({ id }) => id);
      expect(left.toSorted()).toEqual(['lives', 'lives long']);
    });
  });
});
