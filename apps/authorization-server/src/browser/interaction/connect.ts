/** "Sign in the way you usually do": an identity whose address somebody has, or may have, is connected after a fresh sign-in. */
import { allowOwnScript } from '@gatehouse/html';
import type { Passkeys } from '../../directory/accounts/passkeys.ts';
import type { Connections } from '../../directory/connections/connections.ts';
import { labelOf } from '../../pages/connections.ts';
import { signInPage } from '../../pages/sign-in.ts';
import { usedPasskey } from '../browser-cookie.ts';
import { type PasskeySignInDependencies, passkeyForm, signInOptions } from './passkey.ts';
import { type PasswordDependencies, passwordForm } from './password.ts';
import { actionOf, frameOf, restart, type Step } from './step.ts';
import { createAccountForm, type UpstreamFormDependencies } from './upstream.ts';

interface ConnectDependencies {
  readonly connections: Pick<Connections, 'find' | 'offered'>;
  readonly passkeys: Pick<Passkeys, 'signInOptions'>;
  /** Where users go who forgot their password. */
  readonly recoverHref: string | undefined;
}

export const connect = (
  dependencies: ConnectDependencies & PasswordDependencies & PasskeySignInDependencies & UpstreamFormDependencies,
): Step => ({
  async page(interaction, rejected) {
    const { request, response, csrf, progress, text, client } = interaction;
    const { connecting } = progress;
    if (!connecting) throw new TypeError('there is no identity to be connected');
    allowOwnScript(response);
    const { connections, passkeys, recoverHref } = dependencies;
    const connection = connections.find(connecting.connection);
    const { mapped } = connecting.identity;
    return signInPage({
      ...frameOf(interaction, rejected),
      action: actionOf(interaction, 'login'),
      login: rejected?.login ?? mapped.email,
      passkeyFirst: usedPasskey(request),
      passkey: { action: actionOf(interaction, 'passkey'), csrf, options: signInOptions(passkeys, interaction) },
      recoverHref: recoverHref && `${recoverHref}?${new URLSearchParams({ client_id: client.clientId }).toString()}`,
      connecting: {
        name: connection ? labelOf(connection, text) : connecting.connection,
        who: mapped.email ?? mapped.name,
        createAction: connecting.mayCreate ? actionOf(interaction, 'create-account') : undefined,
        restartAction: actionOf(interaction, 'restart'),
      },
    });
  },
  forms: {
    login: passwordForm(dependencies),
    passkey: passkeyForm(dependencies),
    'create-account': createAccountForm(dependencies),
    restart,
  },
});
