import { createSealer, LostRaceError, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLinks, type Links, linkKinds } from '../../../src/directory/accounts/links.ts';

let storage: Storage;
let links: Links;
let aheadMs = 0;
const nowMs = Date.now();
beforeEach(async () => {
  aheadMs = 0;
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  links = createLinks(storage, () => nowMs + aheadMs);
});
afterEach(() => storage.close());

const make = async (accountId = 'ann') => {
  const { token, writes, expiresAtSeconds } = links.renew('PasswordReset', { accountId }, 60);
  await storage.commit(writes);
  return { token, expiresAtSeconds };
};
const found = (token: string) => links.find('PasswordReset', token);

describe('a link', () => {
  it('stands for what it was made for, until it is used, and works once', async () => {
    const { token } = await make();
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(await found(token)).toEqual({ accountId: 'ann' });
    await storage.commit([links.use('PasswordReset', token)]);
    expect(await found(token)).toBeUndefined();
    await expect(storage.commit([links.use('PasswordReset', token)])).rejects.toBeInstanceOf(LostRaceError);
  });

  it('is too old from the second on that it says', async () => {
    const { token, expiresAtSeconds } = await make();
    aheadMs = expiresAtSeconds * 1000 - nowMs - 1;
    expect(await found(token)).toEqual({ accountId: 'ann' });
    aheadMs += 1;
    expect(await found(token)).toBeUndefined();
  });

  it('is ended by a newer one of the same account and kind, and by no other', async () => {
    const first = await make();
    const others = await make('bob');
    await storage.commit(
      links.renew('Invitation', { accountId: 'ann', email: 'a@example.com', mailed: true }, 60).writes,
    );
    expect(await found(first.token)).toBeDefined();
    const second = await make();
    expect(await found(first.token)).toBeUndefined();
    for (const { token } of [second, others]) expect(await found(token)).toBeDefined();
  });

  it('is of one kind alone, and what was made up is none', async () => {
    const { token } = await make();
    for (const kind of linkKinds.filter((one) => one !== 'PasswordReset')) {
      expect([kind, await links.find(kind, token)]).toEqual([kind, undefined]);
    }
    for (const made of ['', 'a'.repeat(43), `${token} `]) expect([made, await found(made)]).toEqual([made, undefined]);
  });
});
