import { eventually } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId, onPostgres } from './databases.ts';

describe('a code for a session', () => {
  onPostgres(({ open, fresh }) => {
    it('AS-10: waits for whoever ends the session at the same moment, and is not given then', async () => {
      const url = await fresh();
      const { artefacts, commit } = await open({ url });
      const { writes } = artefacts;
      const [session, code] = [newId(), newId()];
      await commit([writes.upsert({ model: 'Session', id: session, uid: 'u', payload: {} })]);
      const other = new Client(url);
      await other.connect();
      try {
        await other.query('begin');
        await other.query(`update artefacts set destroyed_at = 1 where model = 'Session'`);
        const late = commit([
          writes.upsert({ model: 'AuthorizationCode', id: code, payload: {} }),
          writes.unchanged({ model: 'Session', id: session }),
        ]).catch((error: unknown) => error);
        await eventually(
          async () =>
            (await other.query('select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))'))
              .rowCount,
          { what: 'the unit that waits for the row' },
        );
        await other.query('commit');
        expect(await late).toMatchObject({ code: 'lost_race', model: 'Session' });
        expect(await artefacts.find('AuthorizationCode', code)).toBeUndefined();
      } finally {
        await other.end();
      }
    });
  });
});
