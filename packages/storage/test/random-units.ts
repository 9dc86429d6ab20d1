/** Random uses and revocations of refresh tokens, asked of several instances at once, and the history that comes of it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Storage } from '../src/index.ts';
import { inSeconds, newId } from './databases.ts';
import type { HistoryEvent, Result, Revocation, Rotation, TokenState } from './history.ts';
import { type PlainWrite, run, type UnitOutcome } from './programs/unit.ts';

const WORKERS = 6;
/** Between two operations of a worker: what happens beside them needs the processor too, and a dead server is not asked all the time. */
const REST_MS = 5;
/** Asked at once when all is over. */
const LOOKS = 50;
export const MODEL = 'RefreshToken';

/** Instances over one database. */
export interface Instances {
  /** Undefined: the answer was lost. */
  commit(unit: readonly PlainWrite[]): Promise<UnitOutcome | undefined>;
  /** Undefined: no answer came. */
  find(token: string): Promise<TokenState | undefined>;
}

export const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)]!;

const resultOf = (outcome: UnitOutcome | undefined): Result => {
  if (outcome === undefined || outcome.unknown) return 'unknown';
  if (outcome.result === 'ok') return 'ok';
  if (outcome.result === 'lost_race' || outcome.result === 'storage_unavailable') return 'no';
  throw new Error(`a unit ended with ${outcome.result}: ${outcome.message}`);
};

const save = (id: string, grantId: string): PlainWrite => [
  'upsert',
  { model: MODEL, id, grantId, payload: {}, expiresAtSeconds: inSeconds(3600) },
];

/** Random operations by several workers at once until it is enough. */
export async function work(
  pair: Instances,
  progress: { rotations: number; enough(): boolean },
  { restMs = REST_MS }: { readonly restMs?: number } = {},
) {
  const events: HistoryEvent[] = [];
  const firstTokens = new Map<string, string>();
  const tokens = new Map<string, string[]>();

  async function newGrant(): Promise<void> {
    const [grant, token] = [newId(), newId()];
    if ((await pair.commit([save(token, grant)]))?.result !== 'ok') return;
    firstTokens.set(grant, token);
    tokens.set(grant, [token]);
  }

  async function rotate(grant: string): Promise<void> {
    const known = tokens.get(grant)!;
    const token = Math.random() < 0.8 ? known.at(-1)! : pick(known);
    const event: Rotation = {
      kind: 'rotate',
      grant,
      token,
      next: newId(),
      asked: performance.now(),
      answered: 0,
      result: 'unknown',
    };
    events.push(event);
    event.result = resultOf(
      await pair.commit([['consume', { model: MODEL, id: token, grantId: grant }], save(event.next, grant)]),
    );
    event.answered = performance.now();
    if (event.result !== 'ok') return;
    known.push(event.next);
    progress.rotations += 1;
  }

  async function revoke(grant: string): Promise<void> {
    const event: Revocation = { kind: 'revoke', grant, asked: performance.now(), answered: 0, result: 'unknown' };
    events.push(event);
    event.result = resultOf(await pair.commit([['revokeGrant', { grantId: grant }]]));
    event.answered = performance.now();
  }

  async function look(grant: string): Promise<void> {
    const token = pick(tokens.get(grant)!);
    const asked = performance.now();
    const state = await pair.find(token);
    if (state) events.push({ kind: 'find', grant, token, asked, answered: performance.now(), state });
  }

  async function worker(): Promise<void> {
    while (!progress.enough()) {
      const recent = [...tokens.keys()].slice(-12);
      const dice = Math.random();
      if (recent.length < 12 || dice < 0.05) await newGrant();
      else if (dice < 0.08) await revoke(pick(recent));
      else if (dice < 0.25) await look(pick(recent));
      else await rotate(pick(recent));
      await sleep(restMs);
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker));
  return { events, firstTokens };
}

/** Storages of this process as instances. */
export const instancesOf = (storages: readonly Storage[]): Instances => ({
  commit: (unit) => run(pick(storages), unit),
  async find(token): Promise<TokenState | undefined> {
    const found = await pick(storages)
      .artefacts.find(MODEL, token)
      .catch(() => null);
    if (found === null) return undefined;
    if (!found) return 'absent';
    return found.consumedAtSeconds === undefined ? 'usable' : 'consumed';
  },
});

/** What became of every token, looked at until there is an answer. */
export async function statesAtTheEnd(
  pair: Instances,
  { events, firstTokens }: Awaited<ReturnType<typeof work>>,
): Promise<Map<string, TokenState>> {
  const left = new Set([
    ...firstTokens.values(),
    ...events.flatMap((event) => (event.kind === 'rotate' ? [event.token, event.next] : [])),
  ]).values();
  const atTheEnd = new Map<string, TokenState>();
  async function look(): Promise<void> {
    for (const token of left) {
      let state: TokenState | undefined;
      while (!state) state = await pair.find(token);
      atTheEnd.set(token, state);
    }
  }
  await Promise.all(Array.from({ length: LOOKS }, look));
  return atTheEnd;
}
