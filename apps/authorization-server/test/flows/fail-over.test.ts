import { expectWithin, skipUnless } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { drill } from '../fail-over-drill.ts';

skipUnless('postgres')('F1: PostgreSQL restarted, made read-only, killed and switched over under load', () => {
  it('OPS-07, OPS-14: every answer is right or a 503, no family of tokens is lost, and all of it ends without a restart', async () => {
    const { rounds, answers, isAlive, rotations } = await drill(4);
    expect(rounds).toHaveLength(4);
    expect([...answers.keys()].filter((status) => ![200, 303, 503].includes(status))).toEqual([]);
    expect(answers.get(503)).toBeGreaterThan(0);
    expect(rotations).toBeGreaterThan(0);
    expect(isAlive).toBe(true);
    for (const { recoveredMs } of rounds) expectWithin(recoveredMs, 5000);
  });
});
