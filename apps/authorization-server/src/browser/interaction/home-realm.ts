/**
 * Home-realm discovery: users with an address of a proved domain are led to its connection, by what they type first or by what the
 * client says. It goes by the domain and by what the client says alone, and never looks whether there is an account (AS-15).
 */
import { field } from '@gatehouse/html';
import { domainOf } from '../../directory/connections/challenge.ts';
import type { Connection, Connections } from '../../directory/connections/connections.ts';
import { hasBegun } from './progress.ts';
import type { Form, Interaction } from './step.ts';
import { beginUpstream, offeredTo, type UpstreamFormDependencies } from './upstream.ts';

type Offered = Pick<Connections, 'offered'>;

/** Where users with that address sign in, of the connections that the client offers. */
function homeOf(connections: Offered, interaction: Interaction, address: string): Connection | undefined {
  const domain = domainOf(address);
  if (domain === undefined) return undefined;
  return offeredTo(connections, interaction).find(({ provedDomains }) => provedDomains.includes(domain));
}

/** The login name is asked for before the password: what it says may lead elsewhere, and nothing was said or begun yet. */
export const asksLoginFirst = (connections: Offered, interaction: Interaction): boolean =>
  !hasBegun(interaction.progress) &&
  interaction.request.query['page'] !== 'password' &&
  offeredTo(connections, interaction).some(({ provedDomains }) => provedDomains.length > 0);

/** The login name, alone: to the connection of its domain, or on to the password. */
export const loginNameForm =
  (dependencies: UpstreamFormDependencies): Form =>
  async (interaction) => {
    const { request, text, progress } = interaction;
    const login = field(request.body, 'login').trim().slice(0, 320);
    if (login === '')
      return { error: { code: 'login_missing', text: text.formErrors.login_missing }, status: 400, login };
    const connection = homeOf(dependencies.connections, interaction, login);
    if (connection) return beginUpstream(dependencies, interaction, connection, login);
    const { anotherAccount } = progress;
    return { progress: { methods: [], login, ...(anotherAccount && { anotherAccount }) } };
  };

/** Where the request leads by `idp_hint`, or by a `login_hint` of a proved domain; or else where the client's users go. */
function saidBy(connections: Offered, interaction: Interaction): Connection | undefined {
  const { idp_hint: name, login_hint: address } = interaction.details.params;
  const named = (wanted: unknown) => offeredTo(connections, interaction).find((one) => one.name === wanted);
  return (
    named(name) ??
    (typeof address === 'string' ? homeOf(connections, interaction, address) : undefined) ??
    named(interaction.client.policy.default_connection)
  );
}

/**
 * What is done in place of the first page, where the client says where its user signs in: in the request, or once for all users by
 * its `default_connection`. A name that nobody knows, or that the client does not offer, is no hint. Once, so that whoever comes back
 * has all ways before them; and never where the user is to choose, or is asked again for what a session says.
 */
export const asTheClientSays =
  (dependencies: UpstreamFormDependencies) =>
  (interaction: Interaction): Form | undefined => {
    const { details, progress, request } = interaction;
    const { prompt } = details.params;
    const chooses = typeof prompt === 'string' && prompt.split(' ').includes('select_account');
    const isFirst = details.prompt.name === 'login' && details.session === undefined && !hasBegun(progress);
    if (!isFirst || chooses || request.query['page'] !== undefined) return undefined;
    const connection = saidBy(dependencies.connections, interaction);
    return connection && (() => beginUpstream(dependencies, interaction, connection));
  };
