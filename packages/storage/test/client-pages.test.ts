import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ClientRecord, Page, Storage } from '../src/index.ts';
import { type ClientPageOptions, clientPageStatement } from '../src/stores/client-pages.ts';
import { onEveryDatabase } from './databases.ts';
import { builder, goesBy, plansOf } from './plan.ts';

type Search = Omit<ClientPageOptions, 'after' | 'limit'>;

/** Every client of a search, by pages of two. */
async function walk({ clients }: Storage, search: Search): Promise<ClientRecord[]> {
  const found: ClientRecord[] = [];
  let page: Page<ClientRecord> | undefined;
  do {
    page = await clients.page({ ...search, limit: 2, after: page?.next });
    expect(page.items.length).toBeLessThanOrEqual(2);
    found.push(...page.items);
  } while (page.next);
  return found;
}

const idsOf = (records: readonly ClientRecord[]): string[] => records.map(({ clientId }) => clientId);

describe('pages of clients', () => {
  onEveryDatabase(({ dialect, fresh, open }) => {
    it('hold every client once, by identifier or by name, with its own secrets', async () => {
      const storage = await open();
      const { clients, commit } = storage;
      const names: Record<string, string | undefined> = {
        B: 'Zebra',
        a: 'alpha',
        'a.b': 'Alpha',
        c: undefined,
        d: 'b',
      };
      for (const [clientId, client_name] of Object.entries(names)) {
        await commit([
          clients.writes.put({ clientId, metadata: { ...(client_name && { client_name }) } }),
          ...['one', 'two'].map((text) =>
            clients.writes.addSecret({
              clientId,
              sha256: createHash('sha256')
                .update(clientId + text)
                .digest(),
            }),
          ),
        ]);
      }
      const byId = await walk(storage, { order: 'id' });
      expect(idsOf(byId)).toEqual(['B', 'a', 'a.b', 'c', 'd']);
      for (const record of byId) expect(record).toEqual(await clients.find(record.clientId));
      expect(idsOf(await walk(storage, { order: 'name' }))).toEqual(['a', 'a.b', 'd', 'c', 'B']);
      expect(idsOf(await walk(storage, { order: 'name', descending: true }))).toEqual(['B', 'c', 'd', 'a.b', 'a']);
    });

    it('are of those whose identifier or name begins so, and that are disabled or not', async () => {
      const storage = await open();
      const { clients, commit } = storage;
      await commit(
        ['web-1', 'web-2', 'app', 'WEB'].map((clientId) =>
          clients.writes.put({
            clientId,
            metadata: { client_name: `The ${clientId}` },
            disabled: clientId === 'web-2',
          }),
        ),
      );
      expect(idsOf(await walk(storage, { order: 'id', prefix: 'web' }))).toEqual(['web-1', 'web-2']);
      expect(idsOf(await walk(storage, { order: 'name', prefix: 'the W' }))).toEqual(['WEB', 'web-1', 'web-2']);
      expect(idsOf(await walk(storage, { order: 'name', prefix: 'the w', disabled: true }))).toEqual(['web-2']);
      expect(idsOf(await walk(storage, { order: 'id', disabled: false }))).toEqual(['WEB', 'app', 'web-1']);
      expect(await clients.page({ order: 'id', prefix: 'x', limit: 5 })).toEqual({ items: [] });
    });

    it('show a client whose metadata has NUL in it', async () => {
      const storage = await open();
      const metadata = { client_name: 'a\0b', note: 'a\\u0000"' };
      await storage.commit([storage.clients.writes.put({ clientId: 'odd', metadata })]);
      expect(await walk(storage, { order: 'name', prefix: 'A' })).toMatchObject([{ clientId: 'odd', metadata }]);
    });

    it('OPS-11: are found by an index that serves search and order', async () => {
      const url = await fresh();
      await open({ url });
      const searches: [string, Search][] = [
        [dialect === 'sqlite' ? 'sqlite_autoindex_clients_1' : 'clients_by_id', { order: 'id' }],
        [dialect === 'sqlite' ? 'sqlite_autoindex_clients_1' : 'clients_by_id', { order: 'id', prefix: 'client-1' }],
        ['clients_by_state_and_id', { order: 'id', disabled: true }],
        ['clients_by_name', { order: 'name' }],
        ['clients_by_name', { order: 'name', prefix: 'Name 1' }],
        ['clients_by_state_and_name', { order: 'name', prefix: 'Name 1', disabled: true }],
      ];
      for (const [index, search] of searches) {
        const key = search.order === 'id' ? 'client-150' : 'name 150';
        const statements = [false, true].flatMap((descending) =>
          [undefined, { key, id: 'client-150' }].map((after) =>
            clientPageStatement(builder(dialect), { ...search, descending, after, limit: 50 }),
          ),
        );
        for (const plan of await plansOf(url, statements)) expect(plan).toMatch(goesBy(index));
      }
    });
  });
});
