/** `gatehouse keys`: what tokens, cookies and nonces are made with, and how they are replaced. */
import type { SigningKeyRecord, Storage } from '@gatehouse/storage';
import { configuredSigners } from '../directory/keys/configured-signers.ts';
import { type RotatingPurpose, rotationPolicies } from '../directory/keys/policies.ts';
import { isIdle, type RotationPolicy } from '../directory/keys/rotation.ts';
import * as operations from '../directory/operations/keys.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { type Settings } from '../settings.ts';
import { rotationSettings, signerSettings } from '../settings-views.ts';
import { signsUntil } from './next-rotation.ts';
import { printDone, printRows } from './output.ts';
import { type Operator, withStorage } from './settings.ts';

type Options = { json?: boolean };

const timeOf = (seconds: number | undefined) =>
  seconds === undefined || seconds === Infinity ? '' : new Date(seconds * 1000).toISOString();

/** `not_after` of a key that signs: when the next one takes over, as it stands. @param keys all of the purpose */
function rowOf(key: SigningKeyRecord, keys: readonly SigningKeyRecord[], policy: RotationPolicy | undefined) {
  const { kid, purpose, state, algorithm, createdAtSeconds, notBeforeSeconds, notAfterSeconds } = key;
  const until = state === 'current' && policy ? signsUntil(key, keys, Date.now() / 1000, policy) : notAfterSeconds;
  return {
    kid,
    purpose,
    state,
    algorithm,
    created_at: timeOf(createdAtSeconds),
    not_before: timeOf(notBeforeSeconds),
    not_after: timeOf(until),
  };
}

/** All keys, or those of a purpose, without anything private. */
async function rowsOf(storage: Storage, settings: Settings, purpose?: RotatingPurpose) {
  const [keys, policies] = await Promise.all([
    storage.signingKeys.list(purpose),
    rotationPolicies(storage, rotationSettings(settings)),
  ]);
  const ringOf = (name: string) => keys.filter((key) => key.purpose === name);
  return keys.map((key) => rowOf(key, ringOf(key.purpose), policies[key.purpose as RotatingPurpose]));
}

/** Never prints a private key. */
export const listKeys = (options: Options): Promise<void> =>
  withStorage(async (storage, settings) => printRows(await rowsOf(storage, settings), options));

function partsOf(storage: Storage, settings: Settings, { commit }: Operator): operations.KeyOrderDependencies {
  return {
    storage,
    commit,
    clock: Date.now,
    settings: rotationSettings(settings),
    revocations: createRevocations(storage, Date.now),
    signers: configuredSigners(signerSettings(settings)),
    onError: (error) => process.stderr.write(`gatehouse: ${String(error)}\n`),
  };
}

/** The next key takes over now, or as soon as it was published long enough. */
export const rotateKeys = (options: Options & { purpose: RotatingPurpose }): Promise<void> =>
  withStorage(async (storage, settings, operator) => {
    const { purpose } = options;
    const { plan } = await operations.rotateKeys(partsOf(storage, settings, operator), operator.caller, purpose);
    const ordered = isIdle(plan) ? 'ordered already, nothing was changed: ' : '';
    const keys = await storage.signingKeys.list(purpose);
    const sentences = keys
      .filter(({ state }) => state === 'current')
      .map((current) => {
        if (current.notAfterSeconds === undefined) return `${current.kid} (${current.algorithm}) signs from now on`;
        const next = keys.find(({ state, algorithm }) => state === 'next' && algorithm === current.algorithm);
        return `${ordered}${next?.kid} (${current.algorithm}) signs from ${timeOf(next?.notBeforeSeconds)} on: verifiers may not know it before`;
      });
    printDone(sentences.join('\n'), { purpose, keys: await rowsOf(storage, settings, purpose) }, options);
  });

/** It signs no longer than it must; what it signed stays good. */
export const retireKey = (kid: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, operator) => {
    const { plan } = await operations.retireKey(partsOf(storage, settings, operator), operator.caller, kid);
    const after = (await storage.signingKeys.list()).find((key) => key.kid === kid);
    const sentence =
      after?.state === 'current'
        ? `${isIdle(plan) ? 'ordered already, nothing was changed: ' : ''}${kid} retires as soon as the next key was published long enough ("gatehouse keys list" says when)`
        : `${kid} signs no more`;
    printDone(sentence, { kid, state: after?.state ?? 'gone' }, options);
  });

/** A compromised key: out of use at once, and whatever it signed is refused. */
export const revokeKey = (kid: string, options: Options): Promise<void> =>
  withStorage(async (storage, settings, operator) => {
    const purpose = (await storage.signingKeys.list()).find((key) => key.kid === kid)?.purpose;
    await operations.revokeKey(partsOf(storage, settings, operator), operator.caller, kid);
    const current = (await storage.signingKeys.list(purpose)).filter(({ state }) => state === 'current');
    printDone(
      `${kid} is revoked and nothing it signed counts any more; now ${current.map((key) => key.kid).join(', ')} signs`,
      { kid, revoked: true, current: current.map((key) => key.kid) },
      options,
    );
  });
