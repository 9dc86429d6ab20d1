/** Signing in by an upstream provider: the button that leads there, and the answer that comes back. */
import { type FormError, field } from '@gatehouse/html';
import { HttpError, originOf } from '@gatehouse/http';
import type { AccountRecord } from '@gatehouse/storage';
import { acrLevels, levelOf, upstreamTwoFactors } from '../../directory/accounts/assurance.ts';
import type { Audit } from '../../directory/audit/audit.ts';
import { accountClientId } from '../../directory/clients/built-in.ts';
import { callbackOf } from '../../directory/connections/callback.ts';
import type { Connection, Connections } from '../../directory/connections/connections.ts';
import { UpstreamFailed, upstreamRetrySeconds } from '../../directory/connections/upstream/failed.ts';
import { saysWhen } from '../../directory/connections/upstream/kinds.ts';
import type { Upstream, UpstreamUser, UpstreamWish } from '../../directory/connections/upstream/upstream.ts';
import {
  createFromIdentity,
  type IdentityDependencies,
  linkBySelf,
  type ProvedIdentity,
  resolveIdentity,
  useIdentity,
} from '../../directory/operations/identities.ts';
import { type SyncDependencies, syncUser } from '../../directory/operations/sync-user.ts';
import { together, type Work } from '../../directory/operations/work.ts';
import { labelOf } from '../../pages/connections.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { isSameState } from '../upstream-callback.ts';
import { checkKeepable, type Progress, type UpstreamNotice } from './progress.ts';
import { type Advanced, callerOf, type Form, type FormRejected, type Interaction, type Outcome } from './step.ts';
import { mostSecondsOf, withAge } from './upstream-age.ts';

