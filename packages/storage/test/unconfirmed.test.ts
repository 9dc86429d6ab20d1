import { eventually, pgbouncer, skipUnless } from '@gatehouse/testkit';
import { afterEach, expect, it } from '@jest/globals';
import type { Storage } from '../src/index.ts';
import { newId, onPostgres } from './databases.ts';

const CANCEL = `do $$ begin
  perform pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep';
  if not found then raise 'nobody waits for the standby'; end if;
end $$`;

const save = ({ commit, artefacts }: Storage, ids = [newId()]) =>
  commit(ids.map((id) => artefacts.writes.upsert({ model: 'Session', id, payload: {} })));
const unknown = { code: 'storage_unavailable', outcome: 'unknown' };

onPostgres(({ fresh, open, server }) => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await server().ask('alter system reset synchronous_standby_names', 'select pg_reload_conf()');
    for (const end of ends.splice(0)) await end();
  });

  /** Commits wait for a standby that never comes, until somebody ends their waiting. */
  async function waitsInVain(storage: Storage, ids?: string[]): Promise<void> {
    await save(storage);
    await server().ask("alter system set synchronous_standby_names = 'none'", 'select pg_reload_conf()');
    let committed: Promise<unknown> | undefined;
    await eventually(async () => {
      // A reloaded setting counts a moment later: what is committed until then waits for nobody.
      committed ??= (async () => {
        await save(storage, ids);
        committed = undefined;
      })();
      committed.catch(() => undefined);
      await server().ask(CANCEL);
      return true;
    });
    await expect(committed).rejects.toMatchObject(unknown);
  }

  it('a commit whose wait for the standby was cancelled is not reported as done', async () => {
    const storage = await open();
    await waitsInVain(storage);
    await server().ask('alter system reset synchronous_standby_names', 'select pg_reload_conf()');
    await save(storage);
  });

  it('nor is one of several statements', async () => {
    await waitsInVain(await open(), [newId(), newId()]);
  });

  skipUnless('pgbouncer')('through PgBouncer', () => {
    it('neither', async () => {
      const url = await fresh();
      const pooler = await pgbouncer(url);
      ends.push(() => pooler.stop());
      await waitsInVain(await open({ url: pooler.through(url) }));
    });
  });
});
