import { createHash, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { credentialPageStatement } from '../src/stores/api-credentials.ts';
import { inSeconds, onEveryDatabase } from './databases.ts';
import { builder, goesBy, plansOf } from './plan.ts';

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

describe('API keys and service accounts', () => {
  onEveryDatabase(({ dialect, fresh, open }) => {
    it('GW-07: are found by their hash or login, and keep owner, scopes, expiry and claims', async () => {
      const { apiCredentials, accounts, commit } = await open();
      await commit([accounts.writes.put({ id: 'alice', login: 'alice' })]);
      const [key, robot] = [randomUUID(), randomUUID()];
      const scopes = { 'https://api.example': ['read', 'write'] };
      const expiresAtSeconds = inSeconds(60);
      await commit([
        apiCredentials.writes.add({
          id: key,
          kind: 'api_key',
          name: 'laptop',
          sha256: hashOf('one'),
          accountId: 'alice',
          scopes,
          expiresAtSeconds,
        }),
        apiCredentials.writes.add({
          id: robot,
          kind: 'service_account',
          name: 'Reports',
          login: 'reports',
          sha256: hashOf('two'),
          scopes,
          claims: { department: 'Finance' },
        }),
      ]);
      const found = await apiCredentials.findByHash(hashOf('one'));
      expect(found).toEqual({
        id: key,
        kind: 'api_key',
        name: 'laptop',
        sha256: hashOf('one'),
        accountId: 'alice',
        scopes,
        claims: {},
        createdAtSeconds: expect.any(Number),
        expiresAtSeconds,
      });
      expect(await apiCredentials.find(key)).toEqual(found);
      expect(await apiCredentials.findByLogin('reports')).toMatchObject({
        id: robot,
        claims: { department: 'Finance' },
      });
      expect(await apiCredentials.findByHash(hashOf('three'))).toBeUndefined();
      expect(await apiCredentials.findByLogin('Reports')).toBeUndefined();
      expect(await apiCredentials.list()).toHaveLength(2);
      expect((await apiCredentials.list({ accountId: 'alice' })).map(({ id }) => id)).toEqual([key]);
      await commit([accounts.writes.remove('alice')]);
      expect(await apiCredentials.find(key)).toBeUndefined();
    });

    it('GW-07: a login and a secret are there once, also between instances', async () => {
      const url = await fresh();
      const [one, two] = await Promise.all([open({ url }), open({ url })]);
      const add = (storage: typeof one, login: string, secret: string) =>
        storage.commit([
          storage.apiCredentials.writes.add({
            id: randomUUID(),
            kind: 'service_account',
            name: login,
            login,
            sha256: hashOf(secret),
            scopes: {},
          }),
        ]);
      const attempts = await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) => add(index % 2 ? one : two, 'robot', `secret ${index}`)),
      );
      expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const attempt of attempts)
        if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'conflict' });
      await add(one, 'other', 'the same');
      await expect(add(two, 'third', 'the same')).rejects.toMatchObject({ code: 'conflict' });
    });

    it('GW-07: are revoked once and for good, and remember when they were used', async () => {
      let now = Date.now();
      const { apiCredentials, commit } = await open({ clock: () => now });
      const id = randomUUID();
      await commit([apiCredentials.writes.add({ id, kind: 'api_key', name: 'x', sha256: hashOf('x'), scopes: {} })]);
      now += 5000;
      await commit([apiCredentials.writes.touch(id)]);
      expect(await apiCredentials.find(id)).toMatchObject({ lastUsedAtSeconds: Math.floor(now / 1000) });
      const revocations = await Promise.allSettled(
        Array.from({ length: 5 }, () => commit([apiCredentials.writes.revoke(id)])),
      );
      expect(revocations.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await apiCredentials.find(id)).toMatchObject({ revokedAtSeconds: Math.floor(now / 1000) });
      await expect(commit([apiCredentials.writes.revoke('nobody')])).rejects.toMatchObject({ code: 'lost_race' });
    });

    it('those of a kind are listed by pages, the oldest first', async () => {
      let now = Date.now();
      const url = await fresh();
      const { apiCredentials, commit } = await open({ url, clock: () => now });
      for (let n = 0; n < 5; n += 1) {
        if (n % 2 === 0) now += 1000;
        const kind = n === 1 ? 'api_key' : 'service_account';
        await commit([
          apiCredentials.writes.add({ id: `id-${n}`, kind, name: `${n}`, sha256: hashOf(`${n}`), scopes: {} }),
        ]);
      }
      const first = await apiCredentials.page({ kind: 'service_account', limit: 3 });
      const second = await apiCredentials.page({ kind: 'service_account', limit: 3, after: first.next });
      expect([first, second].map(({ items }) => items.map(({ id }) => id))).toEqual([
        ['id-0', 'id-2', 'id-3'],
        ['id-4'],
      ]);
      expect(second.next).toBeUndefined();
      expect(first.items[0]).toEqual(await apiCredentials.find('id-0'));
      const statements = [undefined, first.next].map((after) =>
        credentialPageStatement(builder(dialect), { kind: 'api_key', after, limit: 3 }),
      );
      for (const plan of await plansOf(url, statements)) expect(plan).toMatch(goesBy('api_credentials_by_creation'));
    });
  });
});
