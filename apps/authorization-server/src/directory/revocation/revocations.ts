/**
 * Revocations: what was revoked before it expired, although a JWT says that it is valid. This folder owns what can be revoked, how
 * long that is remembered, and the feed by which APIs hear of it.
 *
 * A revocation names tokens by one fact about them: their own id, their grant, subject, client or key. It is kept
 * as a hash of that fact, so neither the database nor the feed tells who it is about.
 */
import { hash } from 'node:crypto';
import { LONGEST_SKEW_SECONDS, type RevocationInput, type Storage, type Write } from '@gatehouse/storage';
import { longestAccessTokenSeconds } from '../resources/schema.ts';

/** Facts by which tokens are named: claims, the header's `kid`, and `token` for an opaque token itself. */
export type RevocationFact = 'jti' | 'token' | 'gid' | 'sub' | 'client_id' | 'kid' | 'all';

/** How far clocks of verifiers and of other instances may differ from ours, and how long a request may be under way. */
const marginSeconds = LONGEST_SKEW_SECONDS + 120;
/** Requests of a client that were let in before it was disabled: its record is kept for a second by each instance. */
const clientGraceSeconds = 4;
/** A forged token expires when its forger wants: a compromised key is remembered as long as anybody may know it. */
const compromisedKeySeconds = 30 * 24 * 60 * 60;

/** A token's facts as this server issued it. */
export interface TokenFacts {
  readonly kid?: string | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Revocations {
  /** Writes for the commit that ends the thing itself. They are announced: put them last, others wait for their row. */
  readonly writes: {
    /** One access token: its `jti`, or itself when it is opaque. */
    token(token: { readonly jti: string } | { readonly token: string }, expiresAtSeconds: number): Write;
    grants(grantIds: readonly string[]): Write;
    /**
     * Everything issued to the user before a moment, or before the second that passes. Name the grants too: that ends what was
     * issued in this second, and not what a new sign-in gets in it.
     */
    account(accountId: string, beforeSeconds?: number): Write;
    client(clientId: string, beforeSeconds?: number): Write;
    /** Everything issued to anybody before a moment. */
    everything(beforeSeconds: number): Write;
    /** A compromised key. */
    key(kid: string): Write;
  };
  /** Asks the database, so what any instance acknowledged counts. */
  isRevoked(token: TokenFacts): Promise<boolean>;
}

/** The 32 bytes that stand for a fact. docs/adr/0010-revocation-feed.md: APIs compute the same. */
export const markOf = (fact: RevocationFact, value: string): Buffer => hash('sha256', `${fact}:${value}`, 'buffer');

const timeless: readonly RevocationFact[] = ['jti', 'gid'];
/** By claim. What came of another client's token by exchange ends with that client too. */
const timed = { sub: 'sub', client_id: 'client_id', origin_client_id: 'client_id' } as const;

/** How long after a moment all that was issued before it has expired everywhere. */
export const keptSeconds: number = longestAccessTokenSeconds + marginSeconds;

const lastExpiry = (issuedBeforeSeconds: number) => issuedBeforeSeconds + keptSeconds;

const before = (fact: RevocationFact, value: string, beforeSeconds: number): RevocationInput => ({
  id: markOf(fact, value),
  beforeSeconds,
  expiresAtSeconds: lastExpiry(beforeSeconds),
});

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

export function createRevocations(storage: Pick<Storage, 'revocations'>, clock: () => number): Revocations {
  const add = (revocations: readonly RevocationInput[]) => storage.revocations.writes.add(revocations);
  const nowSeconds = () => Math.floor(clock() / 1000);
  const forGood = (fact: RevocationFact, value: string): RevocationInput => ({
    id: markOf(fact, value),
    expiresAtSeconds: lastExpiry(nowSeconds()),
  });

  return {
    writes: {
      token: (token, expiresAtSeconds) =>
        add([
          {
            id: 'jti' in token ? markOf('jti', token.jti) : markOf('token', token.token),
            expiresAtSeconds: expiresAtSeconds + marginSeconds,
          },
        ]),
      grants: (grantIds) => add(grantIds.map((grantId) => forGood('gid', grantId))),
      account: (accountId, beforeSeconds = nowSeconds()) => add([before('sub', accountId, beforeSeconds)]),
      client: (clientId, beforeSeconds = nowSeconds() + 1 + clientGraceSeconds) =>
        add([before('client_id', clientId, beforeSeconds)]),
      everything: (beforeSeconds) => add([before('all', '', beforeSeconds)]),
      key: (kid) => add([{ id: markOf('kid', kid), expiresAtSeconds: nowSeconds() + compromisedKeySeconds }]),
    },

    async isRevoked({ kid, claims }) {
      const facts = [...timeless.map((fact) => [fact, fact] as const), ...Object.entries(timed)];
      const named = facts.flatMap(([claim, fact]) => {
        const value = text(claims[claim]);
        return value === undefined ? [] : [markOf(fact, value)];
      });
      if (kid !== undefined) named.push(markOf('kid', kid));
      const found = await storage.revocations.find([...named, markOf('all', '')]);
      const issuedAt = typeof claims['iat'] === 'number' ? claims['iat'] : Number.NEGATIVE_INFINITY;
      return found.some(({ beforeSeconds }) => beforeSeconds === undefined || issuedAt < beforeSeconds);
    },
  };
}
