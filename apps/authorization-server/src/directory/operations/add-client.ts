/** Registers an application by what kind it is. */
import { randomBytes } from 'node:crypto';
import type { Storage } from '@gatehouse/storage';
import { builtInClientIds } from '../clients/built-in.ts';
import { hashClientSecret } from '../clients/clients.ts';
import { type Application, entryOf, insecureRedirectOf } from '../clients/kinds.ts';
import { client } from '../clients/schema.ts';
import { OperationRefused } from '../operation-refused.ts';
import { declareClient } from './clients.ts';
import { knownResource, knownScopes } from './known-scopes.ts';
import type { Caller, Work } from './work.ts';

export interface AddedClient extends Work {
  readonly clientId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** To be shown this once; absent: it has none, as it cannot keep one. */
  readonly secret: string | undefined;
  /** Hashes of its secrets. */
  readonly sha256: readonly Buffer[];
}

/** What is said of an application of another kind. Throws OperationRefused. */
function checkKind({ kind, redirectUris, postLogoutRedirectUris, resources }: Application): void {
  const hasPages = kind === 'web' || kind === 'spa' || kind === 'native';
  if (!hasPages && redirectUris.length + postLogoutRedirectUris.length > 0) {
    throw new OperationRefused(
      'no_redirect',
      `nobody is sent back to a client of kind ${kind}: it has no redirect URI`,
    );
  }
  if (kind !== 'api' && resources.length > 0) {
    throw new OperationRefused(
      'no_api',
      `a client of kind ${kind} is no API; scopes of APIs that it calls are in scopes`,
    );
  }
}

/**
 * A new client, with a secret if it can keep one. Throws OperationRefused: the name is taken, or something named is not there.
 * @param input.production refuses redirects over plain http
 */
export async function addClient(
  { storage }: { readonly storage: Pick<Storage, 'accounts' | 'clients' | 'resources' | 'revisions'> },
  caller: Caller,
  { application, production }: { readonly application: Application; readonly production: boolean },
): Promise<AddedClient> {
  const { clientId, kind } = application;
  // Read before it is looked for: who makes it meanwhile is found by one or the other.
  const revision = await storage.revisions.find('client', clientId);
  if (builtInClientIds.includes(clientId) || (await storage.clients.find(clientId))) {
    throw new OperationRefused(
      'client_exists',
      `there is a client ${clientId} already: "gatehouse clients show ${clientId}" shows it, "gatehouse clients secret add ${clientId}" makes it a further secret`,
    );
  }
  checkKind(application);
  const insecure = production ? insecureRedirectOf(entryOf(application))[0] : undefined;
  if (insecure !== undefined) {
    const message = `${insecure} is http: in production a ${kind} application is reached by https. A program on the user's machine is --kind native`;
    throw new OperationRefused('insecure_redirect_uri', message);
  }
  const scopes = await knownScopes(storage, application.scopes);
  const resources = await Promise.all(
    application.resources.map(async (indicator) => (await knownResource(storage, indicator)).indicator),
  );
  const parsed = client.safeParse(entryOf({ ...application, scopes, resources }));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new OperationRefused('invalid_client', `${clientId} cannot be registered so: ${faults.join('; ')}`);
  }
  const { client_secrets: _none, ...declared } = parsed.data;
  // As JSON keeps it: a registry file that says the same changes nothing.
  const metadata = JSON.parse(JSON.stringify(declared)) as Record<string, unknown>;
  const hasSecret = declared.token_endpoint_auth_method.startsWith('client_secret_');
  const secret = hasSecret ? randomBytes(32).toString('base64url') : undefined;
  const sha256 = secret === undefined ? [] : [hashClientSecret(secret)];
  const secrets = sha256.map((one) => ({ sha256: one, expiresAtSeconds: undefined }));
  const work = await declareClient({ storage }, caller, { clientId, metadata, secrets });
  return { ...work, expected: { type: 'client', id: clientId, revision }, clientId, metadata, secret, sha256 };
}
