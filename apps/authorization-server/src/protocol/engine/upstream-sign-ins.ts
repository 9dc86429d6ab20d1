/**
 * Override of oidc-provider: it keeps the result of a sign-in until the browser comes back for it, and then begins the session whatever
 * has happened since. The result of a sign-in by a connection that was disabled or removed meanwhile is none: the user is asked anew.
 */
import type { Provider } from 'oidc-provider';

type Waiting = InstanceType<Provider['Interaction']>;

/** @param letsIn whether users may sign in by the connection of that name */
export function forgetUpstreamSignIns({ Interaction }: Provider, letsIn: (connection: string) => boolean): void {
  const find = Interaction.find.bind(Interaction) as (id: string) => Promise<Waiting | undefined>;
  const forget = async (id: string) => {
    const interaction = await find(id);
    const login = interaction?.result?.login as { upstream?: { connection: string } } | undefined;
    if (interaction?.result && login?.upstream && !letsIn(login.upstream.connection)) {
      const { login: _gone, ...rest } = interaction.result;
      interaction.result = rest;
    }
    return interaction;
  };
  Interaction.find = forget as typeof Interaction.find;
}
