/** Where users are signed in, what they let applications do, and what was recorded of them. */
import { z } from 'zod';
import { grantsOf } from '../../directory/accounts/grants.ts';
import { userOfId } from '../../directory/accounts/names.ts';
import { possessionsOf } from '../../directory/accounts/possessions.ts';
import { sessionsOf } from '../../directory/accounts/sessions.ts';
import { recordedId } from '../../directory/audit/record.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { signOut } from '../../directory/operations/sessions.ts';
import { revokeGrant } from '../../directory/operations/tokens.ts';
import { endSessionsOfUser } from '../../directory/operations/users.ts';
import { together } from '../../directory/operations/work.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openCursor, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';
import { moment, userParams } from './user-document.ts';

const session = z
  .object({
    id: z.string().describe('As the audit names it; of no use for signing in'),
    signed_in_at: moment,
    last_used_at: moment,
    address: z.string().optional(),
    user_agent: z.string().optional(),
    amr: z.array(z.string()).describe('What was proved (RFC 8176)'),
    client_ids: z.array(z.string()).describe('Applications that were opened from it'),
  })
  .meta({ id: 'Session' });

const grant = z
  .object({
    id: z.string().describe('As the audit names it'),
    client_id: z.string(),
    openid_scopes: z.array(z.string()),
    resources: z.record(z.string(), z.array(z.string())).describe('Scopes by API'),
    granted_at: moment,
    last_used_at: moment,
  })
  .meta({ id: 'Grant' });

const named = z.object({ type: z.string(), id: z.string() });
const activity = z
  .object({
    id: z.string(),
    time: moment,
    event: z.string(),
    outcome: z.string().optional(),
    reason: z.string().optional(),
    actor: named.optional(),
    act: z.array(z.string()).optional().describe('Who acts for the actor, the newest first'),
    target: named.optional(),
    client_id: z.string().optional(),
    ip: z.string().optional(),
    user_agent: z.string().optional(),
    request_id: z.string().optional(),
    session_id: z.string().optional(),
    grant_id: z.string().optional(),
    changed: z.array(z.string()).optional(),
    ended: z.array(z.string()).optional(),
    explanation: z.string().optional(),
  })
  .meta({ id: 'Activity' });

type Of = Pick<AdminContext, 'storage' | 'clock'>;
const secondsOf = ({ clock }: Of) => Math.floor(clock() / 1000);
const sessions = async (context: Of, id: string) => {
  await userOfId(context.storage, id);
  return sessionsOf(context.storage, id, secondsOf(context));
};
const grants = async (context: Of, id: string) => {
  await userOfId(context.storage, id);
  return grantsOf(context.storage, id, secondsOf(context));
};

const sessionParams = z.object({ ...userParams.shape, session_id: z.string().describe('Identifier of the session') });
const grantParams = z.object({ ...userParams.shape, grant_id: z.string().describe('Identifier of the grant') });

