import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCommand, skipUnless } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { newId, onPostgres, onSqlite, type TestDatabases } from './databases.ts';
import { endInstancesAfterEach, startInstance } from './instances.ts';
import type { PlainWrite } from './programs/unit.ts';

const USES = 100;

/** Counts the calls that force data to the disk, of one process with all its threads. */
async function watchSyncs(pid: number): Promise<() => Promise<number>> {
  const log = join(tmpdir(), `gatehouse-syncs-${newId()}`);
  const strace = spawn(findCommand('strace')!, ['-f', '-p', String(pid), '-e', 'trace=fsync,fdatasync', '-o', log], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  strace.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!said.includes('attached')) {
    await Promise.race([once(strace.stderr, 'data'), once(strace, 'exit')]);
    if (strace.exitCode !== null) throw new Error(`strace cannot attach: ${said}`);
  }
  return async () => {
    strace.kill('SIGINT');
    await once(strace, 'exit');
    const text = await readFile(log, 'utf8');
    await rm(log);
    return [...text.matchAll(/f(?:data)?sync\(.*\)\s+= 0|f(?:data)?sync resumed.*= 0/g)].length;
  };
}

async function artefactsToUse(open: TestDatabases['open'], url: string): Promise<PlainWrite[][]> {
  const { artefacts, commit } = await open({ url });
  const ids = Array.from({ length: USES }, newId);
  await commit(ids.map((id) => artefacts.writes.upsert({ model: 'AuthorizationCode', id, payload: {} })));
  return ids.map((id) => [['consume', { model: 'AuthorizationCode', id }]]);
}

skipUnless('strace')('OPS-02: syncs to the disk, counted from outside', () => {
  endInstancesAfterEach();

  describe('each acknowledged use costs one, when uses come one by one', () => {
    onSqlite(({ fresh, open, key }) => {
      it(`${USES} uses, at least ${USES} syncs; and at once they share them`, async () => {
        const url = await fresh();
        const oneByOne = await artefactsToUse(open, url);
        const atOnce = await artefactsToUse(open, url);
        const instance = await startInstance(url, key);
        const count = await watchSyncs(instance.pid);
        for (const unit of oneByOne) expect(await instance.commit([unit])).toEqual([{ result: 'ok' }]);
        expect(await count()).toBeGreaterThanOrEqual(USES);
        const countShared = await watchSyncs(instance.pid);
        expect(new Set((await instance.commit(atOnce)).map(({ result }) => result))).toEqual(new Set(['ok']));
        const shared = await countShared();
        expect(shared).toBeGreaterThanOrEqual(1);
        expect(shared).toBeLessThan(USES / 4);
      });
    });

    onPostgres(
      ({ fresh, open, key }) => {
        it(`${USES} uses, at least ${USES} syncs, even where the server's default is not to wait`, async () => {
          const url = await fresh();
          const units = await artefactsToUse(open, url);
          const instance = await startInstance(url, key);
          await instance.commit([[['once', { model: 'jti', id: 'x', expiresAtSeconds: 1 }]]]);
          const client = new Client({ connectionString: url });
          await client.connect();
          const backends =
            "select pid from pg_stat_activity where application_name like 'instance-%' and datname = current_database() order by backend_start desc";
          const { pid } = (await client.query(backends)).rows[0] as { pid: number };
          await client.end();
          const count = await watchSyncs(pid);
          for (const unit of units) expect(await instance.commit([unit])).toEqual([{ result: 'ok' }]);
          expect(await count()).toBeGreaterThanOrEqual(USES);
        });
      },
      { settings: { fsync: 'on', synchronous_commit: 'off' } },
    );
  });
});
