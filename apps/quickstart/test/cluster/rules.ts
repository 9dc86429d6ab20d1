/** The rules that the history of a load must follow, whatever happened to servers and databases meanwhile. */
import type { Given, History, JournalEvent, Note } from './journal.ts';

/** What the product promises, in seconds. */
export interface Promises {
  /** How long a repeated refresh gets the same refresh token (`GATEHOUSE_REFRESH_RETRY_SECONDS`). */
  readonly retrySeconds: number;
  /** How soon an API that hears the revocation feed refuses what was revoked. */
  readonly feedSeconds: number;
  readonly codeSeconds: number;
}

/** What breaks a rule. */
export interface Violation {
  readonly rule: 'lost' | 'doubled' | 'accepted';
  readonly text: string;
  /** When it happened, or when what it is about was given; milliseconds since the epoch. */
  readonly at: number;
}

/** What was judged. */
export interface Judgement {
  readonly violations: readonly Violation[];
  /** When sign-ins had to begin again because the answer to one of their single uses was lost. No rule forbids it. */
  readonly restarts: readonly number[];
  /** Since when families are over because a refresh was repeated after its time. */
  readonly overdue: readonly number[];
  /** Uses of a revoked token that an API accepted, which it may until it has heard of the revocation. */
  readonly acceptances: readonly Acceptance[];
}

export interface Acceptance {
  readonly at: number;
  /** Since its revocation was acknowledged. */
  readonly seconds: number;
}

/** Servers count in whole seconds. */
const SECOND = 1000;

/** Looks things of a history up. */
class Index {
  readonly events: readonly JournalEvent[];
  readonly byUse: ReadonlyMap<string, readonly JournalEvent[]>;
  readonly given = new Map<string, Given & { readonly at: number }>();
  /** Since when a grant may have ended because a refresh token of it was repeated too late. */
  readonly overdue = new Map<string, number>();

  constructor(events: readonly JournalEvent[], { retrySeconds }: Promises) {
    this.events = events.toSorted((a, b) => a.asked - b.asked);
    this.byUse = Map.groupBy(
      this.events.filter(({ uses }) => uses !== undefined),
      ({ uses }) => uses!,
    );
    for (const { gives = [], answered } of this.events)
      for (const one of gives) if (!this.given.has(one.name)) this.given.set(one.name, { ...one, at: answered });
    for (const event of this.events.filter(({ act }) => act === 'refresh')) {
      const grant = this.given.get(event.uses!)?.grant;
      const first = this.firstUse(event);
      if (grant === undefined || first === undefined || event.result === 'ok') continue;
      const isLate = event.answered > first.asked + (retrySeconds - 1) * SECOND;
      if (isLate) this.overdue.set(grant, Math.min(event.asked, this.overdue.get(grant) ?? event.asked));
    }
  }

  /** The first use of the same thing before this one that may have succeeded. */
  firstUse({ uses, act, asked, id }: JournalEvent): JournalEvent | undefined {
    return this.byUse
      .get(uses!)
      ?.find((other) => other.act === act && other.id !== id && other.asked < asked && other.result !== 'no');
  }

  /** Revocations that end this artefact, by itself or with its grant. */
  revocations(name: string): JournalEvent[] {
    const { grant } = this.given.get(name) ?? {};
    const ends = [...(this.byUse.get(name) ?? []), ...(grant === undefined ? [] : (this.byUse.get(grant) ?? []))];
    return ends.filter(({ act, result }) => act === 'revoke' && result !== 'no');
  }

  /** From when on it may be refused. */
  mayEndAt(name: string): number {
    const { grant, expires = Number.POSITIVE_INFINITY } = this.given.get(name) ?? {};
    const late = (grant !== undefined && this.overdue.get(grant)) || Number.POSITIVE_INFINITY;
    return Math.min(expires - SECOND, late, ...this.revocations(name).map(({ asked }) => asked));
  }

  /** When its end was acknowledged. */
  revokedAt(name: string): number {
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...this.revocations(name)
        .filter(({ result }) => result === 'ok')
        .map(({ answered }) => answered),
    );
  }
}

const isUse = ({ act }: JournalEvent): boolean => act !== 'revoke' && act !== 'issue';

/** Nothing acknowledged is refused before its end. */
function lost(index: Index, { codeSeconds }: Promises): { violations: Violation[]; restarts: number[] } {
  const violations: Violation[] = [];
  const restarts: number[] = [];
  for (const event of index.events.filter((one) => isUse(one) && one.result === 'no')) {
    const { uses = '', act, status, error = '', answered, chain, asked: at } = event;
    const said = `${chain}: ${uses} was refused (${act} ${event.at ?? ''} ${status} ${error})`;
    const given = index.given.get(uses);
    if (!given) {
      violations.push({ rule: 'lost', text: `${said}, and nobody had been given it`, at });
      continue;
    }
    const isSingle = act === 'step' || act === 'redeem';
    const wasUnsure =
      isSingle && index.byUse.get(uses)!.some((one) => one.asked < event.asked && one.result === 'unknown');
    if (wasUnsure) restarts.push(at);
    const isOld = act === 'redeem' && answered > given.at + (codeSeconds - 1) * SECOND;
    if (wasUnsure || isOld || answered >= index.mayEndAt(uses)) continue;
    violations.push({ rule: 'lost', text: said, at });
  }
  return { violations, restarts };
}

