/** `gatehouse keys`: what tokens, cookies and nonces are made with, and how they are replaced. */
import type { SigningKeyRecord, Storage } from '@gatehouse/storage';
import { configuredSigners } from '../directory/keys/configured-signers.ts';
import type { RotatingPurpose } from '../directory/keys/policies.ts';
import * as operations from '../directory/operations/keys.ts';
import { createRevocations } from '../directory/revocation/revocations.ts';
import { type Settings } from '../settings.ts';
import { rotationSettings, signerSettings } from '../settings-views.ts';
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
    await operations.rotateKeys(partsOf(storage, settings, operator), operator.caller, purpose);
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
    await operations.retireKey(partsOf(storage, settings, operator), operator.caller, kid);
    const after = (await storage.signingKeys.list()).find((key) => key.kid === kid);
    const sentence =
      after?.state === 'current'
        ? `${kid} retires as soon as the next key was published long enough ("gatehouse keys list" says when)`
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
