/**
 * Clients that register themselves (RFC 7591), and manage what is registered of them (RFC 7592). What they may say is in
 * `unregistered/registration-request.ts`; what they get is decided by the policy whenever they ask for something.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { DynamicClientRecord, RegistrationTokenRecord, Storage } from '@gatehouse/storage';
import type { OutboundCheck } from '../../delivery/outbound/guard.ts';
import { hashClientSecret, usesSecret } from '../clients/clients.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type EndDependencies, endClient } from '../revocation/end.ts';
import { hostsOf, isBlocked } from '../unregistered/blocked.ts';
import type { RegistrationPolicy, UnregisteredClientsPolicy } from '../unregistered/policy.ts';
import { checkUrls } from '../unregistered/registered-urls.ts';
import { networksOfSite, type RegistrationOrigin } from '../unregistered/registration-network.ts';
import {
  hostOfRegistration,
  membersOf,
  type RegisteredMetadata,
  refusedMetadata,
  registeredMetadata,
} from '../unregistered/registration-request.ts';
import { type StatementDependencies, verifiedStatement } from '../unregistered/software-statement.ts';
import { dynamicPrefix } from '../unregistered/unregistered.ts';
import { allFollow, type Following } from './followed.ts';
import { eventOf, type Stranger, type Work } from './work.ts';

export interface RegistrationParts extends Following {
  readonly storage: EndDependencies['storage'] & Pick<Storage, 'registrationTokens' | 'unregisteredClients'>;
  readonly revocations: EndDependencies['revocations'];
  readonly policy: RegistrationPolicy;
  /** Hosts of which no client is let in. */
  readonly blocked: UnregisteredClientsPolicy['blocked_domains'];
  /** Of addresses in the metadata. */
  readonly check: OutboundCheck;
  /** The keys of issuers of software statements. */
  readonly keys: StatementDependencies['keys'];
  readonly issuer: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What is registered, with what is shown this once. */
export interface Registered extends Work {
  readonly clientId: string;
  readonly issuedAtSeconds: number;
  readonly metadata: RegisteredMetadata;
  /** Its registration access token from now on. */
  readonly managementToken: string;
  /** Present: it was made now. */
  readonly secret: string | undefined;
}

const newSecret = () => randomBytes(32).toString('base64url');
const invalidToken = (message: string) => new OperationRefused('invalid_token', message);

const record = (
  caller: Stranger,
  event: 'client.registered' | 'client.registration_changed' | 'client.registration_ended',
  clientId: string,
) =>
  eventOf({ actor: { type: 'client', id: clientId }, ...caller }, event, {
    target: { type: 'unregistered_client', id: clientId },
    clientId,
  });

/** The initial access token that is shown. Throws OperationRefused. */
async function initialToken(
  { storage, policy, clock }: RegistrationParts,
  token: string | undefined,
): Promise<RegistrationTokenRecord | undefined> {
  if (token === undefined) {
    if (policy.mode === 'open') return undefined;
    throw invalidToken('an initial access token is needed to register a client here');
  }
  const found = await storage.registrationTokens.findBySha256(hashClientSecret(token));
  if (found && found.usesLeft > 0 && found.expiresAtSeconds > clock() / 1000) return found;
  throw invalidToken('the initial access token is not valid, has expired, or was used');
}

/** Throws OperationRefused for a client of a host that is blocked. */
function requireLetIn({ blocked }: RegistrationParts, told: Pick<DynamicClientRecord, 'host' | 'metadata'>): void {
  const { host, metadata } = told;
  if (isBlocked({ blocked_domains: blocked }, hostsOf({ kind: 'dynamic', host, metadata }))) {
    throw refusedMetadata('redirect_uris: clients of this host are not let in here', 'invalid_redirect_uri');
  }
}

