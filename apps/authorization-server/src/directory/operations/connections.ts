/** What is declared of connections to upstream providers, by a registry file or one by one. */
import { hash, timingSafeEqual } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ConnectionRecord, Storage } from '@gatehouse/storage';
import type { AuditEvent } from '../audit/events.ts';
import { namedOtherwise } from '../connections/subject-place.ts';
import { OperationRefused } from '../operation-refused.ts';
import { changedMembers } from './changed-members.ts';
import type { Declared } from './clients.ts';
import { type EndingStorage, endedBegunBy, endsBegunBy } from './connection-ending.ts';
import { listed } from './known-scopes.ts';
import { type Caller, eventOf, nothing, together, type Work } from './work.ts';

type ConnectionStorage = Pick<Storage, 'connections'>;
type DeclaringStorage = EndingStorage & Pick<Storage, 'connections' | 'domainProofs' | 'identities'>;

const recordOf = (caller: Caller, event: AuditEvent, name: string) =>
  eventOf(caller, event, { target: { type: 'connection', id: name } });

/** The connection. Throws OperationRefused, which names the connections there are. */
export async function knownConnection({ connections }: ConnectionStorage, name: string): Promise<ConnectionRecord> {
  const found = await connections.find(name);
  if (found) return found;
  const names = (await connections.list()).map((one) => one.name);
  throw new OperationRefused(
    'unknown_connection',
    `there is no connection ${name}; ${names.length > 0 ? `there are: ${listed(names)}` : 'a registry file declares them'}`,
  );
}

/** What a connection is to be. */
export interface DeclaredConnection {
  readonly name: string;
  readonly definition: Readonly<Record<string, unknown>>;
  /** Absent: it keeps the one that it has. */
  readonly secret?: string | undefined;
}

/** Where the secret is sent to. Of the other kinds that is always the same. */
const secretPlace = ['kind', 'issuer', 'token_endpoint'] as const;
/** What says whose users come in by it. */
const provider = [...secretPlace, 'userinfo_endpoint', 'tenant', 'tenants', 'hosted_domains'] as const;

/** Whether what is there is declared otherwise, in any of these members. */
const differs = (
  stored: ConnectionRecord | undefined,
  definition: Readonly<Record<string, unknown>>,
  members: readonly string[],
): boolean =>
  stored !== undefined && members.some((member) => !isDeepStrictEqual(stored.definition[member], definition[member]));

/** The subjects of those who are linked would be taken for what the other member says, which users may choose. */
async function checkSubjects(
  { identities }: Pick<Storage, 'identities'>,
  { name, definition: before }: ConnectionRecord,
  after: Readonly<Record<string, unknown>>,
): Promise<void> {
  const places = namedOtherwise(before, after);
  if (!places || !(await identities.isUsed(name))) return;
  const [was, is] = places;
  throw new OperationRefused(
    'subject_changed',
    `users are linked by ${was} of this issuer, so ${is} cannot take its place: declare a connection under another issuer, or unlink them`,
  );
}

/** What becomes of a declaration, and which domains are proved no more by it. */
interface DeclaredWithDomains extends Declared {
  readonly unproved: readonly string[];
}

const isEnabled = ({ enabled = true }: Readonly<Record<string, unknown>>): boolean => enabled === true;

/** Whether a connection by which users signed in is to let nobody in any more. */
export const isDisabling = (
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>>,
): boolean => before !== undefined && isEnabled(before) && !isEnabled(after);

/**
 * Makes a connection, or what is there as declared. Throws OperationRefused. A secret is told to no other server than the one that it
 * was set for. With a connection that is disabled all ends that began by it. Proofs of domains go with the domain.
 */
