/**
 * Clients: what a registered client may do and how it proves itself. Records come from storage and are kept for a
 * short time, so that a token request for a known client reads no database.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ClientRecord, Storage } from '@gatehouse/storage';
import { type AssertionIssuer, assertionIssuersFrom } from './assertion-policy.ts';
import { type ExchangePolicy, exchangePolicyFrom } from './exchange-policy.ts';
import { ExpiringCache } from './expiring-cache.ts';

/**
 * Scopes of OpenID Connect, which stand for claims of the person; all others belong to resources. `groups` is no standard,
 * but what applications such as Argo CD ask for by themselves.
 */
export const openIdScopes = ['openid', 'offline_access', 'profile', 'email', 'address', 'phone', 'groups'] as const;

/** The JWS algorithm of the client's ID and logout tokens, from its stored metadata. */
export const idTokenAlgorithmOf = (metadata: Readonly<Record<string, unknown>>): string =>
  (metadata['id_token_signed_response_alg'] ?? 'RS256') as string;

/** What Gatehouse keeps of a client beside the RFC 7591 metadata; see the registry schema. */
export interface ClientPolicy {
  readonly firstParty: boolean;
  readonly requirePkce: boolean;
  /** Scopes it may have, by resource indicator. */
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  /** The API that a request means which names none, when it has the scopes; undefined when there must be one alone. */
  readonly defaultResource: string | undefined;
  /** The parameter by which it names an API, beside `resource` itself. */
  readonly resourceParameter: 'resource' | 'audience';
  /** Fixed claims of access tokens issued to the client itself. */
  readonly accessTokenClaims: Readonly<Record<string, string>>;
  readonly idTokenClaims: 'conform' | 'full';
  readonly senderConstrained: 'none' | 'dpop' | 'mtls';
  readonly allowedOrigins: readonly string[];
  /** Resource indicators of the APIs that this client is: it may introspect tokens for them and hears of revocations. */
  readonly resourceServerFor: readonly string[];
  /** What it may exchange (RFC 8693); undefined: nothing. */
  readonly tokenExchange: ExchangePolicy | undefined;
  /** The only client that may exchange its tokens, if it names one (RFC 8693, section 4.4). */
  readonly mayAct: string | undefined;
  /** Whose assertions stand for it (RFC 7523). */
  readonly assertionIssuers: readonly AssertionIssuer[];
  /** The level of assurance that each sign-in at it must reach. */
  readonly requiredAcr: string | undefined;
  /** The look of pages that speak of it, as the registry says it. */
  readonly branding: Readonly<Record<string, unknown>> | undefined;
}

/** A client as the store had it at one moment. The same object as long as the record is unchanged. */
export interface Client {
  readonly clientId: string;
  /** RFC 7591 metadata in the form the engine takes. */
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly policy: ClientPolicy;
  readonly secretHashes: readonly { readonly sha256: Buffer; readonly expiresAtSeconds: number | undefined }[];
}

export interface Clients {
  /** The client, or undefined when it is unknown or disabled. */
  find(clientId: string): Promise<Client | undefined>;
}

const policyKeys = new Set([
  'first_party',
  'require_pkce',
  'scopes',
  'default_resource',
  'resource_parameter',
  'access_token_claims',
  'id_token_claims',
  'sender_constrained',
  'allowed_origins',
  'token_exchange',
  'client_secrets',
  'resource_server_for',
  'may_act',
  'assertion_issuers',
  'required_acr',
  'branding',
]);

/** Stands where the engine wants a secret; it is never compared, see `secretMatches`. */
const secretIsHashed = 'kept-as-a-hash-elsewhere';

const senderConstraints = ['none', 'dpop', 'mtls'] as const;

/** Throws TypeError on a word that is unknown here: what is not understood is not taken for the weakest. */
function senderConstraintOf({ clientId, metadata }: ClientRecord): ClientPolicy['senderConstrained'] {
  const value = metadata['sender_constrained'] ?? 'none';
  const word = senderConstraints.find((one) => one === value);
  if (word === undefined) throw new TypeError(`the client ${clientId} has a sender_constrained that is unknown here`);
  return word;
}

function clientFrom(record: ClientRecord): Client {
  const source = record.metadata;
  const metadata: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(source)) {
    if (!policyKeys.has(key) && value !== '' && value !== undefined) metadata[key] = value;
  }
  const grantTypes = source['grant_types'] as string[];
  const authMethod = source['token_endpoint_auth_method'];
  // Without a scope the engine lets a client ask for every OpenID Connect scope.
  metadata['scope'] ??= 'openid';
  metadata['response_types'] = grantTypes.includes('authorization_code') ? ['code'] : [];
  if (authMethod === 'client_secret_basic' || authMethod === 'client_secret_post') {
    metadata['client_secret'] = secretIsHashed;
  }
  const senderConstrained = senderConstraintOf(record);
  if (senderConstrained === 'dpop') metadata['dpop_bound_access_tokens'] = true;
  if (senderConstrained === 'mtls') metadata['tls_client_certificate_bound_access_tokens'] = true;
  return {
    clientId: record.clientId,
    metadata,
    policy: {
      firstParty: source['first_party'] === true,
      requirePkce: source['require_pkce'] !== false,
      scopes: (source['scopes'] ?? {}) as Record<string, string[]>,
      defaultResource: source['default_resource'] as string | undefined,
      resourceParameter: source['resource_parameter'] === 'audience' ? 'audience' : 'resource',
      accessTokenClaims: (source['access_token_claims'] ?? {}) as Record<string, string>,
      idTokenClaims: source['id_token_claims'] === 'full' ? 'full' : 'conform',
      senderConstrained,
      allowedOrigins: (source['allowed_origins'] ?? []) as string[],
      resourceServerFor: (source['resource_server_for'] ?? []) as string[],
      tokenExchange: exchangePolicyFrom(source['token_exchange']),
      assertionIssuers: assertionIssuersFrom(source['assertion_issuers']),
      mayAct: source['may_act'] as string | undefined,
      requiredAcr: source['required_acr'] as string | undefined,
      branding: source['branding'] as ClientPolicy['branding'],
    },
    secretHashes: record.secretHashes.map((entry) => ({
      sha256: entry.sha256,
      expiresAtSeconds: entry.expiresAtSeconds,
    })),
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

/** @param builtIn clients that are part of this server; nobody can register their identifiers */
export function createClients(storage: Storage, clock: () => number, builtIn: readonly ClientRecord[] = []): Clients {
  const own = new Map(builtIn.map((client) => [client.clientId, clientFrom(client)]));
  const cache = new ExpiringCache<Client>(clock);
  const madeOf = new WeakMap<Client, ClientRecord>();
  storage.onChange('clients', () => cache.clear());

  /** The client of a record: the one that is known already while the record is the same. */
  const clientOf = (record: ClientRecord): Client => {
    const known = cache.peek(record.clientId);
    if (known && isDeepStrictEqual(madeOf.get(known), record)) return known;
    const client = clientFrom(record);
    madeOf.set(client, record);
    return client;
  };

  const find = (clientId: string): Promise<Client | undefined> => {
    if (!clientIdentifier.test(clientId)) return Promise.resolve(undefined);
    return cache.get(clientId, async () => {
      const ours = own.get(clientId);
      if (ours) return ours;
      const record = await storage.clients.find(clientId);
      return record && !record.disabled ? clientOf(record) : undefined;
    });
  };

  return { find };
}
