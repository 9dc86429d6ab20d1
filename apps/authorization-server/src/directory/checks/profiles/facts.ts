/** What rules look at. Nothing here asks the network; what it said is in answers.ts. */
import type { ClientRecord, ResourceRecord } from '@gatehouse/storage';
import { type ClientMetadata, type ClientPolicy, clientMetadata, clientPolicy } from '../../clients/schema.ts';
import { acceptsTokensInQuery, authenticationMethods, responseTypes } from '../../clients/served.ts';
import { type Resource, storedResource } from '../../resources/schema.ts';
import { parseStored } from '../../resources/stored-record.ts';
import type { UnregisteredClientsPolicy } from '../../unregistered/policy.ts';

/** What is fixed in this version, or set for the whole server. */
export interface ReportedServer {
  readonly issuer: string;
  readonly responseTypes: readonly string[];
  /** Ways in which a client may authenticate at the token endpoint. */
  readonly authenticationMethods: readonly string[];
  readonly acceptsTokensInQuery: boolean;
  readonly accessTokenSeconds: number;
  readonly authorizationCodeSeconds: number;
}

/** @param clientCertificates they are asked for on this server's TLS socket */
export const reportedServer = (
  settings: {
    readonly issuer: string;
    readonly accessTokenTtlSeconds: number;
    readonly authorizationCodeTtlSeconds: number;
  },
  clientCertificates: boolean,
): ReportedServer => ({
  issuer: settings.issuer,
  responseTypes,
  authenticationMethods: authenticationMethods(clientCertificates),
  acceptsTokensInQuery,
  accessTokenSeconds: settings.accessTokenTtlSeconds,
  authorizationCodeSeconds: settings.authorizationCodeTtlSeconds,
});

export interface ServerFacts extends ReportedServer {
  /** Absent: a client that nobody registered gets nothing. */
  readonly unregistered: UnregisteredClientsPolicy | undefined;
}

export interface ClientFacts {
  readonly metadata: Omit<ClientMetadata, 'client_name'>;
  readonly policy: ClientPolicy;
  readonly secrets: ClientRecord['secretHashes'];
  readonly server: ServerFacts;
  /** All that there are, by indicator. */
  readonly resources: ReadonlyMap<string, Resource>;
  readonly nowSeconds: number;
  /** The longest life of its access tokens, in seconds, where that is bounded for it. */
  readonly tokenSeconds?: number | undefined;
}

export interface ResourceFacts {
  readonly resource: Resource;
  /** Identifiers of enabled clients that may ask for a scope of it, or get one by exchange. */
  readonly reachedBy: readonly string[];
  /** Identifiers of enabled clients that are this API: they may introspect its tokens. */
  readonly served: readonly string[];
  readonly server: ServerFacts;
}

/** An API as it is stored. Throws StoredRecordError. */
export const resourceOf = ({ indicator, definition }: ResourceRecord): Resource => ({
  indicator,
  ...parseStored(storedResource, `the resource ${indicator}`, definition),
});

/** A client as it is stored. Throws StoredRecordError. */
export const clientFacts = (
  { clientId, metadata, secretHashes }: ClientRecord,
  known: Omit<ClientFacts, 'metadata' | 'policy' | 'secrets' | 'tokenSeconds'>,
): ClientFacts => ({
  metadata: parseStored(clientMetadata, `the client ${clientId}`, metadata),
  policy: parseStored(clientPolicy, `the client ${clientId}`, metadata),
  secrets: secretHashes,
  ...known,
});

/** The longest life of its access tokens, in seconds. */
export const tokenSecondsOf = (resource: Resource, server: ReportedServer): number =>
  resource.access_token_ttl_seconds ?? server.accessTokenSeconds;
