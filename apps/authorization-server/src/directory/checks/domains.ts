/** Domains of connections, and whether they are proved. */
import type { Storage } from '@gatehouse/storage';
import { type DomainState, domainStates } from '../connections/domain-states.ts';
import { type Finding, judged } from './finding.ts';

type DomainStores = Pick<Storage, 'connections' | 'domainProofs'>;

/** One for each connection that names domains. */
export async function domainFindings(storage: DomainStores): Promise<readonly Finding[]> {
  const [connections, proofs] = await Promise.all([storage.connections.list(), storage.domainProofs.list()]);
  return connections
    .map((connection) => ({ name: connection.name, domains: domainStates(connection, proofs) }))
    .filter(({ domains }) => domains.length > 0)
    .map(({ name, domains }) => findingOf(name, domains));
}

function findingOf(name: string, domains: readonly DomainState[]): Finding {
  const of = (wanted: string) => domains.filter(({ state }) => state === wanted).map(({ domain }) => domain);
  const [lost, unproved] = [of('lost'), of('unproved')];
  const advice = [
    ...(lost.length > 0
      ? [`the proof of ${lost.join(', ')} is lost: put the TXT record back, then "${checkOf(name)}"`]
      : []),
    ...(unproved.length > 0 ? [`not proved yet: ${unproved.join(', ')} ("${checkOf(name)}" looks)`] : []),
  ];
  return judged(`domains of the connection ${name}`, advice.length > 0 ? advice.join('; ') : undefined);
}

const checkOf = (name: string) => `gatehouse connections domains check ${name} DOMAIN`;