export async function declareConnection(
  storage: DeclaringStorage,
  caller: Caller,
  { name, definition, secret }: DeclaredConnection,
): Promise<DeclaredWithDomains> {
  const { connections, domainProofs, identities } = storage;
  const stored = await connections.find(name);
  const isSame = stored !== undefined && isDeepStrictEqual(stored.definition, definition);
  const isDropped = secret === undefined && stored?.secret !== undefined && differs(stored, definition, secretPlace);
  const hasSecret = !isDropped && (secret === undefined || isSecret(stored, secret));
  const domains = (definition['domains'] ?? []) as readonly string[];
  const proofs = stored && !isSame ? await domainProofs.list() : [];
  // Who proved a domain proved it for the provider of that time.
  const isOther = differs(stored, definition, provider);
  const dropped = proofs.filter((proof) => proof.connection === name && (isOther || !domains.includes(proof.domain)));
  if (isSame && hasSecret) return { ...nothing, change: undefined, unproved: [] };
  if (stored) await checkSubjects({ identities }, stored, definition);
  return {
    change: stored ? 'changed' : 'added',
    unproved: dropped.filter(({ provedAtSeconds }) => provedAtSeconds !== undefined).map(({ domain }) => domain),
    ...(stored && {
      members: [...changedMembers(stored.definition, definition), ...(hasSecret ? [] : ['client_secret'])],
    }),
    writes: [
      ...(isSame ? [] : [connections.writes.put({ name, definition })]),
      ...dropped.map((proof) => domainProofs.writes.remove(proof)),
      ...(hasSecret ? [] : [connections.writes.setSecret(name, secret)]),
    ],
    events: [
      ...(isSame ? [] : [recordOf(caller, stored ? 'connection.changed' : 'connection.added', name)]),
      ...(hasSecret ? [] : [recordOf(caller, 'connection.secret_changed', name)]),
    ],
    ...(isDisabling(stored?.definition, definition) && endsBegunBy(storage, name)),
    ...(stored && !isEnabled(stored.definition) && isEnabled(definition) && endedBegunBy(storage, name)),
  };
}

const digest = (secret: string) => hash('sha256', secret, 'buffer');
const isSecret = (stored: ConnectionRecord | undefined, secret: string): boolean =>
  stored?.secret !== undefined && timingSafeEqual(digest(stored.secret), digest(secret));

/**
 * As a registry file says. A secret of the file counts when it is another than the file had before: one that an operator has set
 * meanwhile stays.
 */
export async function declareConnectionOfFile(
  storage: DeclaringStorage & Pick<Storage, 'declarations'>,
  caller: Caller,
  { secret, ...declared }: DeclaredConnection,
): Promise<Declared> {
  const sha256 = secret === undefined ? undefined : digest(secret).toString('base64url');
  const applied = await storage.declarations.find('connection', declared.name);
  const stored = await storage.connections.find(declared.name);
  // Removed meanwhile, or another server's, it lost the secret that the file gave it.
  const isKept = stored !== undefined && !differs(stored, declared.definition, secretPlace);
  const isNew = sha256 !== undefined && !(isKept && applied?.['secret_sha256'] === sha256);
  const remember = isNew
    ? [storage.declarations.writes.put('connection', declared.name, { secret_sha256: sha256 })]
    : [];
  const work = await declareConnection(storage, caller, { ...declared, ...(isNew && { secret }) });
  return { ...together(work, { writes: remember, events: [] }), change: work.change, members: work.members };
}

/** Another secret at the upstream; used for the next request there. Throws OperationRefused. */
export async function setConnectionSecret(
  storage: ConnectionStorage,
  caller: Caller,
  { name, secret }: { readonly name: string; readonly secret: string },
): Promise<Work> {
  const connection = await knownConnection(storage, name);
  if (isSecret(connection, secret)) return nothing;
  return {
    writes: [storage.connections.writes.setSecret(name, secret)],
    events: [recordOf(caller, 'connection.secret_changed', name)],
  };
}

/**
 * Nobody signs in by it any more, and what began by it ends. What is linked stays: a connection to the same issuer finds it. Throws
 * OperationRefused.
 */
export async function removeConnection(
  storage: Omit<DeclaringStorage, 'identities'>,
  caller: Caller,
  name: string,
): Promise<Work> {
  await knownConnection(storage, name);
  const proofs = (await storage.domainProofs.list()).filter(({ connection }) => connection === name);
  return {
    writes: [
      ...proofs.map((proof) => storage.domainProofs.writes.remove(proof)),
      storage.connections.writes.remove(name),
    ],
    events: [recordOf(caller, 'connection.removed', name)],
    ...endsBegunBy(storage, name),
  };
}

/** Somebody asked the upstream whether all is well. */
export const connectionTested = (caller: Caller, name: string): Work => ({
  writes: [],
  events: [recordOf(caller, 'connection.tested', name)],
});
