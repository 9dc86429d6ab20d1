/**
 * Accounts elsewhere by which the user signs in here: connecting one, and disconnecting it. An identity is connected in the session
 * that asked for it, whose user signed in a moment ago, and in no other: what was asked is kept on the server under the session, and
 * the state of the answer must be the one that was sent (login CSRF).
 */

import { type FormError, field } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import { ConflictError, type IdentityRecord } from '@gatehouse/storage';
import type { Audit } from '../../directory/audit/audit.ts';
import { callbackOf } from '../../directory/connections/callback.ts';
import type { Connection, Connections } from '../../directory/connections/connections.ts';
import { referenceOf } from '../../directory/connections/identity-reference.ts';
import { UpstreamFailed, upstreamRetrySeconds } from '../../directory/connections/upstream/failed.ts';
import type { Upstream, UpstreamRequest, UpstreamUser } from '../../directory/connections/upstream/upstream.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { type Commit, committed } from '../../directory/operations/commit.ts';
import { type IdentityDependencies, linkIdentity } from '../../directory/operations/identities.ts';
import { type UnlinkDependencies, unlinkIdentity } from '../../directory/operations/unlink-identity.ts';
import { withoutWayIn } from '../../directory/operations/ways-in.ts';
import { together } from '../../directory/operations/work.ts';
import { connectIdentityPage } from '../../pages/account/identities.ts';
import { confirmPage } from '../../pages/account/security.ts';
import { labelOf } from '../../pages/connections.ts';
import { formErrorOf } from '../../pages/form-error.ts';
import { type FormErrorCode, fillPlain } from '../../texts/catalog.ts';
import { accountState, isSameState } from '../upstream-callback.ts';
import { type AccountPage, type AccountRequest, callerOf } from './account-request.ts';
import { changedMeanwhile, frameOf, leadTo, sendPage } from './answer.ts';
import { connectionName } from './identity-lines.ts';

interface IdentitiesDependencies extends UnlinkDependencies {
  readonly storage: UnlinkDependencies['storage'] & IdentityDependencies['storage'];
  readonly connections: Pick<Connections, 'find' | 'offered'>;
  readonly upstream: Pick<Upstream, 'begin' | 'finish'>;
  readonly audit: Pick<Audit, 'record'>;
  readonly commit: Commit;
}

/** What was asked of an upstream, kept on the server under the session until it answers. */
const pendingModel = 'IdentityBeingConnected';
const pendingSeconds = 600;
const connectPath = '/account/identities';
const listPath = '/account/security';

const refusals: ReadonlySet<string> = new Set<FormErrorCode>([
  'upstream_denied',
  'upstream_unavailable',
  'upstream_misconfigured',
  'upstream_invalid_answer',
  'identity_taken',
]);

/** What came of the last attempt, as the address says: one of the codes that there are. */
function failureIn({ connections }: IdentitiesDependencies, { http, text }: AccountRequest): FormError | undefined {
  const { failed, connection } = http.query;
  if (typeof failed !== 'string' || typeof connection !== 'string' || !refusals.has(failed)) return undefined;
  const known = connections.find(connection);
  return formErrorOf(text, failed as FormErrorCode, 0, known ? labelOf(known, text) : '');
}

function showPage(dependencies: IdentitiesDependencies, request: AccountRequest, error?: FormError, status?: number) {
  const { text } = request;
  const buttons = dependencies.connections
    .offered()
    .map((one) => ({ name: one.name, label: labelOf(one, text), logo: one.logo }));
  if (buttons.length === 0) leadTo(request, listPath);
  else sendPage(request, connectIdentityPage({ ...frameOf(request, error), buttons }), status);
}

async function showConnect(dependencies: IdentitiesDependencies, request: AccountRequest): Promise<void> {
  showPage(dependencies, request, failureIn(dependencies, request));
}

