/**
 * Clients: what a registered client may do and how it proves itself. Records come from storage and are kept for a
 * short time, so that a token request for a known client reads no database.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { inLanguage, type LocalizedText } from '@gatehouse/html';
import type { ClientRecord, Storage } from '@gatehouse/storage';
import { parseStored } from '../resources/stored-record.ts';
import { ExpiringCache } from './expiring-cache.ts';
import { type ClientMetadata, type ClientPolicy, clientMetadata, clientPolicy } from './schema.ts';
import type { TokenAlgorithm } from './token-algorithms.ts';

/** The JWS algorithm of the client's ID and logout tokens. */
export const idTokenAlgorithmOf = ({
  id_token_signed_response_alg: algorithm,
}: Pick<ClientMetadata, 'id_token_signed_response_alg'>): TokenAlgorithm => algorithm ?? 'RS256';

/** True when the client is that API: it may introspect tokens for it. */
export const isResourceServerFor = (
  { resource_server_for: apis = [] }: Pick<ClientPolicy, 'resource_server_for'>,
  indicator: string,
): boolean => apis.includes(indicator);

/** What is known of a client that no operator registered, beside what it says of itself. */
export interface UnregisteredClient {
  /** By a document at the address that is its identifier, or by dynamic registration (RFC 7591). */
  readonly kind: 'document' | 'dynamic';
  /** Of that address, or of where it is redirected to. */
  readonly host: string;
  /** Of all that it says of itself: another one when any of it has changed. */
  readonly fingerprint: string;
  /** The longest life of its access tokens, in seconds. */
  readonly accessTokenSeconds: number;
  /** The longest that a refresh token may lie unused, in seconds; as for all clients when absent. */
  readonly refreshTokenSeconds?: number | undefined;
  /** After so many seconds the user is asked again. */
  readonly grantSeconds: number;
  /** Seconds without a token after which it is removed. */
  readonly idleSeconds: number;
  readonly usedAtSeconds?: number | undefined;
}

/** Where clients are looked for that no operator registered. */
export interface UnregisteredClientSource {
  /**
   * @param known what was found the last time; the same is given again while nothing changed
   * @param isCurrent its document is read again when it is not fresh, and DocumentRefused thrown when it cannot be; otherwise what
   *   was read last will do
   * @returns undefined: there is none, or the policy does not let it in
   */
  find(clientId: string, known: Client | undefined, isCurrent: boolean): Promise<Client | undefined>;
  /** Calls back when the policy changed. */
  onChange(callback: () => void): void;
}

/** A client as the store had it at one moment. The same object as long as the record is unchanged. */
export interface Client {
  readonly clientId: string;
  /** What users know it by; the identifier unless it is given. */
  readonly name: LocalizedText;
  /** In the form that the provider takes. */
  readonly metadata: Omit<ClientMetadata, 'client_name'> & Readonly<Record<string, unknown>>;
  readonly policy: ClientPolicy;
  readonly secretHashes: readonly { readonly sha256: Buffer; readonly expiresAtSeconds?: number }[];
  /** Absent of clients that an operator registered. */
  readonly unregistered?: UnregisteredClient;
}

export interface Clients {
  /** The client, or undefined when it is unknown or disabled. Of one that a document describes, as it was read last. */
  find(clientId: string): Promise<Client | undefined>;
  /** The same for a client that asks for something now: its document is read when it is not fresh. Throws DocumentRefused too. */
  findCurrent(clientId: string): Promise<Client | undefined>;
  /** Those that are enabled and not part of this server, as they were a moment ago. */
  list(): Promise<readonly Client[]>;
}

/** Stands where the engine wants a secret; it is never compared, see `secretMatches`. */
const secretIsHashed = 'kept-as-a-hash-elsewhere';

const secretMethods: ReadonlySet<unknown> = new Set(['client_secret_basic', 'client_secret_post']);

/** Whether a client authenticates by a secret. @param method its `token_endpoint_auth_method` */
export const usesSecret = (method: unknown): boolean => secretMethods.has(method);

/** The metadata of a stored client. Throws StoredRecordError. */
export const metadataOf = ({ clientId, metadata }: ClientRecord): ClientMetadata =>
  parseStored(clientMetadata, `the client ${clientId}`, metadata);

/** Throws StoredRecordError. */
const clientFrom = (record: ClientRecord): Client =>
  completeClient({
    clientId: record.clientId,
    metadata: metadataOf(record),
    policy: parseStored(clientPolicy, `the client ${record.clientId}`, record.metadata),
    secretHashes: record.secretHashes,
  });

