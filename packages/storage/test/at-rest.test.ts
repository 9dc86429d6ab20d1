import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { createSealer, type Storage } from '../src/index.ts';
import { inSeconds, newId, onEveryDatabase, onPostgres, onSqlite } from './databases.ts';

/** Stores one of everything and returns every secret that a copy of the database must not hold. */
async function everySecret({
  artefacts,
  accounts,
  credentials,
  passkeys,
  signingKeys,
  counters,
  commit,
}: Storage): Promise<string[]> {
  const secrets: string[] = [];
  const secret = (): string => {
    const value = `s3cret${newId()}`;
    secrets.push(value);
    return value;
  };
  const { writes } = artefacts;
  const expiresAtSeconds = inSeconds(3600);
  for (const model of [
    'AuthorizationCode',
    'RefreshToken',
    'AccessToken',
    'Session',
    'Interaction',
    'PushedAuthorizationRequest',
    'DeviceCode',
  ]) {
    const id = secret();
    const fields = { uid: secret(), userCode: secret(), accountId: 'alice', clientId: 'web', grantId: 'grant' };
    await commit([
      writes.upsert({
        model,
        id,
        payload: { jti: id, nested: { cookie: secret() }, code_challenge: secret() },
        expiresAtSeconds,
        ...fields,
      }),
    ]);
    if (model === 'RefreshToken') await commit([writes.consume({ model, id })]);
    if (model === 'Interaction') await commit([writes.destroy({ model, id })]);
  }
  await commit([
    writes.once({ model: 'ResetLink', id: secret(), expiresAtSeconds, payload: { mail: secret() } }),
    accounts.writes.put({ id: 'alice', login: 'alice' }),
    credentials.writes.put({ accountId: 'alice', kind: 'totp', data: { seed: secret() } }),
    credentials.writes.put({ accountId: 'alice', kind: 'password', data: { hash: secret() } }),
    passkeys.writes.add({
      accountId: 'alice',
      name: 'phone',
      credentialId: Buffer.from(secret()).toString('base64url'),
      publicKey: secret(),
      transports: [],
      aaguid: secret(),
      signCount: 0,
      backupEligible: false,
      backedUp: false,
      most: 1,
    }),
    signingKeys.writes.insertIfNone({
      kid: 'k',
      purpose: 'token',
      state: 'current',
      algorithm: 'RS256',
      privateKey: secret(),
      createdAtSeconds: 1,
    }),
  ]);
  await counters.increment({ key: secret(), windowSeconds: 60 });
  return secrets;
}

async function contents(folder: string, name: (file: string) => boolean): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && name(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return Buffer.concat(await Promise.all(files.map((file) => readFile(file))));
}

