/** The second factor of a user who has one: a code of the authenticator app, a passkey, or a recovery code. */
import type { Factors, SecondFactors } from '../../directory/accounts/second-factors.ts';
import { secondFactorPage } from '../../pages/second-factor.ts';
import { type CodeFormDependencies, codeForm } from './code-form.ts';
import { type PasskeyDependencies, passkeyFactorForm, secondFactorOptions } from './passkey.ts';
import { actionOf, frameOf, provenUser, restart, type SecondFactorMethod, type Step } from './step.ts';

const paths = { totp: 'totp', passkey: 'passkey-factor', recovery_code: 'recovery-code' } as const;

/** The ways in which a user can prove a second factor, the usual one first. */
function waysOf({ totp, passkeys, recoveryCodes }: Factors): Exclude<SecondFactorMethod, 'email'>[] {
  return [
    ...(totp ? (['totp'] as const) : []),
    ...(passkeys.length > 0 ? (['passkey'] as const) : []),
    ...(recoveryCodes ? (['recovery_code'] as const) : []),
  ];
}

interface SecondFactorDependencies extends CodeFormDependencies, PasskeyDependencies {
  readonly secondFactors: Pick<SecondFactors, 'proveTotp' | 'proveRecoveryCode'>;
}

export const secondFactor = (dependencies: SecondFactorDependencies): Step => ({
  page(interaction, rejected) {
    const { account, factors } = provenUser(interaction);
    const ways = waysOf(factors);
    const [usual = 'recovery_code'] = ways;
    const asked = rejected?.method ?? interaction.request.query['method'];
    const method = ways.find((way) => way === asked) ?? usual;
    return secondFactorPage({
      ...frameOf(interaction, rejected),
      account: { login: account.login, name: account.name },
      action: actionOf(interaction, paths[method]),
      otherAccountAction: actionOf(interaction, 'restart'),
      method:
        method === 'passkey'
          ? { kind: method, options: secondFactorOptions(dependencies.passkeys, interaction) }
          : { kind: method },
      alternatives: ways
        .filter((way) => way !== method)
        .map((kind) => ({
          kind,
          href: `/interaction/${interaction.details.uid}${kind === usual ? '' : `?method=${kind}`}`,
        })),
    });
  },
  forms: {
    totp: codeForm(dependencies, 'totp', (factors, code) => dependencies.secondFactors.proveTotp(factors, code)),
    'recovery-code': codeForm(dependencies, 'recovery_code', (factors, code) =>
      dependencies.secondFactors.proveRecoveryCode(factors, code),
    ),
    'passkey-factor': passkeyFactorForm(dependencies),
    restart,
  },
});
