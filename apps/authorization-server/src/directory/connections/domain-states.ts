/** How it stands with the domains of a connection. */
import type { ConnectionRecord, DomainProofRecord } from '@gatehouse/storage';

export interface DomainOfConnection {
  readonly connection: string;
  readonly domain: string;
}

/** `lost`: it was proved. Sign-in goes by it only while it is `proved`. */
export interface DomainState extends DomainOfConnection {
  readonly state: 'unproved' | 'proved' | 'lost';
  /** Absent: nobody has asked for a challenge. */
  readonly proof: DomainProofRecord | undefined;
}

function stateOf(proof: DomainProofRecord | undefined): DomainState['state'] {
  if (proof?.provedAtSeconds !== undefined) return 'proved';
  return proof?.failingSinceSeconds === undefined ? 'unproved' : 'lost';
}

/** In the order in which the connection names them. @param proofs of all connections */
export const domainStates = (
  { name: connection, definition }: Pick<ConnectionRecord, 'name' | 'definition'>,
  proofs: readonly DomainProofRecord[],
): readonly DomainState[] =>
  ((definition['domains'] ?? []) as readonly string[]).map((domain) => {
    const proof = proofs.find((one) => one.connection === connection && one.domain === domain);
    return { connection, domain, state: stateOf(proof), proof };
  });
