import { createSealer, type OutboxItem, openStorage, type Storage } from '@gatehouse/storage';
import { eventually } from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import {
  createOutbox,
  NotYetError,
  type Outbox,
  type OutboxOptions,
  type OutboxOutcome,
} from '../../src/delivery/outbox.ts';

let storage: Storage;
let outbox: Outbox;
let nowMs = Date.now();
/** How often the outbox has written down what became of an item. */
let commits = 0;
const outcomes: { outcome: OutboxOutcome; kind: string; atSeconds: number }[] = [];

/** An outbox that looks all the time, on a database of its own. */
async function start(handlers: OutboxOptions['handlers']): Promise<void> {
  nowMs = Date.now();
  outcomes.length = 0;
  commits = 0;
  storage = await openStorage({
    url: 'sqlite::memory:',
    sealer: createSealer([Buffer.alloc(32, 7)]),
    clock: () => nowMs,
  });
  const commit: Storage['commit'] = async (writes) => {
    await storage.commit(writes);
    commits += 1;
  };
  outbox = createOutbox({
    storage: { ...storage, commit },
    clock: () => nowMs,
    handlers,
    pollMs: 2,
    onError: (error) => {
      throw error;
    },
    onOutcome: (outcome, { kind }) => outcomes.push({ outcome, kind, atSeconds: Math.round(nowMs / 1000) }),
  });
  outbox.start();
}
const add = (kind: string, keptSeconds = 7200) =>
  storage.commit([storage.outbox.writes.add({ kind, payload: {}, keptSeconds })]);
const until = (holds: () => boolean | Promise<boolean>) => eventually(holds, { intervalMs: 1 });
const isEmpty = async () => (await storage.outbox.count()) === 0;

afterEach(async () => {
  await outbox.stop();
  await storage.close();
});

describe('the outbox', () => {
  it('OPS-16: tries after 5, 10, 20 … seconds, a tenth more or less, up to 15 minutes, and gives up in the end', async () => {
    await start({
      k: async () => {
        throw new Error('away');
      },
    });
    await add('k');
    for (let tries = 1; !(await isEmpty()); tries += 1) {
      await until(() => commits === tries);
      const { items } = await storage.outbox.page({ limit: 1 });
      for (const { dueAtSeconds } of items) nowMs = dueAtSeconds * 1000;
    }
    const waits = outcomes.slice(1).map(({ atSeconds }, index) => atSeconds - outcomes[index]!.atSeconds);
    expect(outcomes.at(-1)!.outcome).toBe('given_up');
    expect(new Set(outcomes.slice(0, -1).map(({ outcome }) => outcome))).toEqual(new Set(['retried']));
    for (const [index, wait] of waits.entries()) {
      const planned = Math.min(5 * 2 ** index, 900);
      expect(Math.abs(wait - planned)).toBeLessThanOrEqual(planned * 0.1 + 1);
    }
    // How many tries fit is chance; the last one is within the two hours, and another would not have been.
    const waited = waits.reduce((sum, wait) => sum + wait, 0);
    expect(waited).toBeLessThanOrEqual(7200);
    expect(waited + 900 * 1.1 + 1).toBeGreaterThanOrEqual(7200);
  });

  it('OPS-16: a kind that does not get on holds up no other', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly []>();
    await start({ slow: () => promise, quick: async () => [] });
    for (let n = 0; n < 20; n += 1) await add('slow');
    await add('quick');
    await until(() => outcomes.length > 0);
    expect(outcomes).toMatchObject([{ outcome: 'sent', kind: 'quick' }]);
    resolve([]);
    await until(isEmpty);
    expect(outcomes).toHaveLength(21);
  });

  it('OPS-16: what is found after its time is not sent any more, and that is told', async () => {
    let tries = 0;
    await start({
      k: async () => {
        tries += 1;
        return [];
      },
    });
    nowMs -= 7_200_000;
    await add('k', 60);
    nowMs += 7_200_000;
    await until(isEmpty);
    expect([tries, outcomes.map(({ outcome }) => outcome)]).toEqual([0, ['given_up']]);
  });

  it('what failed last is kept for operators', async () => {
    await start({
      k: async () => {
        throw new Error('the mailbox of ann@example.com is full');
      },
    });
    await add('k');
    await until(async () => {
      const { items } = await storage.outbox.page({ limit: 10 });
      return items[0]?.lastFailure === 'the mailbox of [address] is full';
    });
  });

  it('what was not even tried counts as no attempt, and comes when it is told to', async () => {
    let tries = 0;
    const startSeconds = Math.floor(Date.now() / 1000);
    const tried: OutboxItem[] = [];
    await start({
      k: async (item) => {
        tries += 1;
        if (tries === 1) throw new NotYetError(startSeconds + 100);
        tried.push(item);
        return [];
      },
    });
    await add('k');
    await until(() => tries === 1);
    nowMs += 50_000;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect([tries, outcomes]).toEqual([1, []]);
    nowMs += 60_000;
    await until(isEmpty);
    expect([tried.length, outcomes.map(({ outcome }) => outcome)]).toEqual([1, ['sent']]);
  });
});
