import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { runSlice, sliceOf } from '../../../../benchmarks/simulate/answers.ts';
import {
  type Assumption,
  assumptionNames,
  assumptionsFile,
  readAssumptions,
  withValues,
} from '../../../../benchmarks/simulate/assumptions.ts';
import { simulation, wholeDocument } from '../../../../benchmarks/simulate/command.ts';
import { flowNames, readCosts, stores } from '../../../../benchmarks/simulate/costs.ts';
import { seeded } from '../../../../benchmarks/simulate/model/random.ts';
import { poissonArrivals, simulate } from '../../../../benchmarks/simulate/model/run.ts';
import { pictureOf } from '../../../../benchmarks/simulate/picture.ts';
import { planFor } from '../../../../benchmarks/simulate/plan.ts';
import { reportOn, type SimulationReport, textOf } from '../../../../benchmarks/simulate/report.ts';
import { differenceOf, levels, type Validation } from '../../../../benchmarks/simulate/validation.ts';

const costs = readCosts();
const assumptions = readAssumptions();
const validation = JSON.parse(
  readFileSync(join(rootDirectory, 'benchmarks/simulate/validation.json'), 'utf8'),
) as Validation;
const plan = planFor(1e6, costs, assumptions);
const slice = sliceOf(plan, assumptions, 2);

const runWith = (seed: number) => runSlice(slice, costs, { seconds: 3, seed }).all;

describe('the table of assumptions', () => {
  it('has a number, a unit and a source for each name, and nothing else', () => {
    const { hours, ...groups } = JSON.parse(readFileSync(assumptionsFile, 'utf8')) as Record<string, unknown> & {
      hours: Assumption<number[]>;
    };
    const written = Object.entries(groups).flatMap(([group, table]) =>
      Object.entries(table as Record<string, Assumption>).map(([name, one]) => ({ group, name, one })),
    );
    expect(written.map(({ group, name }) => [group, name])).toEqual(assumptionNames);
    for (const { one } of written) {
      expect(one).toEqual({
        value: expect.any(Number),
        unit: expect.stringMatching(/./u),
        kind: expect.stringMatching(/^(?:measured|assumed|default of the product)$/u),
        source: expect.stringMatching(/.{10}/u),
      });
    }
    expect(hours.value).toHaveLength(24);
    expect(hours.value.reduce((sum, hour) => sum + hour, 0)).toBeCloseTo(1, 6);
  });

  it('defaults of the product are what docs/settings.md says', () => {
    const settings = readFileSync(join(rootDirectory, 'docs/settings.md'), 'utf8');
    const all = [...Object.values(assumptions.behaviour), ...Object.values(assumptions.machines)] as Assumption[];
    const named = all.filter(({ kind }) => kind === 'default of the product').map(({ source }) => source);
    const settingNames = named.flatMap((source) => source.match(/GATEHOUSE_[A-Z_]+/gu) ?? []);
    expect(settingNames.length).toBeGreaterThan(4);
    for (const name of settingNames) expect(settings).toContain(`\`${name}\``);
    const defaultOf = (name: string) => Number(new RegExp(`\`${name}\` \\|[^|]*\\| \`(\\d+)`, 'u').exec(settings)?.[1]);
    expect(assumptions.machines.poolSize.value).toBe(defaultOf('GATEHOUSE_DATABASE_POOL_SIZE'));
    expect(assumptions.machines.hashQueue.value).toBe(defaultOf('GATEHOUSE_PASSWORD_HASH_QUEUE'));
    expect(assumptions.behaviour.auditDays.value).toBe(defaultOf('GATEHOUSE_AUDIT_RETENTION_DAYS'));
  });

  it('takes other values, and refuses what is none', () => {
    const told = withValues(assumptions, { signInsPerDay: '2', hours: Array.from({ length: 24 }, () => 2) });
    expect(told.behaviour.signInsPerDay).toMatchObject({ value: 2, kind: 'as you said' });
    expect(told.hours.value[0]).toBeCloseTo(1 / 24, 9);
    expect(assumptions.behaviour.signInsPerDay.kind).toBe('assumed');
    for (const bad of [
      { users: 1 },
      { signInsPerDay: -1 },
      { signInsPerDay: '' },
      { signInsPerDay: 'x' },
      { hours: [1] },
    ])
      expect(() => withValues(assumptions, bad)).toThrow(TypeError);
  });
});

describe('measured costs', () => {
  it('are whole: every flow on both stores, every figure a number from 0 up', () => {
    const numbersIn = (value: unknown): number[] =>
      typeof value === 'number'
        ? [value]
        : value !== null && typeof value === 'object'
          ? Object.values(value).flatMap(numbersIn)
          : [];
    for (const store of stores)
      for (const flow of flowNames) {
        const cost = costs.flows[store][flow];
        expect(numbersIn(cost).filter((value) => !(Number.isFinite(value) && value >= 0))).toEqual([]);
        expect(cost.steps.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 3);
      }
    for (const figure of [costs.signatureMs, costs.gatewayMs, costs.auditBytes, ...costs.syncMs])
      expect(figure).toBeGreaterThan(0);
  });
});

