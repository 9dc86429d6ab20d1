/** `gatehouse clients`: the applications and their secrets. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { ClientRecord, Storage } from '@gatehouse/storage';
import { createPasswordHasher } from '../directory/accounts/password-hash.ts';
import type { AuditEvent } from '../directory/audit/events.ts';
import { hashClientSecret } from '../directory/clients/clients.ts';
import { type Caller, eventOf } from '../directory/operations/work.ts';
import { applyRegistry } from '../directory/registry/apply.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import { endClient } from '../directory/revocation/end.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { RefusedError } from './failure.ts';
import { printDone, printRows } from './output.ts';
import { withStorage } from './settings.ts';

type Options = { json?: boolean };

async function known(storage: Storage, clientId: string): Promise<ClientRecord> {
  const client = await storage.clients.find(clientId);
  if (!client) throw new RefusedError(`there is no client ${clientId}; "gatehouse clients list" shows them all`);
  return client;
}

/** Secrets are told apart by the first characters of their hash. */
const fingerprint = (sha256: Buffer) => sha256.toString('base64url').slice(0, 12);

const about = (caller: Caller, event: AuditEvent, clientId: string) =>
  eventOf(caller, event, { target: { type: 'client', id: clientId }, clientId });

export const addClient = (file: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const registry = loadRegistry(file, { passwordsAllowed: false });
    if (registry.resources.length + registry.users.length + Object.keys(registry.roles).length > 0) {
      throw new RefusedError(`${file} holds more than clients; use "gatehouse registry apply"`);
    }
    const hasher = createPasswordHasher({ concurrency: settings.passwordHashConcurrency, queue: 1 });
    const applied = await applyRegistry({ storage, hasher }, registry);
    const added = registry.clients.map(({ client_id: id }) => about(caller, 'client.added', id));
    if (applied.length > 0) await commit({ writes: [], events: added });
    printRows(applied, options);
  });

export const listClients = (options: Options): Promise<void> =>
  withStorage(async (storage) => {
    const clients = await storage.clients.list();
    printRows(
      clients.map(({ clientId, metadata, secretHashes, disabled }) => ({
        client_id: clientId,
        name: metadata['client_name'],
        grants: (metadata['grant_types'] as string[]).map((grant) => grant.split(':').at(-1)).join(' '),
        authentication: metadata['token_endpoint_auth_method'],
        secrets: secretHashes.length,
        status: disabled ? 'disabled' : 'active',
      })),
      options,
    );
  });

export const showClient = (clientId: string): Promise<void> =>
  withStorage(async (storage) => {
    const { metadata, secretHashes, disabled } = await known(storage, clientId);
    const secrets = secretHashes.map(({ sha256, createdAtSeconds, expiresAtSeconds }) => ({
      fingerprint: fingerprint(sha256),
      created_at: new Date(createdAtSeconds * 1000).toISOString(),
      expires_at: expiresAtSeconds === undefined ? undefined : new Date(expiresAtSeconds * 1000).toISOString(),
    }));
    process.stdout.write(`${JSON.stringify({ ...metadata, disabled, secrets }, undefined, 2)}\n`);
  });

export const disableClient = (clientId: string, options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    await known(storage, clientId);
    const revocations = createRevocations(storage, Date.now);
    await commit({
      writes: [storage.clients.writes.setDisabled(clientId, true), revocations.writes.client(clientId)],
      events: [about(caller, 'client.disabled', clientId)],
    });
    // Instances take it for enabled for another second; what it had until then ends too.
    await delay(1500);
    await endClient({ storage, revocations }, clientId);
    printDone(`${clientId} is disabled`, { client_id: clientId, disabled: true }, options);
  });

export const addClientSecret = (clientId: string, options: Options & { expiresInDays?: string }): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    await known(storage, clientId);
    const days = options.expiresInDays === undefined ? undefined : Number(options.expiresInDays);
    if (days !== undefined && !(Number.isInteger(days) && days > 0))
      throw new RefusedError('--expires-in-days takes a whole number above 0');
    const secret = randomBytes(32).toString('base64url');
    const sha256 = hashClientSecret(secret);
    const expiresAtSeconds = days === undefined ? undefined : Math.floor(Date.now() / 1000) + days * 86_400;
    await commit({
      writes: [storage.clients.writes.addSecret({ clientId, sha256, expiresAtSeconds })],
      events: [about(caller, 'client.secret_added', clientId)],
    });
    printDone(
      `secret of ${clientId}, shown this once: ${secret}`,
      {
        client_id: clientId,
        client_secret: secret,
        fingerprint: fingerprint(sha256),
        expires_at_seconds: expiresAtSeconds,
      },
      options,
    );
  });

export const removeClientSecret = (clientId: string, mark: string, options: Options): Promise<void> =>
  withStorage(async (storage, _settings, { caller, commit }) => {
    const { secretHashes } = await known(storage, clientId);
    const found = secretHashes.find(({ sha256 }) => fingerprint(sha256) === mark);
    if (!found)
      throw new RefusedError(`${clientId} has no secret ${mark}; "gatehouse clients show ${clientId}" lists them`);
    await commit({
      writes: [storage.clients.writes.removeSecret({ clientId, sha256: found.sha256 })],
      events: [about(caller, 'client.secret_removed', clientId)],
    });
    printDone(`secret ${mark} of ${clientId} is gone`, { client_id: clientId, removed: mark }, options);
  });