/** For operators; the user sees what it means. */
function note(
  { audit }: IdentitiesDependencies,
  { http, account }: AccountRequest,
  { name }: Pick<Connection, 'name'>,
  reason: string,
  explanation?: string,
): void {
  audit.record(http, {
    event: 'identity.linked',
    outcome: 'failure',
    reason,
    explanation,
    subject: account.id,
    target: { type: 'connection', id: name },
  });
}

/** Sends the user to the upstream. */
async function connect(dependencies: IdentitiesDependencies, request: AccountRequest): Promise<void> {
  const { http, response, text, session, account, nowSeconds } = request;
  const wanted = field(http.body, 'connection');
  const connection = dependencies.connections.offered().find(({ name }) => name === wanted);
  if (!connection) throw new HttpError(400, 'invalid_request', 'there is no such account to connect');
  try {
    const { url, request: asked } = await dependencies.upstream.begin(connection, {
      redirectUri: callbackOf(dependencies.issuer, connection.name),
      statePrefix: accountState,
      uiLocales: text.language,
      // Who is signed in there may be somebody else than the user means.
      prompt: 'select_account',
    });
    const keep = dependencies.storage.artefacts.writes.upsert({
      model: pendingModel,
      id: session.uid,
      accountId: account.id,
      payload: { ...asked },
      expiresAtSeconds: nowSeconds + pendingSeconds,
    });
    await dependencies.commit({ writes: [keep], events: [] });
    response.redirect(303, url.href);
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    const { failure, message } = error;
    note(dependencies, request, connection, failure, message);
    const said = formErrorOf(text, `upstream_${failure}`, 0, labelOf(connection, text));
    if (failure === 'unavailable') response.set('retry-after', String(upstreamRetrySeconds));
    showPage(dependencies, request, said, failure === 'unavailable' ? 503 : 502);
  }
}

/** What this session asked for, if the answer is to that. Throws HttpError when it is to something else. */
async function askedFor(dependencies: IdentitiesDependencies, request: AccountRequest): Promise<UpstreamRequest> {
  const { storage } = dependencies;
  const { http, session, account, nowSeconds } = request;
  const { state } = http.query;
  const pending = await storage.artefacts.find(pendingModel, session.uid);
  const isOpen = pending?.accountId === account.id && (pending.expiresAtSeconds ?? 0) > nowSeconds;
  const asked = isOpen ? (pending.payload as unknown as UpstreamRequest) : undefined;
  const isIt = asked?.connection === http.params['connection'] && typeof state === 'string';
  if (!asked || !isIt || !isSameState(state, asked.state)) {
    const message = 'this answer is not to what was asked last';
    note(dependencies, request, { name: String(http.params['connection']) }, 'answer_unexpected', message);
    throw new HttpError(400, 'upstream_answer_unexpected', message);
  }
  return asked;
}

/** The answer of the upstream. */
async function answered(dependencies: IdentitiesDependencies, request: AccountRequest): Promise<void> {
  const { http } = request;
  // Who had to sign in meanwhile comes back without the answer.
  if (http.query['state'] === undefined) {
    leadTo(request, connectPath);
    return;
  }
  const asked = await askedFor(dependencies, request);
  const { searchParams } = new URL(http.originalUrl, 'https://this.invalid');
  const connection = dependencies.connections.find(asked.connection);
  const forget = dependencies.storage.artefacts.writes.forget({ model: pendingModel, id: request.session.uid });
  const failed = async (code: FormErrorCode) => {
    await dependencies.commit({ writes: [forget], events: [] });
    // The answer stays in no address.
    const why = new URLSearchParams({ failed: code, connection: asked.connection });
    leadTo(request, `${connectPath}?${why.toString()}`);
  };
  if (!connection) {
    await failed('upstream_misconfigured');
    return;
  }
  let user: UpstreamUser;
  try {
    user = await dependencies.upstream.finish(connection, asked, searchParams);
  } catch (error) {
    if (!(error instanceof UpstreamFailed)) throw error;
    note(dependencies, request, connection, error.failure, error.message);
    await failed(`upstream_${error.failure}`);
    return;
  }
  const outcome = await link(dependencies, request, connection, user, forget);
  if (outcome === 'identity_taken') {
    note(dependencies, request, connection, outcome);
    await failed(outcome);
  } else leadTo(request, listPath, outcome);
}

