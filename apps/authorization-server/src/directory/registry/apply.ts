/**
 * Carries a registry over to the database: each entry by its operation, all of them in one commit. Applying it again changes
 * nothing; what users and operators did meanwhile (further secrets and removed ones, disabled clients, all that was changed in
 * accounts) stays.
 */
import { ConflictError, LostRaceError, type Storage, type Write } from '@gatehouse/storage';
import type { PasswordHasher } from '../accounts/password-hash.ts';
import { hashClientSecret } from '../clients/clients.ts';
import { definitionOf } from '../connections/connections.ts';
import { firstPassword } from '../operations/add-user.ts';
import { declareClient } from '../operations/clients.ts';
import type { Commit } from '../operations/commit.ts';
import { declareConnectionOfFile } from '../operations/connections.ts';
import { declarePolicy } from '../operations/policies.ts';
import { replaceUnconfirmed } from '../operations/replace-unconfirmed.ts';
import { declareResource } from '../operations/resources.ts';
import { declareRole } from '../operations/roles.ts';
import { type Caller, eventOf, together, type Work } from '../operations/work.ts';
import type { DevelopmentSecrets } from './development-secrets.ts';
import { blockedHosts, declaredPolicies } from './policies.ts';
import type { Registry, RegistryClient, RegistryUser } from './schema.ts';
import { applyUser, type EntryOutcome } from './user-entry.ts';

export interface DeclareDependencies {
  readonly storage: Pick<
    Storage,
    | 'accounts'
    | 'apiCredentials'
    | 'artefacts'
    | 'clients'
    | 'connections'
    | 'declarations'
    | 'domainProofs'
    | 'endArtefacts'
    | 'identities'
    | 'outbox'
    | 'policies'
    | 'resources'
    | 'revocations'
    | 'roles'
    | 'upstreamSessions'
  >;
  /** Who applies it. */
  readonly caller: Caller;
  /** Present in development mode: makes the secrets that the registry does not hold. */
  readonly development?: DevelopmentSecrets | undefined;
  /** Called for each entry of which something was left alone. */
  readonly onLeftAlone?: ((left: LeftAlone) => void) | undefined;
}

export interface ApplyDependencies extends DeclareDependencies {
  readonly storage: Storage;
  readonly commit: Commit;
  /** Where it comes from, for the audit: the name of a file. */
  readonly source: string;
  readonly hasher: PasswordHasher;
  /** Called every two seconds while passwords are hashed: how many are done, of how many. */
  readonly onProgress?: ((hashed: number, of: number) => void) | undefined;
}

const progressEveryMs = 2000;

/** As many instances may begin at the same moment. */
const mostAttempts = 10;

const passwordOf = ({ development }: ApplyDependencies, { login, password }: RegistryUser) =>
  password ?? development?.userPassword(login);

/** A password that has to be hashed before it can be written. */
interface NewPassword {
  readonly accountId: string;
  readonly password: string;
}

/** What was written, by kind and name. */
export type Applied = {
  readonly kind: 'resource' | 'role' | 'policy' | 'connection' | 'client' | 'user';
  readonly name: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Which members are others than they were, of what was changed. */
  readonly members: readonly string[];
}[];

/** What the file says otherwise than users or operators do, and what stays as they want it. */
export interface LeftAlone {
  readonly kind: 'client' | 'user';
  readonly name: string;
  readonly members: readonly string[];
}

/** Members as JSON keeps them, so that stored and declared values compare equal. */
const plain = (value: unknown): Record<string, unknown> => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

const usesSecret = (client: RegistryClient) => client.token_endpoint_auth_method.startsWith('client_secret_');

async function clientWork(dependencies: DeclareDependencies, client: RegistryClient, applied: Applied): Promise<Work> {
  const { storage, development, onLeftAlone } = dependencies;
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
  // A secret that was applied and is not there any more was removed by an operator.
  const applying = secrets.map(({ sha256 }) => sha256.toString('base64url'));
  const declaration = await storage.declarations.find('client', client.client_id);
  const known = new Set((declaration?.['secrets'] ?? []) as string[]);
  const isRemoved = (sha256: Buffer) =>
    stored !== undefined &&
    !stored.secretHashes.some((one) => one.sha256.equals(sha256)) &&
    known.has(sha256.toString('base64url'));
  if (secrets.some(({ sha256 }) => isRemoved(sha256))) {
    onLeftAlone?.({ kind: 'client', name: client.client_id, members: ['client_secrets'] });
  }
  // It stays known also where a registry leaves it out, as one does that came over the network.
  const remembered = [...new Set([...known, ...applying])];
  const remember =
    remembered.length === known.size
      ? []
      : [storage.declarations.writes.put('client', client.client_id, { secrets: remembered })];
  if (development && client.token_endpoint_auth_method === 'private_key_jwt' && !client.jwks && !client.jwks_uri) {
    metadata['jwks'] = { keys: [await development.clientPublicJwk(client.client_id)] };
  }
  const declaredNow = await declareClient(dependencies, dependencies.caller, {
    clientId: client.client_id,
    metadata,
    secrets: secrets.filter(({ sha256 }) => !isRemoved(sha256)),
  });
  const { change, members = [] } = declaredNow;
  if (change) applied.push({ kind: 'client', name: client.client_id, change, members });
  return together(declaredNow, { writes: remember, events: [] });
}

