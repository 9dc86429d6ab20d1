/** Users: `/users`. What they sign in with is in `user-credentials.ts`, where they are signed in in `user-sessions.ts`. */
import { z } from 'zod';
import { userOfId } from '../../directory/accounts/names.ts';
import { possessionsOf } from '../../directory/accounts/possessions.ts';
import { claimValues } from '../../directory/accounts/schema.ts';
import { createSecondFactors } from '../../directory/accounts/second-factors.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { addWaitingUser } from '../../directory/operations/add-user.ts';
import { deleteUser } from '../../directory/operations/delete-user.ts';
import { inviteAgain, inviteUser } from '../../directory/operations/invite-user.ts';
import { unlockUser } from '../../directory/operations/users.ts';
import { givenClaims } from '../../directory/registry/given-claims.ts';
import { storedPolicies } from '../../directory/registry/policies.ts';
import type { AdminContext } from '../context.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';
import { updateUser } from './user-change.ts';
import { documentOf, matches, moment, user, userParams, versioned } from './user-document.ts';
import { listUsers } from './user-list.ts';

const summary = z
  .object({
    ways_to_sign_in: z.object({
      password: z.boolean(),
      authenticator_app: z.boolean(),
      passkeys: z.number().int(),
      recovery_codes: z.number().int(),
      identities: z.number().int().describe('At upstream providers, whether or not their connection is enabled'),
    }),
    sessions: z.number().int(),
    grants: z.number().int(),
    open_invitations: z.number().int(),
    api_keys: z.number().int(),
  })
  .meta({ id: 'UserSummary' });

const invitation = z.strictObject({
  expires_in_days: z.number().int().min(1).max(90).default(7),
  show_link: z
    .boolean()
    .default(false)
    .describe('Answer the link instead of mailing it; it then proves no address, and needs users:credentials too'),
});
const invited = z
  .object({
    expires_at: moment,
    mailed_to: z.string().optional(),
    link: z.string().optional().describe('Only when it is not mailed. Shown this once'),
  })
  .meta({ id: 'Invitation' });

const newUser = z
  .strictObject({
    login: z.string().max(320),
    name: z.string().max(256),
    email: z.string().max(320),
    email_verified: z
      .boolean()
      .default(false)
      .describe('You vouch for the address: the user signs in by it. Needs users:credentials too'),
    locale: z.string().optional().describe('BCP 47 tag'),
    roles: z.array(z.string()).default([]),
    claims: claimValues.default({}).describe('Of users_policy.claims of the registry'),
    invitation: invitation.optional().describe('Absent: the user waits until PUT …/password, or POST …/invitation'),
  })
  .meta({ id: 'NewUser' });

/** With the mailer, unless the link is to be shown. Throws OperationRefused. */
function inviting(context: AdminContext, { show_link: isShown }: z.output<typeof invitation>) {
  if (isShown) return { ...context, mailer: undefined };
  if (context.mailer) return context;
  throw new OperationRefused('no_mail', 'there is no mail server (smtp_url): show_link answers the link instead');
}

const invitedDocument = ({
  email,
  link,
  expiresAtSeconds,
}: {
  readonly email: string;
  readonly link: string | undefined;
  readonly expiresAtSeconds: number;
}) => ({
  expires_at: momentOf(expiresAtSeconds),
  mailed_to: link === undefined ? email : undefined,
  link,
});

const declaredClaims = z
  .object({
    claims: z.record(z.string(), z.object({ type: z.string(), scope: z.string(), from: z.string().optional() })),
  })
  .meta({ id: 'UserClaims' });

