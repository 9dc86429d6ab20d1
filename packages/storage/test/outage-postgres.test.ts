import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, expectWithin } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { createSealer, openStorage, type Storage } from '../src/index.ts';
import { inSeconds, newId, onPostgres } from './databases.ts';
import { silentLink } from './silent-link.ts';

const unavailable = { code: 'storage_unavailable' };
/** What is promised to callers is two seconds; the storage has to answer before. */
const LIMIT_MS = 2000;
const RECOVERY_MS = 5000;

/** Many reads and writes at once, more than there are connections; each must fail in time and none may succeed. */
async function everythingFailsInTime(storage: Storage): Promise<void> {
  const { artefacts } = storage;
  const startedAt = performance.now();
  const save = () => storage.commit([artefacts.writes.upsert({ model: 'Session', id: newId(), payload: {} })]);
  const attempts = [
    ...Array.from({ length: 30 }, save),
    ...Array.from({ length: 30 }, () => artefacts.find('Session', newId())),
    storage.commit([artefacts.writes.revokeGrant({ grantId: 'g' })]),
    storage.ping(),
  ];
  const results = await Promise.allSettled(
    attempts.map(async (attempt) => {
      await attempt.catch((error: unknown) => {
        throw { error, ms: performance.now() - startedAt };
      });
    }),
  );
  for (const result of results) {
    expect(result.status).toBe('rejected');
    const { error, ms } = (result as PromiseRejectedResult).reason as { error: unknown; ms: number };
    expect(error).toMatchObject({ ...unavailable, retryAfterSeconds: expect.any(Number) });
    expectWithin(ms, LIMIT_MS);
  }
}

/** The same storage object works again by itself. */
async function recovers(storage: Storage): Promise<void> {
  const startedAt = performance.now();
  await eventually(async () => {
    const id = newId();
    const write = storage.artefacts.writes.upsert({ model: 'Session', id, payload: {} });
    const failed = await storage.commit([write]).catch((error: unknown) => error);
    if (Error.isError(failed)) {
      expect(failed).toMatchObject(unavailable);
      return false;
    }
    return await storage.artefacts.find('Session', id);
  });
  expectWithin(performance.now() - startedAt, RECOVERY_MS);
}