/** What was there before all had calmed down was looked at afterwards, and served. */
function unproved(index: Index, calmAt: number): Violation[] {
  const violations: Violation[] = [];
  const hasAfter = (name: string, result: 'ok' | 'no') =>
    index.byUse.get(name)?.some((one) => isUse(one) && one.asked >= calmAt && one.result === result) ?? false;
  for (const { name, kind, at } of index.given.values()) {
    if (at >= calmAt || kind === 'code' || kind === 'sign-in') continue;
    const isSpent =
      kind === 'refresh' &&
      index.byUse.get(name)?.some((one) => one.act === 'refresh' && one.asked < calmAt && one.result !== 'no');
    if (index.revokedAt(name) < calmAt) {
      if (!isSpent && !hasAfter(name, 'no') && !hasExpired(index, name, calmAt))
        violations.push({ rule: 'accepted', text: `nobody looked whether ${name} is refused at the end`, at });
    } else if (!isSpent && index.mayEndAt(name) > calmAt + 30 * SECOND && !hasAfter(name, 'ok'))
      violations.push({ rule: 'lost', text: `${name} was not seen to be good at the end`, at });
  }
  return violations;
}

const hasExpired = (index: Index, name: string, calmAt: number): boolean =>
  (index.given.get(name)?.expires ?? Number.POSITIVE_INFINITY) < calmAt + 30 * SECOND;

/** One use, one successor. */
function doubled(index: Index, { retrySeconds }: Promises): Violation[] {
  const violations: Violation[] = [];
  for (const [name, events] of index.byUse) {
    const spent = events.filter(({ act, result }) => (act === 'redeem' || act === 'refresh') && result === 'ok');
    if (spent.length < 2) continue;
    const successors = new Set(
      spent.flatMap(({ gives = [] }) => gives.filter(({ kind }) => kind === 'refresh').map((one) => one.name)),
    );
    const at = spent.at(-1)!.asked;
    if (spent[0]!.act === 'redeem')
      violations.push({ rule: 'doubled', text: `${name} was redeemed ${spent.length} times`, at });
    else if (successors.size > 1)
      violations.push({
        rule: 'doubled',
        text: `${name} has ${successors.size} successors: ${[...successors].join(', ')}`,
        at,
      });
    else {
      const first = Math.min(...spent.map(({ answered }) => answered));
      const late = spent.filter(({ asked }) => asked > first + (retrySeconds + 1) * SECOND);
      if (late.length > 0)
        violations.push({ rule: 'doubled', text: `${name} was taken again after its retry window`, at });
    }
  }
  const givers = Map.groupBy(
    index.events.flatMap(({ id, uses = '', asked, gives = [] }) =>
      gives.map(({ name }) => ({ name, from: uses || String(id), asked })),
    ),
    ({ name }) => name,
  );
  for (const [name, all] of givers) {
    const from = new Set(all.map((one) => one.from));
    if (from.size > 1 && !name.startsWith('session:') && !name.startsWith('sign-in:'))
      violations.push({
        rule: 'doubled',
        text: `${name} was given for ${[...from].join(' and ')}`,
        at: all.at(-1)!.asked,
      });
  }
  return violations;
}

/** An API hears of a revocation within so many seconds, those left out in which nobody could have told it. */
function feedDeadline(revokedAt: number, seconds: number, outages: readonly (readonly [number, number])[]): number {
  let deadline = revokedAt + seconds * SECOND;
  for (const [from, until] of outages)
    if (from < deadline && until > revokedAt) deadline += until - Math.max(from, revokedAt);
  return deadline;
}

/** What was revoked stays so. */
function accepted(
  index: Index,
  outages: readonly (readonly [number, number])[],
  { feedSeconds }: Promises,
): { violations: Violation[]; acceptances: Acceptance[] } {
  const violations: Violation[] = [];
  const acceptances: Acceptance[] = [];
  for (const event of index.events.filter((one) => isUse(one) && one.result === 'ok' && one.at !== 'session')) {
    const { uses = '', asked, at, act, chain } = event;
    const revokedAt = index.revokedAt(uses);
    if (asked < revokedAt) continue;
    const isFed = at === 'api' || at === 'gateway';
    const seconds = (asked - revokedAt) / SECOND;
    if (isFed) acceptances.push({ at: asked, seconds });
    if (isFed && asked <= feedDeadline(revokedAt, feedSeconds, outages)) continue;
    const text = `${chain}: ${uses} was accepted (${act} ${at ?? ''}) ${seconds.toFixed(2)} s after its revocation was acknowledged`;
    violations.push({ rule: 'accepted', text, at: asked });
  }
  return { violations, acceptances };
}

const outagesOf = (notes: readonly Note[]): [number, number][] =>
  notes
    .flatMap((one): [number, number][] => (one.note === 'outage' ? [[one.at, one.until]] : []))
    .sort(([a], [b]) => a - b);

/**
 * Judges a history. Everything acknowledged before its last `calm` note must have been looked at after it; without such a note the
 * end is not judged.
 */
export function judge({ events, notes }: History, promises: Promises): Judgement {
  const index = new Index(events, promises);
  const calm = notes.findLast((one) => one.note === 'calm');
  const losses = lost(index, promises);
  const looks = accepted(index, outagesOf(notes), promises);
  return {
    violations: [
      ...losses.violations,
      ...(calm ? unproved(index, calm.at) : []),
      ...doubled(index, promises),
      ...looks.violations,
    ],
    restarts: losses.restarts,
    overdue: [...index.overdue.values()],
    acceptances: looks.acceptances,
  };
}
