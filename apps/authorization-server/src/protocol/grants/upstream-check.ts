/**
 * A refresh for a user who signed in by an upstream provider: where the connection says so (`check_at_refresh`), the upstream is asked
 * again, by its refresh token, before anything is issued. Who is let in no more there is out here at once, and so is who came by a
 * connection that is disabled or removed. While the upstream cannot be asked nothing is issued, and nothing is used up.
 */
import { hash } from 'node:crypto';
import { originOf } from '@gatehouse/http';
import { LostRaceError, type Storage, type UpstreamSessionRecord, type Write } from '@gatehouse/storage';
import { errors, type TokenEndpointGrantContext } from 'oidc-provider';
import type { Audit } from '../../directory/audit/audit.ts';
import { type Connection, type Connections, connectionFrom } from '../../directory/connections/connections.ts';
import { keptFor, tokensFor } from '../../directory/connections/kept-tokens.ts';
import { UpstreamFailed } from '../../directory/connections/upstream/failed.ts';
import type { Upstream, UpstreamTokens, UpstreamUser } from '../../directory/connections/upstream/upstream.ts';
import type { Commit } from '../../directory/operations/commit.ts';
import { syncUser } from '../../directory/operations/sync-user.ts';
import {
  endShutOut,
  endsWithConnection,
  type UpstreamLogoutParts,
} from '../../directory/operations/upstream-logout.ts';
import { together } from '../../directory/operations/work.ts';
import type { Policies } from '../../directory/registry/policies.ts';
import { grantChecks } from '../engine/engine.ts';
import { certificateOf, thumbprintOf } from '../engine/mutual-tls.ts';
import { currentUnit, noticing } from '../engine/unit-of-work.ts';
import type { Around } from './grant.ts';