/** As text, and in the two ways in which bytes are written as text. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('hex'),
  Buffer.from(secret).toString('base64').slice(0, -4),
];

function expectNone(copy: Buffer, secrets: readonly string[]): void {
  expect(secrets.length).toBeGreaterThan(30);
  const found = secrets.filter((secret) => spellings(secret).some((spelling) => copy.includes(spelling)));
  expect(found).toEqual([]);
}

describe('AS-18: a copy of the database holds no usable credential', () => {
  onSqlite(({ open, directory, key }) => {
    it('neither the file nor its journal', async () => {
      const storage = await open({ url: `sqlite:${join(directory(), 'rest.sqlite')}` });
      const secrets = await everySecret(storage);
      const copy = await contents(directory(), (name) => name.startsWith('rest.sqlite'));
      expect(copy.includes('AuthorizationCode')).toBe(true);
      expectNone(copy, [...secrets, key]);
    });
  });

  onPostgres(({ open, server, key }) => {
    it('neither the tables nor the write-ahead log', async () => {
      const storage = await open();
      const secrets = await everySecret(storage);
      await storage.close();
      await server().halt('fast');
      const copy = await contents(server().dataDirectory, () => true);
      expect(copy.includes('AuthorizationCode')).toBe(true);
      expectNone(copy, [...secrets, key]);
      await server().start();
    });
  });
});

describe('AS-18: the list of encryption keys', () => {
  onEveryDatabase(({ open, fresh }) => {
    it('says which values need an old key, seals them anew, and then does without it', async () => {
      const url = await fresh();
      const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
      const before = await open({ url, sealer: createSealer([oldKey]) });
      const ids = Array.from({ length: 25 }, newId);
      await before.commit(
        ids.map((id) => before.artefacts.writes.upsert({ model: 'Session', id, payload: { id }, userCode: id })),
      );
      await before.commit([
        before.artefacts.writes.once({ model: 'jti', id: 'x', expiresAtSeconds: inSeconds(60) }),
        before.accounts.writes.put({ id: 'alice', login: 'alice' }),
        before.credentials.writes.put({ accountId: 'alice', kind: 'totp', data: { seed: 'S' } }),
        before.signingKeys.writes.insertIfNone({
          kid: 'k',
          purpose: 'token',
          state: 'current',
          algorithm: 'RS256',
          privateKey: 'P',
          createdAtSeconds: 1,
        }),
      ]);

      const during = await open({ url, sealer: createSealer([newKey, oldKey]) });
      const [current = '', old = ''] = createSealer([newKey, oldKey]).keyIds;
      expect(await during.sealStatus()).toEqual({
        currentKeyId: current,
        byKeyId: { [current]: 0, [old]: 27 },
        faults: [],
      });
      expect(await during.artefacts.findByUserCode('Session', ids[0]!)).toBeDefined();
      await during.commit([
        during.artefacts.writes.upsert({ model: 'Session', id: ids[0]!, payload: { id: ids[0]! } }),
      ]);
      expect(await during.reseal({ batchSize: 7 })).toEqual({ resealed: 26, faults: [] });
      expect(await during.reseal()).toEqual({ resealed: 0, faults: [] });
      expect(await during.sealStatus()).toMatchObject({ byKeyId: { [current]: 27 }, faults: [] });

      const after = await open({ url, sealer: createSealer([newKey]) });
      for (const id of ids) expect((await after.artefacts.find('Session', id))?.payload).toEqual({ id });
      expect(await after.credentials.find('alice', 'totp')).toMatchObject({ data: { seed: 'S' } });
      expect(await after.signingKeys.list()).toMatchObject([{ privateKey: 'P' }]);
    });

    it('a key that is missing is said, not guessed around', async () => {
      const url = await fresh();
      const before = createSealer([randomBytes(32)]);
      const storage = await open({ url, sealer: before });
      await storage.commit([storage.artefacts.writes.upsert({ model: 'Session', id: 'a', payload: {} })]);
      const after = await open({ url, sealer: createSealer([randomBytes(32)]) });
      await expect(after.artefacts.find('Session', 'a')).rejects.toMatchObject({ code: 'seal_broken' });
      const [missingKeyId] = before.keyIds;
      const faults = [{ table: 'artefacts', column: 'payload', missingKeyId, count: 1, rows: [expect.any(String)] }];
      expect(await after.sealStatus()).toMatchObject({ faults });
      expect(await after.reseal()).toEqual({ resealed: 0, faults });
    });

    it('F23: one of two keys is missing: the others are counted and sealed again, what needs it is left and named', async () => {
      const url = await fresh();
      const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
      const [missingKeyId] = createSealer([first]).keyIds;
      const account = { id: 'alice', login: 'alice' };
      const lost = await open({ url, sealer: createSealer([first]) });
      await lost.commit([
        lost.accounts.writes.put(account),
        lost.credentials.writes.put({ accountId: 'alice', kind: 'totp', data: { seed: 'S' } }),
        ...Array.from({ length: 8 }, () =>
          lost.artefacts.writes.upsert({ model: 'Session', id: newId(), payload: {} }),
        ),
      ]);
      const kept = await open({ url, sealer: createSealer([second]) });
      await kept.commit([kept.artefacts.writes.upsert({ model: 'Session', id: 'kept', payload: { kept: true } })]);
      const after = await open({ url, sealer: createSealer([third, second]) });
      const faults = [
        { table: 'artefacts', column: 'payload', missingKeyId, count: 8 },
        { table: 'credentials', column: 'sealed_data', missingKeyId, count: 1, rows: ['alice:totp'] },
      ];
      const [current = '', older = ''] = createSealer([third, second]).keyIds;
      expect(await after.sealStatus()).toMatchObject({ byKeyId: { [current]: 0, [older]: 1 }, faults });
      expect(await after.reseal({ batchSize: 2 })).toMatchObject({ resealed: 1, faults });
      expect((await after.artefacts.find('Session', 'kept'))?.payload).toEqual({ kept: true });
      const found = await open({ url, sealer: createSealer([third, first]) });
      expect(await found.reseal()).toEqual({ resealed: 9, faults: [] });
      expect(await found.credentials.find('alice', 'totp')).toMatchObject({ data: { seed: 'S' } });
    });
  });
});
