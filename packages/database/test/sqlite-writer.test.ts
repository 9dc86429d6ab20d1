/** Units that go to the SQLite writer together: what is wrong with one is no matter of the others. */
import path from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { all, connect, createDatabaseFile } from '../src/sqlite/connection.ts';
import { threadedWriter, type Writer } from '../src/sqlite/writer.ts';
import type { SqlValue, Statement } from '../src/statements/statement.ts';

let directory: TemporaryDirectory;
let file: string;
let writer: Writer;

beforeEach(async () => {
  directory = await temporaryDirectory();
  file = path.join(directory.path, 'units.db');
  createDatabaseFile(file);
  writer = threadedWriter({ path: file, busyTimeoutMs: 5000, timeoutMs: 30_000 });
  await writer.execute([{ sql: 'create table units (id integer primary key, place integer)', parameters: [] }]);
});
afterEach(async () => {
  await writer.close();
  await directory.remove();
});

const insert = (id: SqlValue): Statement => ({ sql: 'insert into units (id) values (?)', parameters: [id] });

/** The identifiers in the order in which they were written. */
function written(): unknown[] {
  const reader = connect({ path: file, readOnly: true, busyTimeoutMs: 100 });
  try {
    return all(reader, 'select id from units order by rowid', []).map(({ id }) => id);
  } finally {
    reader.close();
  }
}

const outcomes = async (units: readonly Promise<unknown>[]) =>
  (await Promise.allSettled(units)).map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'written'));

describe('AS-03: units of one turn', () => {
  it('are each written or refused by themselves', async () => {
    const guarded: Statement = {
      ...insert(9),
      sql: 'update units set place = 1 where id = ?',
      guard: { model: 'units' },
    };
    const units = [[insert(1)], [insert(1)], [insert(2), guarded], [insert(3)]].map((unit) => writer.execute(unit));
    expect(await outcomes(units)).toEqual(['written', 'conflict', 'lost_race', 'written']);
    expect(written()).toEqual([1, 3]);
  });

  it('one that cannot be sent to the thread is refused, and the others are written', async () => {
    const unsendable = (() => undefined) as unknown as SqlValue;
    const [first, wrong, last] = [insert(1), insert(unsendable), insert(2)].map((one) => writer.execute([one]));
    await expect(wrong).rejects.toThrow(/could not be cloned/u);
    await Promise.all([first, last]);
    await writer.execute([insert(3)]);
    expect(written()).toEqual([1, 2, 3]);
  });

  it('are taken however many they are, and are all written when the writer closes', async () => {
    const ids = Array.from({ length: 5000 }, (_, index) => index + 1);
    const units = ids.map((id) => writer.execute([insert(id)]));
    await writer.close();
    expect(new Set(await outcomes(units))).toEqual(new Set(['written']));
    expect(written()).toEqual(ids);
  });
});
