import { expect, it } from '@jest/globals';
import { stores } from '../../src/tables.ts';
import { inSeconds, newId, type TestDatabases } from '../databases.ts';

/** What garbage collection holds on every database. */
export function garbageContract({ fresh, open }: TestDatabases): void {
  it('goes half an hour and a minute after its expiry, whatever became of it, and never before', async () => {
    let now = Date.now();
    const url = await fresh();
    const { artefacts, commit, collectGarbage } = await open({ url, clock: () => now });
    const { writes } = artefacts;
    const nowSeconds = Math.floor(now / 1000);
    const [long, short] = [nowSeconds + 3600, nowSeconds + 10];
    const [consumedCode, consumedToken, expired, destroyed, forever] = [newId(), newId(), newId(), newId(), newId()];
    await commit([
      writes.upsert({ model: 'AuthorizationCode', id: consumedCode, payload: {}, expiresAtSeconds: long }),
      writes.upsert({ model: 'RefreshToken', id: consumedToken, payload: {}, expiresAtSeconds: long }),
      writes.upsert({ model: 'AccessToken', id: expired, payload: {}, expiresAtSeconds: short }),
      writes.upsert({ model: 'Session', id: destroyed, payload: {}, expiresAtSeconds: short }),
      writes.upsert({ model: 'Client', id: forever, payload: {} }),
      writes.once({ model: 'jti', id: 'seen', expiresAtSeconds: short }),
    ]);
    await commit([
      writes.consume({ model: 'AuthorizationCode', id: consumedCode }),
      writes.consume({ model: 'RefreshToken', id: consumedToken }),
      writes.destroy({ model: 'Session', id: destroyed }),
    ]);
    const kinds = stores.flatMap(({ garbage = [] }) => garbage.map(({ kind }) => kind));
    expect(kinds).toEqual(
      expect.arrayContaining([
        'artefacts',
        'counters',
        'clientSecrets',
        'revocations',
        'outbox',
        'accounts',
        'audit',
        'apiCredentials',
      ]),
    );
    expect(await collectGarbage()).toEqual({
      ...Object.fromEntries(kinds.map((kind) => [kind, 0])),
      skipped: false,
    });
    now += 1_860_000;
    expect(await collectGarbage()).toMatchObject({ artefacts: 0, skipped: false });
    now += 20_000;
    expect(await collectGarbage()).toMatchObject({ artefacts: 3, skipped: false });
    expect(await artefacts.find('AuthorizationCode', consumedCode)).toHaveProperty('consumedAtSeconds');
    await expect(commit([writes.consume({ model: 'RefreshToken', id: consumedToken })])).rejects.toMatchObject({
      code: 'lost_race',
    });
    expect(await artefacts.find('Client', forever)).toBeDefined();
    now += 3_600_000;
    expect(await collectGarbage()).toMatchObject({ artefacts: 2 });
  });

  it('takes accounts that were registered and never confirmed, and no others', async () => {
    let now = Date.now();
    const { accounts, credentials, commit, collectGarbage } = await open({ url: await fresh(), clock: () => now });
    const { writes } = accounts;
    const expiresAtSeconds = Math.floor(now / 1000) + 10;
    await commit([
      writes.put({ id: 'forgotten', login: 'a', email: 'a@x', status: 'pending', expiresAtSeconds }),
      credentials.writes.put({ accountId: 'forgotten', kind: 'password', data: {} }),
      writes.put({ id: 'confirmed', login: 'b', email: 'b@x', status: 'pending', expiresAtSeconds }),
      writes.put({ id: 'invited', login: 'c', email: 'c@x', status: 'pending' }),
      writes.confirmEmail('confirmed', 'b@x'),
    ]);
    now += 1_880_000;
    expect(await collectGarbage()).toMatchObject({ accounts: 1 });
    expect((await accounts.list()).map(({ id }) => id)).toEqual(['confirmed', 'invited']);
    expect(await credentials.find('forgotten', 'password')).toBeUndefined();
  });

  it('is removed in small batches, by one instance at a time', async () => {
    let now = Date.now();
    const url = await fresh();
    const clock = (): number => now;
    const [one, two] = await Promise.all([open({ url, clock }), open({ url, clock })]);
    const marks = Array.from({ length: 450 }, () =>
      one.artefacts.writes.once({ model: 'jti', id: newId(), expiresAtSeconds: inSeconds(1) }),
    );
    await one.commit(marks);
    await one.counters.increment({ key: 'k', windowSeconds: 1 });
    now += 2_000_000;
    expect(await one.collectGarbage({ batchSize: 100, maxBatches: 1 })).toMatchObject({
      artefacts: 100,
      counters: 1,
    });
    const first = one.collectGarbage({ batchSize: 50, pauseMs: 100 });
    await one.ping();
    const [, second] = await Promise.all([first, two.collectGarbage({ batchSize: 50 })]);
    expect(second).toMatchObject({ artefacts: 0, skipped: true });
    expect(await first).toMatchObject({ artefacts: 350 });
    expect(await two.collectGarbage()).toMatchObject({ artefacts: 0, skipped: false });
  });

  it('an instance that died while collecting is replaced after half a minute', async () => {
    let now = Date.now();
    const url = await fresh();
    const clock = (): number => now;
    const dead = await open({ url, clock });
    await dead.commit([dead.artefacts.writes.once({ model: 'jti', id: 'x', expiresAtSeconds: inSeconds(-2000) })]);
    const power = new AbortController();
    const stuck = dead.collectGarbage({ batchSize: 1, pauseMs: 60_000, signal: power.signal });
    const next = await open({ url, clock });
    // Wait until the first instance holds the lease and rests between two batches.
    while (await dead.artefacts.find('jti', 'x')) await dead.ping();
    while (!(await next.collectGarbage()).skipped) await next.ping();
    now += 31_000;
    expect(await next.collectGarbage()).toMatchObject({ skipped: false });
    power.abort();
    await stuck;
  });

  it('a disabled collector stops at the next batch', async () => {
    const { artefacts, commit, collectGarbage } = await open();
    await commit(
      [1, 2, 3].map((n) => artefacts.writes.once({ model: 'jti', id: `${n}`, expiresAtSeconds: inSeconds(-2000) })),
    );
    const signal = AbortSignal.abort();
    expect(await collectGarbage({ batchSize: 1, signal })).toMatchObject({ artefacts: 0, skipped: false });
  });
}
