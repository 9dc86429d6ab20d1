/**
 * Second factors of an account: what it has, and what it takes to prove, add or remove one. Nothing is written here; a
 * proof comes with the writes that use it up, for the commit of what it proves (AS-03).
 */
import type { CredentialRecord, PasskeyRecord, Storage, Write } from '@gatehouse/storage';
import type { AuthenticationMethod } from './assurance.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { totpStep, totpStepEndsAtSeconds } from './totp.ts';

interface Stored<Data> {
  readonly data: Data;
  /** Of the stored record; a write that expects another version loses its race. */
  readonly version: number;
  readonly createdAtSeconds: number;
}

/** What an account can prove itself with, beside its password. */
export interface Factors {
  readonly accountId: string;
  readonly password?: { readonly version: number; readonly updatedAtSeconds: number } | undefined;
  readonly totp?: Stored<{ readonly secret: string }> | undefined;
  readonly recoveryCodes?: Stored<{ readonly hashes: readonly string[] }> | undefined;
  readonly passkeys: readonly PasskeyRecord[];
}

/** Somebody proved something. */
export interface Proof {
  readonly amr: readonly AuthenticationMethod[];
  /** Use it up; LostRaceError when somebody else did already. */
  readonly writes: readonly Write[];
}

export interface SecondFactors {
  of(accountId: string): Promise<Factors>;
  /** A code of the authenticator app; undefined when it is wrong. */
  proveTotp(factors: Factors, code: string): Proof | undefined;
  /** A recovery code; undefined when it is wrong or used. */
  proveRecoveryCode(factors: Factors, code: string): Proof | undefined;
  /** Adds an authenticator app whose code was typed; undefined when the code is wrong. */
  addTotp(factors: Factors, secret: string, code: string): (Proof & FirstFactor) | undefined;
  /** What comes with a factor that is added: the first one brings recovery codes with it. */
  withFirstFactor(factors: Factors): FirstFactor & { readonly writes: readonly Write[] };
  /** New recovery codes in place of all older ones. */
  renewRecoveryCodes(factors: Factors): { readonly codes: readonly string[]; readonly write: Write };
  /** Removes the authenticator app, and what was proved in sign-ins under way; recovery codes go with the last factor. */
  removeTotp(factors: Factors): Write[];
  /** Removes a passkey in the same way. LostRaceError when there is no such passkey. */
  removePasskey(factors: Factors, reference: string): Write[];
  /** Removes them all, and the recovery codes. LostRaceError when a passkey is gone meanwhile. */
  removeAll(factors: Factors): Write[];
}

export interface FirstFactor {
  /** To be shown once. */
  readonly recoveryCodes: readonly string[] | undefined;
}

/** True when a sign-in with the password must go on to a second factor. */
export const hasSecondFactor = ({ totp, passkeys }: Factors): boolean => totp !== undefined || passkeys.length > 0;

const stored = <Data>(record: CredentialRecord | undefined): Stored<Data> | undefined =>
  record && { data: record.data as Data, version: record.version, createdAtSeconds: record.createdAtSeconds };

export function createSecondFactors(storage: Storage, clock: () => number): SecondFactors {
  const { credentials, artefacts } = storage;
  const nowSeconds = () => Math.floor(clock() / 1000);

  const useStep = (accountId: string, step: number): Write =>
    artefacts.writes.once({
      model: 'TotpStep',
      id: `${accountId}:${step}`,
      expiresAtSeconds: totpStepEndsAtSeconds(step),
    });
  const putCodes = ({ accountId, recoveryCodes }: Factors, codes: readonly string[]): Write =>
    credentials.writes.put({
      accountId,
      kind: 'recovery_codes',
      data: { hashes: codes.map((code) => hashRecoveryCode(accountId, code)) },
      expectedVersion: recoveryCodes?.version ?? 0,
    });

  const withFirstFactor: SecondFactors['withFirstFactor'] = (factors) => {
    const codes = factors.recoveryCodes ? undefined : newRecoveryCodes();
    return { recoveryCodes: codes, writes: codes ? [putCodes(factors, codes)] : [] };
  };

  return {
    async of(accountId) {
      const [records, passkeys] = await Promise.all([credentials.list(accountId), storage.passkeys.list(accountId)]);
      const find = (kind: string) => records.find((record) => record.kind === kind);
      return {
        accountId,
        password: find('password'),
        totp: stored(find('totp')),
        recoveryCodes: stored(find('recovery_codes')),
        passkeys,
      };
    },

    proveTotp({ accountId, totp }, code) {
      const step = totp && totpStep(totp.data.secret, code, nowSeconds());
      return step === undefined ? undefined : { amr: ['otp'], writes: [useStep(accountId, step)] };
    },

    proveRecoveryCode({ accountId, recoveryCodes }, code) {
      const hash = hashRecoveryCode(accountId, code);
      if (!recoveryCodes?.data.hashes.includes(hash)) return undefined;
      const hashes = recoveryCodes.data.hashes.filter((other) => other !== hash);
      const expectedVersion = recoveryCodes.version;
      const write = credentials.writes.put({ accountId, kind: 'recovery_codes', data: { hashes }, expectedVersion });
      return { amr: ['recovery_code'], writes: [write] };
    },

    addTotp(factors, secret, code) {
      const { accountId, totp } = factors;
      const step = totpStep(secret, code, nowSeconds());
      if (step === undefined) return undefined;
      const first = withFirstFactor(factors);
      return {
        amr: ['otp'],
        recoveryCodes: first.recoveryCodes,
        writes: [
          credentials.writes.put({ accountId, kind: 'totp', data: { secret }, expectedVersion: totp?.version ?? 0 }),
          useStep(accountId, step),
          ...first.writes,
        ],
      };
    },

    withFirstFactor,

    renewRecoveryCodes(factors) {
      const codes = newRecoveryCodes();
      return { codes, write: putCodes(factors, codes) };
    },

    removeTotp: ({ accountId, passkeys }) => [
      credentials.writes.remove(accountId, 'totp'),
      ...(passkeys.length > 0 ? [] : [credentials.writes.remove(accountId, 'recovery_codes')]),
    ],

    removePasskey: ({ accountId, totp, passkeys }, reference) => [
      storage.passkeys.writes.remove(accountId, reference),
      ...(totp || passkeys.length > 1 ? [] : [credentials.writes.remove(accountId, 'recovery_codes')]),
    ],

    removeAll: ({ accountId, passkeys }) => [
      credentials.writes.remove(accountId, 'totp'),
      credentials.writes.remove(accountId, 'recovery_codes'),
      ...passkeys.map(({ reference }) => storage.passkeys.writes.remove(accountId, reference)),
    ],
  };
}