describe('OPS-07: the database is away', () => {
  onPostgres(({ fresh, open, server, key }) => {
    const used = async (url: string): Promise<Storage> => {
      const storage = await open({ url, statementTimeoutMs: undefined });
      await Promise.all(Array.from({ length: 10 }, () => storage.ping()));
      return storage;
    };

    it('stopped: every call fails within two seconds, and works again after it returns', async () => {
      const storage = await used(await fresh());
      await server().halt('immediate');
      await everythingFailsInTime(storage);
      await server().start();
      await recovers(storage);
    });

    it('frozen: every call fails within two seconds, and works again after it goes on', async () => {
      const storage = await used(await fresh());
      server().freeze();
      try {
        await everythingFailsInTime(storage);
        await everythingFailsInTime(storage);
      } finally {
        server().thaw();
      }
      await recovers(storage);
    });

    it('behind a link that went silent: every call fails within two seconds, and new connections take over', async () => {
      const direct = await fresh();
      const link = await silentLink(server().port);
      try {
        const storage = await used(direct.replace(`:${server().port}/`, `:${link.port}/`));
        link.silence();
        await expect(storage.ping()).rejects.toMatchObject(unavailable);
        link.restore();
        // One failure was enough: the nine connections that nobody has tried since are not tried either.
        const restoredAt = performance.now();
        await Promise.all(Array.from({ length: 30 }, () => storage.ping()));
        expectWithin(performance.now() - restoredAt, 1000);
        link.silence();
        await everythingFailsInTime(storage);
        link.restore();
        await recovers(storage);
        await storage.close();
      } finally {
        await link.close();
      }
    });

    it('one connection went silent while others are answered: it fails alone, and is replaced alone', async () => {
      const direct = await fresh();
      const link = await silentLink(server().port);
      try {
        const storage = await used(direct.replace(`:${server().port}/`, `:${link.port}/`));
        link.silenceOne();
        const openedBefore = link.opened;
        let failures = 0;
        const asking = async (): Promise<void> => {
          for (;;) {
            try {
              await storage.ping();
            } catch (error) {
              expect(error).toMatchObject(unavailable);
              failures += 1;
            }
            if (failures > 0) return;
          }
        };
        await Promise.all(Array.from({ length: 10 }, asking));
        await Promise.all(Array.from({ length: 30 }, () => storage.ping()));
        expect({ failures, opened: link.opened - openedBefore }).toEqual({ failures: 1, opened: 1 });
        await storage.close();
      } finally {
        await link.close();
      }
    });

    it('a unit of work got no answer while reads did: no connection is kept, as a replaced primary behaves so', async () => {
      const direct = await fresh();
      const link = await silentLink(server().port);
      const confirming = (names: string) =>
        server().ask(`alter system set synchronous_standby_names = '${names}'`, 'select pg_reload_conf()');
      try {
        const storage = await used(direct.replace(`:${server().port}/`, `:${link.port}/`));
        expect(link.alive).toBe(10);
        await confirming('nobody');
        const over = new AbortController();
        const reading = (async () => {
          while (!over.signal.aborted) await storage.artefacts.find('Session', newId());
        })();
        // A reloaded setting counts a moment later.
        const failure = await eventually(() =>
          storage.ping().then(
            () => undefined,
            (error: unknown) => error,
          ),
        );
        expect(failure).toMatchObject(unavailable);
        over.abort();
        await reading;
        await storage.artefacts.find('Session', newId());
        // Sooner than idle connections are closed in any case.
        await eventually(() => link.alive === 1, { timeoutMs: 30_000 });
        await storage.close();
      } finally {
        await confirming('');
        await link.close();
      }
    });

    it('a commit that waits too long fails in time, and one that never began is reported as not written', async () => {
      const url = await fresh();
      const storage = await used(url);
      const blocker = new Client({ connectionString: url });
      await blocker.connect();
      await blocker.query('begin; lock table artefacts in access exclusive mode');
      const save = storage.commit([storage.artefacts.writes.upsert({ model: 'Session', id: 'x', payload: {} })]);
      await expect(save).rejects.toMatchObject(unavailable);
      await blocker.query('rollback');
      await blocker.end();
      await server().halt('fast');
      const never = storage.commit([storage.artefacts.writes.upsert({ model: 'Session', id: 'y', payload: {} })]);
      await expect(never).rejects.toMatchObject({ ...unavailable, outcome: 'not-written' });
      await server().start();
      await recovers(storage);
    });

    it('OPS-14, F1: read-only: nothing is written or read from it, and it recovers by itself', async () => {
      const url = await fresh();
      const storage = await used(url);
      const { artefacts } = storage;
      await storage.commit([
        artefacts.writes.upsert({ model: 'RefreshToken', id: 'a', payload: {}, expiresAtSeconds: inSeconds(60) }),
      ]);
      const readOnly = async (value: string): Promise<void> => {
        const client = new Client({ connectionString: url });
        await client.connect();
        await client.query(`alter system set default_transaction_read_only = ${value}`);
        await client.query('select pg_reload_conf()');
        while (
          (await client.query('show default_transaction_read_only')).rows[0].default_transaction_read_only !== value
        )
          await sleep(20);
        await client.end();
      };
      await readOnly('on');
      const consume = () => storage.commit([artefacts.writes.consume({ model: 'RefreshToken', id: 'a' })]);
      await sleep(200);
      await expect(consume()).rejects.toMatchObject({ ...unavailable, outcome: 'not-written', reason: 'read-only' });
      // What a server that takes no writes says may be out of date: it may be the one that was demoted.
      await expect(artefacts.find('RefreshToken', 'a')).rejects.toMatchObject({ ...unavailable, reason: 'read-only' });
      await readOnly('off');
      await recovers(storage);
      expect(await artefacts.find('RefreshToken', 'a')).not.toHaveProperty('consumedAtSeconds');
      await consume();
    });

    it('at the start: one line, no password in it', async () => {
      const url = await fresh();
      const sealer = createSealer([Buffer.from(key, 'hex')]);
      const { password } = new URL(url);
      const refusals = await Promise.all([
        openStorage({ url: url.replace(password, 'wrong'), sealer }).catch((error: Error) => error),
        openStorage({ url: url.replace(/[^/]+$/, 'nowhere'), sealer }).catch((error: Error) => error),
        openStorage({ url: url.replace(`:${server().port}/`, ':1/'), sealer }).catch((error: Error) => error),
      ]);
      expect(refusals).toMatchObject([{ code: 'storage_setup' }, { code: 'storage_setup' }, unavailable]);
      for (const { message } of refusals as Error[]) {
        expect(message).not.toContain(password);
        expect(message).not.toContain('wrong');
        expect(message).not.toContain('\n');
      }
    });
  });
});
