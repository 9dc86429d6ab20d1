/**
 * What happens to databases, under load: restarted, made read-only, killed, switched over to a standby. The server is a process of its
 * own, so that a restart of it would be seen.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually, forwarder, postgres, startProgram, temporaryDirectory } from '@gatehouse/testkit';
import { send } from './browser.ts';
import { TestClient } from './client.ts';
import { serverEnvironment } from './server.ts';

/** What is done to the database; each leaves it serving again. */
const TROUBLES = ['restarted', 'made read-only', 'killed', 'switched over'] as const;

/** What was seen. */
export interface Drill {
  /** How long after the database served again the server did, in milliseconds. */
  readonly rounds: readonly { readonly trouble: (typeof TROUBLES)[number]; readonly recoveredMs: number }[];
  /** How often each status was answered to the load. */
  readonly answers: ReadonlyMap<number, number>;
  /** Whether the server is the process that was started. */
  readonly isAlive: boolean;
  readonly rotations: number;
}

export async function drill(rounds: number): Promise<Drill> {
  const { path: directory, remove } = await temporaryDirectory();
  const cleanUp: (() => Promise<unknown>)[] = [remove];
  try {
    return await runDrill(rounds, directory, cleanUp);
  } finally {
    for (const end of cleanUp.toReversed()) await end();
  }
}

async function runDrill(rounds: number, directory: string, cleanUp: (() => Promise<unknown>)[]): Promise<Drill> {
  let database = await postgres();
  cleanUp.push(() => database.stop());
  const url = new URL(await database.newDatabase());
  const name = url.pathname.slice(1);
  const address = await forwarder(database.port);
  cleanUp.push(() => address.close());
  url.port = String(address.port);
  const env: Record<string, string> = { ...(await serverEnvironment(directory)), GATEHOUSE_DATABASE_URL: url.href };
  const readyUrl = `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`;
  const program = await startProgram({ entry: 'apps/authorization-server/src/main.ts', env, readyUrl });
  cleanUp.push(() => program.stop());

  const issuer = String(env['GATEHOUSE_ISSUER']);
  const secret = (kind: string, of: string) => readFile(path.join(directory, 'secrets', kind, of), 'utf8');
  const client = new TestClient({ issuer }, 'web-app', { secret: await secret('clients', 'web-app') });
  const alice = { login: 'alice', password: await secret('users', 'alice') };

  const answers = new Map<number, number>();
  const count = (status: number): number => {
    answers.set(status, (answers.get(status) ?? 0) + 1);
    return status;
  };
  const over = new AbortController();
  let rotations = 0;
  const signIns = async (): Promise<void> => {
    while (!over.signal.aborted)
      count((await send('GET', client.request().url, { accept: 'application/json' })).status);
  };
  const family = async (token: string): Promise<void> => {
    for (let current = token; !over.signal.aborted; ) {
      const answer = await client.refresh(current);
      if (count(answer.status) !== 200) continue;
      current = String(answer.body['refresh_token']);
      rotations += 1;
    }
  };
  const tokens = await Promise.all([client.signIn(alice), client.signIn(alice)]);
  const load = [signIns(), signIns(), ...tokens.map(({ refresh_token: token }) => family(token))];

  const endSessions = "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'gatehouse%'";
  const refused = () => eventually(async () => (await fetch(readyUrl)).status === 503, { what: '503 of /readyz' });
  /** Each resolves when the database serves again. */
  const troubles: Record<(typeof TROUBLES)[number], () => Promise<void>> = {
    async restarted() {
      await database.halt('fast');
      await refused();
      await database.start();
    },
    async 'made read-only'() {
      await database.ask(`alter database ${name} set default_transaction_read_only = on`, endSessions);
      await refused();
      await database.ask(`alter database ${name} reset default_transaction_read_only`);
    },
    async killed() {
      await database.halt('kill9');
      await refused();
      await database.start();
    },
    async 'switched over'() {
      const old = database;
      const standby = await old.standby();
      await old.ask('alter system set default_transaction_read_only = on', 'select pg_reload_conf()');
      await refused();
      await eventually(() =>
        old
          .ask('select 1 / count(*) from pg_stat_replication where replay_lsn = pg_current_wal_lsn()')
          .then(() => true),
      );
      // The connections to the old server stay open, and it stays alive until after the recovery.
      address.to(standby.port);
      await standby.promote();
      database = standby;
      cleanUp.push(() => old.stop());
    },
  };

  const seen: { trouble: (typeof TROUBLES)[number]; recoveredMs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const trouble = TROUBLES[round % TROUBLES.length] as (typeof TROUBLES)[number];
    await troubles[trouble]();
    const servesAt = performance.now();
    await eventually(
      async () => (await send('GET', client.request().url, { accept: 'application/json' })).status === 303,
      { what: 'a sign-in' },
    );
    await eventually(async () => (await fetch(readyUrl)).status === 200, { what: '200 of /readyz' });
    seen.push({ trouble, recoveredMs: performance.now() - servesAt });
  }
  const before = rotations;
  await eventually(() => rotations > before + 2, { what: 'rotations after the last round' });
  over.abort();
  await Promise.all(load);
  return { rounds: seen, answers, isAlive: !program.over(), rotations };
}
