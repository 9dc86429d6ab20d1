/**
 * When keys change, as a pure function: what is there, what time it is and the policy give a plan. Nothing here knows how
 * keys are made or kept.
 *
 * A key is `next` (published, so that everybody knows it before it signs), then `current` (it alone signs), then `retired`
 * (it still verifies what it signed), then gone. There is a `next` at all times, so that a compromised key can be replaced at
 * once by one that everybody knows already.
 */

export type KeyState = 'next' | 'current' | 'retired';

/** What the plan needs to know of a key. Times are seconds since the epoch. */
export interface KeyFacts {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: KeyState;
  readonly createdAtSeconds: number;
  /** `next`: it does not sign before; `current`: it signs since. */
  readonly notBeforeSeconds?: number | undefined;
  /** `current`: somebody asked that it signs no longer than this; `retired`: it leaves then. */
  readonly notAfterSeconds?: number | undefined;
}

/** The same as the store has them. */
export type StoredKeyFacts = Omit<KeyFacts, 'state'> & { readonly state: string };

export interface RotationPolicy {
  /** The ring of each of these is kept complete; the first one must always be able to sign. */
  readonly algorithms: readonly [string, ...string[]];
  /** Further ones that must always be able to sign: their first key signs before it was published for long. */
  readonly atOnce?: ReadonlySet<string>;
  /** How long a key signs; 0: until somebody asks for the next. */
  readonly rotationSeconds: number;
  /** How long a key is published before it signs: longer than verifiers keep what they know. */
  readonly publishAheadSeconds: number;
  /** How long a key is kept after it signed last: the longest life of what it signed, and some. */
  readonly retainSeconds: number;
}

/** A key that is to be made. */
export interface NewKey {
  readonly algorithm: string;
  readonly state: 'next' | 'current';
  readonly notBeforeSeconds: number;
}

export interface RotationPlan {
  /** The new facts of keys that there are already. */
  readonly change: readonly KeyFacts[];
  readonly remove: readonly string[];
  readonly make: readonly NewKey[];
  /** When there will be something to do again, if the plan is idle and nobody asks for anything before. */
  readonly wakeAtSeconds: number | undefined;
}

/** What somebody asks for, beyond what time does. */
export interface RotationOrder {
  /** The current key of each ring signs no longer than it must: the next one takes over as soon as it was published long enough. */
  readonly rotate?: boolean;
  /** This key is out of use at once, whatever it was: nobody may trust it any more. */
  readonly revoke?: string;
  /** This key is not to sign any more: as `rotate`, for its ring alone; a next one is replaced. */
  readonly retire?: string;
}

/** How far the clocks of instances may differ before a time counts as wrong. */
const toleranceSeconds = 60;

/** No key is kept longer than this, so that a clock that was wrong for a while does no harm for ever. */
export const longestRetentionSeconds = 400 * 24 * 60 * 60;

const byAge = (a: KeyFacts, b: KeyFacts) =>
  (b.notBeforeSeconds ?? b.createdAtSeconds) - (a.notBeforeSeconds ?? a.createdAtSeconds) || (a.kid < b.kid ? -1 : 1);

/** When a next key may sign: it must have been published long enough. A time of birth in the future says nothing. */
function availableAt(next: KeyFacts, nowSeconds: number, { publishAheadSeconds }: RotationPolicy): number {
  const announced = next.notBeforeSeconds ?? next.createdAtSeconds + publishAheadSeconds;
  return next.createdAtSeconds <= nowSeconds
    ? Math.max(announced, next.createdAtSeconds + publishAheadSeconds)
    : announced;
}

/**
 * When the next key takes over from the current one: by time, or because somebody asked for it; Infinity when neither will.
 * @param next absent: one that is made now
 */