/** Hashes as many passwords at once as sign-ins may, and tells how far it is. */
async function passwordWrites(
  { storage, hasher, onProgress }: ApplyDependencies,
  passwords: readonly NewPassword[],
): Promise<Write[]> {
  const writes: Write[] = [];
  const left = passwords.values();
  const hashThem = async () => {
    // One iterator for all: each takes the next that nobody has taken.
    for (const { accountId, password } of left) {
      writes.push(firstPassword(storage, accountId, await hasher.hash(password)));
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
export async function applyRegistry(dependencies: ApplyDependencies, registry: Registry): Promise<Applied> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      // eslint-disable-next-line no-await-in-loop -- each attempt looks at what the one before lost against
      return await applyOnce(dependencies, registry);
    } catch (error) {
      // Another instance starts with the same file, or somebody changes an account at this moment.
      const isOvertaken = error instanceof LostRaceError || error instanceof ConflictError;
      if (!isOvertaken || attempt === mostAttempts) throw error;
    }
  }
}

/** What a registry declares beside users: the work of each entry, and what would be written. */
export async function declaredBy(
  dependencies: DeclareDependencies,
  registry: Omit<Registry, 'users'>,
): Promise<{ readonly works: Work[]; readonly applied: Applied }> {
  const { storage, caller } = dependencies;
  const applied: Applied = [];
  const works: Work[] = [];
  for (const { indicator, ...rest } of registry.resources) {
    const work = await declareResource(storage, caller, { indicator, definition: plain(rest) });
    if (work.change)
      applied.push({ kind: 'resource', name: indicator, change: work.change, members: work.members ?? [] });
    works.push(work);
  }
  for (const [name, definition] of Object.entries(registry.roles)) {
    const work = await declareRole(storage, caller, { name, definition });
    if (work.change) applied.push({ kind: 'role', name, change: work.change, members: work.members ?? [] });
    works.push(work);
  }
  const blocked = blockedHosts(await storage.policies.list());
  for (const policy of declaredPolicies(registry, blocked)) {
    const work = await declarePolicy(storage, caller, policy);
    if (work.change)
      applied.push({ kind: 'policy', name: policy.name, change: work.change, members: work.members ?? [] });
    works.push(work);
  }
  for (const entry of registry.connections) {
    const work = await declareConnectionOfFile(storage, caller, definitionOf(entry));
    if (work.change)
      applied.push({ kind: 'connection', name: entry.name, change: work.change, members: work.members ?? [] });
    works.push(work);
  }
  for (const client of registry.clients) works.push(await clientWork(dependencies, client, applied));
  return { works, applied };
}

/** The record that a registry was applied, beside those of its entries. @param source where it comes from */
export const appliedFrom = (caller: Caller, source: string): Work => ({
  writes: [],
  events: [eventOf(caller, 'registry.applied', { target: { type: 'registry', id: source } })],
});

async function applyOnce(dependencies: ApplyDependencies, registry: Registry): Promise<Applied> {
  const { storage, caller } = dependencies;
  const leftAlone: LeftAlone[] = [];
  const noting = { ...dependencies, onLeftAlone: (left: LeftAlone) => void leftAlone.push(left) };
  const { works, applied } = await declaredBy(noting, registry);
  const newPasswords: NewPassword[] = [];
  const users: EntryOutcome[] = [];
  for (const user of registry.users) {
    const outcome = await applyUser(storage, caller, user);
    users.push(outcome);
    const { change, members } = outcome;
    if (change) applied.push({ kind: 'user', name: user.login, change, members });
    if (outcome.leftAlone.length > 0) {
      noting.onLeftAlone({ kind: 'user', name: user.login, members: outcome.leftAlone });
    }
    const password = outcome.lacksPassword ? await passwordOf(dependencies, user) : undefined;
    if (password !== undefined) newPasswords.push({ accountId: outcome.accountId, password });
  }
  // All at once: several users of the file may have an address in common.
  const replaced = await replaceUnconfirmed(
    storage,
    users.flatMap(({ names }) => names),
  );
  works.push({ writes: replaced, events: [] }, ...users.map(({ work }) => work));
  if (newPasswords.length > 0) works.push({ writes: await passwordWrites(dependencies, newPasswords), events: [] });
  if (applied.length > 0) works.push(appliedFrom(caller, dependencies.source));
  await dependencies.commit(together(...works));
  for (const left of leftAlone) dependencies.onLeftAlone?.(left);
  return applied;
}
