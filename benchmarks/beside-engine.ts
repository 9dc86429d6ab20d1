/** What scenarios share that compare the authorization server with the engine alone, which keeps everything in memory. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { postgres } from '@gatehouse/testkit';
import { ROOT } from './processes.ts';
import { type MeasuredProgram, newState, startAuthorizationServer, startReference } from './product.ts';
import type { BenchmarkContext, Scenario } from './scenario.ts';

/** Where a server keeps what it promises to keep. */
export const stores = ['sqlite', 'postgres'] as const;

export const againstEngine = 'the bare engine (oidc-provider) on node:http, all in memory; per core';

/** Writes the development registry without its default resource: requests that name no API then get opaque tokens for userinfo. */
export function registryWithoutDefault(folder: string): string {
  const registry = join(folder, 'registry.yaml');
  const declared = readFileSync(join(ROOT, 'apps/authorization-server/registry/development.yaml'), 'utf8');
  writeFileSync(registry, declared.replaceAll(/^ *default_resource: .*\n/gmu, ''));
  return registry;
}

/**
 * An authorization server and the engine alone, for the same client.
 * Requests that name no API get opaque tokens for userinfo from both.
 */
export async function startBesideEngine(
  { stopAtEnd }: Pick<BenchmarkContext, 'stopAtEnd'>,
  store: (typeof stores)[number],
): Promise<{ readonly product: MeasuredProgram; readonly engine: MeasuredProgram }> {
  const state = newState();
  const database = store === 'postgres' ? stopAtEnd(await postgres()) : undefined;
  const env = {
    GATEHOUSE_REGISTRY_FILE: registryWithoutDefault(state),
    ...(database && { GATEHOUSE_DATABASE_URL: await database.newDatabase() }),
  };
  const product = stopAtEnd(await startAuthorizationServer({ state, env }));
  const secret = readFileSync(join(state, 'secrets/clients/web-app'), 'utf8');
  const engine = stopAtEnd(await startReference('engine', { CLIENT_SECRET: secret }));
  return { product, engine: { ...engine, state } };
}

/** One scenario for each store: on SQLite by its own name, on PostgreSQL with `-postgres` behind it. */
export const onBothStores = (
  name: string,
  unit: string,
  prepareOn: (context: BenchmarkContext, store: (typeof stores)[number]) => ReturnType<Scenario['prepare']>,
): Scenario[] =>
  stores.map((store) => ({
    name: store === 'sqlite' ? name : `${name}-${store}`,
    unit,
    against: againstEngine,
    rounds: 3,
    perCore: true,
    prepare: (context) => prepareOn(context, store),
  }));