describe('the comparison with a machine', () => {
  const { compared, errors } = validation;

  it('is of both stores, of each load, and of no flow that failed', () => {
    expect(errors).toBe(0);
    const loads = ['limit', ...levels];
    expect(compared).toHaveLength(stores.length * loads.length * 4);
    expect(new Set(compared.map(({ load }) => load))).toEqual(new Set(loads));
    expect(new Set(compared.map(({ store }) => store))).toEqual(new Set(stores));
  });

  it('is within 15 % in rate, use of the processor and median, and within 30 % in the 99th percentile', () => {
    const beyond = compared.filter((one) => !(Math.abs(differenceOf(one)) <= (one.figure === 'p99 ms' ? 0.3 : 0.15)));
    expect(beyond).toEqual([]);
  });
});

describe('the simulation', () => {
  it('gives the same for the same seed, and something else for another', () => {
    expect(runWith(5)).toEqual(runWith(5));
    expect(runWith(6)).not.toEqual(runWith(5));
  });

  it('loses nobody: who arrived is done or refused, through outages and full queues', () => {
    const rates = { 'sign-in': 300, refresh: 200 };
    const outage = { fromMs: 500, forMs: 2000 };
    const run = simulate({
      topology: { ...slice.topology, servers: 1, hashQueue: 3, outage },
      costs: costs.flows.postgres,
      arrivals: poissonArrivals(rates, 2, seeded(4)),
      seconds: 2,
      seed: 9,
      attempts: 2,
    });
    expect(run.refused).toBeGreaterThan(50);
    expect(run.refusals).toBeGreaterThan(run.refused);
    expect(run.done).toBeGreaterThan(50);
    expect(run.done + run.refused).toBe(run.arrived);
  });

  it('arrivals are as many as the rate says, and in order', () => {
    const arrivals = poissonArrivals({ refresh: 900, revocation: 100 }, 50, seeded(2));
    expect(Math.abs(arrivals.length / 50_000 - 1)).toBeLessThan(0.02);
    expect(arrivals.filter(({ flow }) => flow === 'revocation').length / arrivals.length).toBeCloseTo(0.1, 2);
    expect(arrivals).toEqual(arrivals.toSorted((a, b) => a.atMs - b.atMs));
  });

  it('needs no less for more people, and more databases when one is exhausted', () => {
    const plans = [1e4, 1e6, 1e8, 1e9].map((users) => planFor(users, costs, assumptions));
    for (const [index, more] of plans.entries()) {
      const less = plans[index - 1] ?? more;
      expect(more.serverNodes).toBeGreaterThanOrEqual(less.serverNodes);
      expect(more.deployments).toBeGreaterThanOrEqual(less.deployments);
      expect(more.databaseGigabytes).toBeGreaterThanOrEqual(less.databaseGigabytes);
      for (const { needed, ofOne } of more.ofPrimary) expect(needed / more.deployments).toBeLessThanOrEqual(ofOne);
    }
    expect(plans[0]!.deployments).toBe(1);
    expect(plans[3]!.deployments).toBeGreaterThan(1);
  });

  it.each([
    ['--write', '--users=5'],
    ['--users', 'many'],
    ['--users', '0'],
    ['--sign-ins-per-day=-1', '--json'],
    ['--colour', 'red'],
    ['--seed', ''],
  ])('refuses %s %s', async (name, value) => {
    expect(await simulation([name, value])).toBe(64);
  });
});

describe('the committed report', () => {
  const file = globSync('simulation-*.json', { cwd: join(rootDirectory, 'benchmarks/reports') })
    .toSorted()
    .at(-1)!;
  const place = join(rootDirectory, 'benchmarks/reports', file);
  const text = (ending: string) => readFileSync(place.replace(/json$/u, ending), 'utf8');
  const committed = JSON.parse(text('json')) as SimulationReport;

  it('is what comes out again, with its document and its picture', () => {
    const { date, seed, answers } = committed;
    const again = reportOn({ users: answers.map(({ plan: { users } }) => users), costs, assumptions, seed, date });
    expect(textOf(again)).toBe(text('json'));
    expect(wholeDocument(again)).toBe(text('md'));
    expect(pictureOf(again)).toBe(text('svg'));
  });

  it('does not depend on how large a part was simulated', () => {
    for (const { requests, twiceTheSlice } of committed.answers) {
      expect(Math.abs(twiceTheSlice.p50Ms / requests.p50Ms - 1)).toBeLessThan(0.1);
      expect(Math.abs(twiceTheSlice.p99Ms / requests.p99Ms - 1)).toBeLessThan(0.15);
    }
  });
});
