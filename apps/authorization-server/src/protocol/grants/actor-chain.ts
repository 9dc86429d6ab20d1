/** Who acts for whom (RFC 8693, section 4.1): the newest actor outside, those before it nested within. */

/** The value of `act`. */
export interface Actor {
  readonly sub: string;
  readonly act?: Actor;
}

/** More than any policy allows: what is nested deeper was not made by this server. */
const deepest = 16;

/**
 * Reads `act` from the claims of a token of ours.
 * @throws TypeError when it is not what this server writes
 */
export function actorsFrom(value: unknown, depth = 0): Actor | undefined {
  if (value === undefined) return undefined;
  const { sub, act } = (value ?? {}) as { sub?: unknown; act?: unknown };
  if (typeof sub !== 'string' || depth >= deepest) throw new TypeError('act is no chain of actors');
  const prior = actorsFrom(act, depth + 1);
  return prior === undefined ? { sub } : { sub, act: prior };
}

/** The names, the newest first. */
export function actorNames(chain: Actor | undefined): string[] {
  return chain === undefined ? [] : [chain.sub, ...actorNames(chain.act)];
}

/** The chain with one more actor at its outer end. */
export const withActor = (sub: string, prior: Actor | undefined): Actor =>
  prior === undefined ? { sub } : { sub, act: prior };
