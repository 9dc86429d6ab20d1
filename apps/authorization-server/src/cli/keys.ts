/** `gatehouse keys`: what tokens, cookies and nonces are made with, and how they are replaced. */
import type { SigningKeyRecord, Storage } from '@gatehouse/storage';
import { eventOf, type Work } from '../directory/operations/work.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { type CarriedOut, carryOut } from '../protocol/keys/carry-out.ts';
import { configuredSigners } from '../protocol/keys/configured-signers.ts';
import { keyPurposes, type RotatingPurpose, rotationPolicies } from '../protocol/keys/policies.ts';
import type { RotationOrder } from '../protocol/keys/rotation.ts';
import { type Settings } from '../settings.ts';
import { rotationSettings, signerSettings } from '../settings-views.ts';
import { RefusedError } from './failure.ts';
import { printDone, printRows } from './output.ts';
import { type Operator, withStorage } from './settings.ts';

type Options = { json?: boolean };

const timeOf = (seconds: number | undefined) => (seconds === undefined ? '' : new Date(seconds * 1000).toISOString());

const rowOf = ({ kid, purpose, state, algorithm, createdAtSeconds, ...times }: SigningKeyRecord) => ({
  kid,
  purpose,
  state,
  algorithm,
  created_at: timeOf(createdAtSeconds),
  not_before: timeOf(times.notBeforeSeconds),
  not_after: timeOf(times.notAfterSeconds),
});

/** Never prints a private key. */
export const listKeys = (options: Options): Promise<void> =>
  withStorage(async (storage) => printRows((await storage.signingKeys.list()).map(rowOf), options));

async function known(storage: Storage, kid: string): Promise<SigningKeyRecord & { readonly purpose: RotatingPurpose }> {
  const key = (await storage.signingKeys.list()).find((one) => one.kid === kid);
  if (!key) throw new RefusedError(`there is no key ${kid}; "gatehouse keys list" shows them all`);
  return key as typeof key & { purpose: RotatingPurpose };
}

/** Carries an order out on the keys of a purpose; running servers follow within a second. */
async function order(
  storage: Storage,
  settings: Settings,
  purpose: RotatingPurpose,
  wanted: RotationOrder,
  { commit }: Operator,
  { writes, events }: Work,
): Promise<CarriedOut> {
  const policies = await rotationPolicies(storage, rotationSettings(settings));
  const parts = {
    storage,
    clock: Date.now,
    signers: configuredSigners(signerSettings(settings)),
    onError: (error: unknown) => process.stderr.write(`gatehouse: ${String(error)}\n`),
  };
  // A ring that never was is begun first: an order is about keys that exist.
  await carryOut(parts, purpose, policies[purpose]);
  return carryOut(parts, purpose, policies[purpose], wanted, (replacement) =>
    commit({ writes: [replacement, ...writes], events }),
  );
}

/** The next key takes over now, or as soon as it was published long enough. */
export const rotateKeys = (options: Options & { purpose: string }): Promise<void> =>
  withStorage(async (storage, settings, operator) => {
    const purpose = keyPurposes.find((one) => one === options.purpose);
    if (!purpose) throw new RefusedError(`there are keys for ${keyPurposes.join(', ')}, none for ${options.purpose}`);
    const rotated = eventOf(operator.caller, 'key.rotated', { target: { type: 'key', id: purpose } });
    await order(storage, settings, purpose, { rotate: true }, operator, { writes: [], events: [rotated] });
    const keys = await storage.signingKeys.list(purpose);
    const sentences = keys
      .filter(({ state }) => state === 'current')
      .map((current) => {
        if (current.notAfterSeconds === undefined) return `${current.kid} (${current.algorithm}) signs from now on`;
        const next = keys.find(({ state, algorithm }) => state === 'next' && algorithm === current.algorithm);
        return `${next?.kid} (${current.algorithm}) signs from ${timeOf(next?.notBeforeSeconds)} on: verifiers may not know it before`;
      });
    printDone(sentences.join('\n'), { purpose, keys: keys.map(rowOf) }, options);
  });

/** It signs no longer than it must; what it signed stays good. */
export const retireKey = (kid: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, operator) => {
    const { purpose, state, notAfterSeconds } = await known(storage, kid);
    if (state === 'retired') throw new RefusedError(`${kid} is retired and leaves on ${timeOf(notAfterSeconds)}`);
    const retired = eventOf(operator.caller, 'key.retired', { target: { type: 'key', id: kid } });
    await order(storage, settings, purpose, { retire: kid }, operator, { writes: [], events: [retired] });
    const after = (await storage.signingKeys.list(purpose)).find((key) => key.kid === kid);
    const sentence =
      after?.state === 'current'
        ? `${kid} retires as soon as the next key was published long enough ("gatehouse keys list" says when)`
        : `${kid} signs no more`;
    printDone(sentence, { kid, state: after?.state ?? 'gone' }, options);
  });

/** A compromised key: out of use at once, and whatever it signed is refused. */
export const revokeKey = (kid: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, operator) => {
    const { purpose } = await known(storage, kid);
    const revoked = eventOf(operator.caller, 'key.revoked', { target: { type: 'key', id: kid } });
    const writes = purpose === 'token' ? [createRevocations(storage, Date.now).writes.key(kid)] : [];
    await order(storage, settings, purpose, { revoke: kid }, operator, { writes, events: [revoked] });
    const current = (await storage.signingKeys.list(purpose)).filter(({ state }) => state === 'current');
    printDone(
      `${kid} is revoked and nothing it signed counts any more; now ${current.map((key) => key.kid).join(', ')} signs`,
      { kid, revoked: true, current: current.map((key) => key.kid) },
      options,
    );
  });
