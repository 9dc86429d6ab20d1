import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LONGEST_SKEW_SECONDS, LostRaceError, type Statement } from '@gatehouse/database';
import { sql } from 'kysely';
import { EXPIRY_GRACE_SECONDS } from './stores/artefact-rows.ts';
import type { StoreContext } from './stores/store-context.ts';

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

export interface GarbageReport {
  readonly artefacts: number;
  readonly counters: number;
  readonly clientSecrets: number;
  readonly revocations: number;
  readonly outbox: number;
  /** Of people who never confirmed the address they registered with. */
  readonly accounts: number;
  /** Records of the audit that are older than they are kept. */
  readonly audit: number;
  /** API keys and service accounts that expired or were revoked long ago. */
  readonly apiCredentials: number;
  /** Another instance is at it. */
  readonly skipped: boolean;
}

/** Whoever sends gives up what is too old, and says so; this takes what nobody sends any more. */
const UNSENT_GRACE_SECONDS = 3600;
/** People see for so long that a key of theirs was revoked or has expired. */
const DEAD_CREDENTIAL_SECONDS = 30 * 24 * 60 * 60;
const LEASE = 'garbage';
const LEASE_SECONDS = 30;

const leaseShapes = ({ db, shape }: StoreContext) => ({
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

/**
 * Deletes by expiry alone: a consumed code or refresh token is the detector of its reuse and stays until it would have expired.
 */
const deleteShapes = ({ db, shape, dialect }: StoreContext) => {
  // One instance may still overlap with another whose lease ran out: rows that somebody holds are left to the next round.
  const skipLocked = dialect === 'postgres' ? sql`for update skip locked` : sql``;
  type Values = { before: number; limit: number };
  const deadCredentials = (column: 'expires_at' | 'revoked_at') =>
    shape<Values>((v) =>
      db
        .deleteFrom('api_credentials')
        .where(
          'id',
          'in',
          db
            .selectFrom('api_credentials as dead')
            .select('dead.id')
            .where(`dead.${column}`, '<', v.before)
            .limit(v.limit)
            .modifyEnd(skipLocked),
        ),
    );
  return {
    artefacts: shape<Values>((v) =>
      db
        .deleteFrom('artefacts')
        .where((eb) =>
          eb(
            eb.refTuple('model', 'id'),
            'in',
            eb
              .selectFrom('artefacts as expired')
              .select(['expired.model', 'expired.id'])
              .where('expired.expires_at', '<', v.before)
              .orderBy('expired.expires_at')
              .limit(v.limit)
              .modifyEnd(skipLocked)
              .$asTuple('model', 'id'),
          ),
        ),
    ),
    counters: shape<Values>((v) =>
      db
        .deleteFrom('counters')
        .where(
          'key',
          'in',
          db
            .selectFrom('counters as expired')
            .select('expired.key')
            .where('expired.expires_at', '<', v.before)
            .limit(v.limit)
            .modifyEnd(skipLocked),
        ),
    ),
    revocations: shape<Values>((v) =>
      db
        .deleteFrom('revocations')
        .where(
          'id',
          'in',
          db
            .selectFrom('revocations as expired')
            .select('expired.id')
            .where('expired.expires_at', '<', v.before)
            .limit(v.limit)
            .modifyEnd(skipLocked),
        ),
    ),
    outbox: shape<Values>((v) =>
      db
        .deleteFrom('outbox')
        .where(
          'id',
          'in',
          db
            .selectFrom('outbox as expired')
            .select('expired.id')
            .where('expired.expires_at', '<', v.before)
            .limit(v.limit)
            .modifyEnd(skipLocked),
        ),
    ),
    accounts: shape<Values>((v) =>
      db
        .deleteFrom('accounts')
        .where('status', '=', sql.lit('pending'))
        .where(
          'id',
          'in',
          db
            .selectFrom('accounts as expired')
            .select('expired.id')
            .where('expired.expires_at', '<', v.before)
            .limit(v.limit)
            .modifyEnd(skipLocked),
        ),
    ),
    audit: shape<Values>((v) =>
      db
        .deleteFrom('audit')
        .where(
          'id',
          'in',
          db
            .selectFrom('audit as old')
            .select('old.id')
            .where('old.at_ms', '<', v.before)
            .orderBy('old.at_ms')
            .limit(v.limit)
            .modifyEnd(skipLocked),
        ),
    ),
    expiredCredentials: deadCredentials('expires_at'),
    revokedCredentials: deadCredentials('revoked_at'),
    clientSecrets: shape<Values>((v) => db.deleteFrom('client_secrets').where('expires_at', '<', v.before)),
  };
};

/** The garbage collector of a storage. */
export function garbageCollector(context: StoreContext): (options?: GarbageOptions) => Promise<GarbageReport> {
  const holder = randomUUID();
  const lease = leaseShapes(context);
  const deletes = deleteShapes(context);

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
    const removed = {
      artefacts: 0,
      counters: 0,
      clientSecrets: 0,
      revocations: 0,
      outbox: 0,
      accounts: 0,
      audit: 0,
      apiCredentials: 0,
    };
    if (!(await takeLease())) return { ...removed, skipped: true };
    // An instance whose clock is behind still takes for alive what this one takes for expired.
    const before = context.nowSeconds() - EXPIRY_GRACE_SECONDS - LONGEST_SKEW_SECONDS;
    const sweep = async (build: (values: { before: number; limit: number }) => Statement): Promise<number> => {
      let total = 0;
      for (let batch = 0; batch < maxBatches; batch += 1) {
        if (signal?.aborted) break;
        const [result] = await context.driver.execute([build({ before, limit: batchSize })]);
        const { changes } = result ?? { changes: 0 };
        total += changes;
        if (changes < batchSize || !(await takeLease())) break;
        await sleep(pauseMs / 2 + Math.random() * (pauseMs / 2), undefined, { signal }).catch(() => undefined);
      }
      return total;
    };
    removed.artefacts = await sweep(deletes.artefacts);
    removed.counters = await sweep(deletes.counters);
    removed.clientSecrets = await sweep((values) => deletes.clientSecrets(values));
    removed.revocations = await sweep(deletes.revocations);
    removed.outbox = await sweep((values) =>
      deletes.outbox({ ...values, before: context.nowSeconds() - EXPIRY_GRACE_SECONDS - UNSENT_GRACE_SECONDS }),
    );
    removed.accounts = await sweep(deletes.accounts);
    for (const remove of [deletes.expiredCredentials, deletes.revokedCredentials]) {
      removed.apiCredentials += await sweep((values) =>
        remove({ ...values, before: values.before - DEAD_CREDENTIAL_SECONDS }),
      );
    }
    // Last: there may be more of them than of everything else.
    if (auditKeptSeconds !== undefined) {
      const beforeMs = context.nowMs() - auditKeptSeconds * 1000;
      removed.audit = await sweep(({ limit }) => deletes.audit({ before: beforeMs, limit }));
    }
    await context.driver.execute([lease.give({ name: LEASE, holder })]);
    return { ...removed, skipped: false };
  };
}
