/** `PATCH /users/{user_id}`. */
import type { AccountRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { userOfId } from '../../directory/accounts/names.ts';
import { possessionsOf } from '../../directory/accounts/possessions.ts';
import { claimValues } from '../../directory/accounts/schema.ts';
import { type ChangedUser, changeUser, type Ended } from '../../directory/operations/change-user.ts';
import type { Ending, operations } from '../../directory/operations/operations.ts';
import { disableUser, enableUser } from '../../directory/operations/users.ts';
import type { Caller } from '../../directory/operations/work.ts';
import { givenClaims } from '../../directory/registry/given-claims.ts';
import type { AdminContext } from '../context.ts';
import { type Plan, write } from '../operation.ts';
import { documentOf, matches, user, userParams } from './user-document.ts';

const userChange = z
  .strictObject({
    login: z.string().max(320).optional(),
    name: z.string().max(256).optional(),
    email: z.string().max(320).optional().describe('Unconfirmed; a mail asks the user to confirm it'),
    email_verified: z.boolean().optional().describe('true: you vouch for the address'),
    locale: z.string().nullable().optional().describe('BCP 47 tag; null: the language of the browser'),
    roles: z.array(z.string()).optional().describe('These and no others'),
    claims: claimValues.optional().describe('These and no others, of users_policy.claims of the registry'),
    disabled: z.boolean().optional().describe('true ends all that the user has. Stands alone'),
  })
  .refine((change) => change.disabled === undefined || Object.keys(change).length === 1, {
    path: ['disabled'],
    error: 'stands alone: change the rest by another request',
  })
  .meta({ id: 'UserChange' });

const endings: Readonly<Record<Ended, Ending>> = {
  sessions: 'all sessions',
  tokens: 'all grants and tokens of the user',
  sign_ins: 'sign-ins under way',
  mailed_links: 'mailed links',
};
const tells = { confirmation_to_new_address: 'change_address', notice_to_old_address: 'email_changed' } as const;

/** The line of the table that says most of the change. */
function operationOf({ changed, ended }: ChangedUser): keyof typeof operations | undefined {
  if (changed.length === 0) return undefined;
  if (changed.includes('email')) return 'change the e-mail address of a user';
  return ended.includes('tokens') ? 'take a role or a claim from a user' : 'change what is known of a user';
}

const counted =
  ({ storage, clock }: AdminContext, id: string) =>
  async () => {
    const { sessions, grants, api_keys } = await possessionsOf(storage, id, clock() / 1000);
    return { sessions, grants, api_keys };
  };

async function setDisabled(
  context: AdminContext,
  caller: Caller,
  account: AccountRecord,
  disabled: boolean,
): Promise<Plan> {
  const work = disabled ? await disableUser(context, caller, account) : enableUser(context, caller, account);
  const before = documentOf(account);
  const isSame = work.events.length === 0;
  const after = isSame ? before : { ...before, status: disabled ? 'disabled' : 'active' };
  const count = counted(context, account.id);
  return {
    target: { type: 'user', id: account.id },
    before,
    after,
    operation: isSame ? undefined : disabled ? 'disable a user' : 'enable a user',
    work,
    answer: after,
    ...(disabled && { counts: count }),
  };
}

export const updateUser = write({
  id: 'updateUser',
  method: 'patch',
  path: '/users/{user_id}',
  summary: 'Change a user, disable or enable one',
  description:
    'A role or a claim that is taken away ends all grants and tokens. Another address, or vouching for one, needs the scope users:credentials too: who has the mails of an address can choose a password.',
  params: userParams,
  body: userChange,
  status: 200,
  answer: user,
  matches,
  async plan(context, { params, body, caller }) {
    const before = await userOfId(context.storage, params.user_id);
    const { disabled, email_verified: emailVerified, claims, ...change } = body;
    if (disabled !== undefined) return setDisabled(context, caller, before, disabled);
    const changed = await changeUser(context, caller, {
      before,
      change: {
        ...change,
        emailVerified,
        claims: claims && (await givenClaims(context.storage, claims, before.claims)),
      },
    });
    const after = documentOf(changed.after);
    const { ended, mails } = changed;
    return {
      target: { type: 'user', id: before.id },
      before: documentOf(before),
      after,
      operation: operationOf(changed),
      work: changed,
      answer: after,
      ends: ended.map((one) => endings[one]),
      tells: mails.map((one) => tells[one]),
      ...(ended.includes('tokens') && {
        counts: async () => ({ grants: (await counted(context, before.id)()).grants }),
      }),
    };
  },
});
