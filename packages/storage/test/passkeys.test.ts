import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createSealer, type PasskeyInput } from '../src/index.ts';
import { onEveryDatabase } from './databases.ts';

const lost = { code: 'lost_race' };
const newId = () => randomBytes(32).toString('base64url');
const passkey = (changes: Partial<PasskeyInput> = {}): PasskeyInput => ({
  accountId: 'a',
  name: 'phone',
  credentialId: newId(),
  publicKey: randomBytes(77).toString('base64url'),
  transports: ['internal', 'hybrid'],
  aaguid: '00000000-0000-0000-0000-000000000000',
  signCount: 0,
  backupEligible: true,
  backedUp: false,
  most: 10,
  ...changes,
});
const referenceOf = ({ credentialId }: PasskeyInput) =>
  createHash('sha256').update(Buffer.from(credentialId, 'base64url')).digest('base64url');
const won = (attempts: PromiseSettledResult<unknown>[]) =>
  attempts.filter(({ status }) => status === 'fulfilled').length;

describe('passkeys', () => {
  onEveryDatabase(({ fresh, open }) => {
    it('are found by their credential and by their owner, and go with the account', async () => {
      let now = Date.now();
      const { accounts, passkeys, commit } = await open({ clock: () => now });
      const [one, two] = [passkey(), passkey({ name: 'key', backupEligible: false, signCount: 4_000_000_000 })];
      await commit([accounts.writes.put({ id: 'a', login: 'alice' }), passkeys.writes.add(one)]);
      now += 1000;
      await commit([passkeys.writes.add(two)]);
      const { most: _most, ...kept } = one;
      expect(await passkeys.findByCredential(one.credentialId)).toEqual({
        ...kept,
        reference: referenceOf(one),
        createdAtSeconds: Math.floor(now / 1000) - 1,
      });
      expect(await passkeys.list('a')).toMatchObject([{ name: 'phone' }, { name: 'key', signCount: 4_000_000_000 }]);
      expect(await passkeys.list('b')).toEqual([]);
      expect(await passkeys.findByCredential(newId())).toBeUndefined();
      await commit([accounts.writes.remove('a')]);
      expect(await passkeys.list('a')).toEqual([]);
    });

    it('a credential belongs to one person, and a person has as many as there may be', async () => {
      const { accounts, passkeys, commit } = await open();
      const first = passkey();
      await commit(['a', 'b'].map((id) => accounts.writes.put({ id, login: id })));
      await commit([passkeys.writes.add(first)]);
      const again = commit([passkeys.writes.add({ ...first, accountId: 'b' })]);
      await expect(again).rejects.toMatchObject({ code: 'conflict' });
      expect(await passkeys.findByCredential(first.credentialId)).toMatchObject({ accountId: 'a' });
      await commit([passkeys.writes.add(passkey({ most: 2 }))]);
      await expect(commit([passkeys.writes.add(passkey({ most: 2 }))])).rejects.toMatchObject(lost);
      expect(await passkeys.list('a')).toHaveLength(2);
    });

    it('AS-03: of signatures with one count, 40 at once between two instances, one is taken; an older one never', async () => {
      const url = await fresh();
      const [one, two] = await Promise.all([open({ url }), open({ url })]);
      const known = passkey({ signCount: 3 });
      const reference = referenceOf(known);
      await one.commit([one.accounts.writes.put({ id: 'a', login: 'alice' }), one.passkeys.writes.add(known)]);
      const use = (storage: typeof one, signCount: number) =>
        storage.commit([storage.passkeys.writes.use(reference, { signCount, backedUp: true })]);
      const uses = await Promise.allSettled(Array.from({ length: 40 }, (_, n) => use(n % 2 ? one : two, 4)));
      expect(won(uses)).toBe(1);
      for (const signCount of [0, 3, 4]) await expect(use(one, signCount)).rejects.toMatchObject(lost);
      expect(await two.passkeys.findByCredential(known.credentialId)).toMatchObject({
        signCount: 4,
        backedUp: true,
        lastUsedAtSeconds: expect.any(Number),
      });
    });

    it('a passkey that does not count may be used again, until it counts', async () => {
      const { accounts, passkeys, commit } = await open();
      const known = passkey();
      const use = (signCount: number) =>
        commit([passkeys.writes.use(referenceOf(known), { signCount, backedUp: false })]);
      await commit([accounts.writes.put({ id: 'a', login: 'alice' }), passkeys.writes.add(known)]);
      await use(0);
      await use(0);
      await use(1);
      await expect(use(0)).rejects.toMatchObject(lost);
      await expect(use(1)).rejects.toMatchObject(lost);
    });

    it('only their owner renames and removes them', async () => {
      const { accounts, passkeys, commit } = await open();
      const known = passkey();
      const reference = referenceOf(known);
      const { writes } = passkeys;
      await commit([accounts.writes.put({ id: 'a', login: 'alice' }), passkeys.writes.add(known)]);
      await expect(commit([writes.rename('b', reference, 'x')])).rejects.toMatchObject(lost);
      await expect(commit([writes.remove('b', reference)])).rejects.toMatchObject(lost);
      await commit([writes.rename('a', reference, 'laptop')]);
      expect(await passkeys.list('a')).toMatchObject([{ name: 'laptop' }]);
      await commit([writes.remove('a', reference)]);
      expect(await passkeys.list('a')).toEqual([]);
      await expect(commit([writes.use(reference, { signCount: 1, backedUp: false })])).rejects.toMatchObject(lost);
      await expect(commit([writes.remove('a', reference)])).rejects.toMatchObject(lost);
    });

    it('AS-18: are sealed anew with a new key', async () => {
      const url = await fresh();
      const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
      const before = await open({ url, sealer: createSealer([oldKey]) });
      const known = passkey();
      await before.commit([before.accounts.writes.put({ id: 'a', login: 'alice' }), before.passkeys.writes.add(known)]);
      const during = await open({ url, sealer: createSealer([newKey, oldKey]) });
      expect(await during.reseal()).toEqual({ resealed: 1, faults: [] });
      const after = await open({ url, sealer: createSealer([newKey]) });
      expect(await after.passkeys.list('a')).toMatchObject([{ publicKey: known.publicKey }]);
    });
  });
});
