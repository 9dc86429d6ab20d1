import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_SKEW_SECONDS, LostRaceError, type Shape } from '@gatehouse/database';
import { EXPIRY_GRACE_SECONDS } from './stores/artefact-rows.ts';
import type { StoreContext } from './stores/store-context.ts';
import type { GarbageValues } from './stores/store-declaration.ts';
import { type GarbageKind, stores, type Tables } from './tables.ts';

export interface GarbageOptions {
  /** Rows in one transaction; small, so that no request waits behind it for long. */
  readonly batchSize?: number | undefined;
  /** Stop after so many batches of each table. */
  readonly maxBatches?: number | undefined;
  /** Audit records older than this go; left out: none. */
  readonly auditKeptSeconds?: number | undefined;
  /** A rest between batches; half of it is chance. */
  readonly pauseMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How many rows of each kind were removed. */
export type GarbageReport = Readonly<Record<GarbageKind, number>> & {
  /** Another instance is at it. */
  readonly skipped: boolean;
};

interface LeasesTables {
  leases: { name: string; holder: string; expires_at: number };
}

const LEASE = 'garbage';
const LEASE_SECONDS = 30;

const leaseShapes = ({ db, shape }: StoreContext<LeasesTables>) => ({
  take: shape<{ name: string; holder: string; now: number; expires_at: number }>(
    (v) =>
      db
        .insertInto('leases')
        .values({ name: v.name, holder: v.holder, expires_at: v.expires_at })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet((eb) => ({ holder: eb.ref('excluded.holder'), expires_at: eb.ref('excluded.expires_at') }))
            .where((eb) =>
              eb.or([eb('leases.holder', '=', eb.ref('excluded.holder')), eb('leases.expires_at', '<=', v.now)]),
            ),
        ),
    { guarded: true },
  ),
  give: shape<{ name: string; holder: string }>((v) =>
    db.deleteFrom('leases').where('name', '=', v.name).where('holder', '=', v.holder),
  ),
});

const declared = stores.flatMap(({ garbage = [] }) => garbage);

/** The garbage collector of a storage. */
export function garbageCollector(
  context: StoreContext<Tables & LeasesTables>,
): (options?: GarbageOptions) => Promise<GarbageReport> {
  const holder = randomUUID();
  const lease = leaseShapes(context);
  const kinds = declared.map(({ kind, before, remove }) => ({ kind, before, remove: remove(context) }));

  async function takeLease(): Promise<boolean> {
    const now = context.nowSeconds();
    try {
      await context.driver.execute([
        lease.take({ name: LEASE, holder, now, expires_at: now + LEASE_SECONDS }, { model: 'leases' }),
      ]);
      return true;
    } catch (error) {
      if (error instanceof LostRaceError) return false;
      throw error;
    }
  }

  return async (options = {}) => {
    const { batchSize = 200, maxBatches = Number.POSITIVE_INFINITY, pauseMs = 20, auditKeptSeconds, signal } = options;
    const removed = Object.fromEntries(declared.map(({ kind }) => [kind, 0])) as Record<GarbageKind, number>;
    if (!(await takeLease())) return { ...removed, skipped: true };
    const sweep = async (remove: Shape<GarbageValues>, before: number): Promise<number> => {
      let total = 0;
      for (let batch = 0; batch < maxBatches; batch += 1) {
        if (signal?.aborted) break;
        const [result] = await context.driver.execute([remove({ before, limit: batchSize })]);
        const { changes } = result ?? { changes: 0 };
        total += changes;
        if (changes < batchSize || !(await takeLease())) break;
        await sleep(pauseMs / 2 + Math.random() * (pauseMs / 2), undefined, { signal }).catch(() => undefined);
      }
      return total;
    };
    const nowSeconds = context.nowSeconds();
    const times = {
      nowSeconds,
      // An instance whose clock is behind still takes for alive what this one takes for expired.
      surelyExpiredSeconds: nowSeconds - EXPIRY_GRACE_SECONDS - LONGEST_SKEW_SECONDS,
      auditKeptSeconds,
    };
    for (const { kind, before: beforeOf, remove } of kinds) {
      const before = beforeOf(times);
      if (before !== undefined) removed[kind] += await sweep(remove, before);
    }
    await context.driver.execute([lease.give({ name: LEASE, holder })]);
    return { ...removed, skipped: false };
  };
}
