/**
 * A history of what was asked and answered, and the rules that every one must follow. Times are of one clock, the test's.
 * `unknown` means that the answer was lost: it may have happened or not, at any time after it was asked.
 */
export type Result = 'ok' | 'no' | 'unknown';

/** One use of a token: it is consumed and the next of its grant is made, in one unit. */
export interface Rotation {
  readonly kind: 'rotate';
  readonly grant: string;
  readonly token: string;
  readonly next: string;
  readonly asked: number;
  answered: number;
  result: Result;
}

/** The end of a grant. */
export interface Revocation {
  readonly kind: 'revoke';
  readonly grant: string;
  readonly asked: number;
  answered: number;
  result: Result;
}

/** A look at a token. */
export interface Look {
  readonly kind: 'find';
  readonly grant: string;
  readonly token: string;
  readonly asked: number;
  readonly answered: number;
  readonly state: TokenState;
}

export type TokenState = 'absent' | 'usable' | 'consumed';
export type HistoryEvent = Rotation | Revocation | Look;

/** All events, the first token of each grant, and what was found after everything had calmed down. */
export interface History {
  readonly events: readonly HistoryEvent[];
  readonly firstTokens: ReadonlyMap<string, string>;
  readonly atTheEnd: ReadonlyMap<string, TokenState>;
}

const isRotation = (event: HistoryEvent): event is Rotation => event.kind === 'rotate';
const isRevocation = (event: HistoryEvent): event is Revocation => event.kind === 'revoke';

function checkGrant(events: readonly HistoryEvent[], first: string, atTheEnd: History['atTheEnd']): string[] {
  const rotations = events.filter(isRotation);
  const revocations = events.filter(isRevocation);
  const revokedAt = Math.min(...revocations.filter(({ result }) => result === 'ok').map(({ answered }) => answered));
  const mayBeRevokedAt = Math.min(...revocations.filter(({ result }) => result !== 'no').map(({ asked }) => asked));
  const faults: string[] = [];

  for (const [token, uses] of Map.groupBy(rotations, ({ token: used }) => used)) {
    const successes = uses.filter(({ result }) => result === 'ok');
    if (successes.length > 1) faults.push(`${token} was used ${successes.length} times`);
  }
  for (const { token, asked, result } of rotations) {
    if (result === 'ok' && asked > revokedAt) faults.push(`${token} was used after its grant was revoked`);
  }

  const looks = events.filter((event): event is Look => event.kind === 'find');
  const end = [...atTheEnd].map(([token, state]) => ({
    token,
    state,
    asked: Number.POSITIVE_INFINITY,
    answered: Number.POSITIVE_INFINITY,
  }));
  for (const { token, state, asked, answered } of [...looks, ...end]) {
    const origin = rotations.find(({ next }) => next === token);
    const uses = rotations.filter((rotation) => rotation.token === token);
    const existed = token === first || (origin?.result === 'ok' && origin.answered < asked);
    if (asked > revokedAt && state !== 'absent') faults.push(`${token} was ${state} after its grant was revoked`);
    if (existed && answered < mayBeRevokedAt && state === 'absent') faults.push(`${token} was lost`);
    if (existed && mayBeRevokedAt === Number.POSITIVE_INFINITY && state === 'absent') faults.push(`${token} was lost`);
    if (origin?.result === 'no' && state !== 'absent') faults.push(`${token} exists although its unit was refused`);
    if (state === 'usable' && uses.some(({ result, answered: at }) => result === 'ok' && at < asked))
      faults.push(`${token} was usable after its use`);
    if (state === 'consumed' && uses.every(({ result, asked: at }) => result === 'no' || at > answered))
      faults.push(`${token} was consumed by nobody`);
  }

  // A unit is whole: where the successor is, the predecessor is consumed, and the other way round.
  for (const { token, next, result } of rotations) {
    const [before, after] = [atTheEnd.get(token), atTheEnd.get(next)];
    if (after !== undefined && after !== 'absent' && before !== 'consumed')
      faults.push(`${next} exists and ${token} is ${before}`);
    const only = rotations.filter((rotation) => rotation.token === token && rotation.result !== 'no').length === 1;
    if (result === 'unknown' && only && before === 'consumed' && after === 'absent')
      faults.push(`${token} is consumed and ${next} is not there`);
  }
  return faults;
}

/** What in a history breaks the rules; empty when nothing does. */
export function violations({ events, firstTokens, atTheEnd }: History): string[] {
  const byGrant = Map.groupBy(events, ({ grant }) => grant);
  return [...firstTokens].flatMap(([grant, first]) => {
    const own = byGrant.get(grant) ?? [];
    const tokens = new Set([first, ...own.flatMap((event) => (isRotation(event) ? [event.token, event.next] : []))]);
    return checkGrant(own, first, new Map([...atTheEnd].filter(([token]) => tokens.has(token))));
  });
}
