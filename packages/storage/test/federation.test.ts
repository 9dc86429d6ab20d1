import { randomBytes } from 'node:crypto';
import { ConflictError, LostRaceError } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { createSealer } from '../src/index.ts';
import { onEveryDatabase } from './databases.ts';

const start = Date.UTC(2026, 0, 31) / 1000;
const clock = () => start * 1000;
const google = 'https://accounts.google.com';
const alice = { issuer: google, subject: '1', accountId: 'alice', connection: 'google', profile: { email: 'a@x' } };

describe('federation', () => {
  onEveryDatabase(({ open, fresh }) => {
    async function withAccounts(...ids: string[]) {
      const storage = await open({ url: await fresh(), clock });
      await storage.commit(ids.map((id) => storage.accounts.writes.put({ id, login: id })));
      return storage;
    }

    it('a connection keeps its secret when its definition changes, and is announced', async () => {
      const { connections, commit } = await withAccounts();
      await commit([connections.writes.put({ name: 'corp', definition: { kind: 'oidc' } })]);
      expect(await connections.find('corp')).toEqual({ name: 'corp', definition: { kind: 'oidc' } });
      await commit([connections.writes.setSecret('corp', 'geheim')]);
      await commit([connections.writes.put({ name: 'corp', definition: { kind: 'oauth2' } })]);
      expect(await connections.list()).toEqual([{ name: 'corp', definition: { kind: 'oauth2' }, secret: 'geheim' }]);
      await expect(commit([connections.writes.setSecret('other', 'x')])).rejects.toThrow(LostRaceError);
      await commit([connections.writes.remove('corp')]);
      expect(await connections.list()).toEqual([]);
    });

    it('an identity is one account: issuer and subject, character by character', async () => {
      const { identities, commit } = await withAccounts('alice', 'bob');
      await commit([identities.writes.link(alice)]);
      await expect(commit([identities.writes.link({ ...alice, accountId: 'bob' })])).rejects.toThrow(ConflictError);
      for (const key of [
        { issuer: `${google}/`, subject: '1' },
        { issuer: google, subject: '1 ' },
        { issuer: google.toUpperCase(), subject: '1' },
      ]) {
        expect(await identities.find(key)).toBeUndefined();
      }
      const { connection, profile, ...key } = alice;
      const linked = { ...key, connection, profile, linkedAtSeconds: start, usedAtSeconds: start };
      expect(await identities.find(alice)).toEqual(linked);
      expect(await identities.listOfAccount('alice')).toEqual([linked]);
    });

    it('secrets and tokens are sealed with a new key, and rows that have none are passed over', async () => {
      const [url, oldKey, newKey] = [await fresh(), randomBytes(32), randomBytes(32)];
      const { accounts, commit, connections, identities } = await open({ url, clock, sealer: createSealer([oldKey]) });
      await commit([
        accounts.writes.put({ id: 'alice', login: 'alice' }),
        connections.writes.put({ name: 'corp', definition: { kind: 'oidc' } }),
        connections.writes.setSecret('corp', 'geheim'),
        connections.writes.put({ name: 'public', definition: { kind: 'oidc' } }),
        identities.writes.link({ ...alice, tokens: { refresh_token: 'geheim' } }),
        identities.writes.link({ ...alice, subject: '2' }),
      ]);
      const rotating = await open({ url, clock, sealer: createSealer([newKey, oldKey]) });
      const [current = '', old = ''] = createSealer([newKey, oldKey]).keyIds;
      expect(await rotating.sealStatus()).toMatchObject({ byKeyId: { [current]: 0, [old]: 2 }, faults: [] });
      expect(await rotating.reseal()).toEqual({ resealed: 2, faults: [] });
      const after = await open({ url, clock, sealer: createSealer([newKey]) });
      expect(await after.connections.find('corp')).toMatchObject({ secret: 'geheim' });
      expect(await after.identities.find(alice)).toMatchObject({ tokens: { refresh_token: 'geheim' } });
    });

    it('forty first sign-ins at once over two instances link an identity once', async () => {
      const url = await fresh();
      const [one, other] = [await open({ url, clock }), await open({ url, clock })];
      const ids = Array.from({ length: 40 }, (_, n) => `account-${n}`);
      const outcomes = await Promise.allSettled(
        ids.map((id, n) => {
          const { commit, accounts, identities } = n % 2 === 0 ? one : other;
          return commit([accounts.writes.put({ id, login: id }), identities.writes.link({ ...alice, accountId: id })]);
        }),
      );
      const won = ids.filter((_, n) => outcomes[n]?.status === 'fulfilled');
      expect(won).toHaveLength(1);
      const accounts = await Promise.all(ids.map((id) => one.accounts.find(id)));
      expect(accounts.flatMap((account) => account?.id ?? [])).toEqual(won);
    });

    it('only a use of the account that it is linked to is noted, with the tokens that it is to keep', async () => {
      const { identities, commit } = await withAccounts('alice', 'bob');
      await commit([identities.writes.link({ ...alice, tokens: { refresh_token: 'geheim' } })]);
      const profile = { email: 'new@x', name: 'Alice' };
      await commit([identities.writes.use({ ...alice, connection: 'other', profile })]);
      expect(await identities.find(alice)).toMatchObject({
        connection: 'other',
        profile,
        tokens: { refresh_token: 'geheim' },
      });
      await commit([identities.writes.use({ ...alice, tokens: null })]);
      expect(await identities.find(alice)).not.toHaveProperty('tokens');
      const asBob = { ...alice, accountId: 'bob', tokens: { refresh_token: 'stolen' } };
      await expect(commit([identities.writes.use(asBob)])).rejects.toThrow(LostRaceError);
      await expect(commit([identities.writes.unlink(asBob)])).rejects.toThrow(LostRaceError);
      await expect(commit([identities.writes.keepTokens(asBob)])).rejects.toThrow(LostRaceError);
      await commit([identities.writes.keepTokens({ ...alice, tokens: { refresh_token: 'newer' } })]);
      expect(await identities.find(alice)).toMatchObject({
        profile: alice.profile,
        tokens: { refresh_token: 'newer' },
      });
      await commit([identities.writes.unlink(alice)]);
      await expect(commit([identities.writes.unlink(alice)])).rejects.toThrow(LostRaceError);
      await expect(commit([identities.writes.use(alice)])).rejects.toThrow(LostRaceError);
    });

    it('what is an account’s goes with it', async () => {
      const { accounts, identities, upstreamSessions, commit } = await withAccounts('alice');
      const session = { ...alice, sessionUid: 's1', sid: 'up-1', expiresAtSeconds: start + 60 };
      await commit([identities.writes.link(alice), upstreamSessions.writes.put(session)]);
      await commit([accounts.writes.remove('alice')]);
      expect(await identities.find(alice)).toBeUndefined();
      expect(await upstreamSessions.find('s1')).toBeUndefined();
    });

    it('sessions are found by the session and by the user of the upstream, and end with their time', async () => {
      let nowSeconds = start;
      const storage = await open({ url: await fresh(), clock: () => nowSeconds * 1000 });
      const { accounts, upstreamSessions: store, commit, collectGarbage } = storage;
      await commit([accounts.writes.put({ id: 'alice', login: 'alice' })]);
      const base = { accountId: 'alice', connection: 'google', issuer: google, subject: '1' };
      const first = { ...base, sessionUid: 's1', sid: 'up-1', expiresAtSeconds: start + 60 };
      const second = { ...base, sessionUid: 's2', expiresAtSeconds: start + 9000 };
      await commit([store.writes.put({ ...first, sid: 'before' }), store.writes.put(first), store.writes.put(second)]);
      expect(await store.listOfSid({ issuer: google, sid: 'up-1' })).toEqual([first]);
      expect(await store.listOfSid({ issuer: google, sid: 'before' })).toEqual([]);
      expect(await store.listOfSid({ issuer: 'https://other.example', sid: 'up-1' })).toEqual([]);
      expect(await store.listOfIdentity(base)).toEqual([first, second]);
      nowSeconds = start + 4000;
      expect(await collectGarbage()).toMatchObject({ upstreamSessions: 1 });
      expect(await store.listOfIdentity(base)).toEqual([second]);
      await commit([store.writes.remove('s2')]);
      expect(await store.find('s2')).toBeUndefined();
    });

    it('a domain is proved from when its token is found until it is not, and another token proves nothing', async () => {
      let nowSeconds = start;
      const { domainProofs: store, commit } = await open({ url: await fresh(), clock: () => nowSeconds * 1000 });
      const proof = { connection: 'corp', domain: 'corp.example', token: 't1' };
      await commit([store.writes.add(proof)]);
      await expect(commit([store.writes.add({ ...proof, token: 't2' })])).rejects.toThrow(ConflictError);
      await commit([store.writes.checked(proof, 'missing')]);
      expect(await store.list()).toEqual([{ ...proof, checkedAtSeconds: start }]);
      nowSeconds += 10;
      await commit([store.writes.checked(proof, 'found')]);
      expect(await store.list()).toEqual([{ ...proof, provedAtSeconds: start + 10, checkedAtSeconds: start + 10 }]);
      nowSeconds += 10;
      await commit([store.writes.checked(proof, 'found')]);
      expect(await store.list()).toEqual([{ ...proof, provedAtSeconds: start + 10, checkedAtSeconds: start + 20 }]);
      nowSeconds += 10;
      await commit([store.writes.checked(proof, 'missing')]);
      nowSeconds += 10;
      await commit([store.writes.checked(proof, 'missing')]);
      expect(await store.list()).toEqual([{ ...proof, checkedAtSeconds: start + 40, failingSinceSeconds: start + 30 }]);
      await expect(commit([store.writes.checked({ ...proof, token: 't2' }, 'found')])).rejects.toThrow(LostRaceError);
      await commit([store.writes.remove(proof)]);
      expect(await store.list()).toEqual([]);
    });
  });
});
