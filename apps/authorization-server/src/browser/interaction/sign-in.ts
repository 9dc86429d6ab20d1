/** The first page of a sign-in: a password, a passkey, or an account that is made now. */
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { fewestCharacters } from '../../directory/accounts/password-rules.ts';
import { registerPage } from '../../pages/register.ts';
import { signInPage } from '../../pages/sign-in.ts';
import { type PasskeyDependencies, passkeyForm, signInOptions } from './passkey.ts';
import { type PasswordDependencies, passwordForm } from './password.ts';
import { type RegisterDependencies, registerForm } from './register.ts';
import { actionOf, frameOf, type Step } from './step.ts';

interface SignInDependencies extends PasswordDependencies, PasskeyDependencies, RegisterDependencies {
  readonly accounts: Pick<Accounts, 'busy' | 'identify' | 'verify' | 'findActive'>;
  /** Where users go who forgot their password. */
  readonly recoverHref: string | undefined;
}

export function signIn(dependencies: SignInDependencies): Step {
  const { accounts, passkeys, registration, recoverHref } = dependencies;
  return {
    async page(interaction, rejected) {
      const { details, request, csrf, progress } = interaction;
      const frame = frameOf(interaction, rejected);
      const here = `/interaction/${details.uid}`;
      // `prompt=create` begins where others need a link to go.
      const creates = details.prompt.name === 'create';
      const wanted = request.query['page'] ?? (creates ? 'register' : 'sign-in');
      if (registration?.open && (rejected?.typed || (!rejected && wanted === 'register'))) {
        return registerPage({
          ...frame,
          action: actionOf(interaction, 'register'),
          signInHref: creates ? `${here}?page=sign-in` : here,
          typed: rejected?.typed,
          fewestCharacters: fewestCharacters(false),
        });
      }
      const known = creates || progress.anotherAccount ? undefined : details.session;
      const session = known && (await accounts.findActive(known.accountId));
      const hint = details.params['login_hint'];
      return signInPage({
        ...frame,
        action: actionOf(interaction, 'login'),
        login: rejected?.login ?? session?.login ?? (typeof hint === 'string' ? hint : undefined),
        again: session !== undefined,
        passkey: { action: actionOf(interaction, 'passkey'), csrf, options: signInOptions(passkeys, interaction) },
        recoverHref,
        registerHref: registration?.open && !session ? `${here}?page=register` : undefined,
      });
    },
    forms: {
      login: passwordForm(dependencies),
      passkey: passkeyForm(dependencies),
      register: registerForm(dependencies),
    },
  };
}
