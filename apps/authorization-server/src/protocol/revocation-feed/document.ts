/**
 * The feed's document: revocations in few bytes, signed. It says which tokens to refuse and never whose they are.
 * docs/adr/0010-revocation-feed.md describes it for those who write a subscriber.
 */
import type { RevocationRecord } from '@gatehouse/storage';
import { keptSeconds, markOf } from '../../directory/revocation/revocations.ts';
import { signJws } from '../keys/jws.ts';
import type { TokenKey } from '../keys/keyring.ts';

/** What the document carries of one revocation. */
export interface FeedEntry {
  /** The first characters of its hash. */
  readonly mark: string;
  readonly version: number;
  readonly beforeSeconds: number | undefined;
  readonly expiresAtSeconds: number;
}

/** Characters of base64url, 54 bits: among 100,000 revocations one token in 10^10 is refused by mistake. */
export const markLength = 9;
/** Expiries are rounded up, so that they can be told for many at once. */
const expiryStepSeconds = 60;
const everybody = markOf('all', '').toString('base64url').slice(0, markLength);

export const feedEntry = ({ id, version, beforeSeconds, expiresAtSeconds }: RevocationRecord): FeedEntry => ({
  mark: Buffer.from(id).toString('base64url').slice(0, markLength),
  version,
  beforeSeconds,
  expiresAtSeconds: Math.ceil(expiresAtSeconds / expiryStepSeconds) * expiryStepSeconds,
});

/** What the feed says, before it is signed. */
export interface FeedContent {
  readonly issuer: string;
  readonly issuedAtSeconds: number;
  readonly version: string;
  /** What the reader knows already; left out: the document holds everything. */
  readonly after: string | undefined;
  readonly entries: readonly FeedEntry[];
}

/** Marks grouped by a number, each group as one string. */
function packed(entries: readonly FeedEntry[], of: (entry: FeedEntry) => number): Record<string, string> {
  const groups = new Map<number, string[]>();
  for (const entry of entries) {
    const key = of(entry);
    const group = groups.get(key);
    if (group) group.push(entry.mark);
    else groups.set(key, [entry.mark]);
  }
  return Object.fromEntries([...groups].map(([key, marks]) => [key, marks.join('')]));
}

/** The payload as JSON text. */
export function feedPayload({ issuer, issuedAtSeconds, version, after, entries }: FeedContent): string {
  const timeless = entries.filter(({ beforeSeconds }) => beforeSeconds === undefined);
  const timed = entries.filter(({ beforeSeconds, mark }) => beforeSeconds !== undefined && mark !== everybody);
  const all = entries.filter(({ mark }) => mark === everybody).map(({ beforeSeconds }) => beforeSeconds ?? 0);
  return JSON.stringify({
    iss: issuer,
    iat: issuedAtSeconds,
    version,
    after,
    revoked: packed(timeless, ({ expiresAtSeconds }) => expiresAtSeconds),
    issued_before: packed(timed, ({ beforeSeconds }) => beforeSeconds as number),
    all_issued_before: all.length > 0 ? Math.max(...all) : undefined,
    kept_seconds: keptSeconds,
  });
}

/**
 * A JWS in flattened JSON serialization with the payload as it is (RFC 7515, section 7.2.2; RFC 7797): base64url twice
 * over would make it half as large again.
 */
export async function signFeed(payload: string, key: TokenKey): Promise<string> {
  const header = { typ: 'revocations+jws', b64: false, crit: ['b64'] };
  const { protectedHeader, signature } = await signJws(key, header, payload);
  return JSON.stringify({ protected: protectedHeader, payload, signature });
}
