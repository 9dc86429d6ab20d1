import { openDriver } from '@gatehouse/database';
import { describe, expect, it } from '@jest/globals';
import { migrations } from '../src/tables.ts';
import { onPostgres, onSqlite } from './databases.ts';

describe('reads by key of one turn of the event loop', () => {
  onSqlite(({ fresh }) => {
    it('fail alone, and find the database closed when it is', async () => {
      const { driver } = await openDriver({ url: await fresh(), migrations });
      const [first, failed, last] = await Promise.allSettled([
        driver.read('select 1 as n', [], true),
        driver.read('select nowhere', [], true),
        driver.read('select ? as n', [3], true),
      ]);
      expect(first).toMatchObject({ value: [{ n: 1 }] });
      expect(failed).toMatchObject({ reason: { message: 'no such column: nowhere' } });
      expect(last).toMatchObject({ value: [{ n: 3 }] });
      const refused = () =>
        expect(driver.read('select 1 as n', [], true)).rejects.toMatchObject({ code: 'storage_unavailable' });
      const late = refused();
      await driver.close();
      await late;
      await refused();
    });

    it('see all that another process has written until then, after a failure among them too', async () => {
      const url = await fresh();
      const [{ driver }, { driver: other }] = [
        await openDriver({ url, migrations }),
        await openDriver({ url, migrations }),
      ];
      const count = async () =>
        (await driver.read('select count(*) as n from sqlite_schema where name like ?', ['seen_%'], true))[0]?.['n'];
      const failing = () => driver.read('select nowhere', [], true).catch(() => 'failed');
      for (let n = 1; n <= 3; n += 1) {
        await other.execute([{ sql: `create table seen_${n} (id integer)`, parameters: [] }]);
        expect(await Promise.all([count(), failing(), count()])).toEqual([n, 'failed', n]);
        expect(await count()).toBe(n);
      }
      await driver.close();
      await other.close();
    });
  });

  onPostgres(({ fresh }) => {
    const opened = async () =>
      (await openDriver({ url: await fresh(), migrations, statementTimeoutMs: 15_000 })).driver;

    it('go over one connection, up to 32; others have one of their own', async () => {
      const driver = await opened();
      const connections = async (byKey: boolean, reads: number) => {
        const asked = Array.from({ length: reads }, (_, n) =>
          driver.read('select pg_backend_pid() as pid, $1::int as n', [n], byKey),
        );
        const rows = (await Promise.all(asked)).map(([row]) => row);
        expect(rows.map((row) => row?.['n'])).toEqual(Array.from({ length: reads }, (_, n) => n));
        return new Set(rows.map((row) => row?.['pid'])).size;
      };
      expect(await connections(true, 32)).toBe(1);
      expect(await connections(true, 33)).toBe(2);
      expect(await connections(false, 4)).toBe(4);
      await driver.close();
    });

    it('fail alone for a reason of their own', async () => {
      const driver = await opened();
      const [first, failed, last] = await Promise.allSettled([
        driver.read('select 1 as n', [], true),
        driver.read('select 1 / $1::int as n', [0], true),
        driver.read('select 3 as n', [], true),
      ]);
      expect(first).toMatchObject({ value: [{ n: 1 }] });
      expect(failed).toMatchObject({ reason: { message: 'division by zero' } });
      expect(last).toMatchObject({ value: [{ n: 3 }] });
      await driver.close();
    });

    it('are made again, each by itself, when their connection breaks', async () => {
      const driver = await opened();
      const [first, breaking, last] = await Promise.allSettled([
        driver.read('select 1 as n', [], true),
        driver.read('select pg_terminate_backend(pg_backend_pid())', [], true),
        driver.read('select 3 as n', [], true),
      ]);
      expect(first).toMatchObject({ value: [{ n: 1 }] });
      expect(breaking).toMatchObject({ reason: { code: 'storage_unavailable' } });
      expect(last).toMatchObject({ value: [{ n: 3 }] });
      await driver.close();
    });
  });
});
