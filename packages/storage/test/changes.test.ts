import { EventEmitter, once } from 'node:events';
import { expectWithin } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Storage } from '../src/index.ts';
import { onEveryDatabase, onPostgres, type TestDatabases } from './databases.ts';

/** A storage that watches, and how long it takes until it hears. */
async function watcher(open: TestDatabases['open'], url: string, kinds: readonly string[]) {
  const storage = await open({ url });
  const events = new EventEmitter();
  const heard: string[] = [];
  const begun = Promise.all(kinds.map((kind) => once(events, kind)));
  for (const kind of kinds) {
    storage.onChange(kind, () => {
      heard.push(kind);
      events.emit(kind);
    });
  }
  await begun;
  heard.length = 0;
  return {
    storage,
    heard,
    async msUntil(kind: string, act: () => Promise<unknown>): Promise<number> {
      const changed = once(events, kind);
      await act();
      const startedAt = performance.now();
      await changed;
      return performance.now() - startedAt;
    },
  };
}

describe('changes of the registry', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('reach every instance within a second of their commit', async () => {
      const url = await fresh();
      const writer: Storage = await open({ url });
      const { clients, commit } = writer;
      const other = await watcher(open, url, ['clients', 'keys']);
      await commit([clients.writes.put({ clientId: 'web', metadata: {} })]);
      expectWithin(await other.msUntil('clients', () => commit([clients.writes.setDisabled('web', true)])), 1000);
      expect(await other.storage.clients.find('web')).toMatchObject({ disabled: true });
      expectWithin(await other.msUntil('keys', () => commit([writer.announce('keys')])), 1000);
      const { storage } = other;
      expectWithin(await other.msUntil('clients', () => storage.commit([storage.clients.writes.remove('web')])), 1000);
    });

    it('are not announced when their unit was not written', async () => {
      const url = await fresh();
      const { clients, roles, commit } = await open({ url });
      const other = await watcher(open, url, ['clients', 'roles']);
      await expect(commit([clients.writes.setDisabled('unknown', true)])).rejects.toMatchObject({ code: 'lost_race' });
      await other.msUntil('roles', () => commit([roles.writes.put({ name: 'r', definition: {} })]));
      expect(other.heard).toEqual(['roles']);
    });
  });

  onPostgres((databases) => {
    it('OPS-07: are heard after the server was away', async () => {
      const url = await databases.fresh();
      const { clients, commit } = await databases.open({ url });
      const other = await watcher(databases.open, url, ['clients']);
      await other.msUntil('clients', () => commit([clients.writes.put({ clientId: 'web', metadata: {} })]));
      const server = databases.server();
      await server.halt('immediate');
      await server.start();
      expect(await other.msUntil('clients', () => commit([clients.writes.setDisabled('web', true)]))).toBeLessThan(
        3000,
      );
    });
  });
});
