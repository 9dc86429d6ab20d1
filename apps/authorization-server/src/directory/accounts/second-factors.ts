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
  /** Removes the authenticator app; recovery codes go with the last factor. LostRaceError when the factors changed meanwhile. */
  removeTotp(factors: Factors): Write[];
  /** Removes a passkey in the same way. */
  removePasskey(factors: Factors, reference: string): Write[];
  /** Removes them all, and the recovery codes. LostRaceError when they changed meanwhile. */
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

type Stores = Pick<Storage, 'credentials' | 'passkeys' | 'artefacts'>;

/** What uses a step of the app's clock up: a code counts once. */
const useStep = ({ artefacts }: Stores, accountId: string, step: number): Write =>
  artefacts.writes.once({
    model: 'TotpStep',
    id: `${accountId}:${step}`,
    expiresAtSeconds: totpStepEndsAtSeconds(step),
  });

export function createSecondFactors(storage: Stores, clock: () => number): SecondFactors {
  const { credentials } = storage;
  const nowSeconds = () => Math.floor(clock() / 1000);
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
      return step === undefined ? undefined : { amr: ['otp'], writes: [useStep(storage, accountId, step)] };
    },

    proveRecoveryCode({ accountId, recoveryCodes }, code) {
      const hash = hashRecoveryCode(accountId, code);
      if (!recoveryCodes?.data.hashes.includes(hash)) return undefined;
      const hashes = recoveryCodes.data.hashes.filter((other) => other !== hash);
      const expectedVersion = recoveryCodes.version;
      const write = credentials.writes.put({ accountId, kind: 'recovery_codes', data: { hashes }, expectedVersion });
      return { amr: ['recovery_code'], writes: [write] };
    },

    ...factorChanges(storage, nowSeconds),
  };
}

/**
 * Whoever adds or removes a factor decides by those that there are, so each change moves the version of the recovery codes, or makes
 * or removes them: of two that read the same, one loses. Else a factor could be left without recovery codes.
 */
function factorChanges(
  storage: Stores,
  nowSeconds: () => number,
): Omit<SecondFactors, 'of' | 'proveTotp' | 'proveRecoveryCode'> {
  const { credentials, passkeys } = storage;
  const putCodes = ({ accountId, recoveryCodes }: Factors, hashes: readonly string[]): Write =>
    credentials.writes.put({
      accountId,
      kind: 'recovery_codes',
      data: { hashes },
      expectedVersion: recoveryCodes?.version ?? 0,
    });
  const newCodes = (factors: Factors) => {
    const codes = newRecoveryCodes();
    const hashes = codes.map((code) => hashRecoveryCode(factors.accountId, code));
    return { codes, write: putCodes(factors, hashes) };
  };
  const keepCodes = (factors: Factors): Write[] =>
    factors.recoveryCodes ? [putCodes(factors, factors.recoveryCodes.data.hashes)] : [];
  const remove = ({ accountId }: Factors, kind: string, record: Stored<unknown> | undefined): Write[] =>
    record ? [credentials.writes.remove(accountId, kind, record.version)] : [];
  const removeCodes = (factors: Factors) => remove(factors, 'recovery_codes', factors.recoveryCodes);

  const withFirstFactor: SecondFactors['withFirstFactor'] = (factors) => {
    if (factors.recoveryCodes) return { recoveryCodes: undefined, writes: keepCodes(factors) };
    const { codes, write } = newCodes(factors);
    return { recoveryCodes: codes, writes: [write] };
  };
  return {
    addTotp(factors, secret, code) {
      const { accountId, totp } = factors;
      const step = totpStep(secret, code, nowSeconds());
      if (step === undefined) return undefined;
      const { recoveryCodes, writes } = withFirstFactor(factors);
      const added = { accountId, kind: 'totp', data: { secret }, expectedVersion: totp?.version ?? 0 };
      return {
        amr: ['otp'],
        recoveryCodes,
        writes: [credentials.writes.put(added), useStep(storage, accountId, step), ...writes],
      };
    },

    withFirstFactor,
    renewRecoveryCodes: newCodes,

    removeTotp: (factors) => [
      ...remove(factors, 'totp', factors.totp),
      ...(factors.passkeys.length > 0 ? keepCodes(factors) : removeCodes(factors)),
    ],

    removePasskey: (factors, reference) => [
      passkeys.writes.remove(factors.accountId, reference),
      ...(factors.totp || factors.passkeys.length > 1 ? keepCodes(factors) : removeCodes(factors)),
    ],

    removeAll: (factors) => [
      ...remove(factors, 'totp', factors.totp),
      ...removeCodes(factors),
      ...factors.passkeys.map(({ reference }) => passkeys.writes.remove(factors.accountId, reference)),
    ],
  };
}
