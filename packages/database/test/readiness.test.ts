import { describe, expect, it } from '@jest/globals';
import { StorageUnavailableError } from '../src/errors.ts';
import { raise, verdictOn } from '../src/postgres/failure.ts';
import { withReadiness } from '../src/readiness.ts';
import type { DatabaseDriver } from '../src/statements/statement.ts';

const answered = (code: string, message = 'no'): Error =>
  Object.assign(new Error(message), { code, severity: 'ERROR' });

describe('F1: what an answer of the server means', () => {
  it.each([
    ['25006', 'read-only', 'drop-all'],
    ['55000', 'read-only', 'drop-all'],
    ['57P01', 'unreachable', 'drop-all'],
    ['57P02', 'unreachable', 'drop-all'],
    ['57P03', 'unreachable', 'drop-all'],
    ['57P04', 'unreachable', 'drop-all'],
    ['08006', 'unreachable', 'drop-all'],
    ['08P01', 'unreachable', 'drop-all'],
    ['58030', 'unreachable', 'drop'],
    ['XX000', 'unreachable', 'drop'],
    ['28000', 'refused', 'drop'],
    ['28P01', 'refused', 'drop'],
    ['3D000', 'refused', 'drop'],
    ['42501', 'refused', 'drop'],
    ['53100', 'full', 'keep'],
    ['53200', 'full', 'drop'],
    ['53300', 'busy', 'drop'],
    ['25P03', 'busy', 'drop'],
    ['25P04', 'busy', 'drop'],
    ['26000', 'busy', 'drop'],
    ['42P05', 'busy', 'drop'],
    ['40001', 'busy', 'keep'],
    ['40P01', 'busy', 'keep'],
    ['55P03', 'busy', 'keep'],
    ['57014', 'busy', 'keep'],
  ])('%s is %s: %s', (code, reason, verdict) => {
    expect(raise(answered(code), true)).toMatchObject({ code: 'storage_unavailable', reason, outcome: 'not-written' });
    expect(verdictOn(answered(code))).toBe(verdict);
  });

  it('0A000 is a fault of ours, but for a plan that no longer fits', () => {
    const fault = answered('0A000', 'not supported');
    expect([raise(fault, true), verdictOn(fault)]).toEqual([fault, 'keep']);
    expect(verdictOn(answered('0A000', 'cached plan must not change result type'))).toBe('drop');
  });

  it('without an answer, or with one that ended the connection, the outcome is unknown', () => {
    expect(raise(new Error('read ECONNRESET'), true)).toMatchObject({ reason: 'unreachable', outcome: 'unknown' });
    expect(raise(Object.assign(answered('57P01'), { severity: 'FATAL' }), true)).toMatchObject({ outcome: 'unknown' });
    expect(raise(new Error('connect ECONNREFUSED'), false)).toMatchObject({ outcome: 'not-written' });
  });
});

const full = new StorageUnavailableError('no space', 'not-written', 'full');

function driver() {
  let nowMs = 0;
  let failure: Error | undefined;
  let pings = 0;
  const fail = (): Promise<void> => (failure ? Promise.reject(failure) : Promise.resolve());
  const inner = {
    dialect: 'sqlite',
    read: async () => [],
    execute: async () => fail().then(() => []),
    ping() {
      pings += 1;
      return fail();
    },
    close: async () => undefined,
  } satisfies DatabaseDriver;
  return {
    ...withReadiness(inner, () => nowMs),
    pass: (ms: number) => {
      nowMs += ms;
    },
    failWith: (error?: Error) => {
      failure = error;
    },
    pings: () => pings,
  };
}

describe('F1, D9: readiness', () => {
  it('asks at most once a second, however many want to know', async () => {
    const asked = driver();
    await Promise.all(Array.from({ length: 50 }, () => asked.ready()));
    await asked.ready();
    expect(asked.pings()).toBe(1);
    asked.pass(1000);
    asked.failWith(full);
    await expect(asked.ready()).rejects.toBe(full);
    await expect(asked.ready()).rejects.toBe(full);
    expect(asked.pings()).toBe(2);
    asked.pass(1000);
    asked.failWith();
    await asked.ready();
    expect(asked.pings()).toBe(3);
  });

  it('a write that found no room counts, though the probe finds some; a write that succeeds ends that', async () => {
    const asked = driver();
    asked.failWith(full);
    await expect(asked.execute([])).rejects.toBe(full);
    asked.failWith();
    await expect(asked.ready()).rejects.toBe(full);
    await asked.execute([]);
    asked.pass(1000);
    await asked.ready();
    asked.failWith(full);
    await expect(asked.execute([])).rejects.toBe(full);
    asked.failWith();
    asked.pass(2000);
    await asked.ready();
  });
});
