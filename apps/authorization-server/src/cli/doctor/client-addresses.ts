/** Addresses of clients that the server itself asks: through the same guard, so that what it refuses is seen here. */
import type { Storage } from '@gatehouse/storage';
import { createOutboundFetch, OutboundRefusedError } from '../../delivery/outbound/guard.ts';
import { type Finding, fault, ok, skipped, warning } from '../../directory/checks/finding.ts';

const mostAsked = 40;
const atOnce = 8;
const patienceMs = 3000;

interface Address {
  readonly clientId: string;
  readonly member: 'jwks_uri' | 'backchannel_logout_uri';
  readonly url: string;
}

/** @param allow origins that may be private */
export async function clientAddressFindings(
  clients: Awaited<ReturnType<Storage['clients']['list']>>,
  allow: readonly string[],
): Promise<readonly Finding[]> {
  const addresses = clients
    .filter(({ disabled }) => !disabled)
    .flatMap(({ clientId, metadata }) =>
      (['jwks_uri', 'backchannel_logout_uri'] as const).flatMap((member): Address[] => {
        const url = metadata[member];
        return typeof url === 'string' ? [{ clientId, member, url }] : [];
      }),
    );
  const check = 'jwks_uri and backchannel_logout_uri of clients answer';
  if (addresses.length === 0) return [skipped(check, 'no client has one')];
  const fetch = createOutboundFetch({ allow, timeoutMs: patienceMs });
  /** What is wrong with one. Any answer of a logout address is one: it takes POST alone. */
  const findingOf = async ({ clientId, member, url }: Address): Promise<Finding | undefined> => {
    const one = `${member} of ${clientId} (${url})`;
    try {
      const { status } = await fetch(url);
      return member === 'jwks_uri' && status !== 200 ? warning(one, `it answers ${status}`) : undefined;
    } catch (error) {
      if (error instanceof OutboundRefusedError) {
        const isPrivate = error.code === 'not_a_public_address' || error.code === 'not_https';
        return fault(
          one,
          `refused: ${error.code}${isPrivate ? ' (GATEHOUSE_OUTBOUND_ALLOW lets an origin through)' : ''}`,
        );
      }
      return warning(one, `it is not reached: ${(error as NodeJS.ErrnoException).code ?? (error as Error).name}`);
    }
  };
  const asked = addresses.slice(0, mostAsked);
  const findings: Finding[] = [];
  const left = asked.values();
  const askThem = async () => {
    // One iterator for all: each takes the next that nobody has taken.
    for (const address of left) {
      const finding = await findingOf(address);
      if (finding) findings.push(finding);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askThem));
  if (addresses.length > mostAsked) {
    findings.push(warning(check, `only the first ${mostAsked} of ${addresses.length} were asked`));
  }
  return findings.length > 0 ? findings : [ok(`${check} (${addresses.length})`)];
}
