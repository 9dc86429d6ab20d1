/**
 * What is revoked, as short hashes of facts about tokens: the form in which the revocation feed tells it. A hash says nothing
 * about whose token it is, and a hundred thousand of them take less than a megabyte on the way.
 */

import { hash } from 'node:crypto';
import type { RequestAuth } from './principal.ts';
import type { Time } from './time.ts';

/** Characters of the base64url SHA-256 that stand for a fact: 54 bits. */
export const MARK_LENGTH = 9;

const PRUNE_SECONDS = 30;

/** Moments in seconds since the epoch, each with marks one after the other. */
export type MarkGroups = readonly (readonly [number, string])[];

/** What one document of the feed says. */
export interface FeedContent {
  /** Where the next question begins. */
  readonly version: string;
  /** What was known before; undefined: this is everything. */
  readonly after: string | undefined;
  /** Revoked for good, by when they may be forgotten. */
  readonly revoked: MarkGroups;
  /** Revoked up to a moment. */
  readonly issuedBefore: MarkGroups;
  /** Everything that was issued earlier is revoked. */
  readonly allIssuedBefore: number | undefined;
  /** How long after its moment what is revoked up to a moment must be kept. */
  readonly keptSeconds: number;
}

/** The mark of one fact about a token. */
export function markOf(fact: string, value: string): string {
  return hash('sha256', `${fact}:${value}`, 'base64url').slice(0, MARK_LENGTH);
}

/** The marks of one token, computed once for as long as it is remembered. */
interface TokenMarks {
  /** Of facts that are revoked for good: the token itself, its grant, its key. */
  readonly whole: readonly string[];
  /** Of facts that are revoked up to a moment: its subject, its client. */
  readonly upTo: readonly string[];
  /** The state of the list when the token was last found alive. */
  aliveAt: number;
}

/** The revocations of one issuer. A token that was looked up before costs one Map access while nothing new is heard. */
export class RevocationMarks {
  readonly #time: Time;
  readonly #whole = new Map<string, number>();
  readonly #upTo = new Map<string, { readonly before: number; readonly keepUntil: number }>();
  #allBefore = Number.NEGATIVE_INFINITY;
  #version = 0;
  #prunedAt = Number.NEGATIVE_INFINITY;
  readonly #tokens = new WeakMap<RequestAuth, TokenMarks>();

  constructor(time: Time) {
    this.#time = time;
  }

  /** How many are kept, expired ones included until the next news. */
  get size(): number {
    return this.#whole.size + this.#upTo.size;
  }

  /** Takes note of what a document says. What was known stays known: no document takes anything back. */
  merge({ revoked, issuedBefore, allIssuedBefore, keptSeconds }: FeedContent): void {
    this.#prune();
    for (const [expiry, marks] of revoked) {
      for (const mark of split(marks)) this.#whole.set(mark, Math.max(expiry, this.#whole.get(mark) ?? 0));
    }
    for (const [before, marks] of issuedBefore) {
      const entry = { before, keepUntil: before + keptSeconds };
      for (const mark of split(marks)) {
        if (before >= (this.#upTo.get(mark)?.before ?? 0)) this.#upTo.set(mark, entry);
      }
    }
    this.#allBefore = Math.max(this.#allBefore, allIssuedBefore ?? Number.NEGATIVE_INFINITY);
    if (revoked.length + issuedBefore.length > 0 || allIssuedBefore !== undefined) this.#version++;
  }

  /** Whether a fact by itself is revoked: that a key is compromised, for example. */
  has(fact: string, value: string): boolean {
    return this.#whole.has(markOf(fact, value));
  }

  /** Whether the token is revoked. */
  isRevoked(auth: RequestAuth): boolean {
    if (this.#version === 0) return false;
    let marks = this.#tokens.get(auth);
    if (marks === undefined) {
      marks = marksOf(auth);
      this.#tokens.set(auth, marks);
    }
    if (marks.aliveAt === this.#version) return false;
    // An unknown time of issue counts as long ago.
    const issuedAt = auth.payload.iat ?? Number.NEGATIVE_INFINITY;
    if (issuedAt < this.#allBefore) return true;
    for (const mark of marks.whole) if (this.#whole.has(mark)) return true;
    for (const mark of marks.upTo) {
      const entry = this.#upTo.get(mark);
      if (entry !== undefined && issuedAt < entry.before) return true;
    }
    marks.aliveAt = this.#version;
    return false;
  }

  #prune(): void {
    const now = this.#time.now() / 1000;
    if (now - this.#prunedAt < PRUNE_SECONDS) return;
    this.#prunedAt = now;
    for (const [mark, expiry] of this.#whole) if (expiry <= now) this.#whole.delete(mark);
    for (const [mark, { keepUntil }] of this.#upTo) if (keepUntil <= now) this.#upTo.delete(mark);
  }
}

function* split(marks: string): Iterable<string> {
  for (let at = 0; at < marks.length; at += MARK_LENGTH) yield marks.slice(at, at + MARK_LENGTH);
}

function marksOf({ token, header, payload, subject, clientId }: RequestAuth): TokenMarks {
  const facts: [string, unknown][] = [
    ['jti', payload.jti],
    ['gid', payload['gid']],
    ['kid', header.kid],
    // An opaque token has no id but itself.
    ['token', header.alg === undefined ? token : undefined],
  ];
  const whole = facts.flatMap(([fact, value]) => (typeof value === 'string' ? [markOf(fact, value)] : []));
  const upTo = [markOf('sub', subject), markOf('client_id', clientId)];
  // What came of another client's token by exchange ends with that client too.
  const origin = payload['origin_client_id'];
  if (typeof origin === 'string' && origin !== clientId) upTo.push(markOf('client_id', origin));
  return { whole, upTo, aliveAt: -1 };
}
