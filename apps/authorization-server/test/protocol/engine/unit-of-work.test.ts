import { StorageUnavailableError, type Write } from '@gatehouse/storage';
import { describe, expect, it } from '@jest/globals';
import { currentUnit, noticing, runInUnit, UnitOfWork } from '../../../src/protocol/engine/unit-of-work.ts';

const write = (name: string) => ({ statements: [], name }) as unknown as Write;

describe('one request, one unit of work', () => {
  it('belongs to what runs inside it, through every await, and to nothing beside it', async () => {
    const [one, other] = [new UnitOfWork(), new UnitOfWork()];
    const seen = await Promise.all(
      [one, other].map((unit) =>
        runInUnit(unit, async () => {
          await new Promise((resolve) => setImmediate(resolve));
          return currentUnit() === unit;
        }),
      ),
    );
    expect([...seen, currentUnit()]).toEqual([true, true, undefined]);
  });

  it('AS-03: a refused request uses nothing up and makes nothing, but what it revoked is revoked', () => {
    const unit = new UnitOfWork();
    const [made, revoked] = [write('made'), write('revoked')];
    unit.add(made);
    unit.add(revoked, true);
    expect(unit.writes(false)).toEqual([made, revoked]);
    expect(unit.writes(true)).toEqual([revoked]);
  });

  it('reads what it wrote, and tells absent from unread', () => {
    const unit = new UnitOfWork();
    expect(unit.seen('Session', 'x')).toEqual({ has: false, payload: undefined });
    unit.see('Session', 'x', { uid: 'u' });
    unit.see('Session', 'y', undefined);
    expect(unit.seen('Session', 'x')).toEqual({ has: true, payload: { uid: 'u' } });
    expect(unit.seen('Session', 'y')).toEqual({ has: true, payload: undefined });
    expect(unit.seen('Grant', 'x').has).toBe(false);
  });

  it('tells of what happened only once it is durable', () => {
    const unit = new UnitOfWork();
    const told: string[] = [];
    unit.afterCommit(() => told.push('issued'));
    expect(told).toEqual([]);
    unit.committed();
    expect(told).toEqual(['issued']);
  });

  it('knows when the database was away, whatever became of the error', async () => {
    const unit = new UnitOfWork();
    await runInUnit(unit, async () => {
      await expect(noticing(async () => Promise.reject(new Error('another error')))).rejects.toThrow('another error');
      expect(unit.unavailable).toBeUndefined();
      const away = noticing(async () => Promise.reject(new StorageUnavailableError('away')));
      await expect(away).rejects.toThrow(StorageUnavailableError);
    });
    expect(unit.unavailable).toBeInstanceOf(StorageUnavailableError);
    await expect(noticing(async () => 'an answer')).resolves.toBe('an answer');
  });
});
