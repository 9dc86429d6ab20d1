import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { onPostgres, onSqlite } from './databases.ts';
import {
  type HistoryEvent,
  type Result,
  type Revocation,
  type Rotation,
  type TokenState,
  violations,
} from './history.ts';
import { endInstancesAfterEach, type Instance, startInstance } from './instances.ts';
import type { PlainWrite, UnitOutcome } from './programs/unit.ts';
import { MODEL, pick, statesAtTheEnd, work } from './random-units.ts';

const SECONDS = Number(process.env['GATEHOUSE_HISTORY_SECONDS'] ?? 6);

/** Two processes on one database; either may be killed and is replaced at once. */
class Pair {
  readonly members: Instance[] = [];
  readonly dead: Instance[] = [];
  readonly start: () => Promise<Instance>;
  constructor(url: string, key: string) {
    this.start = () => startInstance(url, key);
  }
  async open(): Promise<void> {
    this.members.push(...(await Promise.all([this.start(), this.start()])));
  }
  async replace(): Promise<void> {
    const n = Math.floor(Math.random() * 2);
    const next = this.start();
    await this.members[n]!.kill9();
    this.dead.push(this.members[n]!);
    this.members[n] = await next;
  }
  async commit(unit: readonly PlainWrite[]): Promise<UnitOutcome | undefined> {
    return (
      await pick(this.members)
        .commit([unit])
        .catch(() => undefined)
    )?.[0];
  }
  async find(token: string): Promise<TokenState | undefined> {
    const report = await pick(this.members)
      .find(MODEL, token)
      .catch(() => undefined);
    if (!report || report.failure) return undefined;
    if (!report.found) return 'absent';
    return report.found.consumed ? 'consumed' : 'usable';
  }
}

/** Everything about one run: work and faults side by side, a look at all of it when it is calm, and the rules. */
async function run(pair: Pair, fault: () => Promise<void>): Promise<void> {
  await pair.open();
  const until = performance.now() + SECONDS * 1000;
  const progress = { rotations: 0, enough: () => performance.now() > until && progress.rotations > 50 };
  const faults = (async () => {
    while (!progress.enough()) {
      // Between two faults some work gets through, however slow the machine is.
      const calm = progress.rotations + 3;
      await sleep(200 + Math.random() * 400);
      while (progress.rotations < calm && !progress.enough()) await sleep(10);
      await fault();
    }
  })();
  const [{ events, firstTokens }] = await Promise.all([work(pair, progress), faults]);
  await Promise.all(pair.dead.map((instance) => instance.settled()));
  const atTheEnd = await statesAtTheEnd(pair, { events, firstTokens });
  expect(violations({ events, firstTokens, atTheEnd })).toEqual([]);
}

describe(`OPS-03: two instances, random operations and faults for ${SECONDS} s`, () => {
  endInstancesAfterEach();
  const limitMs = SECONDS * 1000 + 600_000;

  onSqlite(({ fresh, key }) => {
    it(
      'killed instances, a frozen instance and a locked file: no rule is broken',
      async () => {
        const url = await fresh();
        const pair = new Pair(url, key);
        await run(pair, async () => {
          const dice = Math.random();
          if (dice < 0.5) {
            await pair.replace();
          } else if (dice < 0.75) {
            const { pid } = pick(pair.members);
            process.kill(pid, 'SIGSTOP');
            await sleep(Math.random() * 800);
            process.kill(pid, 'SIGCONT');
          } else {
            const other = new DatabaseSync(url.slice('sqlite:'.length), { timeout: 5000 });
            other.exec('begin immediate');
            await sleep(Math.random() * 2000);
            other.exec('rollback');
            other.close();
          }
        });
      },
      limitMs,
    );
  });

  onPostgres(({ fresh, key, server }) => {
    it(
      'killed instances, reset connections, a frozen and a killed server: no rule is broken',
      async () => {
        const url = await fresh();
        const pair = new Pair(url, key);
        await run(pair, async () => {
          const dice = Math.random();
          if (dice < 0.3) {
            await pair.replace();
          } else if (dice < 0.6) {
            const client = new Client({ connectionString: url });
            await client.connect();
            await client.query(
              "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'instance-%'",
            );
            await client.end();
          } else if (dice < 0.85) {
            server().freeze();
            await sleep(Math.random() * 2000);
            server().thaw();
          } else {
            await server().halt(Math.random() < 0.5 ? 'kill9' : 'immediate');
            await server().start();
          }
        });
      },
      limitMs,
    );
  });
});

const rotation = (token: string, next: string, asked: number, result: Result = 'ok'): Rotation => ({
  kind: 'rotate',
  grant: 'g',
  token,
  next,
  asked,
  answered: asked + 1,
  result,
});
const revocation = (asked: number, result: Result = 'ok'): Revocation => ({
  kind: 'revoke',
  grant: 'g',
  asked,
  answered: asked + 1,
  result,
});
const check = (events: HistoryEvent[], atTheEnd: Record<string, TokenState>) =>
  violations({ events, firstTokens: new Map([['g', 'a']]), atTheEnd: new Map(Object.entries(atTheEnd)) });

describe('the history checker', () => {
  it('accepts honest histories', () => {
    expect(
      check([rotation('a', 'b', 1), rotation('a', 'c', 1, 'no')], { a: 'consumed', b: 'usable', c: 'absent' }),
    ).toEqual([]);
    expect(check([rotation('a', 'b', 1, 'unknown')], { a: 'consumed', b: 'usable' })).toEqual([]);
    expect(check([rotation('a', 'b', 1, 'unknown')], { a: 'usable', b: 'absent' })).toEqual([]);
    expect(check([rotation('a', 'b', 1), revocation(3)], { a: 'absent', b: 'absent' })).toEqual([]);
  });

  it.each<[string, HistoryEvent[], Record<string, TokenState>]>([
    ['two uses', [rotation('a', 'b', 1), rotation('a', 'c', 1)], { a: 'consumed', b: 'usable', c: 'usable' }],
    ['a use after the revocation', [revocation(1), rotation('a', 'b', 3)], { a: 'absent', b: 'absent' }],
    ['life after the revocation', [rotation('a', 'b', 1), revocation(1)], { a: 'absent', b: 'usable' }],
    ['a lost sign-in', [rotation('a', 'b', 1)], { a: 'consumed', b: 'absent' }],
    ['half a unit', [rotation('a', 'b', 1, 'unknown')], { a: 'consumed', b: 'absent' }],
    ['the other half', [rotation('a', 'b', 1, 'unknown')], { a: 'usable', b: 'usable' }],
    ['a refused unit that was written', [rotation('a', 'b', 1, 'no')], { a: 'consumed', b: 'usable' }],
    ['a use that was forgotten', [rotation('a', 'b', 1)], { a: 'usable', b: 'usable' }],
  ])('sees %s', (_name, events, atTheEnd) => {
    expect(check(events, atTheEnd)).not.toEqual([]);
  });
});
