/** What the paths cost when they were last called good, and whether they cost more now. Figures hold for one kind of machine. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';

/** Machines of one kind have figures that can be compared. */
export interface KindOfMachine {
  readonly arch: string;
  readonly cpu: string;
  readonly cores: number;
  /** Major version of Node. */
  readonly node: number;
}

/** Processor time of one request, in those of a bare server of the same run. */
export type Costs = Readonly<Record<string, number>>;

export interface Baseline {
  readonly machine: KindOfMachine;
  /** Day on which it was measured. */
  readonly date: string;
  readonly costs: Costs;
}

export interface Comparison {
  readonly path: string;
  readonly now: number;
  /** Undefined: the baseline does not know this path. */
  readonly before: number | undefined;
  readonly verdict: 'worse' | 'better' | 'same' | 'new';
}

/** A change up to this share is noise. */
const tolerance = 0.1;

export function thisKindOfMachine(): KindOfMachine {
  return {
    arch: process.arch,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    node: Number.parseInt(process.versions.node, 10),
  };
}

/** The file of a kind of machine in `folder`. */
export function baselineFile(folder: string, { arch, cpu, cores, node }: KindOfMachine): string {
  const words = `${arch} ${cpu} ${cores} cores node ${node}`.toLowerCase().match(/[a-z0-9.]+/gu) ?? [];
  return join(folder, `${words.join('-')}.json`);
}

/** Undefined where nobody measured on such a machine yet. Throws on a file that is no baseline. */
export function readBaseline(file: string): Baseline | undefined {
  if (!existsSync(file)) return undefined;
  const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<Baseline>;
  const costs = Object.values(read.costs ?? {});
  if (costs.length === 0 || !costs.every((cost) => Number.isFinite(cost) && cost > 0)) {
    throw new Error(`${file} is no baseline: it has no costs above 0`);
  }
  return read as Baseline;
}

export function keepBaseline(file: string, baseline: Baseline): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(baseline, undefined, 2)}\n`);
}

/** Compares each path measured now. One that is in the baseline alone is an error: it was not measured. */
export function compare(before: Costs, now: Costs): Comparison[] {
  const lost = Object.keys(before).filter((path) => now[path] === undefined);
  if (lost.length > 0) throw new Error(`not measured, though the baseline has it: ${lost.join(', ')}`);
  return Object.entries(now).map(([path, cost]) => {
    const was = before[path];
    return { path, now: cost, before: was, verdict: was === undefined ? 'new' : verdictOf(cost / was) };
  });
}

function verdictOf(ratio: number): 'worse' | 'better' | 'same' {
  if (ratio > 1 + tolerance) return 'worse';
  return ratio < 1 / (1 + tolerance) ? 'better' : 'same';
}

/** A line for each path, for people. */
export function linesOf(comparisons: readonly Comparison[]): string[] {
  return comparisons.map(({ path, now, before, verdict }) => {
    if (before === undefined) return `${path}: ${now.toFixed(2)}, not in the baseline`;
    const change = (now / before - 1) * 100;
    const signed = `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(0)} %`;
    return `${path}: ${now.toFixed(2)} (${before.toFixed(2)} in the baseline, ${signed})${verdict === 'same' ? '' : ` ${verdict.toUpperCase()}`}`;
  });
}
