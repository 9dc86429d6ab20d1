/**
 * What the store said of the client of a request, at the moment when oidc-provider found it. A client that changes while a
 * request runs is another one for the next request; this one is decided by what it began with.
 */
import { type Client as EngineClient, errors, type Provider } from 'oidc-provider';
import type { Client, UnregisteredClient } from '../../directory/clients/clients.ts';
import type { ClientPolicy } from '../../directory/clients/schema.ts';
import { certificateMethods, provingMethods } from '../../directory/clients/served.ts';
import { DocumentRefused } from '../../directory/unregistered/document-refused.ts';
import { currentUnit, noteClient, noticing } from './unit-of-work.ts';

const records = new WeakMap<object, Client>();

/**
 * Override of oidc-provider, which knows the clients that it built by their metadata alone: ours come with all that the store
 * says of them, and one that has changed is built anew.
 */
export function findClientsWithRecord(
  provider: Provider,
  findClient: (clientId: string) => Promise<Client | undefined>,
): void {
  const built = new WeakMap<Client, EngineClient>();
  const Built = provider.Client as unknown as new (metadata: object) => EngineClient;
  provider.Client.find = async (clientId: unknown) => {
    // oidc-provider takes it from an assertion as it stands there.
    if (typeof clientId !== 'string') return undefined;
    const record = await noticing(() => noteClient(clientId, findClient)).catch(refuseClient);
    if (!record) return undefined;
    let client = built.get(record);
    if (!client) {
      // oidc-provider takes only a web address and email addresses here, and refuses the client for anything else; it uses neither.
      client = new Built({ ...record.metadata, logo_uri: undefined, contacts: undefined });
      records.set(client, record);
      built.set(record, client);
    }
    return client;
  };
}

/**
 * What is wrong with the document of a client is said to its developers: 401 at tokens (RFC 6749, section 5.2), a page elsewhere. That this
 * server reads no more documents now is not the client's fault: 503.
 */
function refuseClient(error: unknown): never {
  if (!(error instanceof DocumentRefused)) throw error;
  const unit = currentUnit();
  if (error.code === 'busy' && unit) unit.unavailable = error;
  throw Object.assign(new errors.InvalidClientAuth({ cause: error }), {
    error_description: error.message,
    allow_redirect: false,
  });
}

/** Whether that is why a request was refused. */
export const isDocumentRefused = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof DocumentRefused;

/** Override of oidc-provider: secrets are kept as hashes, several at a time (AS-09). */
export function compareSecretsByHash(provider: Provider, matches: (client: Client, secret: string) => boolean): void {
  provider.Client.prototype.compareClientSecret = async function (this: EngineClient, secret: string) {
    return matches(recordOf(this), secret);
  };
}

/** The record of a client that oidc-provider found. Throws InvalidClient where there is none: absence allows nothing. */
export function recordOf(client: object | undefined): Client {
  const record = client && records.get(client);
  if (!record) throw new errors.InvalidClient('the client is not registered');
  return record;
}

/** What the client may do; throws as `recordOf` does. */
export const policyOf = (client: object | undefined): ClientPolicy => recordOf(client).policy;

/** What is known of the client when no operator registered it; undefined of all others. */
export const unregisteredOf = (client: object | undefined): UnregisteredClient | undefined =>
  client && records.get(client)?.unregistered;

const proving: ReadonlySet<string> = new Set([...provingMethods, ...certificateMethods]);

/** True of a confidential client. */
export const provesItself = (client: Pick<EngineClient, 'clientAuthMethod'>): boolean =>
  proving.has(client.clientAuthMethod ?? 'none');
