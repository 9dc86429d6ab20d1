/** What is read with a token, and how far it is trusted. */
import { createSealer, openStorage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createAdapter } from '../../../src/protocol/engine/adapter.ts';
import { runInUnit, UnitOfWork } from '../../../src/protocol/engine/unit-of-work.ts';

describe('the account that is read with a token', () => {
  let storage: Awaited<ReturnType<typeof openStorage>>;
  beforeEach(async () => {
    storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
    await storage.commit(['alice', 'bob'].map((id) => storage.accounts.writes.put({ id, login: id })));
  });
  afterEach(() => storage.close());

  const seen = async (accountId: string, column = accountId) => {
    const unit = new UnitOfWork();
    const { writes } = storage.artefacts;
    const payload = { accountId };
    await storage.commit([writes.upsert({ model: 'AccessToken', id: 'token', payload, accountId: column })]);
    const adapter = createAdapter({ storage, clock: Date.now })('AccessToken');
    expect(await runInUnit(unit, () => adapter.find('token'))).toEqual(payload);
    return unit.accountSeen(accountId);
  };

  it('serves the request', async () => {
    expect((await seen('alice'))?.account).toEqual(await storage.accounts.find('alice'));
  });

  it('comes with a session too', async () => {
    const unit = new UnitOfWork();
    const session = storage.artefacts.writes.upsert({
      model: 'Session',
      id: 'session',
      uid: 'u',
      payload: { uid: 'u', accountId: 'alice' },
      accountId: 'alice',
    });
    await storage.commit([session]);
    const adapter = createAdapter({ storage, clock: Date.now })('Session');
    expect(await runInUnit(unit, () => adapter.find('session'))).toEqual({ uid: 'u', accountId: 'alice' });
    expect(unit.accountSeen('alice')?.account).toEqual(await storage.accounts.find('alice'));
  });

  it('is known to be missing', async () => {
    expect(await seen('carol')).toEqual({ account: undefined });
  });

  it('counts for nothing where the column says another one than what is sealed', async () => {
    expect(await seen('alice', 'bob')).toBeUndefined();
    expect(await seen('alice', 'carol')).toBeUndefined();
  });
});
