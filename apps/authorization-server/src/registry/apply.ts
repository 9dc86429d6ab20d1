/**
 * Carries a registry over to the database. Applying it again changes nothing; what operators added by the command line
 * (further secrets, disabled clients and people) stays.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Storage, Write } from '@gatehouse/storage';
import type { PasswordHasher } from '../accounts/password-hash.ts';
import { hashClientSecret } from '../clients/clients.ts';
import type { DevelopmentSecrets } from './development-secrets.ts';
import type { Registry, RegistryClient, RegistryUser } from './schema.ts';

export interface ApplyParts {
  readonly storage: Storage;
  readonly hasher: PasswordHasher;
  /** Present in development mode: makes the secrets that the registry does not hold. */
  readonly development?: DevelopmentSecrets | undefined;
  /** Called every two seconds while passwords are hashed: how many are done, of how many. */
  readonly onProgress?: ((hashed: number, of: number) => void) | undefined;
}

const progressEveryMs = 2000;

/** A password that has to be hashed before it can be written. */
interface NewPassword {
  readonly accountId: string;
  readonly password: string;
}

/** What was written, by kind and name. */
export type Applied = {
  readonly kind: 'resource' | 'role' | 'client' | 'user';
  readonly name: string;
  readonly change: 'added' | 'changed';
}[];

/** Members as JSON keeps them, so that stored and declared values compare equal. */
const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

const usesSecret = (client: RegistryClient) => client.token_endpoint_auth_method.startsWith('client_secret_');

async function clientWrites(parts: ApplyParts, client: RegistryClient, applied: Applied): Promise<Write[]> {
  const { storage, development } = parts;
  const stored = await storage.clients.find(client.client_id);
  const { client_secrets: declaredSecrets, ...declared } = client;
  const metadata = plain(declared);
  const secrets: { sha256: Buffer; expiresAtSeconds: number | undefined }[] = declaredSecrets.map(
    ({ sha256, expires_at: expiresAt }) => ({
      sha256: Buffer.from(sha256, 'base64url'),
      expiresAtSeconds: expiresAt === undefined ? undefined : Math.floor(Date.parse(expiresAt) / 1000),
    }),
  );
  if (development && usesSecret(client) && secrets.length === 0) {
    const secret = await development.clientSecret(client.client_id);
    secrets.push({ sha256: hashClientSecret(secret), expiresAtSeconds: undefined });
  }
  const newSecrets = secrets.filter(
    ({ sha256, expiresAtSeconds }) =>
      !stored?.secretHashes.some((entry) => entry.sha256.equals(sha256) && entry.expiresAtSeconds === expiresAtSeconds),
  );
  if (development && client.token_endpoint_auth_method === 'private_key_jwt' && !client.jwks && !client.jwks_uri) {
    metadata['jwks'] = { keys: [await development.clientPublicJwk(client.client_id)] };
  }
  const sameMetadata = stored !== undefined && isDeepStrictEqual(stored.metadata, metadata);
  if (sameMetadata && newSecrets.length === 0) return [];
  applied.push({ kind: 'client', name: client.client_id, change: stored ? 'changed' : 'added' });
  return [
    ...(sameMetadata ? [] : [storage.clients.writes.put({ clientId: client.client_id, metadata })]),
    ...newSecrets.map((secret) => storage.clients.writes.addSecret({ clientId: client.client_id, ...secret })),
  ];
}

async function userWrites(
  parts: ApplyParts,
  user: RegistryUser,
  applied: Applied,
  newPasswords: NewPassword[],
): Promise<Write[]> {
  const { storage, development } = parts;
  const stored = await storage.accounts.findByLogin(user.login);
  const writes: Write[] = [];
  const id = stored?.id ?? user.id ?? randomUUID();
  const declared = {
    login: user.login,
    name: user.name,
    email: user.email,
    emailVerified: user.email_verified,
    department: user.department,
    locale: user.locale,
    roles: user.roles,
    claims: { ...stored?.claims, ...user.claims },
  };
  const same =
    stored &&
    Object.entries(declared).every(([key, value]) => isDeepStrictEqual(stored[key as keyof typeof stored], value));
  if (!same) {
    applied.push({ kind: 'user', name: user.login, change: stored ? 'changed' : 'added' });
    writes.push(
      storage.accounts.writes.put({
        ...declared,
        id,
        status: stored?.status ?? user.status,
      }),
    );
  }
  const password = user.password ?? (development ? await development.userPassword(user.login) : undefined);
  if (password !== undefined && !(stored && (await storage.credentials.find(id, 'password')))) {
    newPasswords.push({ accountId: id, password });
  }
  return writes;
}

/** Hashes as many passwords at once as sign-ins may, and tells how far it is. */
async function passwordWrites(
  { storage, hasher, onProgress }: ApplyParts,
  passwords: readonly NewPassword[],
): Promise<Write[]> {
  const writes: Write[] = [];
  const left = passwords.values();
  const hashThem = async () => {
    // One iterator for all: each takes the next that nobody has taken.
    for (const { accountId, password } of left) {
      const data = { hash: await hasher.hash(password) };
      writes.push(storage.credentials.writes.put({ accountId, kind: 'password', data }));
    }
  };
  const progress = setInterval(() => onProgress?.(writes.length, passwords.length), progressEveryMs);
  try {
    await Promise.all(Array.from({ length: hasher.concurrency }, hashThem));
  } finally {
    clearInterval(progress);
  }
  return writes;
}

/** Applies the registry in one transaction and says what changed. */
export async function applyRegistry(parts: ApplyParts, registry: Registry): Promise<Applied> {
  const { storage } = parts;
  const applied: Applied = [];
  const writes: Write[] = [];
  for (const { indicator, ...rest } of registry.resources) {
    const definition = plain(rest);
    const stored = await storage.resources.find(indicator);
    if (stored && isDeepStrictEqual(stored.definition, definition)) continue;
    applied.push({ kind: 'resource', name: indicator, change: stored ? 'changed' : 'added' });
    writes.push(storage.resources.writes.put({ indicator, definition }));
  }
  for (const [name, definition] of Object.entries(registry.roles)) {
    const stored = await storage.roles.find(name);
    if (stored && isDeepStrictEqual(stored.definition, definition)) continue;
    applied.push({ kind: 'role', name, change: stored ? 'changed' : 'added' });
    writes.push(storage.roles.writes.put({ name, definition }));
  }
  for (const client of registry.clients) writes.push(...(await clientWrites(parts, client, applied)));
  const newPasswords: NewPassword[] = [];
  for (const user of registry.users) writes.push(...(await userWrites(parts, user, applied, newPasswords)));
  if (newPasswords.length > 0) writes.push(...(await passwordWrites(parts, newPasswords)));
  if (writes.length > 0) await storage.commit(writes);
  return applied;
}
