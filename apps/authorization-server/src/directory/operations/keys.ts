/**
 * What is done to signing keys, by time and by those who run the server. Unlike the other operations these commit their work
 * themselves: a key that was made for a commit that fails must be ended where it was made, and all is planned anew for the keys of
 * the moment.
 */
import type { SigningKeyRecord } from '@gatehouse/storage';
import type { AuditEntry } from '../audit/record.ts';
import { type CarriedOut, carryOut, factsOf, type KeyDependencies } from '../keys/carry-out.ts';
import { keyPurposes, type RotatingPurpose, type RotationSettings, rotationPolicies } from '../keys/policies.ts';
import {
  type KeyFacts,
  planRotation,
  type RotationOrder,
  type RotationPlan,
  type RotationPolicy,
} from '../keys/rotation.ts';
import { OperationRefused } from '../operation-refused.ts';
import type { EndDependencies } from '../revocation/end.ts';
import type { Commit } from './commit.ts';
import { type Caller, eventOf, type Work } from './work.ts';

export interface KeyOrderDependencies extends KeyDependencies, Pick<EndDependencies, 'revocations'> {
  readonly settings: RotationSettings;
  readonly commit: Commit;
}

/** The keys of a purpose changed: which are new or in another state, and which are gone. */
const rotatedBy = (caller: Caller, purpose: RotatingPurpose, { plan, made }: CarriedOut): AuditEntry =>
  eventOf(caller, 'key.rotated', {
    target: { type: 'key', id: purpose },
    changed: [...made, ...plan.change].map(({ kid }) => kid),
    ended: plan.remove,
  });

/**
 * What is due is done to the keys of a purpose: some are made, take over, retire or leave. Nothing is recorded when nothing is due.
 * Rejects with SignerUnavailableError.
 */
export const keepKeys = (
  parts: KeyDependencies & { readonly commit: Commit },
  caller: Caller,
  purpose: RotatingPurpose,
  policy: RotationPolicy,
): Promise<CarriedOut> =>
  carryOut(parts, purpose, policy, undefined, (replacement, done) =>
    parts.commit({ writes: [replacement], events: [rotatedBy(caller, purpose, done)] }),
  );

interface KeyOrder {
  readonly purpose: RotatingPurpose;
  readonly wanted: RotationOrder;
  readonly commit: Commit;
}

/** Carries an order out, and records it unless all is so already; running servers follow within a second. Rejects with SignerUnavailableError. */
async function order(
  parts: KeyOrderDependencies,
  { purpose, wanted, commit }: KeyOrder,
  workOf: (done: CarriedOut) => Work,
): Promise<CarriedOut> {
  const { [purpose]: policy } = await rotationPolicies(parts.storage, parts.settings);
  // A ring that never was is begun first, as part of the order: it is about keys that exist.
  await carryOut(parts, purpose, policy);
  return carryOut(parts, purpose, policy, wanted, (replacement, done) => {
    const { writes, events } = workOf(done);
    return commit({ writes: [replacement, ...writes], events });
  });
}

/** What an order would do to the keys of the purpose, and these keys. */
export async function foreseeOrder(
  { storage, settings, clock }: Pick<KeyOrderDependencies, 'storage' | 'settings' | 'clock'>,
  purpose: RotatingPurpose,
  wanted: RotationOrder,
): Promise<{ readonly ring: readonly KeyFacts[]; readonly plan: RotationPlan }> {
  const [records, { [purpose]: policy }] = await Promise.all([
    storage.signingKeys.list(purpose),
    rotationPolicies(storage, settings),
  ]);
  const ring = records.map(factsOf);
  return { ring, plan: planRotation(ring, Math.floor(clock() / 1000), policy, wanted) };
}

/** The key. Throws OperationRefused. */
export async function knownKey(
  { storage }: Pick<KeyOrderDependencies, 'storage'>,
  kid: string,
): Promise<SigningKeyRecord & { purpose: RotatingPurpose }> {
  const key = (await storage.signingKeys.list()).find((one) => one.kid === kid);
  if (key) return key as typeof key & { purpose: RotatingPurpose };
  throw new OperationRefused('unknown_key', `there is no key ${kid}; "gatehouse keys list" shows them all`);
}

/** The next key takes over now, or as soon as it was published long enough. @param named one of `keyPurposes` */
export async function rotateKeys(
  parts: KeyOrderDependencies,
  caller: Caller,
  named: string,
  commit: Commit = parts.commit,
): Promise<CarriedOut> {
  const purpose = keyPurposes.find((one) => one === named);
  if (!purpose) {
    throw new OperationRefused('unknown_purpose', `there are keys for ${keyPurposes.join(', ')}, none for ${named}`);
  }
  return order(parts, { purpose, wanted: { rotate: true }, commit }, (done) => ({
    writes: [],
    events: [rotatedBy(caller, purpose, done)],
  }));
}

/** A key that is not retired yet. Throws OperationRefused. */
export async function retirableKey(parts: Pick<KeyOrderDependencies, 'storage'>, kid: string) {
  const key = await knownKey(parts, kid);
  if (key.state !== 'retired') return key;
  const until = new Date((key.notAfterSeconds ?? 0) * 1000).toISOString();
  throw new OperationRefused('already_retired', `${kid} is retired and leaves on ${until}`);
}

/** The key signs no longer than it must; what it signed stays good. */
export async function retireKey(
  parts: KeyOrderDependencies,
  caller: Caller,
  kid: string,
  commit: Commit = parts.commit,
): Promise<CarriedOut> {
  const { purpose } = await retirableKey(parts, kid);
  const retired = eventOf(caller, 'key.retired', { target: { type: 'key', id: kid } });
  return order(parts, { purpose, wanted: { retire: kid }, commit }, () => ({ writes: [], events: [retired] }));
}

/** A compromised key: out of use at once, and whatever it signed is refused. */
export async function revokeKey(
  parts: KeyOrderDependencies,
  caller: Caller,
  kid: string,
  commit: Commit = parts.commit,
): Promise<CarriedOut> {
  const { purpose } = await knownKey(parts, kid);
  const revoked = eventOf(caller, 'key.revoked', { target: { type: 'key', id: kid } });
  const writes = purpose === 'token' ? [parts.revocations.writes.key(kid)] : [];
  return order(parts, { purpose, wanted: { revoke: kid }, commit }, () => ({ writes, events: [revoked] }));
}
