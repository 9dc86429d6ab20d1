/** The connections of this server, in memory: looked up at each sign-in page, and read again when one of them changes. */
import type { ConnectionRecord, Storage } from '@gatehouse/storage';
import { parseStored } from '../resources/stored-record.ts';
import { type ConnectionDefinition, type ConnectionEntry, connection } from './schema.ts';

/** A connection as the database has it. */
export type Connection = ConnectionDefinition & {
  readonly name: string;
  /** Absent: it needs none, or nobody has set it yet. */
  readonly secret: string | undefined;
  /** Of its domains, those whose owner has proved them. */
  readonly provedDomains: readonly string[];
};

export interface Connections {
  /** The connection; undefined when there is none of that name or nobody signs in by it. */
  find(name: string): Connection | undefined;
  /** Those that are enabled, by name. @param names only these, in their order */
  offered(names?: readonly string[]): readonly Connection[];
  /** `any`: there is one, or a session that began by one. `checked`: the upstream of one is asked again at refresh, disabled ones and those that cannot be read among them. */
  declared(): { readonly any: boolean; readonly checked: boolean };
  onChange(callback: () => void): void;
}

/** A stored connection. Throws StoredRecordError. */
export function connectionFrom(
  { name, definition, secret }: ConnectionRecord,
  provedDomains: readonly string[],
): Connection {
  const { client_secret: _sealed, ...entry } = parseStored(connection, `the connection ${name}`, {
    ...definition,
    name,
  });
  return { ...entry, secret, provedDomains: entry.domains.filter((domain) => provedDomains.includes(domain)) };
}

/** The definition of an entry, as it is kept, and its secret if the entry brings one. */
export function definitionOf({ name, client_secret: secret, ...definition }: ConnectionEntry): {
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly secret: string | undefined;
} {
  return {
    name,
    definition: JSON.parse(JSON.stringify(definition)) as Record<string, unknown>,
    secret: secret && 'value' in secret ? secret.value : undefined,
  };
}

/**
 * Loads them and keeps them in memory. Throws when the store cannot be read at the start.
 * @param onError gets what went wrong with a record; such a connection is not offered
 */
export async function createConnections(
  storage: Pick<Storage, 'connections' | 'domainProofs' | 'onChange' | 'upstreamSessions'>,
  onError: (error: unknown) => void,
): Promise<Connections> {
  const load = async () => {
    const records = await storage.connections.list();
    const proofs = records.length > 0 ? await storage.domainProofs.list() : [];
    const found = new Map<string, Connection>();
    let checked = false;
    for (const record of records) {
      const proved = proofs
        .filter(({ connection: name, provedAtSeconds }) => name === record.name && provedAtSeconds !== undefined)
        .map(({ domain }) => domain);
      try {
        const one = connectionFrom(record, proved);
        if (one.enabled) found.set(one.name, one);
        checked ||= one.check_at_refresh;
      } catch (error) {
        checked = true;
        onError(error);
      }
    }
    // What came by one that was removed is refused at refresh.
    const any = records.length > 0 || (await storage.upstreamSessions.isUsed());
    return { found, declared: { any, checked } };
  };
  let current = await load();
  const callbacks: (() => void)[] = [];
  storage.onChange('connections', async () => {
    current = await load();
    for (const callback of callbacks) callback();
  });
  return {
    find: (name) => current.found.get(name),
    offered: (names) =>
      names === undefined ? [...current.found.values()] : names.flatMap((name) => current.found.get(name) ?? []),
    declared: () => current.declared,
    onChange: (callback) => void callbacks.push(callback),
  };
}
