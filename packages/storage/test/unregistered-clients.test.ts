import { createHash } from 'node:crypto';
import { ConflictError, LostRaceError } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { noRoomToRegister } from '../src/index.ts';
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
  onEveryDatabase(({ open, fresh }) => {
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

    it('of forty that register at once over two instances as many are there as there is room for', async () => {
      const url = await fresh();
      const [one, other] = [await open({ url }), await open({ url })];
      const room = { inAll: 12, ofNetwork: 3, ofSite: 5 };
      const race = async (name: string, from: (n: number) => { network?: string; site?: string }) => {
        const outcomes = await Promise.allSettled(
          Array.from({ length: 40 }, (_, n) => {
            const { commit, unregisteredClients: store } = n % 2 === 0 ? one : other;
            return commit([store.writes.register({ ...dynamic(`dyn_${name}${n}`), ...from(n) }, room)]);
          }),
        );
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ model: noRoomToRegister });
        }
        return outcomes.filter(({ status }) => status === 'fulfilled').length;
      };
      expect(await race('network', () => ({ network: '192.0.2.0/24' }))).toBe(3);
      const site = '2001:db8:1::/48';
      expect(await race('site', (n) => ({ network: `2001:db8:1:${n}::/64`, site }))).toBe(5);
      expect(await race('all', (n) => ({ network: `198.51.${n}.0/24` }))).toBe(4);
      expect(await one.unregisteredClients.count({ kind: 'dynamic' })).toBe(12);
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

    it('are removed by themselves only with the token that is theirs now', async () => {
      const { unregisteredClients: store, commit } = await open({ clock: () => start * 1000 });
      await commit([store.writes.register(dynamic('dyn_1'))]);
      const remove = (token: string) =>
        commit([store.writes.removeOwn({ clientId: 'dyn_1', managementSha256: sha256(token) })]);
      await expect(remove('another')).rejects.toThrow(LostRaceError);
      expect(await store.find('dyn_1')).toBeDefined();
      await remove('first');
      expect(await store.find('dyn_1')).toBeUndefined();
      await expect(remove('first')).rejects.toThrow(LostRaceError);
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

const grant = (clientId: string, accountId: string, grantId: string, expiresAtSeconds = start + day) => ({
  model: 'Grant',
  id: grantId,
  grantId,
  clientId,
  accountId,
  payload: { jti: grantId },
  expiresAtSeconds,
});

describe('what they hold', () => {
  onEveryDatabase(({ open }) => {
    const filled = async (clock: () => number) => {
      const storage = await open({ clock });
      const { unregisteredClients: clients, artefacts, commit } = storage;
      const url = 'https://agent.example/c';
      await commit([
        clients.writes.keepDocument(document(url)),
        clients.writes.register(dynamic('dyn_1')),
        clients.writes.register(dynamic('dyn_2', { host: 'other.example' })),
        clients.writes.used({ clientId: 'dyn_1', atSeconds: start + 5, removableAtSeconds: start }),
        ...[
          grant(url, 'ann', 'g1'),
          grant(url, 'ann', 'g2'),
          grant('dyn_1', 'ann', 'g3'),
          grant('dyn_1', 'bob', 'g4'),
          grant('dyn_1', 'bob', 'over', start - 1),
          grant('web-app', 'ann', 'g5'),
          grant('dyn_1', 'cid', 'ended'),
        ].map((one) => artefacts.writes.upsert(one)),
        artefacts.writes.revokeGrant({ grantId: 'ended' }),
      ]);
      return { ...storage, url };
    };

    it('is told by host, by client and by grant', async () => {
      const { unregisteredGrants: store, url } = await filled(() => start * 1000);
      const agent = { host: 'agent.example', clients: 2, grants: 4, users: 2, usedAtSeconds: start + 5 };
      const other = { host: 'other.example', clients: 1, grants: 0, users: 0 };
      expect(await store.hosts({ limit: 5 })).toEqual([agent, other]);
      expect(await store.hosts({ limit: 1 })).toEqual([agent]);
      expect(await store.hosts({ limit: 5, after: 'agent.example' })).toEqual([other]);
      expect(await store.hosts({ limit: 5, after: 'other.example' })).toEqual([]);
      expect(await store.host('agent.example')).toEqual(agent);
      expect(await store.host('nobody.example')).toBeUndefined();
      expect(Object.fromEntries(await store.uses([url, 'dyn_1', 'dyn_2']))).toEqual({
        [url]: { grants: 2, users: 1 },
        dyn_1: { grants: 2, users: 2 },
      });
      const some = await store.some(['dyn_1', 'dyn_2'], 5);
      expect(some.map(({ grantId }) => grantId).toSorted()).toEqual(['g3', 'g4']);
      expect(await store.some(['dyn_1', url], 3)).toHaveLength(3);
    });

    it('comes in pages of grants with the last use of each', async () => {
      let nowSeconds = start;
      const { unregisteredGrants: store, artefacts, commit } = await filled(() => nowSeconds * 1000);
      nowSeconds = start + 60;
      const token = { clientId: 'dyn_1', accountId: 'bob', grantId: 'g4', payload: {}, expiresAtSeconds: start + day };
      await commit([artefacts.writes.upsert({ ...token, model: 'RefreshToken', id: 'r' })]);
      const first = await store.page({ clientId: 'dyn_1', limit: 1 });
      expect(first.items).toMatchObject([{ grantId: 'g3', accountId: 'ann', usedAtSeconds: start }]);
      const second = await store.page({ clientId: 'dyn_1', limit: 1, after: first.next });
      expect(second.items).toMatchObject([{ grantId: 'g4', accountId: 'bob', usedAtSeconds: start + 60 }]);
      expect(second.next).toBeUndefined();
    });
  });
});
