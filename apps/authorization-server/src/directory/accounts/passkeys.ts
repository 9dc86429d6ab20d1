/**
 * Passkeys (Web Authentication Level 3): making, proving, and what may be believed of them. Nothing is written here; what
 * is proved comes with the writes that use the challenge up and move the counter (AS-03).
 */
import { createHash } from 'node:crypto';
import type { PasskeyRecord, Storage, Write } from '@gatehouse/storage';
import type { Account } from './accounts.ts';
import type { AuthenticationMethod } from './assurance.ts';
import { type Challenges, createChallenges } from './passkey-challenge.ts';
import { readAssertion, readRegistration } from './passkey-response.ts';
import { algorithms, verifyAssertion, verifyRegistration } from './passkey-verification.ts';

/** As many a user may have. */
export const mostPasskeys = 20;

/** Why a passkey was refused. For the audit only: users see one answer for all of them. */
export type PasskeyRefusal =
  | 'passkey_malformed'
  | 'passkey_challenge'
  | 'passkey_unknown'
  | 'passkey_invalid'
  | 'passkey_counter';

/** Somebody proved to hold a passkey. */
export interface PasskeyProof {
  readonly ok: true;
  readonly passkey: PasskeyRecord;
  readonly amr: readonly AuthenticationMethod[];
  /** Use it up; LostRaceError when somebody else did already. */
  readonly writes: readonly Write[];
}

export interface PasskeyFailure {
  readonly ok: false;
  readonly reason: PasskeyRefusal;
  /** Whose passkey it is, where it is known. */
  readonly accountId?: string | undefined;
}

/** What a page asks the browser for: PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON. */
export type PasskeyOptions = Readonly<Record<string, unknown>>;

export interface Passkeys {
  /** For a sign-in without a password: whichever passkey for this site the user chooses. */
  signInOptions(binding: string): PasskeyOptions;
  /** For a second factor: one of these. */
  secondFactorOptions(binding: string, passkeys: readonly PasskeyRecord[]): PasskeyOptions;
  /** For a new one beside these. */
  creationOptions(binding: string, account: Account, passkeys: readonly PasskeyRecord[]): PasskeyOptions;
  /**
   * Checks what the browser sent. Without an account it must be a passkey with which the device verified its user, which
   * is two factors in one; with one it must be a passkey of that account.
   */
  prove(binding: string, field: string, accountId?: string): Promise<PasskeyProof | PasskeyFailure>;
  /** Checks a new passkey; undefined when it cannot be accepted. ConflictError at the commit when it is known. */
  add(binding: string, field: string, account: Account, name: string): Promise<NewPasskey | undefined>;
}

export interface NewPasskey {
  readonly reference: string;
  readonly writes: readonly Write[];
}

/** What the authenticator keeps of the user: says nothing to whoever reads it there. */
const userHandleOf = (accountId: string): string =>
  createHash('sha256').update(`passkey user:${accountId}`).digest('base64url');

const descriptor = ({ credentialId, transports }: PasskeyRecord) => ({
  type: 'public-key',
  id: credentialId,
  transports,
});

/**
 * Its `amr` (RFC 8176, and `pop` of OpenID Connect EAP ACR Values). A key that is copied between devices is kept by
 * software. Of any other nobody attests how it is kept, so nothing is claimed but the proof of possession.
 */
const methodsOf = (passkey: PasskeyRecord, userVerified: boolean): AuthenticationMethod[] => [
  passkey.backupEligible ? 'swk' : 'pop',
  ...(userVerified ? (['user'] as const) : []),
];

const timeout = 5 * 60 * 1000;

const passkeyOptions = (
  rpId: string,
  serviceName: () => string,
  challenges: Pick<Challenges, 'make'>,
): Pick<Passkeys, 'signInOptions' | 'secondFactorOptions' | 'creationOptions'> => ({
  signInOptions: (binding) => ({
    challenge: challenges.make(binding),
    rpId,
    timeout,
    userVerification: 'required',
  }),

  secondFactorOptions: (binding, known) => ({
    challenge: challenges.make(binding),
    rpId,
    timeout,
    userVerification: 'preferred',
    allowCredentials: known.map(descriptor),
  }),

  creationOptions: (binding, account, known) => ({
    challenge: challenges.make(binding),
    rp: { id: rpId, name: serviceName() },
    user: { id: userHandleOf(account.id), name: account.login, displayName: account.name ?? account.login },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    timeout,
    excludeCredentials: known.map(descriptor),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
    attestation: 'none',
  }),
});

/** @param options.issuer an origin: it is what browsers must say, and its host is the relying party's id */
export function createPasskeys(options: {
  storage: Pick<Storage, 'passkeys' | 'artefacts'>;
  issuer: string;
  /** Shown by browsers while a passkey is created. */
  serviceName: () => string;
  challengeKeys: () => readonly string[];
  clock: () => number;
}): Passkeys {
  const { storage, issuer, serviceName, clock } = options;
  const { passkeys, artefacts } = storage;
  const { hostname: rpId } = new URL(issuer);
  const site = { origin: issuer, rpId };
  const challenges = createChallenges(options.challengeKeys, clock);
  const useChallenge = (challenge: string, expiresAtSeconds: number): Write =>
    artefacts.writes.once({ model: 'PasskeyChallenge', id: challenge, expiresAtSeconds });

  return {
    ...passkeyOptions(rpId, serviceName, challenges),

    async prove(binding, field, accountId) {
      const refuse = (reason: PasskeyRefusal, owner = accountId): PasskeyFailure => ({
        ok: false,
        reason,
        accountId: owner,
      });
      const assertion = readAssertion(field);
      if (!assertion) return refuse('passkey_malformed');
      const { challenge } = assertion;
      const good = challenges.check(challenge, binding);
      if (!good) return refuse('passkey_challenge');
      const passkey = await passkeys.findByCredential(assertion.id);
      if (!passkey) return refuse('passkey_unknown');
      const owner = passkey.accountId;
      if (accountId !== undefined && accountId !== owner) return refuse('passkey_unknown');
      const { userHandle } = assertion.response;
      if ((userHandle ?? (accountId && userHandleOf(owner))) !== userHandleOf(owner)) {
        return refuse('passkey_unknown', owner);
      }
      const verified = await verifyAssertion(site, assertion, passkey, accountId === undefined);
      if (!verified) return refuse('passkey_invalid', owner);
      const { newCounter: signCount, credentialBackedUp: backedUp, userVerified } = verified;
      // A second authenticator with a copy of the key falls behind the first (section 6.1.1).
      if ((signCount > 0 || passkey.signCount > 0) && signCount <= passkey.signCount) {
        return refuse('passkey_counter', owner);
      }
      return {
        ok: true,
        passkey,
        amr: methodsOf(passkey, userVerified),
        writes: [
          useChallenge(challenge, good.expiresAtSeconds),
          passkeys.writes.use(passkey.reference, { signCount, backedUp }),
        ],
      };
    },

    async add(binding, field, account, name) {
      const registration = readRegistration(field);
      const good = registration && challenges.check(registration.challenge, binding);
      if (!good) return undefined;
      const made = await verifyRegistration(site, registration);
      return (
        made && {
          reference: createHash('sha256').update(Buffer.from(made.credentialId, 'base64url')).digest('base64url'),
          writes: [
            useChallenge(registration.challenge, good.expiresAtSeconds),
            passkeys.writes.add({ ...made, accountId: account.id, name, most: mostPasskeys }),
          ],
        }
      );
    },
  };
}
