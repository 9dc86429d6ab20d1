/** Keys by which tokens are signed. */
import { SealError, type SigningKeyRecord, type Storage } from '@gatehouse/storage';
import { type RotationSettings, rotationPolicies } from '../keys/policies.ts';
import { signsUntil } from '../keys/rotation.ts';
import { type Finding, fault, judged, warning } from './finding.ts';

type KeyStores = Pick<Storage, 'signingKeys' | 'resources' | 'clients'>;

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
async function keyFindings(storage: KeyStores, settings: RotationSettings, nowSeconds: number): Promise<Finding[]> {
  const keys = await storage.signingKeys.list('token');
  const { token: policy } = await rotationPolicies(storage, settings);
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

export async function signingKeyFindings(
  storage: KeyStores,
  settings: RotationSettings,
  nowSeconds: number,
): Promise<Finding[]> {
  try {
    const found = await keyFindings(storage, settings, nowSeconds);
    return found.length > 0 ? found : [warning('signing keys: none yet', 'the first start of a server makes them')];
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    return [fault('signing keys', `no server starts: ${error.message}`)];
  }
}
