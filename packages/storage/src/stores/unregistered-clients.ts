import type { Row, Write } from '@gatehouse/database';
import { declareStore, removeBy } from './store-declaration.ts';
import {
  readsOf,
  registrationsOf,
  type UnregisteredClientsContext,
  type UnregisteredClientsTable,
  writesOf,
} from './unregistered-client-statements.ts';

/** What a client that no operator registered has told of itself. */
interface Told {
  /** For a document its address. */
  readonly clientId: string;
  /** Under which operators look for it: of a document's address, or of what it may be redirected to. */
  readonly host: string;
  readonly metadata: Record<string, unknown>;
}

/** A client that is described by a document at its own address (client ID metadata document). */
export interface DocumentClientRecord extends Told {
  readonly kind: 'document';
  readonly createdAtSeconds: number;
  readonly usedAtSeconds?: number;
  /** When the document was read last. */
  readonly fetchedAtSeconds: number;
  /** Until then it need not be read again (RFC 9111). */
  readonly freshUntilSeconds: number;
}

/** A client that registered itself (RFC 7591). */
export interface DynamicClientRecord extends Told {
  readonly kind: 'dynamic';
  readonly createdAtSeconds: number;
  readonly usedAtSeconds?: number;
  /** From where it registered; counted against the cap of a network. */
  readonly network?: string;
  /** The wider network that one party may have, with many of these; counted against a cap of its own. */
  readonly site?: string;
  /** SHA-256 of its registration access token (RFC 7592). */
  readonly managementSha256: Buffer;
  /** SHA-256 of its client secret, when it proves itself by one. */
  readonly secretSha256?: Buffer;
  /** What its initial access token allows of scopes; nothing: all that the policy does. */
  readonly ceiling?: unknown;
}

export type UnregisteredClientRecord = DocumentClientRecord | DynamicClientRecord;

/** How many may be held by whom. */
export interface UnregisteredClientCount {
  readonly kind: UnregisteredClientRecord['kind'];
  readonly network?: string | undefined;
}

/** As many clients that registered themselves there may be, with the next one. */
export interface RegistrationRoom {
  readonly inAll: number;
  readonly ofNetwork: number;
  readonly ofSite: number;
}

/** The `model` of the LostRaceError of a registration for which there is no room. */
export const noRoomToRegister = 'registration_room';

/** Which of them are asked for, in the order of their identifiers. */
export interface UnregisteredClientPageOptions {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly host?: string | undefined;
}

/**
 * Clients that no operator registered, apart from those that one did. Garbage collection removes those that were not used until
 * `removableAtSeconds`.
 */
export interface UnregisteredClientStore {
  find(clientId: string): Promise<UnregisteredClientRecord | undefined>;
  page(options: UnregisteredClientPageOptions): Promise<UnregisteredClientRecord[]>;
  count(of: UnregisteredClientCount): Promise<number>;
  readonly writes: {
    /** What was read at its address, in place of what was read before. It is never removed earlier than it was to be. */
    keepDocument(
      document: Told & {
        readonly fetchedAtSeconds: number;
        readonly freshUntilSeconds: number;
        readonly removableAtSeconds: number;
      },
    ): Write;
    /**
     * ConflictError when there is one with that identifier.
     * @param room LostRaceError with the model `noRoomToRegister` when there is none, however many register at once
     */
    register(
      client: Told &
        Pick<DynamicClientRecord, 'managementSha256' | 'secretSha256' | 'network' | 'site' | 'ceiling'> & {
          readonly removableAtSeconds: number;
        },
      room?: RegistrationRoom,
    ): Write;
    /** What it says of itself now. LostRaceError when the token is not its own any more: somebody else was faster. */
    replace(
      client: Told &
        Pick<DynamicClientRecord, 'managementSha256' | 'secretSha256'> & { readonly nextManagementSha256: Uint8Array },
    ): Write;
    /** It was used; removed later than it was to be, never earlier. */
    used(use: { clientId: string; atSeconds: number; removableAtSeconds: number }): Write;
    remove(clientId: string): Write;
    /** By itself. LostRaceError when the token is not its own any more. */
    removeOwn(client: Pick<DynamicClientRecord, 'clientId' | 'managementSha256'>): Write;
  };
}

