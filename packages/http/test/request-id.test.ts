import { describe, expect, it } from '@jest/globals';
import { newRequestId } from '../src/request-id.ts';

describe('the identifier of a request', () => {
  it('is a UUID of version 7: its first 48 bits are the time, and the rest is chance', () => {
    const before = Date.now();
    const ids = Array.from({ length: 1000 }, newRequestId);
    const after = Date.now();
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) {
      expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u);
      const time = Number.parseInt(id.slice(0, 13).replace('-', ''), 16);
      expect(time).toBeGreaterThanOrEqual(before);
      expect(time).toBeLessThanOrEqual(after);
    }
  });
});
