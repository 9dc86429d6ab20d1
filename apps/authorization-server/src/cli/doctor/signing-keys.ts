/** Signing keys and the keys that encrypt what is secret in the database. */
import { SealError, type SigningKeyRecord, type Storage } from '@gatehouse/storage';
import { rotationPolicies } from '../../directory/keys/policies.ts';
import { signsUntil } from '../../directory/keys/rotation.ts';
import type { Settings } from '../../settings.ts';
import { rotationSettings } from '../../settings-views.ts';
import { saidOfFault, sealAdvice } from '../failure.ts';
import { type Finding, fault, judged, ok, warning } from './finding.ts';

const daySeconds = 86_400;
const days = (seconds: number) => `${(seconds / daySeconds).toFixed(1)} days`;

/** When another key takes over: by time, or because somebody ordered it. */
function nextRotation(current: SigningKeyRecord, atSeconds: number, nowSeconds: number): string {
  if (atSeconds === Infinity) return 'rotated by command only';
  const when = `in ${days(Math.max(0, atSeconds - nowSeconds))} (${new Date(atSeconds * 1000).toISOString()})`;
  return current.notAfterSeconds === undefined
    ? `next rotation ${when}`
    : `a rotation was ordered: the next key signs ${when}`;
}

/** Keys by algorithm: how many, since when the one that signs does, and when the next is due. */
async function keyFindings(storage: Storage, settings: Settings, nowSeconds: number): Promise<Finding[]> {
  const keys = await storage.signingKeys.list('token');
  const { token: policy } = await rotationPolicies(storage, rotationSettings(settings));
  return [...new Set(keys.map(({ algorithm }) => algorithm))].map((algorithm) => {
    const ours = keys.filter((key) => key.algorithm === algorithm);
    const current = ours.find(({ state }) => state === 'current');
    if (!current) {
      return fault(
        `${algorithm} keys: ${ours.length} published, none signs`,
        'start a server, or "gatehouse keys rotate"',
      );
    }
    const since = nowSeconds - (current.notBeforeSeconds ?? current.createdAtSeconds);
    const at = signsUntil(current, ours, nowSeconds, policy);
    const late = nowSeconds > at + daySeconds;
    return judged(
      `${algorithm} keys: ${ours.length} published, the current one has signed for ${days(since)}, ${nextRotation(current, at, nowSeconds)}`,
      late ? 'the rotation is overdue: does a server run?' : undefined,
    );
  });
}

export async function signingKeyFindings(storage: Storage, settings: Settings, nowSeconds: number): Promise<Finding[]> {
  try {
    const found = await keyFindings(storage, settings, nowSeconds);
    return found.length > 0 ? found : [warning('signing keys: none yet', 'the first start of a server makes them')];
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return [fault('signing keys', `no server starts: ${error.message}`)];
  }
}

/** Whether everything that is encrypted can be opened, and by which key. */
export async function sealFindings(storage: Storage): Promise<Finding[]> {
  const { currentKeyId, byKeyId, faults } = await storage.sealStatus();
  const older = Object.entries(byKeyId)
    .filter(([keyId]) => keyId !== currentKeyId)
    .map(([keyId, values]) => `${values} with ${keyId}`);
  return [
    judged(
      `secrets are encrypted with the first key (${currentKeyId}; in use: ${Object.keys(byKeyId).join(', ') || 'none'})`,
      older.length > 0 ? `${older.join(', ')}; "gatehouse encryption rotate" re-encrypts them` : undefined,
    ),
    ...(faults.length === 0 ? [ok('secrets can be opened')] : []),
    ...faults.map((one) => fault(`secrets cannot be opened: ${saidOfFault(one)}`, sealAdvice(one))),
  ];
}