/** The client in the form that the provider takes. */
export function completeClient({
  clientId,
  metadata,
  policy,
  secretHashes,
}: Pick<Client, 'clientId' | 'policy' | 'secretHashes'> & { readonly metadata: ClientMetadata }): Client {
  const { client_name: name = clientId } = metadata;
  return {
    clientId,
    name,
    metadata: {
      ...metadata,
      client_name: inLanguage(name, 'en'),
      // Without a scope the engine lets a client ask for every OpenID Connect scope.
      scope: metadata.scope || 'openid',
      response_types: metadata.grant_types.includes('authorization_code') ? ['code'] : [],
      ...(usesSecret(metadata.token_endpoint_auth_method) && { client_secret: secretIsHashed }),
      ...(policy.sender_constrained === 'dpop' && { dpop_bound_access_tokens: true }),
      ...(policy.sender_constrained === 'mtls' && { tls_client_certificate_bound_access_tokens: true }),
    },
    policy,
    secretHashes,
  };
}

/** The stored form of a client secret: they are high-entropy, so one SHA-256 is enough (AS-09). */
export const hashClientSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer');

/** True when the secret is one of the client's unexpired secrets. Takes the same time whichever it is. */
export function secretMatches({ secretHashes }: Client, secret: string, nowSeconds: number): boolean {
  const presented = hashClientSecret(secret);
  let matches = false;
  for (const { sha256, expiresAtSeconds } of secretHashes) {
    const same = sha256.length === presented.length && timingSafeEqual(sha256, presented);
    if (same && (expiresAtSeconds === undefined || expiresAtSeconds > nowSeconds)) matches = true;
  }
  return matches;
}

/** What the registry lets a client be called (RFC 6749, appendix A.1); databases refuse some of what else there is. */
const clientIdentifier = /^[\x21-\x7e]{1,128}$/u;

/** The longest address of a document that is an identifier. */
const longestDocumentAddress = 2048;
const isDocumentAddress = (text: string): boolean =>
  text.startsWith('https://') && text.length <= longestDocumentAddress && /^[\x21-\x7e]+$/u.test(text);
const isIdentifier = (text: string): boolean => clientIdentifier.test(text) || isDocumentAddress(text);

/**
 * @param builtIn clients that are part of this server; nobody can register their identifiers
 * @param unregistered asked for a client that no operator registered
 */
export function createClients(
  storage: Storage,
  clock: () => number,
  builtIn: readonly ClientRecord[] = [],
  unregistered?: UnregisteredClientSource,
): Clients {
  const own = new Map(builtIn.map((client) => [client.clientId, clientFrom(client)]));
  const cache = new ExpiringCache<Client>(clock);
  const madeOf = new WeakMap<Client, ClientRecord>();
  const lists = new ExpiringCache<readonly Client[]>(clock);
  storage.onChange('clients', () => {
    cache.clear();
    lists.clear();
  });
  unregistered?.onChange(() => cache.clear());

  /** The client of a record: the one that is known already while the record is the same. */
  const clientOf = (record: ClientRecord): Client => {
    const known = cache.peek(record.clientId);
    if (known && isDeepStrictEqual(madeOf.get(known), record)) return known;
    const client = clientFrom(record);
    madeOf.set(client, record);
    return client;
  };

  const look = async (clientId: string, isCurrent: boolean): Promise<Client | undefined> => {
    const ours = own.get(clientId);
    if (ours) return ours;
    const record = clientIdentifier.test(clientId) ? await storage.clients.find(clientId) : undefined;
    if (record) return record.disabled ? undefined : clientOf(record);
    return unregistered?.find(clientId, cache.peek(clientId), isCurrent);
  };
  const findCurrent = async (clientId: string) =>
    isIdentifier(clientId) ? cache.get(clientId, () => look(clientId, true)) : undefined;
  const find = async (clientId: string) => {
    // What the cache has of a document is fresh; what is asked for here need not be, and pages show what was read last.
    if (isDocumentAddress(clientId)) return look(clientId, false);
    return findCurrent(clientId);
  };

  const list = async (): Promise<readonly Client[]> =>
    (await lists.get('', async () =>
      (await storage.clients.list()).filter(({ disabled }) => !disabled).map(clientOf),
    )) ?? [];

  return { find, findCurrent, list };
}
