/** Adding an authenticator app in the middle of a sign-in that asks a user for two factors who has one. */
import { allowOwnScript, field } from '@gatehouse/html';
import type { SecondFactors } from '../../directory/accounts/second-factors.ts';
import { newTotpSecret, totpUri } from '../../directory/accounts/totp.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import * as operations from '../../directory/operations/factors.ts';
import { addTotpPage } from '../../pages/add-totp.ts';
import { actionOf, callerOf, type Form, type FormRejected, frameOf, provenUser, restart, type Step } from './step.ts';

interface AddTotpDependencies extends Omit<operations.FactorDependencies, 'secondFactors'> {
  readonly secondFactors: Pick<SecondFactors, 'addTotp'>;
  readonly audit: Pick<Audit, 'record'>;
  /** What authenticator apps call this server. */
  readonly serviceName: () => string;
}

export function addTotp(dependencies: AddTotpDependencies): Step {
  const { audit, serviceName } = dependencies;
  const add: Form = async (interaction) => {
    const { request, text, progress, client } = interaction;
    const { account, factors } = provenUser(interaction);
    const secret = progress.totpSecret;
    if (secret === undefined) throw new TypeError('no authenticator app is being added');
    const reject = (code: 'otp_missing' | 'invalid_otp' | 'factor_changed', status: number): FormRejected => ({
      error: { code, text: text.formErrors[code] },
      status,
    });
    const code = field(request.body, 'otp').trim().slice(0, 64);
    if (code === '') return reject('otp_missing', 400);
    // Whoever is here saw the secret, so there is nothing to guess.
    const caller = callerOf(interaction, account.id);
    const added = operations.addTotp(dependencies, caller, { account, factors, secret, code });
    if (!added) return reject('invalid_otp', 401);
    const record = (lost?: string) => {
      if (lost === undefined) return;
      const { clientId } = client;
      audit.record(request, {
        event: 'factor.added',
        outcome: 'failure',
        reason: lost,
        clientId,
        subject: account.id,
      });
    };
    const { totpSecret: _added, ...rest } = progress;
    return {
      progress: {
        ...rest,
        methods: [...progress.methods, ...added.amr],
        ...(added.recoveryCodes ? { recoveryCodes: added.recoveryCodes } : {}),
      },
      writes: added.writes,
      events: added.events,
      whenLost: reject('factor_changed', 409),
      record,
    };
  };
  return {
    page(interaction, rejected) {
      const { login, name } = provenUser(interaction).account;
      const secret = interaction.progress.totpSecret;
      if (secret === undefined) throw new TypeError('no authenticator app is being added');
      allowOwnScript(interaction.response);
      return addTotpPage({
        ...frameOf(interaction, rejected),
        account: { login, name },
        action: actionOf(interaction, 'add-totp'),
        secret,
        uri: totpUri({ issuer: serviceName(), login, secret }),
      });
    },
    forms: { 'add-totp': add, restart },
    begin: async (_interaction, progress) => ({ progress: { totpSecret: newTotpSecret(), ...progress } }),
  };
}