/** Connects it, unless it is somebody's: then nothing changes. */
async function link(
  dependencies: IdentitiesDependencies,
  request: AccountRequest,
  connection: Connection,
  { issuer, subject, mapped, tokens }: UpstreamUser,
  forget: ReturnType<IdentitiesDependencies['storage']['artefacts']['writes']['forget']>,
): Promise<'identity_linked' | 'identity_known' | 'identity_taken'> {
  const { storage, commit } = dependencies;
  const accountId = request.account.id;
  const identity = { issuer, subject, mapped, ...(connection.keep_tokens && { tokens }) };
  if (!(await storage.identities.find(identity))) {
    const work = await linkIdentity(dependencies, callerOf(request), connection, { identity, accountId });
    try {
      await commit(together(work, { writes: [forget], events: [] }));
      return 'identity_linked';
    } catch (error) {
      // Somebody connected it at the same moment.
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  const holder = await storage.identities.find(identity);
  if (holder?.accountId !== accountId) return 'identity_taken';
  await commit({ writes: [forget], events: [] });
  return 'identity_known';
}

/** The identity that the address names; undefined when it is none of this user's. */
const namedIn = async (
  { storage }: IdentitiesDependencies,
  { http, account }: AccountRequest,
): Promise<IdentityRecord | undefined> =>
  (await storage.identities.listOfAccount(account.id)).find((one) => referenceOf(one) === http.params['reference']);

function askRemoval(
  { connections }: IdentitiesDependencies,
  request: AccountRequest,
  identity: IdentityRecord,
  error?: FormError,
): void {
  const { security } = request.text.account;
  const { connection, profile } = identity;
  const label = connectionName(connections, connection, request.text);
  const who = profile.email ?? profile.name;
  sendPage(
    request,
    confirmPage({
      ...frameOf(request, error),
      action: `/account/identities/${referenceOf(identity)}/remove`,
      heading: fillPlain(security.identityRemoveHeading, { name: who === undefined ? label : `${label} (${who})` }),
      consequence: security.identityRemoveConsequence,
      submit: error?.code === 'last_way_in' ? undefined : security.identityDisconnect,
      section: 'security',
      cancelHref: listPath,
    }),
    error && 409,
  );
}

async function askDisconnect(dependencies: IdentitiesDependencies, request: AccountRequest): Promise<void> {
  const identity = await namedIn(dependencies, request);
  if (!identity) {
    leadTo(request, listPath);
    return;
  }
  try {
    await withoutWayIn(dependencies, request.account.id, { identity });
    askRemoval(dependencies, request, identity);
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    askRemoval(dependencies, request, identity, formErrorOf(request.text, 'last_way_in'));
  }
}

async function disconnect(dependencies: IdentitiesDependencies, request: AccountRequest): Promise<void> {
  const identity = await namedIn(dependencies, request);
  if (!identity) {
    leadTo(request, listPath);
    return;
  }
  const { account, session, text } = request;
  try {
    const unlinked = { account, identity, keptUid: session.uid };
    const work = await unlinkIdentity(dependencies, callerOf(request), unlinked);
    if (await committed(dependencies.commit, work)) leadTo(request, listPath, 'identity_unlinked');
    else askRemoval(dependencies, request, identity, changedMeanwhile(request));
  } catch (error) {
    if (!(error instanceof OperationRefused)) throw error;
    askRemoval(dependencies, request, identity, formErrorOf(text, 'last_way_in'));
  }
}

/** It stands below security. */
export const page: AccountPage<IdentitiesDependencies> = {
  routes: {
    '/identities': { get: showConnect, post: connect, recent: true },
    // What is asked for here was asked for by a user who had just signed in.
    '/identities/connect/:connection': { get: answered },
    '/identities/:reference/remove': { get: askDisconnect, post: disconnect, recent: true },
  },
};
