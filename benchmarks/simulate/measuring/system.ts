/** A server with its database that is measured, and the processor time that each part of it uses. */
import { type PostgresServer, postgres } from '@gatehouse/testkit';
import { Client } from 'pg';
import { canPin } from '../../processes.ts';
import { type MeasuredProgram, newState, startAuthorizationServer } from '../../product.ts';
import type { Stoppable } from '../../scenario.ts';
import type { Store } from '../costs.ts';
import { postgresCpu, serverCpu } from './cpu.ts';
import { Lanes, settingsOfPeople } from './lanes.ts';

/** A server with its database, warm or not. */
export interface MeasuredSystem {
  readonly program: MeasuredProgram;
  readonly database: PostgresServer | undefined;
  readonly databaseUrl: string | undefined;
  readonly lanes: Lanes;
}

/** Starts a server alone on the first core; PostgreSQL shares what is left with the load. */
export async function startSystem(
  store: Store,
  stopAtEnd: <T extends Stoppable>(one: T) => T,
): Promise<MeasuredSystem> {
  canPin();
  const state = newState();
  const { env, people } = settingsOfPeople(state);
  const database = store === 'postgres' ? stopAtEnd(await postgres()) : undefined;
  const databaseUrl = await database?.newDatabase();
  const told = { ...env, ...(databaseUrl !== undefined && { GATEHOUSE_DATABASE_URL: databaseUrl }) };
  const program = stopAtEnd(await startAuthorizationServer({ state, env: told }));
  return { program, database, databaseUrl, lanes: new Lanes(program, people) };
}

/** A client of the database that ends before the database does. */
export async function connected(databaseUrl: string, stopAtEnd: <T extends Stoppable>(one: T) => T): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  stopAtEnd({ stop: () => client.end() });
  return client;
}

/** What was used up to a moment, in milliseconds, by whom. */
export function usedBy({ program, database }: Pick<MeasuredSystem, 'program' | 'database'>) {
  const { user, system } = process.cpuUsage();
  const server = serverCpu(program.server.pid);
  return {
    ...server,
    databaseMs: database ? postgresCpu(database) : server.writerMs,
    clientMs: (user + system) / 1000,
  };
}
export type Used = ReturnType<typeof usedBy>;

/** Another figure for each. */
export const mapUsed = (used: Used, figure: (name: keyof Used) => number): Used =>
  Object.fromEntries((Object.keys(used) as (keyof Used)[]).map((name) => [name, figure(name)])) as unknown as Used;

/** The difference of two such moments, for each of so many. */
export const usedBetween = (before: Used, after: Used, each = 1): Used =>
  mapUsed(after, (name) => (after[name] - before[name]) / each);