export function takesOverAt(
  current: KeyFacts,
  next: KeyFacts | undefined,
  nowSeconds: number,
  policy: RotationPolicy,
): number {
  const { rotationSeconds, publishAheadSeconds } = policy;
  const available = next ? availableAt(next, nowSeconds, policy) : nowSeconds + publishAheadSeconds;
  const scheduled = rotationSeconds > 0 ? (current.notBeforeSeconds ?? nowSeconds) + rotationSeconds : Infinity;
  return Math.max(available, Math.min(scheduled, current.notAfterSeconds ?? Infinity));
}

/**
 * When the key that signs is replaced, by time or by an order; Infinity when only an order does it.
 * @param keys of the same purpose
 */
export function signsUntil(
  current: StoredKeyFacts,
  keys: readonly StoredKeyFacts[],
  nowSeconds: number,
  policy: RotationPolicy,
): number {
  const next = keys.find(({ state, algorithm }) => state === 'next' && algorithm === current.algorithm);
  return takesOverAt(current as KeyFacts, next as KeyFacts | undefined, nowSeconds, policy);
}

/** A time that lies further ahead than it can was written while a clock was wrong. */
function corrected(key: KeyFacts, nowSeconds: number, policy: RotationPolicy): KeyFacts {
  const { state, createdAtSeconds, notBeforeSeconds, notAfterSeconds } = key;
  const since = notBeforeSeconds ?? createdAtSeconds;
  const latest = nowSeconds + toleranceSeconds;
  if (state === 'next') {
    const { publishAheadSeconds } = policy;
    return since > latest + publishAheadSeconds ? { ...key, notBeforeSeconds: nowSeconds + publishAheadSeconds } : key;
  }
  if (state === 'retired') {
    const tooLate = (notAfterSeconds ?? Infinity) > nowSeconds + longestRetentionSeconds;
    return tooLate ? { ...key, notAfterSeconds: nowSeconds + policy.retainSeconds } : key;
  }
  const from = since > latest ? nowSeconds : since;
  const until = notAfterSeconds !== undefined && notAfterSeconds > latest ? nowSeconds : notAfterSeconds;
  const same = from === notBeforeSeconds && until === notAfterSeconds;
  return same ? key : { ...key, notBeforeSeconds: from, notAfterSeconds: until };
}

/** One ring on its way from what it is to what it should be. */
class Ring {
  readonly #policy: RotationPolicy;
  readonly #now: number;
  readonly #before: ReadonlyMap<string, KeyFacts>;
  readonly #keys: Map<string, KeyFacts>;
  readonly make: NewKey[] = [];
  readonly remove: string[] = [];
  wakeAt = Number.POSITIVE_INFINITY;

  constructor(keys: readonly KeyFacts[], nowSeconds: number, policy: RotationPolicy) {
    this.#policy = policy;
    this.#now = nowSeconds;
    this.#before = new Map(keys.map((key) => [key.kid, key]));
    this.#keys = new Map(this.#before);
  }

