/** What is declared, by kind and name, for a comparison with what is to be. */
import type { ClientRecord, ResourceRecord, RoleRecord } from '@gatehouse/storage';
import { definitionOf } from '../directory/connections/connections.ts';
import { together, type Work } from '../directory/operations/work.ts';
import type { RegistryDocument } from '../directory/registry/document.ts';
import { blockedHosts, declaredPolicies } from '../directory/registry/policies.ts';
import type { AdminContext } from './context.ts';
import { hashOf } from './precondition.ts';
import { documentOf } from './resources/client-document.ts';

export interface Stored {
  readonly resources: ReadonlyMap<string, ResourceRecord>;
  readonly roles: ReadonlyMap<string, RoleRecord>;
  /** Definitions by name; their secrets stay where they are. */
  readonly connections: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly clients: ReadonlyMap<string, ClientRecord>;
  readonly policies: ReadonlyMap<string, unknown>;
}

export async function storedRegistry({ storage }: Pick<AdminContext, 'storage'>): Promise<Stored> {
  const [resources, roles, connections, clients, policies] = await Promise.all([
    storage.resources.list(),
    storage.roles.list(),
    storage.connections.list(),
    storage.clients.list(),
    storage.policies.list(),
  ]);
  return {
    resources: new Map(resources.map((one) => [one.indicator, one])),
    roles: new Map(roles.map((one) => [one.name, one])),
    connections: new Map(connections.map(({ name, definition }) => [name, definition])),
    clients: new Map(clients.map((one) => [one.clientId, one])),
    policies: new Map(policies.map(({ name, definition }) => [name, definition])),
  };
}

type Members = Readonly<Record<string, unknown>>;
/** Documents of entries by kind, then by name; such as operations on one entry show them. */
type Documents = Record<string, Record<string, unknown>>;

const plain = (value: unknown): Members => JSON.parse(JSON.stringify(value)) as Members;

/** The entry as it is. */
function before({ resources, roles, connections, clients, policies }: Stored, type: string, id: string): unknown {
  if (type === 'resource') return resources.has(id) ? { indicator: id, ...resources.get(id)?.definition } : undefined;
  if (type === 'role') return roles.has(id) ? { name: id, scopes: roles.get(id)?.definition } : undefined;
  if (type === 'connection') return connections.has(id) ? { name: id, ...connections.get(id) } : undefined;
  const client = clients.get(id);
  return type === 'client' ? client && documentOf(client) : policies.get(id);
}

/** A registry that is to be applied. */
interface Applying {
  readonly registry: RegistryDocument;
  readonly stored: Stored;
  /** Clients whose secrets stay as an operator wants them. */
  readonly keptSecrets: ReadonlySet<string>;
  readonly nowSeconds: number;
}

/** The entry as it would be. */
function after({ registry, ...rest }: Applying, type: string, id: string): unknown {
  if (type === 'resource') return plain(registry.resources.find(({ indicator }) => indicator === id));
  if (type === 'role') return { name: id, scopes: registry.roles[id] };
  const connection = registry.connections.find(({ name }) => type === 'connection' && name === id);
  if (connection) return { name: id, ...definitionOf(connection).definition };
  const client = registry.clients.find((one) => type === 'client' && one.client_id === id);
  if (client) return clientAfter(client, rest);
  const blocked = blockedHosts([...rest.stored.policies].map(([name, definition]) => ({ name, definition })));
  return declaredPolicies(registry, blocked).find(({ name }) => name === id)?.definition ?? undefined;
}

function clientAfter(
  { client_secrets: secrets, ...metadata }: RegistryDocument['clients'][number],
  { stored, keptSecrets, nowSeconds }: Omit<Applying, 'registry'>,
): unknown {
  const { client_id: clientId } = metadata;
  const there = stored.clients.get(clientId);
  const given = (keptSecrets.has(clientId) ? [] : secrets).map(({ sha256, expires_at: expiresAt }) => ({
    sha256: Buffer.from(sha256, 'base64url'),
    createdAtSeconds: nowSeconds,
    ...(expiresAt !== undefined && { expiresAtSeconds: Math.floor(Date.parse(expiresAt) / 1000) }),
  }));
  const kept = (there?.secretHashes ?? []).map((one) => {
    const again = given.find(({ sha256 }) => sha256.equals(one.sha256));
    return again ? { ...again, createdAtSeconds: one.createdAtSeconds } : one;
  });
  const further = given.filter(({ sha256 }) => !kept.some((one) => one.sha256.equals(sha256)));
  const fresh = { clientId, disabled: false, updatedAtSeconds: nowSeconds };
  return documentOf({ ...fresh, ...there, metadata: plain(metadata), secretHashes: [...kept, ...further] });
}

const kinds: Readonly<Record<string, string>> = {
  resource: 'resources',
  role: 'roles',
  policy: 'policies',
  connection: 'connections',
  client: 'clients',
};

/** The works as one whose records say what their own entry was and is, and all that changes. */
export function compared(
  works: readonly Work[],
  applying: Applying,
): { readonly work: Work; readonly before: Documents; readonly after: Documents } {
  const changes = { before: {} as Documents, after: {} as Documents };
  const work = together(...works);
  const events = work.events.map((event) => {
    const { type = '', id = '' } = event.target ?? {};
    const kind = kinds[type];
    if (kind === undefined) return event;
    const was = before(applying.stored, type, id);
    const is = after(applying, type, id);
    if (was !== undefined) (changes.before[kind] ??= {})[id] = was;
    if (is !== undefined) (changes.after[kind] ??= {})[id] = is;
    return { ...event, before: hashOf(was), after: hashOf(is) };
  });
  return { work: { ...work, events }, ...changes };
}
