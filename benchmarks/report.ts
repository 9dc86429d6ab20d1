import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './processes.ts';
import type { Round, Run, Scenario } from './scenario.ts';

/** One benchmark's outcome: what `--json` prints, a line each. */
export interface Outcome {
  readonly name: string;
  /** Median over the rounds, in `unit`. */
  readonly value: number;
  readonly unit: string;
  /** Median over the rounds of subject divided by reference, per core where the scenario says so. */
  readonly ratio: number;
  readonly against: string;
  /** Median over the rounds of subject divided by limit, per core where the scenario says so; null where there is none. */
  readonly ofLimit: number | null;
  readonly limit: string | null;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly runs: number;
  readonly errors: number;
  readonly node: string;
  readonly cpu: string;
}

/** Draws the rounds of one scenario together. */
export function outcomeOf(
  { name, unit, against, limit, perCore = false }: Scenario,
  rounds: readonly Round[],
): Outcome {
  const rate = ({ value, cpuShare }: Run) => (perCore && cpuShare ? value / cpuShare : value);
  const latency = (pick: 'p50Ms' | 'p99Ms') => {
    const known = rounds.map(({ subject }) => subject[pick]).filter((ms) => ms !== undefined);
    return known.length > 0 ? rounded(median(known)) : null;
  };
  const shares = rounds.flatMap(({ subject, limit: most }) => (most ? [rate(subject) / rate(most)] : []));
  return {
    name,
    value: rounded(median(rounds.map(({ subject }) => subject.value))),
    unit,
    ratio: rounded(median(rounds.map(({ subject, reference }) => rate(subject) / rate(reference)))),
    against,
    ofLimit: shares.length > 0 ? rounded(median(shares)) : null,
    limit: limit ?? null,
    p50Ms: latency('p50Ms'),
    p99Ms: latency('p99Ms'),
    runs: rounds.length,
    errors: rounds.reduce((sum, { subject, reference, limit: most }) => {
      return sum + subject.errors + reference.errors + (most?.errors ?? 0);
    }, 0),
    node: process.version,
    cpu: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
  };
}

/** Writes `benchmarks/results/NAME.json`: the outcome, every round's figures, the machine and the versions. */
export function keepResult(outcome: Outcome, rounds: readonly Round[], seconds: number): void {
  const folder = join(ROOT, 'benchmarks/results');
  mkdirSync(folder, { recursive: true });
  const machine = { platform: process.platform, arch: process.arch, memoryGb: rounded(totalmem() / 1e9) };
  const record = { ...outcome, time: new Date().toISOString(), seconds, machine, versions: process.versions, rounds };
  writeFileSync(join(folder, `${outcome.name}.json`), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** The outcomes as a table for people. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const rows = [
    ['benchmark', 'value', 'unit', 'ratio', 'p50 ms', 'p99 ms', 'errors', 'against', 'of the limit'],
    ...outcomes.map((o) => [
      o.name,
      o.value,
      o.unit,
      o.ratio,
      o.p50Ms ?? '-',
      o.p99Ms ?? '-',
      o.errors,
      o.against,
      o.limit ? `${o.ofLimit} of ${o.limit}` : '-',
    ]),
  ].map((row) => row.map(String));
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
