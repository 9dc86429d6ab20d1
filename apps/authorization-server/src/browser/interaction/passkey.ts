/** Passkeys in a sign-in: instead of the password and a second factor, or as the second factor. */
import { allowOwnScript, field } from '@gatehouse/html';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import type { Passkeys } from '../../directory/accounts/passkeys.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import { recordedPasskey } from '../../directory/operations/factors.ts';
import { noteUsedPasskey } from '../browser-cookie.ts';
import { type AttemptDependencies, notProved, prove } from './attempts.ts';
import { type Form, type FormRejected, type Interaction, provenUser } from './step.ts';

export interface PasskeyDependencies extends AttemptDependencies {
  readonly passkeys: Pick<Passkeys, 'signInOptions' | 'secondFactorOptions' | 'prove'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface PasskeySignInDependencies extends PasskeyDependencies {
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly clock: () => number;
}

/** A challenge counts in this sign-in alone; the provider's cookie ties that to the browser (AS-16). */
const signInBinding = ({ details }: Interaction) => `sign_in:${details.uid}`;
const secondFactorBinding = ({ details }: Interaction, accountId: string) =>
  `second_factor:${details.uid}:${accountId}`;

/** What the sign-in page asks the browser for. */
export function signInOptions(passkeys: Pick<Passkeys, 'signInOptions'>, interaction: Interaction) {
  allowOwnScript(interaction.response);
  return passkeys.signInOptions(signInBinding(interaction));
}

/** What the page of the second factor asks the browser for. */
export function secondFactorOptions(passkeys: PasskeyDependencies['passkeys'], interaction: Interaction) {
  const { account, factors } = provenUser(interaction);
  allowOwnScript(interaction.response);
  return passkeys.secondFactorOptions(secondFactorBinding(interaction, account.id), factors.passkeys);
}

const reject = ({ text }: Interaction, code: 'passkey_missing' | 'passkey_refused', status: number): FormRejected => ({
  error: { code, text: text.formErrors[code] },
  status,
  method: 'passkey',
});

const recorder =
  (
    { audit }: PasskeyDependencies,
    { request, client }: Interaction,
    event: 'sign_in.passkey' | 'sign_in.second_factor',
    of: Subject,
  ) =>
  (reason?: string) =>
    audit.record(request, {
      event,
      outcome: reason === undefined ? 'success' : 'failure',
      reason,
      clientId: client.clientId,
      subject: of.accountId,
      target: of.reference === undefined ? undefined : { type: 'passkey', id: recordedPasskey(of.reference) },
    });

interface Subject {
  readonly accountId: string | undefined;
  readonly reference?: string;
}

/**
 * A sign-in without a password: the passkey says who it is, and the device verified its user. The attempt is counted against
 * the network it comes from. The account has no count: a signature cannot be guessed, and nobody shall keep a user out by
 * trying.
 */
export const passkeyForm =
  (dependencies: PasskeySignInDependencies): Form =>
  async (interaction) => {
    const given = field(interaction.request.body, 'passkey');
    if (given === '') return reject(interaction, 'passkey_missing', 400);
    // A right signature passes whoever else failed at its address.
    const about = { action: 'sign_in', whenTooMany: 'pass_right' } as const;
    const proved = await prove(dependencies, interaction, about, async () => {
      const proof = await dependencies.passkeys.prove(signInBinding(interaction), given);
      if (!proof.ok || (await dependencies.accounts.findActive(proof.passkey.accountId))) return proof;
      return { ok: false, reason: 'account_disabled', accountId: proof.passkey.accountId };
    });
    const recordOf = (of: Subject) => recorder(dependencies, interaction, 'sign_in.passkey', of);
    if (!proved.ok) {
      recordOf({ accountId: 'accountId' in proved ? proved.accountId : undefined })(proved.reason);
      return notProved(interaction, proved, reject(interaction, 'passkey_refused', 401));
    }
    const { accountId, reference } = proved.passkey;
    noteUsedPasskey(interaction.response);
    return {
      progress: { accountId, methods: proved.amr, provedAtSeconds: Math.floor(dependencies.clock() / 1000) },
      writes: proved.writes,
      whenLost: reject(interaction, 'passkey_refused', 401),
      record: recordOf({ accountId, reference }),
    };
  };

/** The second factor after a password. Counted like a sign-in with a passkey, but for the browsers of the user. */
export const passkeyFactorForm =
  (dependencies: PasskeyDependencies): Form =>
  async (interaction) => {
    const accountId = provenUser(interaction).account.id;
    const { progress } = interaction;
    const given = field(interaction.request.body, 'passkey');
    if (given === '') return reject(interaction, 'passkey_missing', 400);
    const proved = await prove(dependencies, interaction, { action: 'second_factor', accountId }, () =>
      dependencies.passkeys.prove(secondFactorBinding(interaction, accountId), given, accountId),
    );
    const recordOf = (of: Subject) => recorder(dependencies, interaction, 'sign_in.second_factor', of);
    if (!proved.ok) {
      recordOf({ accountId })(proved.reason);
      return notProved(interaction, proved, reject(interaction, 'passkey_refused', 401));
    }
    const { reference } = proved.passkey;
    return {
      progress: { ...progress, methods: [...progress.methods, ...proved.amr] },
      writes: proved.writes,
      whenLost: reject(interaction, 'passkey_refused', 401),
      record: recordOf({ accountId, reference }),
    };
  };
