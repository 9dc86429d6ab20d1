import { describe, expect, it, jest } from '@jest/globals';
import { checkingOut } from '../src/postgres/check-out.ts';
import { type Standing, standing } from '../src/postgres/standing.ts';

const client = { release: () => undefined };
const later = () => performance.now() + 60_000;

/** What waits for how long. @param fails what is not answered, each time */
function parts(state: Standing, fails: 'search' | 'probe' | 'nothing') {
  const waited: [string, number][] = [];
  const wait = (what: 'search' | 'probe', done: () => void) => async (leftMs: number) => {
    waited.push([what, leftMs]);
    // Who waits for longer than they should comes to an end too.
    if (waited.length > 4) jest.advanceTimersByTime(60_000);
    if (fails === what) throw new Error(what);
    done();
  };
  state.made(client);
  const checkOut = checkingOut(
    { connect: async () => client, ending: false } as never,
    state,
    { find: wait('search', () => state.found()) },
    { confirmed: wait('probe', () => state.confirmed()) },
  );
  return { waited, checkOut };
}

/** It has failed for long, and a moment ago. */
function away(): Standing {
  jest.useFakeTimers();
  const state = standing(true, 60_000);
  state.lost();
  jest.advanceTimersByTime(11_000);
  state.lost();
  return state;
}

describe('who wants a connection', () => {
  it('gets it without a question while all is well', async () => {
    const { waited, checkOut } = parts(standing(true, 60_000), 'nothing');
    expect(await checkOut(later(), true)).toBe(client);
    expect(waited).toEqual([]);
  });

  it('waits for the server, and for a confirmed commit only to write', async () => {
    const state = standing(true, 60_000);
    state.lost();
    const { waited, checkOut } = parts(state, 'nothing');
    const asked = () => waited.map(([what]) => what);
    await checkOut(later(), false);
    expect(asked()).toEqual(['search']);
    await checkOut(later(), true);
    expect(asked()).toEqual(['search', 'probe']);
  });

  it.each(['search', 'probe'] as const)('while nobody answers for long hears so at once (%s)', async (what) => {
    try {
      const { waited, checkOut } = parts(away(), what);
      await expect(checkOut(later(), true)).rejects.toThrow(what);
      expect(waited.at(-1)).toEqual([what, 50]);
      expect(waited).toHaveLength(what === 'search' ? 1 : 2);
    } finally {
      jest.useRealTimers();
    }
  });
});