export interface UpstreamFormDependencies extends IdentityDependencies, Pick<SyncDependencies, 'revocations'> {
  readonly storage: IdentityDependencies['storage'] & SyncDependencies['storage'];
  readonly connections: Pick<Connections, 'find' | 'offered'>;
  readonly upstream: Pick<Upstream, 'begin' | 'finish'>;
  readonly audit: Pick<Audit, 'record'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * The connections that a client offers and that can do what it asks for. The account pages take all: they ask for a fresh sign-in, and
 * who has no other way to sign in could never change anything there.
 */
export const offeredTo = (connections: Pick<Connections, 'offered'>, interaction: Interaction): readonly Connection[] =>
  connections
    .offered(interaction.client.policy.connections)
    .filter(
      (one) =>
        saysWhen(one) || mostSecondsOf(interaction) === undefined || interaction.client.clientId === accountClientId,
    );

/** The connection, when the client offers it. */
const connectionOf = (connections: UpstreamFormDependencies['connections'], interaction: Interaction, name: string) =>
  offeredTo(connections, interaction).find((one) => one.name === name);

/** What is asked of us is asked of the upstream. */
function wishOf(
  { issuer }: IdentityDependencies,
  interaction: Interaction,
  connection: Connection,
  login: string | undefined,
): UpstreamWish {
  const { details, text, neededLevel, progress } = interaction;
  const { login_hint: hint } = details.params;
  // Where nobody is signed in, that is no wish of the user's.
  const isOther = progress.anotherAccount && details.session !== undefined;
  const maxAgeSeconds = mostSecondsOf(interaction);
  return {
    redirectUri: callbackOf(issuer, connection.name),
    statePrefix: `${details.uid}.`,
    loginHint: login ?? (typeof hint === 'string' ? hint : undefined),
    uiLocales: text.language,
    acr: acrLevels[neededLevel - 1],
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    ...(maxAgeSeconds === 0 ? { prompt: 'login' as const } : isOther && { prompt: 'select_account' as const }),
  };
}

/** Sends the user to the upstream. */
export const beginUpstreamForm =
  (dependencies: UpstreamFormDependencies): Form =>
  async (interaction) => {
    const connection = connectionOf(
      dependencies.connections,
      interaction,
      field(interaction.request.body, 'connection'),
    );
    if (!connection) throw new HttpError(400, 'invalid_request', 'there is no such way to sign in');
    return beginUpstream(dependencies, interaction, connection);
  };

/** The same, to a connection that the client offers. @param login what the user typed; they need not type it there again */
export async function beginUpstream(
  dependencies: UpstreamFormDependencies,
  interaction: Interaction,
  connection: Connection,
  login: string | undefined = interaction.progress.login,
): Promise<Outcome> {
  try {
    const wish = wishOf(dependencies, interaction, connection, login);
    const { url, request } = await dependencies.upstream.begin(connection, wish);
    return { progress: { ...keptOf(interaction), ...(login && { login }), upstream: request }, leadTo: url.href };
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    note(dependencies, interaction, connection, error);
    return { ...rejectedBy(interaction, connection, error), ...(login && { login }) };
  }
}

/** What stays when a user goes to an upstream, and comes back from there with nothing. */
const keptOf = ({ progress: { anotherAccount, login } }: Interaction): Progress => ({
  methods: [],
  ...(anotherAccount && { anotherAccount }),
  ...(login && { login }),
});

const rejectedBy = (interaction: Interaction, connection: Connection, { failure }: UpstreamFailed): FormRejected => ({
  error: upstreamError(interaction, connection, failure),
  ...(failure === 'unavailable' ? { status: 503, retryAfterSeconds: upstreamRetrySeconds } : { status: 502 }),
});

/** What the user reads of a failure. @param connection the name alone where it is gone */
export const upstreamError = (
  { text }: Pick<Interaction, 'text'>,
  connection: Pick<Connection, 'name' | 'display_name' | 'kind'> | string,
  why: UpstreamNotice['why'],
): FormError =>
  formErrorOf(text, `upstream_${why}`, 0, typeof connection === 'string' ? connection : labelOf(connection, text));

/** For operators. The user sees what it means, and nothing of the details. @param connection undefined: nobody declared it */
function note(
  { audit }: UpstreamFormDependencies,
  { request, client }: Interaction,
  connection: Pick<Connection, 'name'> | undefined,
  { failure, message }: { readonly failure: UpstreamFailed['failure'] | 'answer_unexpected'; readonly message: string },
  issuer?: string,
): void {
  audit.record(request, {
    event: 'sign_in.upstream',
    outcome: 'failure',
    reason: failure,
    explanation: message,
    clientId: client.clientId,
    ...(connection && { target: { type: 'connection', id: connection.name } }),
    issuer,
  });
}

const unexpected = { failure: 'answer_unexpected', message: 'this answer is not to what was asked last' } as const;

/**
 * The answer of the upstream, as the browser brought it to the callback of a connection. The interaction is this browser's by its
 * cookie, and the state says that the answer is to the request that it last made.
 */
export const upstreamAnswered =
  (dependencies: UpstreamFormDependencies, name: string, answer: URLSearchParams): Form =>
  async (interaction) => {
    const { upstream: request } = interaction.progress;
    const state = answer.get('state') ?? '';
    // An older tab, the back button, another connection's answer, or somebody else's: what is under way goes on.
    if (!request || request.connection !== name || !isSameState(state, request.state)) {
      note(dependencies, interaction, dependencies.connections.find(name), unexpected);
      throw new HttpError(400, 'upstream_answer_unexpected', unexpected.message);
    }
    const failed = (why: UpstreamNotice['why']): Advanced => ({
      progress: { ...keptOf(interaction), upstreamFailed: { connection: name, why } },
    });
    const connection = connectionOf(dependencies.connections, interaction, name);
    if (!connection) return failed('misconfigured');
    try {
      const user = await dependencies.upstream.finish(connection, request, answer);
      return await settle(dependencies, interaction, connection, user);
    } catch (error) {
      if (!(error instanceof UpstreamFailed)) throw error;
      note(dependencies, interaction, connection, error);
      return failed(error.failure);
    }
  };

/** Who it is here, and what comes of it. Decided anew when somebody else linked the identity at the same moment. */
async function settle(
  dependencies: UpstreamFormDependencies,
  interaction: Interaction,
  connection: Connection,
  user: UpstreamUser,
): Promise<Advanced> {
  const { mapped, issuer, subject, tokens } = user;
  const identity: ProvedIdentity = { issuer, subject, mapped, ...(connection.keep_tokens && { tokens }) };
  const {
    decision,
    account,
    identity: linked,
    revision = 0,
  } = await resolveIdentity(dependencies, connection, identity);
  const failed = (why: UpstreamNotice['why']): Advanced => {
    note(dependencies, interaction, connection, { failure: 'denied', message: why }, issuer);
    return { progress: { ...keptOf(interaction), upstreamFailed: { connection: connection.name, why } } };
  };
  const aged = account && (await withAge(dependencies, interaction, { connection, user, accountId: account.id }));
  const signedIn = (accountId: string, ...works: Work[]): Advanced => ({
    ...together(...works),
    progress: provedBy(connection, aged ?? user, accountId, nowSecondsOf(dependencies)),
    otherwise: () => settle(dependencies, interaction, connection, user),
    record: (reason) => {
      if (reason === undefined)
        dependencies.audit.record(interaction.request, {
          event: 'sign_in.upstream',
          outcome: 'success',
          clientId: interaction.client.clientId,
          subject: accountId,
          target: { type: 'connection', id: connection.name },
          issuer,
        });
    },
  });
  const synced = (one: AccountRecord) =>
    syncUser(dependencies, callerOf(interaction, one.id), connection, { account: one, claims: user.claims, mapped });
  switch (decision.kind) {
    case 'sign_in':
      if (account?.status !== 'active') return failed('account_disabled');
      if (!aged) return failed('not_fresh');
      return signedIn(account.id, useIdentity(dependencies, connection, identity, linked!), await synced(account));
    case 'link': {
      if (!aged) return failed('not_fresh');
      const judged = { identity, account, revision };
      const link = await linkBySelf(dependencies, callerOf(interaction, account.id), connection, judged);
      return signedIn(account.id, link, await synced(account));
    }
    case 'create': {
      const caller = { origin: originOf(interaction.request), clientId: interaction.client.clientId };
      const made = await createFromIdentity(dependencies, caller, connection, identity);
      return signedIn(made.accountId, made);
    }
    case 'ask': {
      const { mayCreate } = decision;
      checkKeepable(mapped);
      const connecting = {
        connection: connection.name,
        identity,
        mayCreate,
        provedAtSeconds: nowSecondsOf(dependencies),
        ...(user.sid !== undefined && { sid: user.sid }),
        ...(user.authTimeSeconds !== undefined && { authTimeSeconds: user.authTimeSeconds }),
      };
      return { progress: { methods: [], connecting } };
    }
    case 'refuse':
      return failed('not_here');
  }
}

const nowSecondsOf = ({ clock }: UpstreamFormDependencies): number => Math.floor(clock() / 1000);

/** The first factor is proved. */
const provedBy = (connection: Connection, user: UpstreamUser, accountId: string, nowSeconds: number): Progress => ({
  accountId,
  methods: ['fed', ...(levelOf(user.acr) >= 2 ? [upstreamTwoFactors] : [])],
  provedAtSeconds: nowSeconds,
  identity: {
    connection: connection.name,
    issuer: user.issuer,
    subject: user.subject,
    ...(user.sid !== undefined && { sid: user.sid }),
    ...(user.authTimeSeconds !== undefined && { authTimeSeconds: user.authTimeSeconds }),
  },
});

/** A new account, where the user said that they have none. */
export const createAccountForm =
  (dependencies: UpstreamFormDependencies): Form =>
  async (interaction) => {
    const { connecting } = interaction.progress;
    const connection = connecting && dependencies.connections.find(connecting.connection);
    // The operator may have thought better of it since.
    if (!connecting?.mayCreate || !connection?.sign_up)
      throw new HttpError(400, 'invalid_request', 'no account is made for this identity');
    const caller = { origin: originOf(interaction.request), clientId: interaction.client.clientId };
    const { identity, sid, authTimeSeconds } = connecting;
    const made = await createFromIdentity(dependencies, caller, connection, identity);
    const { issuer, subject } = identity;
    return {
      ...made,
      progress: {
        accountId: made.accountId,
        methods: ['fed'],
        connecting: undefined,
        provedAtSeconds: connecting.provedAtSeconds,
        identity: {
          connection: connection.name,
          issuer,
          subject,
          ...(sid !== undefined && { sid }),
          ...(authTimeSeconds !== undefined && { authTimeSeconds }),
        },
      },
    };
  };