export const userSessions = [
  read({
    id: 'listUserSessions',
    path: '/users/{user_id}/sessions',
    summary: 'Where a user is signed in, last used first',
    params: userParams,
    answer: z.object({ items: z.array(session) }),
    async handle(context, { params }) {
      const found = await sessions(context, params.user_id);
      return {
        items: found.map(({ uid, signedInAtSeconds, usedAtSeconds, address, userAgent, amr, clientIds }) => ({
          id: recordedId(uid),
          signed_in_at: momentOf(signedInAtSeconds),
          last_used_at: momentOf(usedAtSeconds),
          address,
          user_agent: userAgent,
          amr,
          client_ids: clientIds,
        })),
      };
    },
  }),
  write({
    id: 'endUserSessions',
    method: 'delete',
    path: '/users/{user_id}/sessions',
    summary: 'End all sessions, grants and tokens of a user',
    params: userParams,
    status: 204,
    async plan(context, { params, caller }) {
      const { id } = await userOfId(context.storage, params.user_id);
      return {
        target: { type: 'user', id },
        operation: 'end all sessions of a user',
        work: await endSessionsOfUser(context, caller, { id }),
        async counts() {
          const has = await possessionsOf(context.storage, id, secondsOf(context));
          return { sessions: has.sessions, grants: has.grants };
        },
      };
    },
  }),
  write({
    id: 'endUserSession',
    method: 'delete',
    path: '/users/{user_id}/sessions/{session_id}',
    summary: 'End one session, with the grants that came of it',
    params: sessionParams,
    status: 204,
    async plan(context, { params: { user_id: accountId, session_id: id }, caller }) {
      const chosen = (await sessions(context, accountId)).find(({ uid }) => recordedId(uid) === id);
      if (!chosen) throw new OperationRefused('unknown_session', 'the user has no such session; it may be over');
      return {
        target: { type: 'user', id: accountId },
        operation: 'sign out of one session',
        work: await signOut(context, caller, { accountId, reference: chosen.reference }),
        counts: async () => ({ sessions: 1 }),
      };
    },
  }),
  read({
    id: 'listUserGrants',
    path: '/users/{user_id}/grants',
    summary: 'What a user lets applications do, last used first',
    params: userParams,
    answer: z.object({ items: z.array(grant) }),
    async handle(context, { params }) {
      const found = await grants(context, params.user_id);
      return {
        items: found.map(({ grantId, clientId, oidcScopes, resources, givenAtSeconds, usedAtSeconds }) => ({
          id: recordedId(grantId),
          client_id: clientId,
          openid_scopes: oidcScopes,
          resources,
          granted_at: momentOf(givenAtSeconds),
          last_used_at: momentOf(usedAtSeconds),
        })),
      };
    },
  }),
  write({
    id: 'revokeUserGrants',
    method: 'delete',
    path: '/users/{user_id}/grants',
    summary: 'Revoke all grants of a user, with their tokens; sessions stay',
    params: userParams,
    status: 204,
    async plan(context, { params: { user_id: subject }, caller }) {
      const found = await grants(context, subject);
      const works = found.map(({ grantId, clientId }) => revokeGrant(context, caller, grantId, { subject, clientId }));
      return {
        target: { type: 'user', id: subject },
        operation: found.length === 0 ? undefined : 'revoke a grant',
        work: together(...(await Promise.all(works))),
        counts: async () => ({ grants: found.length }),
      };
    },
  }),
  write({
    id: 'revokeUserGrant',
    method: 'delete',
    path: '/users/{user_id}/grants/{grant_id}',
    summary: 'Revoke one grant, with its tokens',
    params: grantParams,
    status: 204,
    async plan(context, { params: { user_id: subject, grant_id: id }, caller }) {
      const chosen = (await grants(context, subject)).find(({ grantId }) => recordedId(grantId) === id);
      if (!chosen) throw new OperationRefused('unknown_grant', 'the user has no such grant; it may be over');
      const { grantId, clientId } = chosen;
      return {
        target: { type: 'user', id: subject },
        operation: 'revoke a grant',
        work: await revokeGrant(context, caller, grantId, { subject, clientId }),
        counts: async () => ({ grants: 1 }),
      };
    },
  }),
  read({
    id: 'listUserActivity',
    path: '/users/{user_id}/activity',
    summary: 'What was recorded of a user, newest first; also of one who was deleted',
    params: userParams,
    query: z.object(pageQuery),
    answer: pageOf(activity),
    async handle({ storage, cursorKeys }, { params: { user_id: id }, query: { limit, cursor } }) {
      const list = `listUserActivity ${id}`;
      const beforeId = cursor === undefined ? undefined : (openCursor(cursorKeys(), list, cursor) as string);
      const found = await storage.audit.list({ accountId: id, beforeId, limit: limit + 1 });
      if (found.length === 0 && cursor === undefined) await userOfId(storage, id);
      const items = found.slice(0, limit);
      const last = found.length > limit ? items.at(-1)?.id : undefined;
      return {
        items: items.map((one) => ({ ...one.data, id: one.id, time: one.at.toISOString(), event: one.type })),
        next:
          last &&
          nextAddress(`/users/${encodeURIComponent(id)}/activity`, {
            limit,
            cursor: sealCursor(cursorKeys(), list, last),
          }),
      };
    },
  }),
];
