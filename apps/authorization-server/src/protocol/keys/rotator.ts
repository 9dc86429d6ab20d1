/** Keeps the keys of a running server in order: rotates them when it is time, and follows what other instances did. */

import { type TokenAlgorithm } from '../../directory/clients/token-algorithms.ts';
import type { CarriedOut, KeyDependencies } from '../../directory/keys/carry-out.ts';
import {
  keyPurposes,
  type RotatingPurpose,
  type RotationSettings,
  rotationPolicies,
} from '../../directory/keys/policies.ts';
import { isIdle } from '../../directory/keys/rotation.ts';
import { SignerUnavailableError } from '../../directory/keys/signer.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { keepKeys } from '../../directory/operations/keys.ts';
import type { Caller } from '../../directory/operations/work.ts';
import { type Keyring, keyringFrom, signingKeyOf, type TokenKey } from './keyring.ts';

export interface Rotator {
  /** The keys to use now. */
  readonly keyring: Keyring;
  /** The key of the algorithm that signs now, made if a client has just been set to it. Rejects with SignerUnavailableError. */
  readonly keyFor: (algorithm: TokenAlgorithm) => Promise<TokenKey>;
  /** Called with the new keys whenever they are other ones than before. */
  onChange(callback: (keyring: Keyring) => void): void;
  /** Looks now whether there is something to do, and at what others did. */
  check(): Promise<void>;
  /** Looks again whenever it is time or somebody announced a change, until `stop`. */
  start(): void;
  stop(): Promise<void>;
}

export interface RotatorDependencies extends KeyDependencies {
  readonly commit: Commit;
  readonly settings: RotationSettings;
  /** Told what was done to the keys of a purpose, by this instance. */
  readonly onRotation: (purpose: RotatingPurpose, done: CarriedOut) => void;
}

const byTime: Caller = { actor: { type: 'system', id: 'rotation' } };

/** Looks at least this often: clocks jump, and announcements get lost. */
const longestSleepMs = 60_000;
const shortestSleepMs = 20;
/** After a failure. What others announce is looked at sooner. */
const retryMs = 5000;
/** Several instances wake at the same time: mostly one of them is first, and the others need not make keys in vain. */
const jitterMs = 1000;

/** Rejects with KeyringError, SignerUnavailableError or StorageUnavailableError when there are no keys to begin with. */
export async function createRotator(parts: RotatorDependencies): Promise<Rotator> {
  const { storage, clock, signers, settings, onRotation, onError } = parts;
  const callbacks: ((keyring: Keyring) => void)[] = [];
  const unsubscribe: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running: Promise<void> | undefined;
  let again = false;

  const load = async () => keyringFrom(await storage.signingKeys.list(), signers);
  const follow = (next: Keyring) => {
    if (next.fingerprint === keyring.fingerprint) return;
    // Who cannot use them yet is asked again at the next look.
    for (const callback of callbacks) callback(next);
    keyring = next;
  };

  /** @returns when to look again, in milliseconds from now */
  const look = async (): Promise<number> => {
    const policies = await rotationPolicies(storage, settings);
    let wakeAtSeconds = Number.POSITIVE_INFINITY;
    const rings = await Promise.all(
      keyPurposes.map(async (purpose) => ({
        purpose,
        done: await keepKeys(parts, byTime, purpose, policies[purpose]),
      })),
    );
    for (const { purpose, done } of rings) {
      if (isIdle(done.plan)) wakeAtSeconds = Math.min(wakeAtSeconds, done.plan.wakeAtSeconds ?? wakeAtSeconds);
      else {
        wakeAtSeconds = 0;
        onRotation(purpose, done);
      }
    }
    const untilMs = wakeAtSeconds * 1000 - clock();
    return untilMs > 0 ? Math.min(longestSleepMs, untilMs + Math.random() * jitterMs) : shortestSleepMs;
  };

  const checkOnce = async () => {
    clearTimeout(timer);
    let sleepMs = retryMs;
    try {
      // What others did comes first: it must be followed even when nothing can be planned.
      follow(await load());
      sleepMs = await look();
      follow(await load());
    } catch (error) {
      onError(error);
    }
    if (!stopped && unsubscribe.length > 0) timer = setTimeout(() => void check(), sleepMs).unref();
  };
  const check = (): Promise<void> => {
    if (running) {
      again = true;
      return running;
    }
    running = checkOnce().finally(() => {
      running = undefined;
      if (again && !stopped) void check();
      again = false;
    });
    return running;
  };

  await look();
  let keyring = await load();
  return {
    get keyring() {
      return keyring;
    },
    keyFor: async (algorithm) => {
      // The first look may have begun before the client was written.
      for (let looks = 0; looks < 2 && !keyring.signs(algorithm); looks += 1) await check();
      if (!keyring.signs(algorithm))
        throw new SignerUnavailableError(`there is no key that signs with ${algorithm} yet`);
      return signingKeyOf(keyring, algorithm);
    },
    onChange: (callback) => void callbacks.push(callback),
    check,
    start() {
      for (const kind of ['keys', 'resources', 'clients']) unsubscribe.push(storage.onChange(kind, () => void check()));
      void check();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      for (const end of unsubscribe) end();
      await running;
    },
  };
}