/** What a body says, with what a software statement says in its place (RFC 7591, section 2.3). Throws OperationRefused. */
async function saidBy(parts: RegistrationParts, body: unknown, vouched: boolean): Promise<RegisteredMetadata> {
  const members = membersOf(body);
  const { policy } = parts;
  const { software_statement: statement } = members;
  if (statement === undefined && policy.require_software_statement) {
    throw refusedMetadata('software_statement: is needed to register a client here', 'invalid_software_statement');
  }
  if (statement !== undefined && typeof statement !== 'string') {
    throw refusedMetadata('software_statement: must be a string', 'invalid_software_statement');
  }
  const issuers = policy.software_statement_issuers;
  if (statement !== undefined && issuers.length === 0) {
    throw refusedMetadata('software_statement: none is accepted here', 'unapproved_software_statement');
  }
  const stated = statement === undefined ? {} : await verifiedStatement(statement, { ...parts, issuers });
  const metadata = registeredMetadata({ ...members, ...stated }, vouched);
  requireLetIn(parts, { host: hostOfRegistration(metadata), metadata: { ...metadata } });
  await checkUrls(metadata, parts.check);
  return metadata;
}

/**
 * Registers a client. LostRaceError when the last use of the initial access token was taken meanwhile, or, with the model
 * `noRoomToRegister`, when there are as many clients as there may be. Throws OperationRefused.
 * @param token the initial access token
 * @param from as `registrationOrigin` says it
 */
export async function registerClient(
  parts: RegistrationParts,
  caller: Stranger,
  {
    body,
    token,
    from,
  }: { readonly body: unknown; readonly token: string | undefined; readonly from: RegistrationOrigin },
): Promise<Registered> {
  const { storage, policy, clock } = parts;
  const initial = await initialToken(parts, token);
  const metadata = await saidBy(parts, body, initial !== undefined);
  const clientId = `${dynamicPrefix}${randomBytes(16).toString('base64url')}`;
  const managementToken = newSecret();
  const secret = usesSecret(metadata.token_endpoint_auth_method) ? newSecret() : undefined;
  const nowSeconds = Math.floor(clock() / 1000);
  const used =
    initial && eventOf(caller, 'registration_token.used', { target: { type: 'registration_token', id: initial.id } });
  return {
    clientId,
    issuedAtSeconds: nowSeconds,
    metadata,
    managementToken,
    secret,
    writes: [
      ...(initial ? [storage.registrationTokens.writes.take(initial.id)] : []),
      storage.unregisteredClients.writes.register(
        {
          clientId,
          host: hostOfRegistration(metadata),
          metadata: { ...metadata },
          ...from,
          managementSha256: hashClientSecret(managementToken),
          ...(secret !== undefined && { secretSha256: hashClientSecret(secret) }),
          ceiling: initial?.ceiling,
          removableAtSeconds: nowSeconds + policy.unused_seconds,
        },
        {
          inAll: policy.clients,
          ofNetwork: policy.clients_per_network,
          ofSite: policy.clients_per_network * networksOfSite,
        },
      ),
    ],
    events: [record(caller, 'client.registered', clientId), ...(used ? [used] : [])],
  };
}

const nobody = Buffer.alloc(32);

/** The client whose registration access token that is. Throws OperationRefused, the same whether there is such a client or not. */
async function managedClient(
  { storage }: RegistrationParts,
  clientId: string,
  token: string | undefined,
): Promise<DynamicClientRecord> {
  const found = await storage.unregisteredClients.find(clientId);
  const known = found?.kind === 'dynamic' ? found : undefined;
  const isOwn = timingSafeEqual(hashClientSecret(token ?? ''), known?.managementSha256 ?? nobody);
  if (known && isOwn && token !== undefined) return known;
  throw invalidToken('the registration access token is not that of this client, or was replaced by a later one');
}

export interface ManagedClient {
  readonly clientId: string;
  /** Its registration access token. */
  readonly token: string | undefined;
}

const kept = ({ metadata }: DynamicClientRecord) => metadata as unknown as RegisteredMetadata;

/** The token that holds from now on, by policy the same. */
const nextToken = ({ policy }: RegistrationParts, token: string): string =>
  policy.rotate_registration_access_tokens ? newSecret() : token;

