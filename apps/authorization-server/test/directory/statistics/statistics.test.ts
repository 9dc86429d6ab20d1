/** What charts show is counted in memory and added up in the database. */
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Histogram, Registry } from 'prom-client';
import { countedNames, createStatistics } from '../../../src/directory/statistics/statistics.ts';

let storage: Storage;
let nowMs = 0;
const errors: unknown[] = [];
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  nowMs = 900_999;
  errors.length = 0;
});
afterEach(() => storage.close());

const counting = (on: Pick<Storage, 'statistics' | 'commit'> = storage) =>
  createStatistics({ storage: on, clock: () => nowMs, onError: (error) => void errors.push(error) });
const stored = async () =>
  (await storage.statistics.list({ sinceSeconds: 0, untilSeconds: 10_000, names: countedNames })).map(
    ({ name, atSeconds, count }) => `${name} ${atSeconds} ${count}`,
  );
const issued = { event: 'token.issued', outcome: 'success' } as const;

describe('ADM-14 statistics', () => {
  test('count sign-ins, tokens and refusals by their records, and nothing else', async () => {
    const statistics = counting();
    statistics.count(issued);
    statistics.count(issued);
    statistics.count({ event: 'token.refused', outcome: 'failure' });
    statistics.count({ event: 'sign_in.password', outcome: 'success' });
    statistics.count({ event: 'sign_in.completed', outcome: 'success' });
    statistics.count({ event: 'sign_in.password', outcome: 'failure' });
    statistics.count({ event: 'sign_in.passkey', outcome: 'failure' });
    statistics.count({ event: 'key.rotated', outcome: 'success' });
    expect(await stored()).toEqual([]);
    await statistics.stop();
    expect(await stored()).toEqual([
      'sign_in.completed 900 1',
      'sign_in.refused 900 2',
      'token.issued 900 2',
      'token.refused 900 1',
    ]);
    expect(errors).toEqual([]);
  });

  test('are added to what this and other instances counted in the same five minutes', async () => {
    const [one, other] = [counting(), counting()];
    for (const instance of [one, other, one]) {
      instance.count(issued);
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await instance.flush();
      nowMs += 60_000;
    }
    nowMs += 300_000;
    one.count(issued);
    await one.flush();
    await one.flush();
    expect(await stored()).toEqual(['token.issued 900 3', 'token.issued 1200 1']);
  });

  test('count each failed answer of the service once', async () => {
    const metrics = new Registry();
    const durations = new Histogram({
      name: 'http_server_request_duration_seconds',
      help: 'Of answers',
      labelNames: ['status'],
      registers: [metrics],
    });
    const statistics = counting();
    statistics.measure(metrics);
    for (const status of [200, 404, 499, 500, 503]) durations.observe({ status }, 0.01);
    await statistics.flush();
    expect(await stored()).toEqual(['answer.failed 900 2']);
    durations.observe({ status: 500 }, 0.01);
    await statistics.flush();
    await statistics.flush();
    expect(await stored()).toEqual(['answer.failed 900 3']);
  });

  test('wait for a database that is away', async () => {
    let isAway = true;
    const commit: Storage['commit'] = (writes) => (isAway ? Promise.reject(new Error('away')) : storage.commit(writes));
    const statistics = counting({ ...storage, commit });
    statistics.count(issued);
    await statistics.stop();
    expect(errors).toEqual([new Error('away')]);
    statistics.count(issued);
    isAway = false;
    await statistics.stop();
    expect(await stored()).toEqual(['token.issued 900 2']);
  });
});
