import { describe, expect, it } from '@jest/globals';
import { eventually, expectWithin, timesAreJudged } from '../src/index.ts';

describe('eventually', () => {
  it('gives the first thing that is not false, null or undefined', async () => {
    const answers = [false, null, undefined, 0];
    expect(await eventually(() => answers.shift(), { intervalMs: 1 })).toBe(0);
  });

  it('asks again when the check throws', async () => {
    let asked = 0;
    const check = () => {
      asked += 1;
      if (asked < 3) throw new Error('not yet');
      return 'there';
    };
    expect(await eventually(check, { intervalMs: 1 })).toBe('there');
  });

  it('ends, and says what did not come and why', async () => {
    const never = eventually(
      () => {
        throw new Error('still away');
      },
      { what: 'the server', timeoutMs: 5, intervalMs: 1 },
    );
    await expect(never).rejects.toMatchObject({
      message: 'the server did not come within 5 ms',
      cause: { message: 'still away' },
    });
  });
});

const late = () => expectWithin(20, 10);

describe('a limit of time', () => {
  it('is judged in npm run test:timing alone', () => {
    if (timesAreJudged) expect(late).toThrow('took 20.0 ms, which is not less than 10 ms');
    else expect(late).not.toThrow();
    expectWithin(9, 10);
  });
});
