import type { Write } from '@gatehouse/storage';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { eventOf, type Work } from '../../../src/directory/operations/work.ts';
import { createAtomically } from '../../../src/protocol/engine/atomically.ts';
import { currentUnit } from '../../../src/protocol/engine/unit-of-work.ts';

const write = (sql: string): Write => ({ statements: [{ sql, parameters: [] }] });
const [ofStep, ofEngine, ofResult] = [write('step'), write('engine'), write('result')];
const event = eventOf({ actor: { type: 'user', id: 'u1' } }, 'factor.added');

/** What was done, in its order. */
let done: unknown[];
beforeEach(() => {
  done = [];
});

const atomically = createAtomically({
  storage: {
    async commit(writes) {
      done.push(['writes', ...writes]);
    },
  },
  async commit({ writes, events, afterwards }) {
    done.push(['work', ...writes, ...events]);
    await afterwards?.(async () => undefined);
  },
});

const run = (work: Work) =>
  atomically(async (add) => {
    currentUnit()?.add(ofEngine);
    currentUnit()?.afterCommit(() => done.push('committed'));
    add(work);
    currentUnit()?.add(ofResult);
    expect(done).toEqual([]);
    return 'result';
  });

describe('a step of a sign-in', () => {
  it('is one commit of what it adds and what the provider writes meanwhile', async () => {
    expect(await run({ writes: [ofStep], events: [] })).toBe('result');
    expect(done).toEqual([['writes', ofStep, ofEngine, ofResult], 'committed']);
  });

  it('that records what it does is committed as the work of operations is', async () => {
    await run({ writes: [ofStep], events: [event], afterwards: async () => done.push('afterwards') });
    expect(done).toEqual([['work', ofStep, ofEngine, ofResult, event], 'afterwards', 'committed']);
  });

  it('that writes nothing commits nothing', async () => {
    expect(await atomically(async () => 'result')).toBe('result');
    expect(done).toEqual([]);
  });

  it('that fails writes nothing', async () => {
    const failing = atomically(async (add) => {
      add({ writes: [ofStep], events: [event] });
      throw new Error('failed');
    });
    await expect(failing).rejects.toThrow('failed');
    expect(done).toEqual([]);
  });
});
