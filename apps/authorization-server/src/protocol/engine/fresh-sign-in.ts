/**
 * Override of oidc-provider: a sign-in that waits in one tab while its session ends, or becomes that of somebody else, in
 * another. oidc-provider goes on with no sign-in whose session is not the one that it began with; whoever then gives the right
 * password is signed in all the same. That the sign-in is this browser's its cookie says (`sign-in-cookies.ts`).
 */
import type { Provider } from 'oidc-provider';

type Waiting = InstanceType<Provider['Interaction']>;

/**
 * Whether this one may be loosened: while somebody signs in or registers, and while an account is chosen until one was. At
 * later prompts (consent, terms) an older proof is carried along, which must not outlive the session; and who chose to go on
 * as the user of the session must not go on as another one.
 */
const isFresh = ({ prompt: { name }, result }: Waiting): boolean =>
  name === 'login' || name === 'create' || (name === 'select_account' && (!result || result.login !== undefined));

/** Loosens a sign-in from a session that is over. */
export function keepFreshSignIns({ Interaction, Session }: Provider): void {
  const find = Interaction.find.bind(Interaction) as (id: string) => Promise<Waiting | undefined>;
  const loosen = async (id: string) => {
    const interaction = await find(id);
    if (!interaction || interaction.session?.uid === undefined || !isFresh(interaction)) return interaction;
    const session = await Session.findByUid(interaction.session.uid);
    if (session?.accountId !== interaction.session.accountId) interaction.session = undefined;
    return interaction;
  };
  Interaction.find = loosen as typeof Interaction.find;
}
