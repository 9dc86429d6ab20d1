/** A load with one fault or several of a kind in the middle of it, and the judgement of what was acknowledged. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseCluster } from '@gatehouse/testkit/cluster';
import { Asking, now } from './asking.ts';
import { startBareProbe } from './bare-probe.ts';
import type { Fault } from './faults.ts';
import {
  type Failures,
  failuresOf,
  firstSuccessSeconds,
  type Gap,
  interruptions,
  longestGapSeconds,
  successesOf,
} from './figures.ts';
import { Journal, type JournalEvent, readJournal } from './journal.ts';
import { Load } from './load.ts';
import { type ProductCluster, RETRY_SECONDS } from './product.ts';
import { type Judgement, judge } from './rules.ts';

/** Load before the fault, and after everything was mended. */
const BEFORE_MS = 1500;
const AFTER_MS = 1500;
/** What is broken is mended after this, whether the product got over it or not. */
const PATIENCE_MS = 60_000;
/** Nothing of a round takes so long on any machine. */
const ROUND_MS = 600_000;

/** What one fault cost, from the moment of it until all was mended. */
export interface StrikeResult {
  /** Seconds to the first rotation of a refresh token, which the database has to write. */
  readonly firstRotationSeconds: number;
  readonly firstClientCredentialsSeconds: number;
  /** Seconds to the first write that the database took past the product. */
  readonly databaseSeconds: number;
  readonly longestGapSeconds: number;
  readonly failures: Failures;
}

export interface RoundResult extends Judgement {
  readonly requests: number;
  readonly strikes: readonly StrikeResult[];
}

export interface RoundOptions {
  readonly database: DatabaseCluster;
  readonly product: ProductCluster;
  readonly fault: Fault;
  readonly round: number;
  /** How often the fault happens in the round. */
  readonly strikes: number;
  /** Where the journal comes to lie. */
  readonly folder: string;
  readonly name: string;
  readonly feedSeconds: number;
}

/** Runs it, whole. Throws where the cluster does not become whole again. */
export async function runRound(options: RoundOptions): Promise<RoundResult> {
  const { database, product, fault, round, strikes, folder, name, feedSeconds } = options;
  await database.settled();
  const journal = await Journal.open(join(folder, `${name}.jsonl`));
  const ports = product.balancers.map(({ port }) => port);
  const load = new Load(new Asking(product.issuer, ports, journal), product.credentials, product);
  const probe = startBareProbe(database.nodes.map(({ url }) => url));
  const late = setTimeout(() => load.abandon(), ROUND_MS);
  try {
    await load.start();
    await delay(BEFORE_MS);
    const times: Gap[] = [];
    for (let strike = 0; strike < strikes; strike += 1) {
      const from = now();
      await journal.write({ note: 'fault', at: from, name: fault.title });
      const mend = await fault.strike({ database, product, round: round * strikes + strike });
      // On a busy machine a second node may fall out by itself: then nothing is served before the first one is back.
      await Promise.race([load.served(), delay(PATIENCE_MS)]);
      await mend();
      await database.settled();
      await load.served();
      await journal.write({ note: 'healed', at: now(), name: fault.title });
      await delay(AFTER_MS);
      times.push({ from, until: now() });
    }
    await load.finish();
    const calmAt = now();
    await probe.stop();
    for (const gap of interruptions(probe.successes, times[0]!.from - BEFORE_MS, calmAt))
      await journal.write({ note: 'outage', at: gap.from, until: gap.until });
    await journal.write({ note: 'calm', at: calmAt, name: fault.title });
    await load.lookAtEverything();
    await journal.close();
    const history = await readJournal(journal.path);
    return {
      ...judge(history, { retrySeconds: RETRY_SECONDS, feedSeconds, codeSeconds: 60 }),
      requests: history.events.length,
      strikes: times.map((time) => strikeResult(history.events, probe.successes, time)),
    };
  } finally {
    clearTimeout(late);
    load.abandon();
    await probe.stop();
  }
}

function strikeResult(events: readonly JournalEvent[], writes: readonly number[], { from, until }: Gap): StrikeResult {
  const rotations = successesOf(events, ({ act }) => act === 'refresh');
  const issues = successesOf(events, ({ act, chain }) => act === 'issue' && chain === 'worker');
  return {
    firstRotationSeconds: firstSuccessSeconds(rotations, from, until),
    firstClientCredentialsSeconds: firstSuccessSeconds(issues, from, until),
    databaseSeconds: firstSuccessSeconds(writes, from, until),
    longestGapSeconds: longestGapSeconds(rotations, from, until),
    failures: failuresOf(events, from, until),
  };
}
