import { describe, expect, it, jest } from '@jest/globals';
import { standing } from '../src/postgres/standing.ts';

const silent = new Error('Query read timeout');
const refused = Object.assign(new Error('shutting down'), { code: '57P01', severity: 'FATAL' });

describe('a failure that says nothing of other connections', () => {
  const now = performance.now();

  it('came when there had been little time left', () => {
    const state = standing(true, 1000);
    expect(state.failsAlone(silent, false, now - 400, now)).toBe(true);
    // It had most of its time, or some of it was left.
    expect(state.failsAlone(silent, false, now - 900, now)).toBe(false);
    expect(state.failsAlone(silent, false, now - 100, now + 60_000)).toBe(false);
    expect(state.failsAlone(refused, false, now - 400, now)).toBe(false);
  });

  it('came while others were answered: for a unit of work another unit', () => {
    const state = standing(true, 1000);
    state.answered(false);
    expect(state.failsAlone(silent, false, now - 900, now)).toBe(true);
    expect(state.failsAlone(silent, true, now - 900, now)).toBe(false);
    state.answered(true);
    expect(state.failsAlone(silent, true, now - 900, now)).toBe(true);
    expect(state.failsAlone(refused, true, now - 900, now)).toBe(false);
  });
});

describe('when nobody answers', () => {
  it('it has to be found out which server is the one, and for units of work whether it confirms commits', () => {
    const state = standing(true, 1000);
    const client = {};
    state.made(client);
    const what = () => [state.isLost, state.isUnconfirmed, state.isCurrent(client)];
    expect(what()).toEqual([false, false, true]);
    state.lost();
    expect(what()).toEqual([true, true, true]);
    state.found();
    expect(what()).toEqual([false, true, true]);
    state.confirmed();
    expect(what()).toEqual([false, false, true]);
    state.giveUpAll();
    expect(what()).toEqual([true, true, false]);
  });

  it('callers wait at first, and after ten seconds hear so at once, while it goes on', () => {
    jest.useFakeTimers();
    const state = standing(true, 1000);
    state.lost();
    jest.advanceTimersByTime(9000);
    state.found();
    state.lost();
    expect(state.isAway).toBe(false);
    jest.advanceTimersByTime(1001);
    expect(state.isAway).toBe(true);
    // Nobody has asked meanwhile, so who does waits again.
    jest.advanceTimersByTime(3000);
    expect(state.isAway).toBe(false);
    state.lost();
    expect(state.isAway).toBe(true);
    state.confirmed();
    expect(state.isAway).toBe(false);
    jest.useRealTimers();
  });
});
