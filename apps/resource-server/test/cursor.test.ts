import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createCursors } from '../src/cursor.ts';

const key = 'k'.repeat(32);
const cursors = createCursors([key]);

describe('cursor', () => {
  it('RS-07: what was sealed opens again, for the same list and holder only', () => {
    const cursor = cursors.seal('invoices', 'alice', ['17', 'a']);
    expect(cursors.open('invoices', 'alice', cursor)).toEqual(['17', 'a']);
    expect(cursors.open('users', 'alice', cursor)).toBeUndefined();
    expect(cursors.open('invoices', 'bob', cursor)).toBeUndefined();
  });

  it('RS-07: every changed character is noticed', () => {
    const cursor = cursors.seal('invoices', 'alice', ['17', 'a']);
    for (let at = 0; at < cursor.length; at += 1) {
      for (const other of ['A', 'B', '.', '-']) {
        if (cursor[at] === other) continue;
        const changed = cursor.slice(0, at) + other + cursor.slice(at + 1);
        expect(cursors.open('invoices', 'alice', changed)).toBeUndefined();
      }
    }
  });

  it('RS-07: anything else is refused without an exception', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 200, unit: 'binary' }),
        (text) => cursors.open('invoices', 'alice', text) === undefined,
      ),
    );
    expect(cursors.open('invoices', 'alice', `${'a'.repeat(2000)}.`)).toBeUndefined();
    expect(cursors.open('invoices', 'alice', '..')).toBeUndefined();
  });

  it('a cursor of the previous key still opens; one of a removed key does not', () => {
    const old = cursors.seal('invoices', 'alice', ['1']);
    const next = 'n'.repeat(32);
    expect(createCursors([next, key]).open('invoices', 'alice', old)).toEqual(['1']);
    expect(createCursors([next]).open('invoices', 'alice', old)).toBeUndefined();
  });

  it('no key or a short one is a mistake at start-up', () => {
    expect(() => createCursors([])).toThrow(/at least one key/);
    expect(() => createCursors(['short'])).toThrow(/32 characters/);
  });
});
