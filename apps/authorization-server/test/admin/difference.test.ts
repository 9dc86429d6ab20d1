import { describe, expect, test } from '@jest/globals';
import { differences } from '../../src/admin/difference.ts';
import { canonical, checkIfMatch, etagOf } from '../../src/admin/precondition.ts';

describe('what a write would change', () => {
  test('is named by JSON pointers, as deep as both are objects', () => {
    expect(differences({ a: 1, b: { 'c/d': [1], e: 2 } }, { a: 1, b: { 'c/d': [1, 2], e: 2 }, f: true })).toEqual([
      { pointer: '/b/c~1d', before: [1], after: [1, 2] },
      { pointer: '/f', after: true },
    ]);
    expect(differences({ a: 1 }, {})).toEqual([{ pointer: '/a', before: 1 }]);
    expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
  });
});

describe('ETags', () => {
  test('depend on the revision and on the content, not on the order of members', () => {
    expect(canonical({ b: 1, a: { d: 1, c: 2 } })).toBe('{"a":{"c":2,"d":1},"b":1}');
    expect(etagOf(1, { a: 1, b: 2 })).toBe(etagOf(1, { b: 2, a: 1 }));
    expect(etagOf(1, { a: 1 })).not.toBe(etagOf(2, { a: 1 }));
    expect(etagOf(1, { a: 1 })).not.toBe(etagOf(1, { a: 2 }));
  });

  test('are compared as strong validators', () => {
    const etag = etagOf(3, { a: 1 });
    expect(() => checkIfMatch(`"other", ${etag}`, etag)).not.toThrow();
    expect(() => checkIfMatch(undefined, etag)).toThrow(expect.objectContaining({ status: 428 }));
    for (const given of ['*', '', `W/${etag}`, etag.slice(1, -1), '"0.x"']) {
      expect(() => checkIfMatch(given, etag)).toThrow(expect.objectContaining({ status: 412 }));
    }
  });
});
