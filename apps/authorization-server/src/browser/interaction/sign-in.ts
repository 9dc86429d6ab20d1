/** The first page of a sign-in: a password, a passkey, or an account that is made now. */
import { allowOwnScript } from '@gatehouse/html';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import type { Passkeys } from '../../directory/accounts/passkeys.ts';
import { fewestCharacters } from '../../directory/accounts/password-rules.ts';
import type { Connections } from '../../directory/connections/connections.ts';
import type { Registration } from '../../directory/operations/registration.ts';
import { labelOf } from '../../pages/connections.ts';
import { registerPage } from '../../pages/register.ts';
import { signInPage } from '../../pages/sign-in.ts';
import { lastConnection, usedPasskey } from '../browser-cookie.ts';
import { asksLoginFirst, asTheClientSays, loginNameForm } from './home-realm.ts';
import { type PasskeySignInDependencies, passkeyForm, signInOptions } from './passkey.ts';
import { type PasswordDependencies, passwordForm } from './password.ts';
import { type RegisterDependencies, registerForm } from './register.ts';
import { actionOf, frameOf, type Step } from './step.ts';
import { beginUpstreamForm, offeredTo, type UpstreamFormDependencies, upstreamError } from './upstream.ts';

interface PageDependencies {
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly passkeys: Pick<Passkeys, 'signInOptions'>;
  readonly connections: Pick<Connections, 'find' | 'offered'>;
  /** Absent where no mail can be sent. */
  readonly registration: Pick<Registration, 'open'> | undefined;
  /** Where users go who forgot their password. */
  readonly recoverHref: string | undefined;
}

const pageOf =
  ({ accounts, passkeys, connections, registration, recoverHref }: PageDependencies): Step['page'] =>
  async (interaction, rejected) => {
    const { details, request, response, csrf, progress } = interaction;
    allowOwnScript(response);
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
    const { upstreamFailed: failed } = progress;
    const login = rejected?.login ?? progress.login ?? session?.login ?? (typeof hint === 'string' ? hint : undefined);
    const last = lastConnection(request);
    const buttons = offeredTo(connections, interaction)
      .toSorted((one, other) => Number(other.name === last) - Number(one.name === last))
      .map((one) => ({ name: one.name, label: labelOf(one, interaction.text), logo: one.logo }));
    return signInPage({
      ...frame,
      ...(!frame.error &&
        failed && {
          error: upstreamError(interaction, connections.find(failed.connection) ?? failed.connection, failed.why),
        }),
      connections: { action: actionOf(interaction, 'upstream'), buttons },
      action: actionOf(interaction, 'login'),
      login,
      ...(!rejected &&
        login === undefined &&
        asksLoginFirst(connections, interaction) && {
          loginFirst: { action: actionOf(interaction, 'login-name'), passwordHref: `${here}?page=password` },
        }),
      passkeyFirst: usedPasskey(request),
      again: session && (session.name ?? session.login),
      passkey: { action: actionOf(interaction, 'passkey'), csrf, options: signInOptions(passkeys, interaction) },
      recoverHref:
        recoverHref && `${recoverHref}?${new URLSearchParams({ client_id: interaction.client.clientId }).toString()}`,
      registerHref: registration?.open && !session ? `${here}?page=register` : undefined,
    });
  };

/** The page and the three forms on it, each with what it takes. */
export const signIn = (
  dependencies: PageDependencies &
    PasswordDependencies &
    PasskeySignInDependencies &
    RegisterDependencies &
    UpstreamFormDependencies,
): Step => ({
  page: pageOf(dependencies),
  unasked: asTheClientSays(dependencies),
  forms: {
    'login-name': loginNameForm(dependencies),
    login: passwordForm(dependencies),
    passkey: passkeyForm(dependencies),
    register: registerForm(dependencies),
    upstream: beginUpstreamForm(dependencies),
  },
});
