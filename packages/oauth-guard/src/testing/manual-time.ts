/** Clocks that stand still until a test moves them. */

import type { Time } from '../time.ts';

/**
 * For the option `time`; its `now` also fits `createTestIssuer`.
 *
 * @example
 * const later = (time: ManualTime) => time.advance(60);
 */
export interface ManualTime extends Time {
  /** Time passes: both clocks go on. */
  advance(seconds: number): void;
  /** The wall clock is set, as by an operator or a time server; negative: back. */
  jump(seconds: number): void;
}

/**
 * Makes clocks that stand at the present moment.
 *
 * @example
 * const time = createManualTime();
 * const issuer = await createTestIssuer({ audience: 'https://api.example.com', now: time.now });
 */
export function createManualTime(startMs: number = Date.now()): ManualTime {
  let wall = startMs;
  let passed = 0;
  return {
    now: () => wall,
    monotonic: () => passed,
    advance(seconds) {
      wall += seconds * 1000;
      passed += seconds * 1000;
    },
    jump(seconds) {
      wall += seconds * 1000;
    },
  };
}
