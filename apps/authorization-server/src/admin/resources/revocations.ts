/** The end of what was issued: `/revocations`. Which tokens are meant is kept as hashes alone, so there is no list of them. */
import { z } from 'zod';
import { knownUser } from '../../directory/accounts/names.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import * as operations from '../../directory/operations/tokens.ts';
import type { AdminContext } from '../context.ts';
import { type Input, write } from '../operation.ts';
import { checkGivenRoles } from '../role-reach.ts';

const before = z.iso
  .datetime({ offset: true })
  .optional()
  .describe('Only what was issued earlier, in whole seconds; absent: until now');

const ofGrant = z.strictObject({ grant: z.string().describe('The claim gid of an access token') });
const ofUser = z.strictObject({ user: z.string().describe('Identifier (the claim sub) or login'), before });

/** Whole seconds: what was issued earlier is revoked. Now includes the second that is passing. Throws OperationRefused. */
function momentOf({ clock }: Pick<AdminContext, 'clock'>, given: string | undefined): number {
  const soon = Math.floor(clock() / 1000) + 1;
  const seconds = given === undefined ? soon : Math.ceil(Date.parse(given) / 1000);
  if (seconds <= soon) return seconds;
  throw new OperationRefused(
    'moment_in_future',
    'that moment lies in the future; what is issued until then is not known',
  );
}

async function revokeGrant(
  context: AdminContext,
  { grant }: z.output<typeof ofGrant>,
  { caller, admin }: Pick<Input<undefined, undefined, undefined>, 'caller' | 'admin'>,
) {
  const work = await operations.revokeGrant(context, caller, grant);
  const owner = await operations.userOfGrant(context.storage, grant);
  await checkGivenRoles(context, admin, owner?.roles ?? []);
  return {
    target: { type: 'grant', id: grant },
    operation: 'revoke a grant' as const,
    work,
  };
}

async function revokeUser(
  context: AdminContext,
  { user, before: given }: z.output<typeof ofUser>,
  { caller, admin }: Pick<Input<undefined, undefined, undefined>, 'caller' | 'admin'>,
) {
  const { accounts, artefacts } = context.storage;
  const { id: accountId, roles } = (await accounts.find(user)) ?? (await knownUser({ accounts }, user));
  await checkGivenRoles(context, admin, roles);
  const beforeSeconds = given === undefined ? undefined : momentOf(context, given);
  const now = context.clock() / 1000;
  return {
    target: { type: 'user', id: accountId },
    operation:
      given === undefined
        ? ('revoke all tokens of a user' as const)
        : ('revoke tokens of a user from before a moment' as const),
    work: await operations.revokeTokensOfUser(context, caller, { accountId, beforeSeconds }),
    async counts() {
      const all = await artefacts.listByAccount(accountId, { models: ['Session', 'Grant'] });
      const live = all.filter(({ expiresAtSeconds = Infinity }) => expiresAtSeconds > now);
      const of = (model: string) => live.filter((one) => one.model === model).length;
      return { sessions: of('Session'), grants: of('Grant') };
    },
  };
}

export const revocations = [
  write({
    id: 'revokeTokens',
    method: 'post',
    path: '/revocations',
    summary: 'Revoke a grant and its tokens, or all sessions and tokens of a user',
    body: z.union([ofGrant, ofUser]),
    status: 204,
    refusals: ['forbidden_object'],
    plan: (context, input) =>
      'grant' in input.body ? revokeGrant(context, input.body, input) : revokeUser(context, input.body, input),
  }),
  write({
    id: 'revokeTokensOfClient',
    method: 'post',
    path: '/clients/{client_id}/revocation',
    summary: 'Revoke all tokens of a client',
    params: z.object({ client_id: z.string().describe('Client identifier') }),
    body: z.strictObject({ before }),
    status: 204,
    async plan(context, { params: { client_id: clientId }, body, caller }) {
      const beforeSeconds = momentOf(context, body.before);
      return {
        target: { type: 'client', id: clientId },
        operation: 'revoke tokens of a client',
        work: await operations.revokeTokensOfClient(context, caller, { clientId, beforeSeconds }),
      };
    },
  }),
  write({
    id: 'revokeEverything',
    method: 'post',
    path: '/revocations/everything',
    summary: 'Revoke everything that was issued to anybody before a moment',
    description: 'Users sign in anew, and applications ask for new tokens.',
    body: z.strictObject({ before }),
    status: 204,
    async plan(context, { body, caller }) {
      const moment = momentOf(context, body.before);
      return {
        target: { type: 'everything', id: new Date(moment * 1000).toISOString() },
        operation: 'revoke everything from before a moment',
        work: operations.revokeTokensBefore(context, caller, moment),
      };
    },
  }),
];
