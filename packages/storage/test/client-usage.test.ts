import { describe, expect, it } from '@jest/globals';
import { onEveryDatabase } from './databases.ts';

const use = (clientId: string, value: string, lastUsedAtSeconds: number) => ({
  clientId,
  kind: 'scope',
  value,
  lastUsedAtSeconds,
});

describe('what clients use', () => {
  onEveryDatabase(({ open }) => {
    it('is known with the time of the last use, which only grows', async () => {
      const { clients, clientUsage, commit } = await open();
      const { writes } = clientUsage;
      await commit([
        clients.writes.put({ clientId: 'web', metadata: {} }),
        clients.writes.put({ clientId: 'app', metadata: {} }),
      ]);
      await commit([
        writes.used([use('web', 'b', 100), use('web', 'a', 90), use('web', 'a', 110), use('web', 'a', 95)]),
        writes.used([{ ...use('web', 'https://a/cb', 50), kind: 'redirect_uri' }, use('app', 'a', 1)]),
        writes.used([]),
      ]);
      await commit([writes.used([use('web', 'a', 80), use('web', 'b', 120)])]);
      expect(await clientUsage.list('web')).toEqual([
        { kind: 'redirect_uri', value: 'https://a/cb', lastUsedAtSeconds: 50 },
        { kind: 'scope', value: 'a', lastUsedAtSeconds: 110 },
        { kind: 'scope', value: 'b', lastUsedAtSeconds: 120 },
      ]);
    });

    it('goes with the client, and a client that is gone brings nothing back', async () => {
      const { clients, clientUsage, commit } = await open();
      const { writes } = clientUsage;
      await commit(['web', 'app'].map((clientId) => clients.writes.put({ clientId, metadata: {} })));
      await commit([writes.used([use('web', 'a', 1), use('app', 'a', 1)])]);
      await commit([clients.writes.remove('web')]);
      expect(await clientUsage.list('web')).toEqual([]);
      await commit([writes.used([use('web', 'a', 2), use('app', 'a', 2)])]);
      expect(await clientUsage.list('web')).toEqual([]);
      expect(await clientUsage.list('app')).toMatchObject([{ lastUsedAtSeconds: 2 }]);
    });
  });
});
