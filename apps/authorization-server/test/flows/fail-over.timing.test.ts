import { skipUnless } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';
import { drill } from '../fail-over-drill.ts';

skipUnless('postgres')('F1: the drill, 20 rounds', () => {
  it('OPS-07: after each round the server serves again within 5 s, and is never restarted', async () => {
    const { rounds, answers, isAlive, rotations } = await drill(20);
    const times = rounds.map(({ recoveredMs }) => recoveredMs).sort((a, b) => a - b);
    const lines = rounds.map(({ trouble, recoveredMs }, n) => `${n + 1}. ${trouble}: ${recoveredMs.toFixed(0)} ms`);
    process.stdout.write(
      `${lines.join('\n')}\nmedian ${times[10]?.toFixed(0)} ms, worst ${times.at(-1)?.toFixed(0)} ms; answers ${JSON.stringify([...answers])}; ${rotations} rotations\n`,
    );
    expect([...answers.keys()].filter((status) => ![200, 303, 503].includes(status))).toEqual([]);
    expect(isAlive).toBe(true);
    expect(times.at(-1)).toBeLessThan(5000);
  }, 900_000);
});