  get change(): KeyFacts[] {
    return [...this.#keys.values()].filter((key) => this.#before.get(key.kid) !== key);
  }

  in(state: KeyState): KeyFacts[] {
    return [...this.#keys.values()].filter((key) => key.state === state).toSorted(byAge);
  }

  #set(key: KeyFacts, facts: Partial<KeyFacts>): void {
    this.#keys.set(key.kid, { ...key, ...facts });
  }

  drop(kid: string): void {
    if (this.#keys.delete(kid)) this.remove.push(kid);
  }

  correctTimes(): void {
    for (const key of this.#keys.values()) this.#keys.set(key.kid, corrected(key, this.#now, this.#policy));
  }

  dropExpired(): void {
    for (const { kid, notAfterSeconds = Infinity } of this.in('retired')) {
      if (notAfterSeconds <= this.#now) this.drop(kid);
      else this.wakeAt = Math.min(this.wakeAt, notAfterSeconds);
    }
  }

  /** Two of a kind: the younger current one signs on, the next one that was published first stays. */
  dropSurplus(): void {
    for (const key of this.in('current').slice(1)) this.retire(key);
    for (const key of this.in('next').slice(0, -1)) this.drop(key.kid);
  }

  retire(key: KeyFacts): void {
    this.#set(key, { state: 'retired', notAfterSeconds: this.#now + this.#policy.retainSeconds });
  }

  promote(next: KeyFacts): void {
    for (const key of this.in('current')) this.retire(key);
    this.#set(next, { state: 'current', notBeforeSeconds: this.#now, notAfterSeconds: undefined });
  }

  /** Somebody wants another key to sign. */
  ask(): void {
    const [current] = this.in('current');
    if (current && !(current.notAfterSeconds !== undefined && current.notAfterSeconds <= this.#now)) {
      this.#set(current, { notAfterSeconds: this.#now });
    }
  }

  /** Lets the next key take over when it is its turn. @param urgent there is none that signs, and there must be */
  turn(urgent: boolean): void {
    const [current] = this.in('current');
    const [next] = this.in('next');
    if (!next) return;
    if (!current && urgent) {
      this.promote(next);
      return;
    }
    const due = current
      ? takesOverAt(current, next, this.#now, this.#policy)
      : availableAt(next, this.#now, this.#policy);
    if (due <= this.#now) this.promote(next);
    else this.wakeAt = Math.min(this.wakeAt, due);
  }

  /** A key that signs and one that follows. @param atOnce nobody verifies anything yet, so nobody needs to know it before */
  complete(algorithm: string, atOnce: boolean): void {
    if (atOnce && this.in('current').length === 0) {
      this.make.push({ algorithm, state: 'current', notBeforeSeconds: this.#now });
    }
    if (this.in('next').length > 0) return;
    const notBeforeSeconds = this.#now + this.#policy.publishAheadSeconds;
    this.make.push({ algorithm, state: 'next', notBeforeSeconds });
  }

  dissolve(): void {
    for (const key of this.in('current')) this.retire(key);
    for (const { kid } of this.in('next')) this.drop(kid);
  }
}

/**
 * What is to be done with the keys of one purpose now. An empty plan (nothing to change, remove or make) means that all is well.
 * It is to be carried out as a whole or not at all, on exactly the keys that it was made for.
 */
export function planRotation(
  keys: readonly KeyFacts[],
  nowSeconds: number,
  policy: RotationPolicy,
  order: RotationOrder = {},
): RotationPlan {
  const [first] = policy.algorithms;
  const change: KeyFacts[] = [];
  const remove: string[] = [];
  const make: NewKey[] = [];
  let wakeAt = Number.POSITIVE_INFINITY;
  const algorithms = new Set([...policy.algorithms, ...keys.map(({ algorithm }) => algorithm)]);
  for (const algorithm of algorithms) {
    const required = algorithm === first || policy.atOnce?.has(algorithm) === true;
    const own = keys.filter((key) => key.algorithm === algorithm);
    const ring = new Ring(own, nowSeconds, policy);
    const ordered = own.find(({ kid }) => kid === order.retire);
    const revoked = own.find(({ kid }) => kid === order.revoke);
    if (revoked) ring.drop(revoked.kid);
    ring.correctTimes();
    ring.dropExpired();
    ring.dropSurplus();
    if (!policy.algorithms.includes(algorithm)) {
      ring.dissolve();
    } else {
      if (order.rotate || ordered?.state === 'current') ring.ask();
      if (ordered?.state === 'next') ring.drop(ordered.kid);
      ring.turn(required || revoked?.state === 'current');
      ring.complete(algorithm, keys.length === 0 || required);
    }
    change.push(...ring.change);
    remove.push(...ring.remove);
    make.push(...ring.make);
    wakeAt = Math.min(wakeAt, ring.wakeAt);
  }
  return { change, remove, make, wakeAtSeconds: Number.isFinite(wakeAt) ? wakeAt : undefined };
}

/** True when a plan does nothing. */
export const isIdle = ({ change, remove, make }: RotationPlan): boolean =>
  change.length + remove.length + make.length === 0;
