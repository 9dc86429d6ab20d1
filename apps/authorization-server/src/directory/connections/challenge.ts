/** Proof that a domain belongs to those who declared a connection: a token of ours, found in the domain's DNS. */
import { randomBytes } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { domainToASCII } from 'node:url';

/** The name of the TXT record that has the token. */
export const challengeRecordOf = (domain: string): string => `_gatehouse-challenge.${domain}`;

/** A token; public, since it stands in the DNS. */
export const newChallengeToken = (): string => randomBytes(32).toString('base64url');

/** The domain of an e-mail address as connections have it: in lower case, and punycode where it is not ASCII. */
export function domainOf(address: string): string | undefined {
  const domain = /^[^\s@]+@([^\s@]+)$/u.exec(address.trim())?.[1];
  return (domain && domainToASCII(domain)) || undefined;
}

/**
 * - `found`: the token is there.
 * - `missing`: the DNS answers that there is no such name, no TXT record, or others alone.
 * - `unknown`: the DNS gave no answer to go by.
 */
export type ChallengeLook =
  | { readonly kind: 'found' | 'missing' }
  | { readonly kind: 'unknown' /** Such as ESERVFAIL and ETIMEOUT. */; readonly reason: string };

/** Asks the DNS. Never rejects. */
export type LookForChallenge = (domain: string, token: string) => Promise<ChallengeLook>;

/** NXDOMAIN, and a name that has no TXT record. */
const absent = new Set(['ENOTFOUND', 'ENODATA']);

/**
 * @param servers IP addresses, with a port or without; those of the operating system when there are none
 * @param timeoutMs for each attempt
 * @param tries at each server
 */
export function createLookForChallenge({
  servers = [],
  timeoutMs = 2000,
  tries = 2,
}: {
  readonly servers?: readonly string[] | undefined;
  readonly timeoutMs?: number;
  readonly tries?: number;
}): LookForChallenge {
  return async (domain, token) => {
    // Made for each look: another one's time-outs say nothing of this one.
    const resolver = new Resolver({ timeout: timeoutMs, tries, maxTimeout: timeoutMs });
    if (servers.length > 0) resolver.setServers(servers);
    try {
      const records = await resolver.resolveTxt(challengeRecordOf(domain));
      // A record comes in pieces of 255 bytes at most (RFC 1035, section 3.3.14).
      return { kind: records.some((pieces) => pieces.join('') === token) ? 'found' : 'missing' };
    } catch (error) {
      const { code = 'EUNKNOWN' } = error as { code?: string };
      return absent.has(code) ? { kind: 'missing' } : { kind: 'unknown', reason: code };
    }
  };
}
