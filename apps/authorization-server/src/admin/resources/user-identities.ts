/** By which users of upstream providers somebody signs in: `/users/{user_id}/identities`. Tokens of the upstream are never answered. */
import type { IdentityRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { userOfId } from '../../directory/accounts/names.ts';
import { createSecondFactors } from '../../directory/accounts/second-factors.ts';
import { referenceOf } from '../../directory/connections/identity-reference.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { unlinkIdentity } from '../../directory/operations/unlink-identity.ts';
import { enabledConnections } from '../../directory/operations/ways-in.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';
import { atIfAny, moment, userParams } from './user-document.ts';

const identity = z
  .object({
    id: z.string().describe('Its name in addresses'),
    connection: z.string().describe('By which it was connected, or used last'),
    enabled: z.boolean().describe('The connection is: the user signs in by it now'),
    issuer: z.string(),
    subject: z.string(),
    email: z.string().optional().describe('As the upstream said last; it counts for nothing'),
    name: z.string().optional(),
    linked_at: moment,
    last_used_at: moment.optional(),
  })
  .meta({ id: 'UserIdentity' });

const documentOf = (one: IdentityRecord, enabled: ReadonlySet<string>) => ({
  id: referenceOf(one),
  connection: one.connection,
  enabled: enabled.has(one.connection),
  issuer: one.issuer,
  subject: one.subject,
  email: one.profile.email,
  name: one.profile.name,
  linked_at: momentOf(one.linkedAtSeconds),
  last_used_at: atIfAny(one.usedAtSeconds),
});

export const userIdentities = [
  read({
    id: 'listUserIdentities',
    path: '/users/{user_id}/identities',
    summary: 'Users of upstream providers by which a user signs in, in the order in which they were connected',
    params: userParams,
    answer: z.object({ items: z.array(identity) }),
    async handle({ storage }, { params }) {
      const { id } = await userOfId(storage, params.user_id);
      const [identities, enabled] = await Promise.all([
        storage.identities.listOfAccount(id),
        enabledConnections(storage),
      ]);
      return { items: identities.map((one) => documentOf(one, enabled)) };
    },
  }),
  write({
    id: 'unlinkUserIdentity',
    method: 'delete',
    path: '/users/{user_id}/identities/{identity_id}',
    summary: 'Take an identity from a user, who signs in by it no more',
    description: 'Ends sessions that began by it, with the grants that came of them, and the user is told.',
    params: z.object({ ...userParams.shape, identity_id: z.string().describe('As the list says it') }),
    query: z.object({
      even_last: z
        .stringbool()
        .default(false)
        .describe('Also when the user has no other way to sign in, and cannot come in until an operator gives one'),
    }),
    status: 204,
    async plan(context, { params: { user_id: userId, identity_id: id }, query, caller }) {
      const { storage, clock } = context;
      const account = await userOfId(storage, userId);
      const chosen = (await storage.identities.listOfAccount(account.id)).find((one) => referenceOf(one) === id);
      if (!chosen) throw new OperationRefused('unknown_identity', 'the user has no such identity');
      const parts = { ...context, secondFactors: createSecondFactors(storage, clock) };
      return {
        target: { type: 'user', id: account.id },
        before: { identity: documentOf(chosen, await enabledConnections(storage)) },
        operation: 'disconnect an identity',
        work: await unlinkIdentity(parts, caller, { account, identity: chosen, evenLast: query.even_last }),
      };
    },
  }),
];
