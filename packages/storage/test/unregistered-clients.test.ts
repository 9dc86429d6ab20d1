import { createHash } from 'node:crypto';
import { ConflictError, LostRaceError } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { onEveryDatabase } from './databases.ts';

const day = 86_400;
const start = Date.UTC(2026, 0, 31) / 1000;
const sha256 = (text: string) => createHash('sha256').update(text).digest();

const document = (clientId: string, host = 'agent.example') => ({
  clientId,
  host,
  metadata: { client_name: 'Agent', redirect_uris: ['https://agent.example/back'] },
  fetchedAtSeconds: start,
  freshUntilSeconds: start + 60,
  removableAtSeconds: start + day,
});
const dynamic = (clientId: string, { host = 'agent.example', network = '192.0.2.0/24' } = {}) => ({
  clientId,
  host,
  network,
  metadata: { client_name: 'Agent' },
  managementSha256: sha256('first'),
  removableAtSeconds: start + 14 * day,
});

describe('clients that no operator registered', () => {
  onEveryDatabase(({ open }) => {
    it('are kept as they told of themselves', async () => {
      const { unregisteredClients: store, commit } = await open({ clock: () => start * 1000 });
      const url = `https://agent.example/${'a'.repeat(2026)}`;
      await commit([
        store.writes.keepDocument(document(url)),
        store.writes.register({ ...dynamic('dyn_1'), ceiling: { scope: 'openid' } }),
      ]);
      const { removableAtSeconds: _, ...told } = document(url);
      expect(await store.find(url)).toEqual({ ...told, kind: 'document', createdAtSeconds: start });
      const { removableAtSeconds: __, ...registered } = dynamic('dyn_1');
      expect(await store.find('dyn_1')).toEqual({
        ...registered,
        kind: 'dynamic',
        ceiling: { scope: 'openid' },
        createdAtSeconds: start,
      });
      expect(await store.find('dyn_2')).toBeUndefined();
      await expect(commit([store.writes.register(dynamic('dyn_1'))])).rejects.toThrow(ConflictError);
      await commit([store.writes.remove('dyn_1')]);
      expect(await store.find('dyn_1')).toBeUndefined();
    });

    it('a document that was read again takes the place of the one before', async () => {
      const { unregisteredClients: store, commit } = await open({ clock: () => start * 1000 });
      const url = 'https://agent.example/c';
      await commit([store.writes.keepDocument(document(url))]);
      const again = { fetchedAtSeconds: start + 90, freshUntilSeconds: start + 95, removableAtSeconds: start };
      await commit([store.writes.keepDocument({ ...document(url), ...again, metadata: { client_name: 'New' } })]);
      expect(await store.find(url)).toMatchObject({
        metadata: { client_name: 'New' },
        fetchedAtSeconds: start + 90,
        freshUntilSeconds: start + 95,
        createdAtSeconds: start,
      });
    });

    it('come in pages, of one host too, and are counted by network', async () => {
      const { unregisteredClients: store, commit } = await open({ clock: () => start * 1000 });
      await commit([
        store.writes.keepDocument(document('https://other.example/c', 'other.example')),
        store.writes.register(dynamic('dyn_1')),
        store.writes.register(dynamic('dyn_2', { network: '198.51.100.0/24' })),
        store.writes.register(dynamic('dyn_3', { host: 'other.example' })),
      ]);
      const ids = async (options: Parameters<typeof store.page>[0]) =>
        (await store.page(options)).map(({ clientId }) => clientId);
      expect(await ids({ limit: 3 })).toEqual(['dyn_1', 'dyn_2', 'dyn_3']);
      expect(await ids({ limit: 3, after: 'dyn_3' })).toEqual(['https://other.example/c']);
      expect(await ids({ limit: 3, host: 'other.example' })).toEqual(['dyn_3', 'https://other.example/c']);
      expect(await store.count({ kind: 'dynamic' })).toBe(3);
      expect(await store.count({ kind: 'document' })).toBe(1);
      expect(await store.count({ kind: 'dynamic', network: '192.0.2.0/24' })).toBe(2);
    });

    it('of two changes with the same token one is made', async () => {
      const { unregisteredClients: store, commit } = await open({ clock: () => start * 1000 });
      await commit([store.writes.register(dynamic('dyn_1'))]);
      const change = (name: string) =>
        commit([
          store.writes.replace({
            ...dynamic('dyn_1'),
            metadata: { client_name: name },
            nextManagementSha256: sha256(name),
          }),
        ]);
      await change('one');
      await expect(change('two')).rejects.toThrow(LostRaceError);
      expect(await store.find('dyn_1')).toMatchObject({
        metadata: { client_name: 'one' },
        managementSha256: sha256('one'),
      });
    });

    it('go when they were not used for long enough', async () => {
      let nowSeconds = start;
      const { unregisteredClients: store, commit, collectGarbage } = await open({ clock: () => nowSeconds * 1000 });
      await commit([
        store.writes.register(dynamic('dyn_used')),
        store.writes.register(dynamic('dyn_unused')),
        store.writes.keepDocument(document('https://agent.example/c')),
      ]);
      const use = { clientId: 'dyn_used', atSeconds: start + day, removableAtSeconds: start + 91 * day };
      await commit([store.writes.used(use), store.writes.used({ ...use, removableAtSeconds: start })]);
      nowSeconds = start + 15 * day;
      expect(await collectGarbage()).toMatchObject({ unregisteredClients: 2 });
      expect(await store.find('dyn_used')).toMatchObject({ usedAtSeconds: start + day });
      nowSeconds = start + 92 * day;
      expect(await collectGarbage()).toMatchObject({ unregisteredClients: 1 });
    });
  });
});
