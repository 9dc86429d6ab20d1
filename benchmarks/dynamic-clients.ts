/** What the scenarios of clients that register themselves share: servers with many and few of them, and refresh tokens of theirs. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ChainTarget } from './chains.ts';
import { ROOT } from './processes.ts';
import { type MeasuredProgram, newState, RESOURCE, startAuthorizationServer } from './product.ts';
import { refreshToken } from './sign-in.ts';

const metadata = JSON.stringify({
  client_name: 'Agent',
  application_type: 'web',
  redirect_uris: ['https://localhost:3003/callback'],
  token_endpoint_auth_method: 'none',
});

/** Where a server keeps what it knows. */
export const databaseOf = ({ state }: Pick<MeasuredProgram, 'state'>): string =>
  join(state, 'authorization-server.sqlite');

/** Puts clients into a database by one statement. @param prefix what their identifiers begin with, before a number */
export function seedDynamicClients(
  path: string,
  { prefix, count, removableAt }: { readonly prefix: string; readonly count: number; readonly removableAt: number },
): void {
  const database = new DatabaseSync(path, { timeout: 30_000 });
  try {
    database
      .prepare(
        `with recursive g(n) as (select 0 union all select n + 1 from g where n + 1 < ?)
        insert into unregistered_clients
          (client_id, kind, host, metadata, created_at, network, management_sha256, removable_at)
        select ? || n, 'dynamic', 'localhost', ?, unixepoch(), '192.0.' || (n % 200) || '.0/24', randomblob(32), ? from g`,
      )
      .run(count, prefix, metadata, removableAt);
  } finally {
    database.close();
  }
}

/** How many there are whose identifiers begin so. */
export function dynamicClientsIn(path: string, prefix: string): number {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 30_000 });
  try {
    const counted = database.prepare('select count(*) as n from unregistered_clients where client_id like ?');
    return Number(counted.get(`${prefix}%`)?.['n']);
  } finally {
    database.close();
  }
}

/** A server that lets clients register themselves, with so many of them. */
export async function startWithDynamicClients(
  clients: number,
  env: Record<string, string> = {},
): Promise<MeasuredProgram> {
  const state = newState();
  const file = join(state, 'agents.json');
  const policy = { scopes: { [RESOURCE]: ['invoice_read'] }, registration: { mode: 'open', clients: 1_000_000 } };
  writeFileSync(file, JSON.stringify({ unregistered_clients: policy }));
  const registry = join(ROOT, 'apps/authorization-server/registry/development.yaml');
  const program = await startAuthorizationServer({
    state,
    env: { GATEHOUSE_REGISTRY_FILE: `${registry},${file}`, ...env },
  });
  seedDynamicClients(databaseOf(program), { prefix: 'dyn_bench', count: clients, removableAt: 4_000_000_000 });
  return program;
}

/** A link is a client and its refresh token. */
const clientOf = (link: string) => link.split(' ')[0] ?? '';

/** Rotations of refresh tokens of dynamic clients: in each chain those of another one, as far as there are. */
export async function dynamicRotations(
  program: MeasuredProgram,
  { chains, clients }: { readonly chains: number; readonly clients: number },
): Promise<ChainTarget> {
  const links: string[] = [];
  for (let chain = 0; chain < chains; chain += 1) {
    const clientId = `dyn_bench${Math.floor((chain * clients) / chains)}`;
    links.push(`${clientId} ${await refreshToken(program, clientId)}`);
  }
  return {
    server: program.server,
    url: `${program.origin}/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    links,
    bodyOf: (link) =>
      new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: clientOf(link),
        refresh_token: link.split(' ')[1] ?? '',
      }).toString(),
    next: (status, body, link) =>
      status === 200 ? `${clientOf(link)} ${(JSON.parse(body) as { refresh_token: string }).refresh_token}` : undefined,
  };
}
