/**
 * Second factors of an account: what it has, and what it takes to prove, add or remove one. Nothing is written here; a
 * proof comes with the writes that use it up, for the commit of what it proves (AS-03).
 */
import type { CredentialRecord, Storage, Write } from '@gatehouse/storage';
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
  /**
   * Adds an authenticator app whose code was typed; undefined when the code is wrong. The first factor brings recovery
   * codes with it, to be shown once.
   */
  addTotp(
    factors: Factors,
    secret: string,
    code: string,
  ): (Proof & { readonly recoveryCodes: readonly string[] | undefined }) | undefined;
  /** New recovery codes in place of all older ones. */
  renewRecoveryCodes(factors: Factors): { readonly codes: readonly string[]; readonly write: Write };
  /** Removes the authenticator app; recovery codes go with the last factor. */
  removeTotp(factors: Factors): Write[];
}

/** True when a sign-in with the password must go on to a second factor. */
export const hasSecondFactor = ({ totp }: Factors): boolean => totp !== undefined;

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

  return {
    async of(accountId) {
      const records = await credentials.list(accountId);
      const find = (kind: string) => records.find((record) => record.kind === kind);
      return {
        accountId,
        password: find('password'),
        totp: stored(find('totp')),
        recoveryCodes: stored(find('recovery_codes')),
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
      const { accountId, totp, recoveryCodes } = factors;
      const step = totpStep(secret, code, nowSeconds());
      if (step === undefined) return undefined;
      const codes = recoveryCodes ? undefined : newRecoveryCodes();
      return {
        amr: ['otp'],
        recoveryCodes: codes,
        writes: [
          credentials.writes.put({ accountId, kind: 'totp', data: { secret }, expectedVersion: totp?.version ?? 0 }),
          useStep(accountId, step),
          ...(codes ? [putCodes(factors, codes)] : []),
        ],
      };
    },

    renewRecoveryCodes(factors) {
      const codes = newRecoveryCodes();
      return { codes, write: putCodes(factors, codes) };
    },

    removeTotp: ({ accountId }) => [
      credentials.writes.remove(accountId, 'totp'),
      credentials.writes.remove(accountId, 'recovery_codes'),
    ],
  };
}
