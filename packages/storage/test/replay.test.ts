import { createReplayStore, openDatabase, type ReplayTables, replayMigration } from '@gatehouse/database';
import { expect, it } from '@jest/globals';
import { newId, onEveryDatabase } from './databases.ts';

const proof = (jti: string) => ({ thumbprint: 'key', jti, expiresAt: 1100 });

onEveryDatabase(({ fresh }) => {
  const two = async () => {
    const url = await fresh();
    const open = () => openDatabase<ReplayTables>({ url, migrations: [replayMigration] });
    return [await open(), await open()] as const;
  };

  it('RS-08 AS-03: of 40 equal proofs at once over two instances exactly one is the first', async () => {
    const databases = await two();
    const stores = databases.map((database) => createReplayStore(database));
    const same = { thumbprint: newId(), jti: newId(), expiresAt: Date.now() / 1000 + 60 };
    const outcomes = await Promise.all(Array.from({ length: 40 }, (_, index) => stores[index % 2]!.use(same)));
    expect(outcomes.filter((outcome) => outcome === 'first')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'replayed')).toHaveLength(39);
    expect(await stores[0]!.use({ ...same, thumbprint: newId() })).toBe('first');
    await Promise.all(databases.map((database) => database.close()));
  });

  it('RS-08: refuses when full, forgets only what expired, and then takes new ones', async () => {
    const databases = await two();
    let now = 1000;
    const store = createReplayStore(databases[0], { maxEntries: 3, sweepSeconds: 10, nowSeconds: () => now });
    for (const jti of ['a', 'b', 'c']) expect(await store.use(proof(jti))).toBe('first');
    expect(await store.use(proof('d'))).toBe('full');
    now = 1099;
    expect(await store.use(proof('a'))).toBe('full');
    now = 1150;
    expect(await store.use({ ...proof('d'), expiresAt: 9000 })).toBe('first');
    expect(await store.use(proof('a'))).toBe('replayed');
    now = 1100 + 1860;
    expect(await store.use(proof('b'))).toBe('replayed');
    now += 11;
    expect(await store.use(proof('c'))).toBe('first');
    await Promise.all(databases.map((database) => database.close()));
  });
});
