/**
 * Whether limits of time and statistics are judged: in `npm run test:timing`, alone on the machine. In `npm test` the same
 * tests show that the right thing happens, however long it takes.
 */
export const timesAreJudged = process.env['GATEHOUSE_JUDGE_TIMES'] === '1';

/** Fails in `npm run test:timing` when something took longer than it may; both in milliseconds. */
export function expectWithin(tookMs: number, limitMs: number): void {
  if (timesAreJudged && tookMs >= limitMs) {
    throw new Error(`took ${tookMs.toFixed(1)} ms, which is not less than ${limitMs} ms`);
  }
}
