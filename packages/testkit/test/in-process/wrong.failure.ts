import { afterAll, expect, it } from '@jest/globals';

it('passes', () => expect(1).toBe(1));

it('fails by what it expects', () => expect(1).toBe(2));

it('fails by what nobody waits for', async () => {
  void Promise.reject(new Error('nobody waits for this'));
  await new Promise((passed) => setTimeout(passed, 1));
});

afterAll(() => Promise.reject(new Error('the end failed')));
