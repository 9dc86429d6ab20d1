/** Carries a plan out: makes the keys it asks for and writes all of it at once, or begins again when somebody was first. */
import { randomBytes } from 'node:crypto';
import {
  ConflictError,
  LostRaceError,
  type SigningKeyRecord,
  type Storage,
  StorageUnavailableError,
  type Write,
} from '@gatehouse/storage';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import type { TokenAlgorithm } from '../clients/token-algorithms.ts';
import type { RotatingPurpose } from './policies.ts';
import {
  isIdle,
  type KeyFacts,
  type NewKey,
  planRotation,
  type RotationOrder,
  type RotationPlan,
  type RotationPolicy,
} from './rotation.ts';
import type { Signer } from './signer.ts';

export interface KeyDependencies {
  readonly storage: Storage;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** The first one makes new keys; the others are those that keys in use may still belong to. */
  readonly signers: readonly [Signer, ...Signer[]];
  readonly onError: (error: unknown) => void;
}

/** What was done to one ring. */
export interface CarriedOut {
  readonly plan: RotationPlan;
  readonly made: readonly SigningKeyRecord[];
}

const attempts = 10;

/** What plans are made of. */
export const factsOf = (record: SigningKeyRecord): KeyFacts => ({
  kid: record.kid,
  algorithm: record.algorithm,
  state: record.state as KeyFacts['state'],
  createdAtSeconds: record.createdAtSeconds,
  notBeforeSeconds: record.notBeforeSeconds,
  notAfterSeconds: record.notAfterSeconds,
});

async function makeKey(
  { signers }: KeyDependencies,
  purpose: RotatingPurpose,
  key: NewKey,
  createdAtSeconds: number,
): Promise<SigningKeyRecord> {
  const common = { ...key, purpose, createdAtSeconds };
  if (purpose !== 'token') {
    const kid = `${purpose}-${randomBytes(9).toString('base64url')}`;
    return { ...common, kid, privateKey: randomBytes(32).toString('base64url') };
  }
  const { publicKey, reference } = await signers[0].make(key.algorithm as TokenAlgorithm);
  const publicJwk = await exportJWK(publicKey);
  return {
    ...common,
    kid: await calculateJwkThumbprint(publicJwk),
    privateKey: reference,
    publicJwk: { ...publicJwk },
  };
}

/** True when it is certain. */
const isNotWritten = (error: unknown): boolean =>
  error instanceof LostRaceError ||
  error instanceof ConflictError ||
  (error instanceof StorageUnavailableError && error.outcome === 'not-written');

/** A retired key of this process has done its work: the private half goes. One that lives elsewhere is ended when it leaves. */
function changed(record: SigningKeyRecord, facts: KeyFacts, external: boolean): SigningKeyRecord {
  const { notBeforeSeconds, notAfterSeconds, ...rest } = { ...record, ...facts };
  const times = {
    ...(notBeforeSeconds !== undefined && { notBeforeSeconds }),
    ...(notAfterSeconds !== undefined && { notAfterSeconds }),
  };
  const done = facts.state === 'retired' && record.purpose === 'token' && record.publicJwk && !external;
  return { ...rest, ...times, ...(done && { privateKey: '' }) };
}

/**
 * Brings the keys of one purpose to where the policy, and an order if there is one, want them. Several instances may do so
 * at once: the generation of the keys is the lock, one of them succeeds and the others look again.
 * Nothing is written when there is nothing to do.
 * @param order absent: what time alone wants
 * @param commit commits the write that replaces the keys, with what belongs to it; absent: the write goes alone
 */
export async function carryOut(
  parts: KeyDependencies,
  purpose: RotatingPurpose,
  policy: RotationPolicy,
  order?: RotationOrder,
  commit?: (replacement: Write, done: CarriedOut) => Promise<void>,
): Promise<CarriedOut> {
  const { storage, clock, signers, onError } = parts;
  const signerOf = (reference: string) => signers.find((signer) => signer.owns(reference));
  const destroy = async (records: readonly SigningKeyRecord[]) => {
    for (const { privateKey } of records) await signerOf(privateKey)?.destroy(privateKey).catch(onError);
  };
  for (let attempt = 1; ; attempt += 1) {
    const expectedGeneration = await storage.signingKeys.generation(purpose);
    const records = await storage.signingKeys.list(purpose);
    const nowSeconds = Math.floor(clock() / 1000);
    const plan = planRotation(records.map(factsOf), nowSeconds, policy, order ?? {});
    if (isIdle(plan)) return { plan, made: [] };
    const made = await Promise.all(plan.make.map((key) => makeKey(parts, purpose, key, nowSeconds)));
    const put = plan.change.map((facts) => {
      const record = records.find(({ kid }) => kid === facts.kid) as SigningKeyRecord;
      return changed(record, facts, signerOf(record.privateKey)?.external === true);
    });
    const replacement = storage.signingKeys.writes.replace({
      purpose,
      expectedGeneration,
      put: [...put, ...made],
      remove: plan.remove,
    });
    try {
      await (commit ? commit(replacement, { plan, made }) : storage.commit([replacement]));
    } catch (error) {
      // Where it is not known, they stay: a key that the database names and nobody holds any more would stop all signing.
      if (isNotWritten(error)) await destroy(made);
      if (error instanceof LostRaceError && attempt < attempts) continue;
      throw error;
    }
    await destroy(records.filter(({ kid }) => plan.remove.includes(kid)));
    return { plan, made };
  }
}