export const users = [
  listUsers,
  read({
    id: 'getUserClaims',
    path: '/user-claims',
    summary: 'Claims that users can have: those of users_policy.claims of the registry',
    answer: declaredClaims,
    handle: async ({ storage }) => ({ claims: (await storedPolicies(storage)).users.claims }),
  }),
  read({
    id: 'getUser',
    path: '/users/{user_id}',
    summary: 'One user',
    params: userParams,
    answer: user,
    versioned,
    handle: async ({ storage }, { params }) => documentOf(await userOfId(storage, params.user_id)),
  }),
  read({
    id: 'getUserSummary',
    path: '/users/{user_id}/summary',
    summary: 'What a user signs in with, and has at the moment, by number',
    params: userParams,
    answer: summary,
    async handle({ storage, clock }, { params }) {
      const { id } = await userOfId(storage, params.user_id);
      const [possessions, factors, identities] = await Promise.all([
        possessionsOf(storage, id, clock() / 1000),
        createSecondFactors(storage, clock).of(id),
        storage.identities.listOfAccount(id),
      ]);
      return {
        ...possessions,
        ways_to_sign_in: {
          password: factors.password !== undefined,
          authenticator_app: factors.totp !== undefined,
          passkeys: factors.passkeys.length,
          recovery_codes: factors.recoveryCodes?.data.hashes.length ?? 0,
          identities: identities.length,
        },
      };
    },
  }),
  write({
    id: 'addUser',
    method: 'post',
    path: '/users',
    summary: 'Add a user, or invite one',
    description: 'Nobody signs in as the user until a password is set or the invitation accepted.',
    body: newUser,
    status: 201,
    answer: z.object({ id: z.string(), login: z.string(), invitation: invited.optional() }),
    async plan(context, { body, caller }) {
      const { email_verified: emailVerified, invitation: asked, ...given } = body;
      const wanted = { ...given, claims: await givenClaims(context.storage, given.claims) };
      const document = (id: string, isVouched: boolean) => ({
        id,
        ...wanted,
        email_verified: isVouched,
        status: 'pending',
      });
      if (asked) {
        const work = await inviteUser(inviting(context, asked), caller, { user: wanted, days: asked.expires_in_days });
        return {
          target: { type: 'user', id: work.id },
          after: document(work.id, false),
          operation: 'invite a user',
          work,
          answer: { id: work.id, login: wanted.login, invitation: invitedDocument(work) },
          location: `/users/${work.id}`,
        };
      }
      const { id, ...work } = await addWaitingUser(context, caller, { user: wanted, emailVerified });
      return {
        target: { type: 'user', id },
        after: document(id, emailVerified),
        operation: 'add a user',
        work,
        answer: { id, login: wanted.login },
        location: `/users/${id}`,
      };
    },
  }),
  write({
    id: 'inviteUser',
    method: 'post',
    path: '/users/{user_id}/invitation',
    summary: 'Another link for a user who waits; the earlier one is revoked',
    params: userParams,
    body: invitation,
    status: 200,
    answer: invited,
    async plan(context, { params, body, caller }) {
      const account = await userOfId(context.storage, params.user_id);
      const days = body.expires_in_days;
      const work = await inviteAgain(inviting(context, body), caller, { account, days });
      return {
        target: { type: 'user', id: account.id },
        operation: 'invite a user again',
        work,
        answer: invitedDocument(work),
      };
    },
  }),
  updateUser,
  write({
    id: 'deleteUser',
    method: 'delete',
    path: '/users/{user_id}',
    summary: 'Delete a user and everything kept about them; the audit stays',
    params: userParams,
    status: 204,
    matches,
    async plan(context, { params, caller }) {
      const account = await userOfId(context.storage, params.user_id);
      const { removed, ...work } = await deleteUser(context, caller, account);
      return {
        target: { type: 'user', id: account.id },
        before: documentOf(account),
        operation: 'delete a user',
        work,
        counts: async () => removed,
      };
    },
  }),
  write({
    id: 'unlockUser',
    method: 'post',
    path: '/users/{user_id}/unlock',
    summary: 'Forget wrong passwords and codes, so that sign-in is open again',
    params: userParams,
    status: 204,
    async plan(context, { params, caller }) {
      const { id } = await userOfId(context.storage, params.user_id);
      return { target: { type: 'user', id }, operation: 'unlock a user', work: unlockUser(context, caller, { id }) };
    },
  }),
];
