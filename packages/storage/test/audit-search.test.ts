import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import type { AuditInput } from '../src/index.ts';
import { type AuditFilter, auditStatement, requestStatements } from '../src/stores/audit-search.ts';
import { onEveryDatabase } from './databases.ts';
import { builder, goesBy, plansOf } from './plan.ts';

const start = Date.UTC(2026, 0, 1);

/** An identifier of a request that carries a moment (RFC 9562, section 5.7). */
function requestAt(ms: number): string {
  const time = ms.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

const alice = { type: 'user', id: 'alice' };
const carol = { type: 'operator', id: 'carol' };
const records: readonly AuditInput[] = [
  { type: 'sign_in.completed', accountId: 'alice', clientId: 'web', data: { outcome: 'success', actor: alice } },
  { type: 'token.issued', accountId: 'alice', clientId: 'web', data: { outcome: 'success', actor: alice } },
  {
    type: 'user.disabled',
    accountId: 'bob',
    data: { outcome: 'success', actor: carol, target: { type: 'account', id: 'bob' } },
  },
  {
    type: 'client.changed',
    clientId: 'web',
    data: { outcome: 'success', actor: carol, target: { type: 'client', id: 'web' } },
  },
  { type: 'token.refused', clientId: 'app', data: { outcome: 'failure', actor: { type: 'client', id: 'app' } } },
  {
    type: 'client.added',
    clientId: 'new',
    data: { outcome: 'failure', actor: carol, target: { type: 'client', id: 'new' } },
  },
  { type: 'token.exchanged', clientId: 'web', data: { outcome: 'success', actor: { type: 'client', id: 'web' } } },
];

describe('the search of the audit', () => {
  onEveryDatabase(({ dialect, fresh, open }) => {
    /** A storage with the records above, a second apart, and a search that answers their places in the list. */
    async function recorded() {
      let now = start;
      const { audit, commit } = await open({ clock: () => now });
      for (const [n, record] of records.entries()) {
        now = start + n * 1000;
        await commit([audit.writes.append({ ...record, data: { ...record.data, n } })]);
      }
      const search = async (filter: AuditFilter) => (await audit.list(filter)).map(({ data }) => data['n']);
      return { audit, search };
    }

    it('lists what one process recorded within a millisecond in the order in which it came', async () => {
      const { audit, commit } = await open({ clock: () => start });
      for (let n = 0; n < 20; n += 1) await commit([audit.writes.append({ type: 'client.changed', data: { n } })]);
      const listed = await audit.list({ order: 'oldest' });
      expect(listed.map(({ data }) => data['n'])).toEqual(Array.from({ length: 20 }, (_, n) => n));
    });

    it('is by event, user, client, actor, target and outcome, and by all of them together', async () => {
      const { search } = await recorded();
      expect(await search({})).toEqual([6, 5, 4, 3, 2, 1, 0]);
      expect(await search({ tokenRecords: false })).toEqual([5, 4, 3, 2, 0]);
      expect(await search({ type: 'user.disabled' })).toEqual([2]);
      expect(await search({ type: ['client.added', 'sign_in.completed', 'client.changed'] })).toEqual([5, 3, 0]);
      expect(await search({ type: ['token.issued', 'user.disabled'], tokenRecords: false })).toEqual([2, 1]);
      expect(await search({ accountId: 'alice' })).toEqual([1, 0]);
      expect(await search({ accountId: 'alice', tokenRecords: false })).toEqual([0]);
      expect(await search({ clientId: 'web', tokenRecords: false })).toEqual([3, 0]);
      expect(await search({ clientId: 'web' })).toEqual([6, 3, 1, 0]);
      expect(await search({ actorId: 'carol', tokenRecords: false })).toEqual([5, 3, 2]);
      expect(await search({ actorId: 'carol', type: ['client.changed', 'user.disabled'] })).toEqual([3, 2]);
      expect(await search({ target: { type: 'client', id: 'web' } })).toEqual([3]);
      expect(await search({ target: { type: 'client' }, tokenRecords: false })).toEqual([5, 3]);
      expect(await search({ outcome: 'failure', tokenRecords: false })).toEqual([5, 4]);
      expect(await search({ actorId: 'carol', target: { type: 'client' }, outcome: 'success' })).toEqual([3]);
      expect(await search({ actorId: 'car\0ol' })).toEqual([]);
    });

    it('is of a time, in either order, a page after the other', async () => {
      const { audit, search } = await recorded();
      expect(await search({ sinceSeconds: start / 1000 + 2, untilSeconds: start / 1000 + 4 })).toEqual([3, 2]);
      expect(await search({ order: 'oldest', limit: 3 })).toEqual([0, 1, 2]);
      const third = (await audit.list({ order: 'oldest', limit: 3 }))[2]!.id;
      expect(await search({ order: 'oldest', afterId: third, limit: 2 })).toEqual([3, 4]);
      expect(await search({ beforeId: third })).toEqual([1, 0]);
      const type = ['client.added', 'token.refused', 'user.disabled', 'sign_in.completed'];
      expect(await search({ type, limit: 2 })).toEqual([5, 4]);
      expect(await search({ type, order: 'oldest', afterId: third, limit: 2 })).toEqual([4, 5]);
    });

    it('gives everything of one request, its records of tokens too', async () => {
      let now = start;
      const { audit, commit } = await open({ clock: () => now });
      const append = async (type: string, requestId: string, n: number) => {
        now += 1000;
        await commit([audit.writes.append({ type, data: { request_id: requestId, n } })]);
      };
      const [timed, given, lone] = [requestAt(start), 'given-by-a-proxy', requestAt(start + 100_000)];
      await append('token.issued', timed, 0);
      await append('sign_in.completed', given, 1);
      now += 20_000;
      await append('token.exchanged', timed, 2);
      await append('token.issued', given, 3);
      await append('token.refused', timed, 4);
      now += 80_000;
      await append('token.issued', lone, 5);
      const of = async (requestId: string) => (await audit.listOfRequest(requestId)).map(({ data }) => data['n']);
      expect(await of(timed)).toEqual([0, 2, 4]);
      expect(await of(given)).toEqual([1, 3]);
      expect(await of(lone)).toEqual([5]);
      expect(await of(requestAt(start))).toEqual([]);
      expect(await of('none')).toEqual([]);
      expect((await audit.listOfRequest(timed, { limit: 1 })).map(({ data }) => data['n'])).toEqual([0]);
    });

    it('records what has NUL in it, without the NUL', async () => {
      const { audit, commit } = await open();
      const data = { actor: { type: 'user', id: 'a\0b' }, other: 'a\\u0000"' };
      await commit([audit.writes.append({ type: 'user.changed', accountId: 'a\0b', data })]);
      const [record] = await audit.list({ actorId: 'a\ufffdb' });
      expect(record).toMatchObject({ accountId: 'a\ufffdb', data: { ...data, actor: { id: 'a\ufffdb' } } });
    });

    it('OPS-11: goes by an index that serves search and order', async () => {
      const url = await fresh();
      await open({ url });
      const searches: [string, AuditFilter][] = [
        ['audit_by_time', {}],
        ['audit_by_time', { outcome: 'failure', sinceSeconds: 1, untilSeconds: 2 }],
        ['audit_by_type', { type: 'user.disabled' }],
        ['audit_by_account', { accountId: 'a' }],
        ['audit_by_client', { clientId: 'a', sinceSeconds: 1 }],
        ['audit_by_client', { clientId: 'a', type: ['user.changed', 'user.disabled'] }],
        ['audit_by_actor', { actorId: 'a' }],
        ['audit_by_target', { target: { type: 'client', id: 'a' } }],
      ];
      for (const [index, filter] of searches) {
        const statements = (['newest', 'oldest'] as const).flatMap((order) => [
          auditStatement(builder(dialect), { ...filter, tokenRecords: false, order }),
          auditStatement(builder(dialect), {
            ...filter,
            tokenRecords: false,
            order,
            beforeId: '0198',
            afterId: '0197',
          }),
        ]);
        for (const plan of await plansOf(url, statements)) expect(plan).toMatch(goesBy(index));
      }
      const of = requestStatements(builder(dialect));
      const [acts, tokens] = await plansOf(url, [
        of.acts({ request_id: 'r', limit: 10 }),
        of.tokens({ request_id: 'r', limit: 10, from: '0197', to: '0198' }),
      ]);
      expect(acts).toMatch(goesBy('audit_by_request'));
      expect(tokens).toMatch(goesBy(dialect === 'sqlite' ? 'sqlite_autoindex_audit_1' : 'audit_pkey'));
      expect(tokens).toMatch(dialect === 'sqlite' ? /\(id>\? AND id<\?\)/u : /Index Cond: .*id >= .*id </u);
    });

    it('costs the records of tokens nothing: they are in no index that is there for it', async () => {
      const url = await fresh();
      await open({ url });
      const definitions: string[] = [];
      if (dialect === 'sqlite') {
        const database = new DatabaseSync(url.slice('sqlite:'.length), { readOnly: true });
        const rows = database
          .prepare(`select sql from sqlite_master where type = 'index' and tbl_name = 'audit'`)
          .all();
        definitions.push(...rows.map(({ sql }) => String(sql)));
        database.close();
      } else {
        const client = new Client({ connectionString: url });
        await client.connect();
        const { rows } = await client.query<{ indexdef: string }>(
          `select indexdef from pg_indexes where tablename = 'audit'`,
        );
        definitions.push(...rows.map(({ indexdef }) => indexdef));
        await client.end();
      }
      const ofAll = definitions.filter(
        (text) => !/where .*token\.issued.*token\.exchanged.*assertion\.accepted/isu.test(text),
      );
      // The primary key, and what was there before: a user's own activity, and what is to be removed.
      expect(ofAll).toHaveLength(3);
      expect(definitions.length - ofAll.length).toBe(7);
    });
  });
});