export interface UpstreamCheckDependencies extends UpstreamLogoutParts {
  readonly storage: UpstreamLogoutParts['storage'] &
    Pick<Storage, 'accounts' | 'commit' | 'connections' | 'identities'>;
  readonly policies: Pick<Policies, 'current'>;
  readonly connections: Pick<Connections, 'declared' | 'find'>;
  readonly upstream: Pick<Upstream, 'again'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly commit: Commit;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** An answer of the upstream counts for so long: requests that come together ask once. */
const freshSeconds = 10;
/** An instance that asks has its answer by then, or has stopped. */
const askingSeconds = 30;
/** Kept while a refresh token of an upstream is being used, which may be used once. */
const askingModel = 'UpstreamAsked';

/** The refresh token that is used, as far as it is looked at here. */
interface Used {
  readonly accountId: string;
  readonly grantId: string;
  readonly begun: UpstreamSessionRecord;
  readonly connection: Connection;
}

/** A user of whom no upstream can say anything any more. */
interface Gone extends Pick<Used, 'accountId' | 'grantId'> {
  /** Absent: nothing says how the session began. */
  readonly begun: UpstreamSessionRecord | undefined;
  /** Why, in words. */
  readonly gone: string;
}

/** Goes around the refresh grant. Costs nothing where nobody ever came by a connection, and for users who did not sign in upstream. */
export function createUpstreamCheck(dependencies: UpstreamCheckDependencies): Around {
  const { connections } = dependencies;
  const ask = shared((used: Used) => askUpstream(dependencies, used));

  return async (ctx, original) => {
    const used = connections.declared().any ? await usedUpstream(dependencies, ctx) : undefined;
    if (used && 'gone' in used) await refuseGone(dependencies, ctx, used);
    else if (used?.connection.check_at_refresh) {
      try {
        await ask(used);
      } catch (error) {
        await refuse(dependencies, ctx, used, error);
      }
      // What the upstream says of the user was taken over, and the answer took its time.
      currentUnit()?.forgetAccount(used.accountId);
    }
    await original(ctx);
  };
}

/** What is to be asked; undefined when there is nothing, or the request will be refused anyway. */
async function usedUpstream(
  dependencies: UpstreamCheckDependencies,
  ctx: TokenEndpointGrantContext,
): Promise<Used | Gone | undefined> {
  const { provider, client, params } = ctx.oidc;
  const token = params?.['refresh_token'];
  if (typeof token !== 'string') return undefined;
  const found = await provider.RefreshToken.find(token);
  if (!found?.isValid || found.clientId !== client?.clientId || !found.amr?.includes('fed')) return undefined;
  const { accountId, grantId, sessionUid } = found;
  if (accountId === undefined || grantId === undefined || sessionUid === undefined) return undefined;
  // A proof that is asked for, or is no good, comes before all else. Who cannot use the token asks nobody by it.
  const dpop = await grantChecks.validateDpop(provider, ctx);
  if (found.jkt !== undefined && found.jkt !== dpop?.thumbprint)
    throw new errors.InvalidGrant('failed jkt verification');
  if (found['x5t#S256'] !== undefined && found['x5t#S256'] !== thumbprintOf(certificateOf(ctx)))
    throw new errors.InvalidGrant('failed x5t#S256 verification');
  const { storage, connections } = dependencies;
  const used = { accountId, grantId };
  const begun = await storage.upstreamSessions.find(sessionUid);
  if (!begun) {
    // It may have begun by one that is asked again.
    const gone = 'nothing says any more by which connection the session began';
    return connections.declared().checked ? { ...used, begun, gone } : undefined;
  }
  const connection = connections.find(begun.connection) ?? (await storedConnection(dependencies, begun.connection));
  return typeof connection === 'string' ? { ...used, begun, gone: connection } : { ...used, begun, connection };
}

/** One that this instance does not know as enabled, as the database has it now; or why it lets nobody in. */
async function storedConnection({ storage }: UpstreamCheckDependencies, name: string): Promise<Connection | string> {
  const record = await noticing(() => storage.connections.find(name));
  if (!record) return `the connection ${name} was removed`;
  const connection = connectionFrom(record, []);
  return connection.enabled ? connection : `the connection ${name} is disabled`;
}

const secondsOf = ({ clock }: Pick<UpstreamCheckDependencies, 'clock'>) => Math.floor(clock() / 1000);

/** Asks, unless somebody just did. Rejects with UpstreamFailed. */
async function askUpstream(
  dependencies: UpstreamCheckDependencies,
  { begun, accountId, connection }: Used,
): Promise<void> {
  const { storage, upstream } = dependencies;
  const { issuer, subject } = begun;
  const identity = await storage.identities.find(begun);
  if (identity?.accountId !== accountId)
    throw new UpstreamFailed('denied', 'the identity is connected with the account no more');
  const { asked_at: askedAt = 0, ...tokens } = tokensFor(connection, identity) as Partial<UpstreamTokens> & {
    asked_at?: number;
  };
  if (secondsOf(dependencies) - askedAt < freshSeconds) return;
  const { refresh_token: refreshToken } = tokens;
  if (refreshToken === undefined)
    throw new UpstreamFailed(
      'denied',
      'no refresh token of the upstream is kept; the scope of the connection must ask for one',
    );
  const mark = await begin(dependencies, refreshToken);
  const release = storage.artefacts.writes.forget(mark);
  try {
    const user = await upstream.again(connection, tokens as UpstreamTokens, { subject });
    if (user.issuer !== issuer || user.subject !== subject)
      throw new UpstreamFailed('invalid_answer', 'the upstream answers with another user');
    await keep(dependencies, { accountId, connection, user }, release);
  } catch (error) {
    await storage.commit([release]);
    throw error;
  }
}

/** Keeps the answer, and takes over what it says of the user. Rejects with InvalidGrant where that ended the tokens of the user. */
async function keep(
  dependencies: UpstreamCheckDependencies,
  { accountId, connection, user }: Pick<Used, 'accountId' | 'connection'> & { readonly user: UpstreamUser },
  release: Write,
): Promise<void> {
  const { storage, commit, policies } = dependencies;
  const { issuer, subject, claims, mapped } = user;
  const atSeconds = secondsOf(dependencies);
  const tokens = { ...keptFor(connection, user.tokens), asked_at: atSeconds };
  const vouched = { issuer, subject, accountId, connection: connection.name, atSeconds };
  const kept = {
    writes: [
      storage.identities.writes.keepTokens({ issuer, subject, accountId, tokens }),
      storage.upstreamSessions.writes.vouched(vouched),
      release,
    ],
    events: [],
  };
  const account = await storage.accounts.find(accountId);
  const parts = { ...dependencies, userClaims: () => policies.current.users.claims };
  const caller = { actor: { type: 'user', id: accountId } } as const;
  const sync = account && (await syncUser(parts, caller, connection, { account, claims, mapped, asked: true }));
  try {
    await commit(sync ? together(kept, sync) : kept);
  } catch (error) {
    // Somebody else changed the account at that moment; what the upstream says of it is taken over the next time.
    if (!(error instanceof LostRaceError) || error.model === 'identities') throw error;
    await commit(kept);
    return;
  }
  if (!sync?.tokensEnd) return;
  const description = 'the roles or claims of the user have changed; ask for authorization again';
  throw Object.assign(new errors.InvalidGrant(description), { error_description: description });
}

/** Says that a refresh token of the upstream is being used. Rejects with UpstreamFailed while another instance uses it. */
async function begin(
  { storage, clock }: UpstreamCheckDependencies,
  refreshToken: string,
): Promise<{ readonly model: string; readonly id: string }> {
  const nowSeconds = secondsOf({ clock });
  let id = hash('sha256', refreshToken, 'base64url');
  for (let round = 0; round < 8; round += 1) {
    const mark = { model: askingModel, id };
    try {
      await storage.commit([storage.artefacts.writes.once({ ...mark, expiresAtSeconds: nowSeconds + askingSeconds })]);
      return mark;
    } catch (error) {
      if (!(error instanceof LostRaceError)) throw error;
    }
    const other = await storage.artefacts.find(askingModel, id);
    if ((other?.expiresAtSeconds ?? Infinity) > nowSeconds) break;
    // Whoever asked has stopped before there was an answer: of all who find that out one may ask again.
    id = hash('sha256', id, 'base64url');
  }
  throw new UpstreamFailed('unavailable', 'the upstream is being asked by another request');
}

/** No upstream vouches for the user any more: what came by the connection ends, and nothing is issued. */
async function refuseGone(
  dependencies: UpstreamCheckDependencies,
  ctx: TokenEndpointGrantContext,
  { accountId, grantId, begun, gone }: Gone,
): Promise<never> {
  const clientId = ctx.oidc.client?.clientId;
  dependencies.audit.record(ctx.req, {
    event: 'sign_in.upstream',
    outcome: 'failure',
    reason: 'denied',
    explanation: gone,
    clientId,
    subject: accountId,
    ...(begun && { target: { type: 'connection', id: begun.connection } }),
  });
  const caller = { origin: originOf(ctx.req), clientId, explanation: gone };
  await dependencies.commit(await endsWithConnection(dependencies, caller, { accountId, grantId, begun }));
  const description = `${gone}; ask for authorization again`;
  throw Object.assign(new errors.InvalidGrant(description), { error_description: description });
}

/** Who is shut out is out; while nobody can say, nothing is issued. */
async function refuse(
  dependencies: UpstreamCheckDependencies,
  ctx: TokenEndpointGrantContext,
  { accountId, grantId, begun, connection }: Used,
  error: unknown,
): Promise<never> {
  const isUnlinked = error instanceof LostRaceError && error.model === 'identities';
  if (!(error instanceof UpstreamFailed) && !isUnlinked) throw error;
  const { failure, message } = isUnlinked
    ? { failure: 'denied', message: 'the identity is connected with the account no more' }
    : (error as UpstreamFailed);
  const clientId = ctx.oidc.client?.clientId;
  dependencies.audit.record(ctx.req, {
    event: 'sign_in.upstream',
    outcome: 'failure',
    reason: failure,
    explanation: message,
    clientId,
    subject: accountId,
    target: { type: 'connection', id: connection.name },
  });
  if (failure !== 'denied') {
    const unit = currentUnit();
    if (unit && error instanceof Error) unit.unavailable = error;
    throw error;
  }
  const { issuer, subject } = begun;
  const identity = await dependencies.storage.identities.find(begun);
  const linked = identity?.accountId === accountId;
  const caller = { origin: originOf(ctx.req), clientId, explanation: message };
  const ended = { issuer, subject, accountId, connection: connection.name, grantId, linked };
  await dependencies.commit(await endShutOut(dependencies, caller, ended));
  const description = 'the upstream provider lets the user in no more; ask for authorization again';
  throw Object.assign(new errors.InvalidGrant(description), { error_description: description });
}

/** One question at a time for each identity: who comes meanwhile gets its answer. */
function shared(ask: (used: Used) => Promise<void>): (used: Used) => Promise<void> {
  const asking = new Map<string, Promise<void>>();
  return (used) => {
    const { issuer, subject } = used.begun;
    const key = JSON.stringify([issuer, subject, used.accountId]);
    const running = asking.get(key);
    if (running) return running;
    const answer = ask(used).finally(() => asking.delete(key));
    asking.set(key, answer);
    return answer;
  };
}
