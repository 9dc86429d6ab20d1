/**
 * Domains of connections: who declares one proves it by a TXT record. Sign-in goes by a domain only while it is proved, and it is
 * proved for one connection at a time.
 */
import type { Storage } from '@gatehouse/storage';
import type { AuditEvent } from '../audit/events.ts';
import { challengeRecordOf, type LookForChallenge, newChallengeToken } from '../connections/challenge.ts';
import { type DomainOfConnection, type DomainState, domainStates } from '../connections/domain-states.ts';
import { OperationRefused } from '../operation-refused.ts';
import { type Commit, committed } from './commit.ts';
import { knownConnection } from './connections.ts';
import { listed } from './known-scopes.ts';
import { type Caller, eventOf, nothing, type Work } from './work.ts';

type DomainStores = Pick<Storage, 'connections' | 'domainProofs'>;
type DomainStorage = DomainStores & Pick<Storage, 'revisions'>;

/** The domains of a connection, in the order in which it names them. Throws OperationRefused. */
export const domainsOf = async (storage: DomainStores, connection: string): Promise<readonly DomainState[]> =>
  domainStates(await knownConnection(storage, connection), await storage.domainProofs.list());

/** Throws OperationRefused, which names the domains that the connection has. */
async function knownDomain(storage: DomainStores, { connection, domain }: DomainOfConnection): Promise<DomainState> {
  const domains = await domainsOf(storage, connection);
  const found = domains.find((one) => one.domain === domain);
  if (found) return found;
  const there =
    domains.length > 0
      ? `it has: ${listed(domains.map((one) => one.domain))}`
      : 'it has none: they are declared as its domains';
  throw new OperationRefused('unknown_domain', `the connection ${connection} has no domain ${domain}; ${there}`);
}

const recordOf = (caller: Caller, event: AuditEvent, { connection, domain }: DomainOfConnection) =>
  eventOf(caller, event, { target: { type: 'connection', id: connection }, changed: [domain] });

/** Gives the token that is to stand in the DNS; the same as long as the domain is declared. Throws OperationRefused. */
export async function challengeDomain(
  { storage }: { readonly storage: DomainStores },
  caller: Caller,
  which: DomainOfConnection,
): Promise<Work & { readonly token: string }> {
  const { proof } = await knownDomain(storage, which);
  if (proof) return { ...nothing, token: proof.token };
  const token = newChallengeToken();
  return {
    token,
    writes: [storage.domainProofs.writes.add({ ...which, token })],
    events: [recordOf(caller, 'connection.domain_challenged', which)],
  };
}

/** What a look at the DNS comes to. */
export interface CheckedDomain extends Work {
  readonly found: boolean;
  /** Undefined: as it was. */
  readonly became: 'proved' | 'lost' | undefined;
}

export interface CheckDependencies {
  readonly storage: DomainStorage;
  readonly lookForChallenge: LookForChallenge;
}

/**
 * Looks for the token. The work is done only while the connection is as it was before the look, and the domain proved for no other:
 * LostRaceError otherwise. Throws OperationRefused, also when the DNS gives no answer to go by; nothing changes then.
 */
export async function checkDomain(
  { storage, lookForChallenge }: CheckDependencies,
  caller: Caller,
  which: DomainOfConnection,
): Promise<CheckedDomain> {
  const { connection, domain } = which;
  // Before what they count is read.
  const revision = await storage.revisions.find('connection', connection);
  const claims = await storage.revisions.find('domain', domain);
  const { proof } = await knownDomain(storage, which);
  if (!proof) throw new OperationRefused('no_challenge', `nothing was asked of ${domain} yet: ask for its challenge`);
  const other = (await storage.domainProofs.list()).find(
    (one) => one.domain === domain && one.connection !== connection && one.provedAtSeconds !== undefined,
  );
  if (other) {
    const said = `${domain} is proved for the connection ${other.connection}; take it out of the domains of that one first`;
    throw new OperationRefused('domain_taken', said);
  }
  const look = await lookForChallenge(domain, proof.token);
  if (look.kind === 'unknown') {
    const said = `the DNS gives no answer for ${challengeRecordOf(domain)} (${look.reason}); nothing has changed`;
    throw new OperationRefused('dns_unavailable', said);
  }
  const found = look.kind === 'found';
  const checked = storage.domainProofs.writes.checked(proof, look.kind);
  if (found === (proof.provedAtSeconds !== undefined))
    return { found, became: undefined, writes: [checked], events: [] };
  const became = found ? 'proved' : 'lost';
  return {
    found,
    became,
    writes: [storage.revisions.writes.bump({ type: 'domain', id: domain }, claims), checked],
    events: [recordOf(caller, became === 'proved' ? 'connection.domain_proved' : 'connection.domain_lost', which)],
    expected: { type: 'connection', id: connection, revision },
  };
}

/** The same, done. Throws OperationRefused too when somebody changed the connection meanwhile: then nothing is proved. */
export async function carryOutCheck(
  commit: Commit,
  work: CheckedDomain,
  { connection, domain }: DomainOfConnection,
): Promise<void> {
  if (await committed(commit, work)) return;
  const said = `the connection ${connection} was changed while ${domain} was looked at; nothing is proved, so check again`;
  throw new OperationRefused('connection_changed', said);
}
