/** A load with one fault after the other in the middle of it, and the judgement of what was acknowledged. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseCluster } from '@gatehouse/testkit/cluster';
import { Asking, now } from './asking.ts';
import { startBareProbe } from './bare-probe.ts';
import { FAULTS, type Fault, type FaultName } from './faults.ts';
import { type Failures, failuresOf, type Gap, interruptions, longestGapSeconds, successesOf } from './figures.ts';
import { type History, Journal, type JournalEvent, readJournal } from './journal.ts';
import { Load } from './load.ts';
import { type ProductCluster, RETRY_SECONDS } from './product.ts';
import { type Judgement, judge, type Violation } from './rules.ts';

/** Load before the first fault, between two, and after the last one was mended. */
const BETWEEN_MS = 1500;
/** What is broken is mended after this, whether the product got over it or not. */
const PATIENCE_MS = 60_000;
/** Nothing takes so long on any machine: a load without its strikes, and one strike. */
const ROUND_MS = 300_000;
const STRIKE_MS = 300_000;

/** A fault, for the how manieth time from 0: what there are several of takes turns. */
export interface Strike {
  readonly fault: FaultName;
  readonly round: number;
}

/** What one fault cost, from the moment of it until all was mended, in seconds; and what broke until the next one. */
export interface StrikeResult extends Strike {
  readonly requests: number;
  /** The longest time without a rotation of a refresh token, which the database has to write. */
  readonly withoutRefresh: number;
  readonly withoutClientCredentials: number;
  /** The longest time in which the database took no write past the product. */
  readonly withoutDatabase: number;
  /** Until all was mended and the cluster was whole again. */
  readonly took: number;
  readonly failures: Failures;
  readonly violations: readonly Violation[];
  readonly restartedSignIns: number;
  readonly overdueRefreshes: number;
  /** How long after its revocation a token was still accepted by an API. */
  readonly accepted: number;
}

export interface RoundOptions {
  readonly database: DatabaseCluster;
  readonly product: ProductCluster;
  readonly strikes: readonly Strike[];
  /** Where the journal comes to lie. */
  readonly folder: string;
  readonly name: string;
  /** How soon an API has to refuse what was revoked. */
  readonly feedSeconds: number;
  /** Told of each strike that is over. */
  readonly progress: (strike: Strike, seconds: number) => void;
}

/** Runs it, whole. Throws where the cluster does not become whole again. */
export async function runRound(options: RoundOptions): Promise<StrikeResult[]> {
  const { database, product, strikes, folder, name, feedSeconds, progress } = options;
  await database.settled();
  const journal = await Journal.open(join(folder, `${name}.jsonl`));
  const ports = product.balancers.map(({ port }) => port);
  const load = new Load(new Asking(product.issuer, ports, journal), product.credentials, product);
  const probe = startBareProbe(database.nodes.map(({ url }) => url));
  const late = setTimeout(() => load.abandon(), ROUND_MS + strikes.length * STRIKE_MS);
  try {
    await load.start();
    await delay(BETWEEN_MS);
    const times: Gap[] = [];
    for (const strike of strikes) {
      const fault: Fault = FAULTS[strike.fault];
      const from = now();
      await journal.write({ note: 'fault', at: from, name: fault.title });
      const mend = await fault.strike({ database, product, round: strike.round });
      // On a busy machine a second node may fall out by itself: then nothing is served before the first one is back.
      await Promise.race([load.served(), delay(PATIENCE_MS)]);
      await mend();
      await database.settled();
      await load.served();
      const until = now();
      await journal.write({ note: 'healed', at: until, name: fault.title });
      times.push({ from, until });
      progress(strike, (until - from) / 1000);
      await delay(BETWEEN_MS);
    }
    await load.finish();
    const calmAt = now();
    await probe.stop();
    for (const gap of interruptions(probe.successes, times[0]!.from - BETWEEN_MS, calmAt))
      await journal.write({ note: 'outage', at: gap.from, until: gap.until });
    await journal.write({ note: 'calm', at: calmAt, name });
    await load.lookAtEverything();
    await journal.close();
    const history = await readJournal(journal.path);
    const judgement = judge(history, { retrySeconds: RETRY_SECONDS, feedSeconds, codeSeconds: 60 });
    return strikes.map((strike, index) => {
      // What comes before the first strike counts as its own.
      const span = {
        from: index === 0 ? 0 : times[index]!.from,
        until: times[index + 1]?.from ?? Number.POSITIVE_INFINITY,
      };
      return resultOf(strike, { history, judgement, writes: probe.successes, time: times[index]!, span });
    });
  } finally {
    clearTimeout(late);
    load.abandon();
    await probe.stop();
  }
}

interface Observed {
  readonly history: History;
  readonly judgement: Judgement;
  /** When the database took a write past the product. */
  readonly writes: readonly number[];
  readonly time: Gap;
  /** From the strike to the next one. */
  readonly span: Gap;
}

function resultOf(strike: Strike, { history: { events }, judgement, writes, time, span }: Observed): StrikeResult {
  const { from, until } = time;
  const isWithin = (at: number): boolean => at >= span.from && at < span.until;
  const longest = (wanted: (event: JournalEvent) => boolean): number =>
    longestGapSeconds(successesOf(events, wanted), from, until);
  return {
    ...strike,
    requests: events.filter(({ asked }) => isWithin(asked)).length,
    withoutRefresh: longest(({ act }) => act === 'refresh'),
    withoutClientCredentials: longest(({ act, chain }) => act === 'issue' && chain === 'worker'),
    withoutDatabase: longestGapSeconds(writes, from, until),
    took: (until - from) / 1000,
    failures: failuresOf(events, from, until),
    violations: judgement.violations.filter(({ at }) => isWithin(at)),
    restartedSignIns: judgement.restarts.filter(isWithin).length,
    overdueRefreshes: judgement.overdue.filter(isWithin).length,
    accepted: Math.max(0, ...judgement.acceptances.filter(({ at }) => isWithin(at)).map(({ seconds }) => seconds)),
  };
}