function toRecord(row: Row): UnregisteredClientRecord {
  const { client_id, host, metadata, created_at, ...one } = row as unknown as UnregisteredClientsTable;
  const told = {
    clientId: client_id,
    host,
    metadata: JSON.parse(metadata) as Record<string, unknown>,
    createdAtSeconds: created_at,
    ...(one.used_at !== null && { usedAtSeconds: one.used_at }),
  };
  if (one.kind === 'document') {
    return {
      ...told,
      kind: 'document',
      fetchedAtSeconds: one.fetched_at ?? 0,
      freshUntilSeconds: one.fresh_until ?? 0,
    };
  }
  return {
    ...told,
    kind: 'dynamic',
    managementSha256: Buffer.from(one.management_sha256 ?? []),
    ...(one.secret_sha256 !== null && { secretSha256: Buffer.from(one.secret_sha256) }),
    ...(one.network !== null && { network: one.network }),
    ...(one.site !== null && { site: one.site }),
    ...(one.ceiling !== null && { ceiling: JSON.parse(one.ceiling) as unknown }),
  };
}

/** The store of clients that no operator registered. */
export function unregisteredClientStore(context: UnregisteredClientsContext): UnregisteredClientStore {
  const shapes = { ...readsOf(context), ...writesOf(context) };
  const registerWithin = registrationsOf(context);
  const { read, nowSeconds } = context;
  return {
    async find(clientId) {
      const [row] = await read(shapes.find({ client_id: clientId }));
      return row && toRecord(row);
    },
    async page({ limit, after = '', host }) {
      const rows = await read(
        host === undefined ? shapes.page({ after, limit }) : shapes.pageOfHost({ host, after, limit }),
      );
      return rows.map(toRecord);
    },
    async count({ kind, network }) {
      const [row] = await read(
        network === undefined ? shapes.count({ kind }) : shapes.countOfNetwork({ kind, network }),
      );
      return Number(row?.['count'] ?? 0);
    },
    writes: {
      keepDocument: ({ clientId, host, metadata, ...one }) => ({
        statements: [
          shapes.keepDocument({
            client_id: clientId,
            host,
            metadata: JSON.stringify(metadata),
            created_at: nowSeconds(),
            fetched_at: one.fetchedAtSeconds,
            fresh_until: one.freshUntilSeconds,
            removable_at: one.removableAtSeconds,
          }),
        ],
      }),
      register({ clientId, host, metadata, ...one }, room) {
        const values = {
          client_id: clientId,
          host,
          metadata: JSON.stringify(metadata),
          created_at: nowSeconds(),
          network: one.network ?? null,
          site: one.site ?? null,
          management_sha256: one.managementSha256,
          secret_sha256: one.secretSha256 ?? null,
          ceiling: one.ceiling === undefined ? null : JSON.stringify(one.ceiling),
          removable_at: one.removableAtSeconds,
        };
        if (!room) return { statements: [shapes.register(values)] };
        const most = { in_all: room.inAll, of_network: room.ofNetwork, of_site: room.ofSite };
        return { statements: registerWithin({ ...values, ...most }, { model: noRoomToRegister, key: clientId }) };
      },
      replace: ({ clientId, host, metadata, managementSha256: own, nextManagementSha256: next, secretSha256 }) => ({
        statements: [
          shapes.replace(
            { client_id: clientId, host, metadata: JSON.stringify(metadata), own, next, secret: secretSha256 ?? null },
            { model: 'unregistered_clients', key: clientId },
          ),
        ],
      }),
      used: ({ clientId, atSeconds, removableAtSeconds }) => ({
        statements: [shapes.used({ client_id: clientId, used_at: atSeconds, removable_at: removableAtSeconds })],
      }),
      remove: (clientId) => ({ statements: [shapes.remove({ client_id: clientId })] }),
      removeOwn: ({ clientId, managementSha256: own }) => ({
        statements: [shapes.removeOwn({ client_id: clientId, own }, { model: 'unregistered_clients', key: clientId })],
      }),
    },
  };
}

export const unregisteredClients = declareStore({
  name: 'unregisteredClients',
  open: unregisteredClientStore,
  garbage: [
    {
      kind: 'unregisteredClients',
      before: ({ nowSeconds }) => nowSeconds,
      remove: removeBy('unregistered_clients', 'client_id', 'removable_at'),
    },
  ],
});
