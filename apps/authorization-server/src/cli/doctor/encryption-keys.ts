/** Keys that encrypt what is secret in the database. */
import type { Storage } from '@gatehouse/storage';
import { type Finding, fault, judged, ok } from '../../directory/checks/finding.ts';
import { saidOfFault, sealAdvice } from '../failure.ts';

/** Whether everything that is encrypted can be opened, and by which key: reads all of it. */
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
