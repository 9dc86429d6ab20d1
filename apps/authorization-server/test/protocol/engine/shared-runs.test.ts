import { expect, it } from '@jest/globals';
import { sharedRuns } from '../../../src/protocol/engine/shared-runs.ts';

it('D3: who comes during a run shares the next one, a key each, and a failure reaches only those who shared it', async () => {
  const runs: { key: string; settle: (error?: Error) => void }[] = [];
  const run = sharedRuns(
    (key) =>
      new Promise((resolve, reject) => {
        runs.push({ key, settle: (error) => (error ? reject(error) : resolve()) });
      }),
  );
  const first = run('a');
  const late = [run('a'), run('a'), run('a')];
  const other = run('b');
  expect(runs.map(({ key }) => key)).toEqual(['a', 'b']);
  runs[0]?.settle(new Error('away'));
  await expect(first).rejects.toThrow('away');
  // Those who came later did not share it: a run that began after they asked is theirs.
  expect(runs.map(({ key }) => key)).toEqual(['a', 'b', 'a']);
  const later = run('a');
  runs[2]?.settle();
  await Promise.all(late);
  runs[3]?.settle();
  runs[1]?.settle();
  await Promise.all([later, other]);
  const again = run('a');
  expect(runs).toHaveLength(5);
  runs[4]?.settle();
  await again;
});
