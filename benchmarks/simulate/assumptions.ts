/** The one table of what a simulation assumes: `assumptions.json`, and what a user says otherwise. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Assumption<Value = number> {
  readonly value: Value;
  readonly unit: string;
  readonly kind: 'measured' | 'assumed' | 'default of the product' | 'as you said';
  readonly source: string;
}

/** The names of all, by what they are about. */
const names = {
  behaviour: [
    'signInsPerDay',
    'signOnsPerDay',
    'sessionHours',
    'accessTokenMinutes',
    'signOutsPerDay',
    'apiCallsPerMinute',
    'gatewayShare',
    'gatewaySpread',
    'servicesPerPerson',
    'refreshTokenDays',
    'auditDays',
    'auditShare',
  ],
  machines: [
    'serverCores',
    'serverWorkers',
    'databaseCores',
    'databaseStandbys',
    'useAtPeak',
    'slowdown',
    'poolSize',
    'hashesAtOnce',
    'hashQueue',
    'databasePatienceMs',
    'clientRoundTripMs',
    'databaseRoundTripMs',
    'standbyRoundTripMs',
    'syncMs',
    'logMegabytesPerSecond',
    'vacuumShare',
    'failoverSeconds',
  ],
  rows: ['artefactBytes', 'userBytes'],
  prices: ['perVcpuHour', 'perGigabyteMonth'],
} as const;

type Group = keyof typeof names;
type Name = (typeof names)[Group][number];
export type Assumptions = { readonly [One in Group]: Readonly<Record<(typeof names)[One][number], Assumption>> } & {
  readonly hours: Assumption<readonly number[]>;
};

/** All numbers of the table, and what they are about. */
export const assumptionNames: readonly (readonly [Group, Name])[] = (Object.keys(names) as Group[]).flatMap((group) =>
  names[group].map((name) => [group, name] as const),
);

export const assumptionsFile: string = join(import.meta.dirname, 'assumptions.json');

export const readAssumptions = (): Assumptions => JSON.parse(readFileSync(assumptionsFile, 'utf8')) as Assumptions;

/**
 * The table with other values, as a file or flags give them.
 * @throws {TypeError} there is no such name, or the value is no number from 0 up
 */
export function withValues(assumptions: Assumptions, values: Readonly<Record<string, unknown>>): Assumptions {
  const changed = structuredClone(assumptions) as Record<Group, Record<string, Assumption>> & {
    hours: Assumption<readonly number[]>;
  };
  for (const [name, value] of Object.entries(values)) {
    if (name === 'hours') {
      changed.hours = { ...changed.hours, value: hoursOf(value), kind: 'as you said', source: 'told' };
      continue;
    }
    const [group] = assumptionNames.find(([, known]) => known === name) ?? [];
    if (!group) {
      const known = assumptionNames.map(([, one]) => one).join(', ');
      throw new TypeError(`there is no assumption ${name}; there are ${known}, hours`);
    }
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number) || number < 0)
      throw new TypeError(`${name} takes a number from 0 up, not ${JSON.stringify(value)}`);
    changed[group][name] = { ...changed[group][name]!, value: number, kind: 'as you said', source: 'told' };
  }
  return changed as unknown as Assumptions;
}

const isShare = (hour: unknown) => typeof hour === 'number' && hour >= 0;

function hoursOf(value: unknown): readonly number[] {
  if (!Array.isArray(value) || value.length !== 24 || !value.every(isShare))
    throw new TypeError('hours takes 24 numbers from 0 up, the share of the day in each hour');
  const sum = (value as number[]).reduce((total, hour) => total + hour, 0);
  if (!(sum > 0)) throw new TypeError('hours takes 24 numbers that are not all 0');
  return (value as number[]).map((hour) => hour / sum);
}

/** Just the numbers of a group. */
export const valuesOf = <Names extends string>(group: Readonly<Record<Names, Assumption>>): Record<Names, number> =>
  Object.fromEntries(
    (Object.entries(group) as [Names, Assumption][]).map(([name, { value }]) => [name, value]),
  ) as Record<Names, number>;
