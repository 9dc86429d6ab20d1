/**
 * Whether the hot paths cost more processor time than they did: `npm run -s bench -- guard`, about a minute. Times are stated in
 * those of bare servers of the same run, which sign or verify and do nothing else, so that a slower day of the machine changes nothing.
 */
import { join } from 'node:path';
import { ROOT } from '../processes.ts';
import { median } from '../report.ts';
import type { Stoppable } from '../scenario.ts';
import {
  baselineFile,
  type Costs,
  compare,
  keepBaseline,
  linesOf,
  readBaseline,
  thisKindOfMachine,
} from './baseline.ts';
import { type Load, startHotPaths } from './hot-paths.ts';

const rounds = 5;
const seconds = 1;
const warmUpSeconds = 2;

export interface GuardOptions {
  /** Write the baseline of this kind of machine instead of comparing with it. */
  readonly keep: boolean;
  readonly folder?: string;
}

const say = (text: string) => process.stderr.write(`guard: ${text}\n`);

/** The exit code: 0 when nothing is worse, 1 when something is, 2 when there is nothing to compare with. */
export async function guard({ keep, folder = join(ROOT, 'benchmarks/baselines') }: GuardOptions): Promise<0 | 1 | 2> {
  const machine = thisKindOfMachine();
  const file = baselineFile(folder, machine);
  const baseline = readBaseline(file);
  if (!baseline && !keep) {
    process.stderr.write(
      `no baseline for this kind of machine (${Object.values(machine).join(', ')}): on a state of the product that is called good, run it with --keep, which writes ${file}\n`,
    );
    return 2;
  }
  const costs = await measureCosts();
  if (keep) {
    keepBaseline(file, { machine, date: new Date().toISOString().slice(0, 10), costs });
    process.stdout.write(`${linesOf(compare(baseline?.costs ?? {}, costs)).join('\n')}\nkept in ${file}\n`);
    return 0;
  }
  const comparisons = compare(baseline!.costs, costs);
  process.stdout.write(`${linesOf(comparisons).join('\n')}\n`);
  return comparisons.some(({ verdict }) => verdict === 'worse') ? 1 : 0;
}

async function measureCosts(): Promise<Costs> {
  const started: Stoppable[] = [];
  const stopAtEnd = <T extends Stoppable>(one: T): T => {
    started.push(one);
    return one;
  };
  try {
    say('starting the servers');
    const { units, paths } = await startHotPaths({ stopAtEnd });
    say('warming up');
    for (const one of [...Object.values(units), ...paths]) await cpuMsPerRequest(one, warmUpSeconds);
    const taken = paths.map(() => [] as number[]);
    for (let round = 0; round < rounds; round += 1) {
      say(`round ${round + 1} of ${rounds}`);
      for (const [index, path] of paths.entries()) {
        // Right beside each other, so that what else the machine does slows both.
        const unitMs = await cpuMsPerRequest(units[path.unit], seconds);
        taken[index]!.push((await cpuMsPerRequest(path, seconds)) / unitMs);
      }
    }
    return Object.fromEntries(paths.map(({ name }, index) => [name, Number(median(taken[index]!).toPrecision(4))]));
  } finally {
    for (const one of started.toReversed()) await one.stop();
  }
}

async function cpuMsPerRequest(load: Load, forSeconds: number): Promise<number> {
  const { value, cpuShare, errors } = await load.run(forSeconds);
  if (errors > 0) throw new Error(`${load.name}: ${errors} answers were not a success`);
  if (cpuShare === undefined) throw new Error('processor time is known on Linux only');
  return (cpuShare / value) * 1000;
}
