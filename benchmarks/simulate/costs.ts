/** What flows cost on the machine that was measured: `bench -- simulate --measure` writes it, the simulation reads it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The flows of an authorization server that are simulated, in the order of the tables. */
export const flowNames = [
  'sign-in',
  'sign-on',
  'refresh',
  'client-credentials',
  'token-exchange',
  'revocation',
] as const;
export type FlowName = (typeof flowNames)[number];

/** What each is. */
export const flows: Readonly<Record<FlowName, string>> = {
  'sign-in': 'sign-in with a password, code, tokens',
  'sign-on': 'code and tokens with a living session',
  refresh: 'refresh, rotating',
  'client-credentials': 'client credentials, JWT access token',
  'token-exchange': 'token exchange, as the gateway asks for it',
  revocation: 'revocation of a refresh token with its grant',
};

export const stores = ['sqlite', 'postgres'] as const;
export type Store = (typeof stores)[number];

/** One HTTP request of a flow. */
export interface Step {
  readonly name: string;
  /** Its part of the flow's costs, hashes apart. */
  readonly share: number;
  /** Whether the answer waits for a password hash. */
  readonly hashes: boolean;
}

/** One flow on one store. Times in milliseconds of processor time for each flow. */
export interface FlowCost {
  readonly steps: readonly Step[];
  /** Of the main thread, among many requests that it handles in one turn of its loop. */
  readonly mainMs: number;
  /** What the main thread needs more for the first of a turn, and so for each that comes alone. */
  readonly coldMs: number;
  /** Of its other threads: garbage collection, compiler. */
  readonly sideMs: number;
  /** Of the threads for password hashes. */
  readonly hashMs: number;
  /** Of the database, among many: PostgreSQL with all its processes, or the thread that writes to SQLite. */
  readonly databaseMs: number;
  /** What the database needs more when it does nothing else. */
  readonly databaseColdMs: number;
  /** Transactions of PostgreSQL that it waits for: reads by themselves count. */
  readonly trips: number;
  /** Syncs that it waits for. */
  readonly commits: number;
  /** Of the process that made the load. */
  readonly clientMs: number;
  /** What is left of how long the flow takes alone: loopback, switches between processes. */
  readonly restMs: number;
  /** Quantiles of how long it takes alone, divided by their mean. */
  readonly spread: readonly number[];
  readonly logBytes: number;
  readonly rowsNew: number;
  readonly rowsChanged: number;
  readonly auditRows: number;
}

export interface MeasuredCosts {
  readonly date: string;
  readonly command: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly memoryGb: number };
  readonly versions: { readonly node: string; readonly postgres: string };
  readonly seconds: number;
  /** A signature, RSA-2048. */
  readonly signatureMs: number;
  /** Quantiles of writing 8 KiB and waiting until it is on the disk. */
  readonly syncMs: readonly number[];
  /** Of a record of audit with its indexes on PostgreSQL. */
  readonly auditBytes: number;
  /** Of the gateway for each request, its token known: processor time of all its threads. */
  readonly gatewayMs: number;
  readonly flows: Readonly<Record<Store, Readonly<Record<FlowName, FlowCost>>>>;
}

export const costsFile: string = join(import.meta.dirname, 'measured.json');

/** @throws {Error} there is no such file, or it has no costs */
export function readCosts(file = costsFile): MeasuredCosts {
  const costs = JSON.parse(readFileSync(file, 'utf8')) as MeasuredCosts;
  const missing = stores.flatMap((store) =>
    flowNames.filter((flow) => !(costs.flows?.[store]?.[flow]?.mainMs > 0)).map((flow) => `${flow} on ${store}`),
  );
  if (missing.length > 0) throw new Error(`${file} has no costs of ${missing.join(', ')}; measure them with --measure`);
  return costs;
}

const short = (_name: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

export function keepCosts(costs: MeasuredCosts, file = costsFile): void {
  writeFileSync(file, `${JSON.stringify(costs, short, 2)}\n`);
}
