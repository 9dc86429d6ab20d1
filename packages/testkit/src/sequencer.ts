import * as sequencer from '@jest/test-sequencer';
import { longestFirst } from './order.ts';

// Its types speak of the CommonJS file; the module has the class itself as its default.
const TestSequencer = sequencer.default as unknown as typeof sequencer.default.default;

/** Jest goes by how long each file took the last time, and by its size where there was none: in a fresh clone, as in CI. */
export default class Sequencer extends TestSequencer {
  override sort(tests: Parameters<InstanceType<typeof TestSequencer>['sort']>[0]): typeof tests {
    return longestFirst(super.sort(tests) as typeof tests);
  }
}