/** What is registered of a client (RFC 7592, section 2.1). LostRaceError when its token was used meanwhile. Throws OperationRefused. */
export async function readRegistration(
  parts: RegistrationParts,
  { clientId, token }: ManagedClient,
): Promise<Registered> {
  const client = await managedClient(parts, clientId, token);
  const managementToken = nextToken(parts, token as string);
  const replace = parts.storage.unregisteredClients.writes.replace({
    ...client,
    nextManagementSha256: hashClientSecret(managementToken),
  });
  return {
    clientId,
    issuedAtSeconds: client.createdAtSeconds,
    metadata: kept(client),
    managementToken,
    secret: undefined,
    writes: managementToken === token ? [] : [replace],
    events: [],
  };
}

/** What only this server says of a client, and what names it (RFC 7592, section 2.2). Throws OperationRefused. */
function checkOwned({ secretSha256 }: DynamicClientRecord, clientId: string, members: Record<string, unknown>) {
  const ours = [
    'registration_access_token',
    'registration_client_uri',
    'client_secret_expires_at',
    'client_id_issued_at',
  ];
  const said = ours.find((member) => Object.hasOwn(members, member));
  if (said !== undefined) throw refusedMetadata(`${said}: must not be sent`);
  if (members['client_id'] !== clientId) throw refusedMetadata('client_id: must be that of the client');
  const { client_secret: secret, ...rest } = members;
  if (secret === undefined) return rest;
  const isOwn =
    typeof secret === 'string' && secretSha256 !== undefined && timingSafeEqual(hashClientSecret(secret), secretSha256);
  if (!isOwn) throw refusedMetadata('client_secret: must be the one that it has');
  return rest;
}

/** All that a client says of itself, in place of what it said (RFC 7592, section 2.2). LostRaceError as above. Throws OperationRefused. */
export async function changeRegistration(
  parts: RegistrationParts,
  caller: Stranger,
  { clientId, token, body }: ManagedClient & { readonly body: unknown },
): Promise<Registered> {
  const client = await managedClient(parts, clientId, token);
  // It would come back from another host, with all that users gave it.
  requireLetIn(parts, client);
  const before = kept(client);
  // A public client stays one: nobody vouched for it, or it said that it can keep no secret.
  const vouched = before.token_endpoint_auth_method !== 'none';
  const metadata = await saidBy(parts, checkOwned(client, clientId, membersOf(body)), vouched);
  const needsSecret = usesSecret(metadata.token_endpoint_auth_method);
  const secret = needsSecret && client.secretSha256 === undefined ? newSecret() : undefined;
  const managementToken = nextToken(parts, token as string);
  const { secretSha256: earlier, ...rest } = client;
  const secretSha256 = secret === undefined ? earlier : hashClientSecret(secret);
  return {
    clientId,
    issuedAtSeconds: client.createdAtSeconds,
    metadata,
    managementToken,
    secret,
    writes: [
      parts.storage.unregisteredClients.writes.replace({
        ...rest,
        ...(needsSecret && secretSha256 && { secretSha256 }),
        host: hostOfRegistration(metadata),
        metadata: { ...metadata },
        nextManagementSha256: hashClientSecret(managementToken),
      }),
    ],
    events: [record(caller, 'client.registration_changed', clientId)],
  };
}

/** The client is gone, with its tokens (RFC 7592, section 2.3). LostRaceError as above. Throws OperationRefused. */
export async function endRegistration(
  parts: RegistrationParts,
  caller: Stranger,
  { clientId, token }: ManagedClient,
): Promise<Work> {
  const client = await managedClient(parts, clientId, token);
  return {
    writes: [parts.storage.unregisteredClients.writes.removeOwn(client), parts.revocations.writes.client(clientId)],
    events: [record(caller, 'client.registration_ended', clientId)],
    // Instances know it for another second; what it gets meanwhile is useless, and ends here.
    afterwards: async () => {
      await allFollow(parts);
      await endClient(parts, clientId);
    },
  };
}
