/** What users sign in with: `/users/{user_id}/password`, `/factors` and `/api-keys`. Never a secret that is there, nor a hash of it. */
import type { Storage } from '@gatehouse/storage';
import { z } from 'zod';
import { userOfId } from '../../directory/accounts/names.ts';
import { possessionsOf } from '../../directory/accounts/possessions.ts';
import { createSecondFactors, type Factors, hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { addApiKey, revokeApiKeysOf, revokeCredential } from '../../directory/operations/api-credentials.ts';
import { recordedPasskey, removeAllFactors } from '../../directory/operations/factors.ts';
import { setPassword } from '../../directory/operations/passwords.ts';
import { readResources } from '../../directory/resources/resources.ts';
import type { AdminContext } from '../context.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';
import {
  apiKey,
  atIfAny,
  credentialDocument,
  matches,
  moment,
  newCredential,
  userParams,
  versioned,
} from './user-document.ts';

const factor = z.object({
  kind: z.enum(['authenticator_app', 'passkey', 'recovery_codes']),
  id: z.string().optional().describe('Of a passkey, as the audit names it'),
  name: z.string().optional().describe('What the user calls it'),
  added_at: moment,
  last_used_at: moment.optional(),
  left: z.number().int().optional().describe('Recovery codes that were not used'),
});
const factorList = z.object({ items: z.array(factor) }).meta({ id: 'Factors' });

const factorsDocument = ({ totp, recoveryCodes, passkeys }: Factors) => ({
  items: [
    ...(totp ? [{ kind: 'authenticator_app' as const, added_at: momentOf(totp.createdAtSeconds) }] : []),
    ...passkeys.map(({ reference, name, createdAtSeconds, lastUsedAtSeconds }) => ({
      kind: 'passkey' as const,
      id: recordedPasskey(reference),
      name,
      added_at: momentOf(createdAtSeconds),
      last_used_at: atIfAny(lastUsedAtSeconds),
    })),
    ...(recoveryCodes
      ? [
          {
            kind: 'recovery_codes' as const,
            added_at: momentOf(recoveryCodes.createdAtSeconds),
            left: recoveryCodes.data.hashes.length,
          },
        ]
      : []),
  ],
});

type Of = Pick<AdminContext, 'storage' | 'clock'>;
const factorsOf = ({ storage, clock }: Of, id: string) => createSecondFactors(storage, clock).of(id);
const ended = async ({ storage, clock }: Of, id: string) => {
  const { sessions, grants } = await possessionsOf(storage, id, clock() / 1000);
  return { sessions, grants };
};

const keyParams = z.object({ ...userParams.shape, key_id: z.string().describe('Identifier of the key') });

const keysOf = async ({ apiCredentials }: Pick<Storage, 'apiCredentials'>, accountId: string) =>
  (await apiCredentials.list({ accountId })).filter(({ kind }) => kind === 'api_key');

export const userCredentials = [
  write({
    id: 'setUserPassword',
    method: 'put',
    path: '/users/{user_id}/password',
    summary: 'Set the password of a user',
    description:
      'Ends all sessions and tokens, and the user is told. The first one of a user who waits for it lets them in; then nothing ends.',
    params: userParams,
    body: z.strictObject({ password: z.string().min(1).max(4096) }),
    status: 204,
    matches,
    async plan(context, { params, body, caller }) {
      const account = await userOfId(context.storage, params.user_id);
      const { id, login, name, email } = account;
      const factors = await factorsOf(context, id);
      const about = { secondFactor: hasSecondFactor(factors), context: [login, name, email] };
      const hash = await context.hashNewPassword(body.password, about);
      const expectedVersion = factors.password?.version ?? 0;
      const work = await setPassword(context, caller, { account, hash, expectedVersion });
      const isFirst = account.status === 'pending' && expectedVersion === 0;
      return {
        target: { type: 'user', id },
        operation: isFirst ? 'give a user the first password' : 'set the password of a user',
        work,
        counts: () => ended(context, id),
      };
    },
  }),
  read({
    id: 'listUserFactors',
    path: '/users/{user_id}/factors',
    summary: 'Second factors of a user',
    params: userParams,
    answer: factorList,
    versioned,
    async handle(context, { params }) {
      const { id } = await userOfId(context.storage, params.user_id);
      return factorsDocument(await factorsOf(context, id));
    },
  }),
  write({
    id: 'removeUserFactors',
    method: 'delete',
    path: '/users/{user_id}/factors',
    summary: 'Remove all second factors and recovery codes of a user who lost them',
    description: 'Ends all sessions and tokens, and the user is told. If-Match takes the ETag of the list of factors.',
    params: userParams,
    status: 204,
    matches: async (context, { user_id: id }: z.output<typeof userParams>) => ({
      type: 'user',
      id,
      document: factorList.parse(factorsDocument(await factorsOf(context, (await userOfId(context.storage, id)).id))),
    }),
    async plan(context, { params, caller }) {
      const account = await userOfId(context.storage, params.user_id);
      const factors = await factorsOf(context, account.id);
      if (!hasSecondFactor(factors) && !factors.recoveryCodes) {
        throw new OperationRefused('no_factors', `${account.login} has no second factor`);
      }
      const secondFactors = createSecondFactors(context.storage, context.clock);
      return {
        target: { type: 'user', id: account.id },
        before: factorsDocument(factors),
        after: { items: [] },
        operation: 'remove all second factors of a user',
        work: await removeAllFactors({ ...context, secondFactors }, caller, { account, factors }),
        counts: () => ended(context, account.id),
      };
    },
  }),
  read({
    id: 'listUserApiKeys',
    path: '/users/{user_id}/api-keys',
    summary: 'API keys of a user, the oldest first',
    params: userParams,
    answer: z.object({ items: z.array(apiKey) }),
    async handle({ storage, clock }, { params }) {
      const { id, login } = await userOfId(storage, params.user_id);
      const keys = await keysOf(storage, id);
      return { items: keys.map((key) => ({ ...credentialDocument(key, clock()), user_id: id, login })) };
    },
  }),
  write({
    id: 'addUserApiKey',
    method: 'post',
    path: '/users/{user_id}/api-keys',
    summary: 'Make an API key of an active user, with no more than the user may do',
    params: userParams,
    body: z.strictObject(newCredential),
    status: 201,
    answer: z.object({
      id: z.string(),
      api_key: z.string().describe('Shown this once'),
      expires_at: moment.optional(),
    }),
    async plan(context, { params, body, caller }) {
      const owner = await userOfId(context.storage, params.user_id);
      if (owner.status !== 'active') throw new OperationRefused('not_active', `${owner.login} is not active`);
      const { name = 'API key', resource: indicator, scopes, expires_at: expiresAt } = body;
      const parts = { ...context, resources: await readResources(context.storage) };
      const { id, secret, ...work } = await addApiKey(parts, caller, {
        owner,
        name,
        indicator,
        scopes,
        expiresAtSeconds: expiresAt === undefined ? undefined : Math.floor(Date.parse(expiresAt) / 1000),
      });
      return {
        target: { type: 'api_key', id },
        after: { id, name, user_id: owner.id, resource: indicator, scopes, expires_at: expiresAt },
        operation: 'make an API key',
        work,
        answer: { id, api_key: secret, expires_at: expiresAt },
        location: `/users/${owner.id}/api-keys/${id}`,
      };
    },
  }),
  write({
    id: 'revokeUserApiKeys',
    method: 'delete',
    path: '/users/{user_id}/api-keys',
    summary: 'Revoke all API keys of a user, and the tokens that came of them',
    params: userParams,
    status: 200,
    answer: z.object({ revoked: z.number().int() }),
    async plan(context, { params, caller }) {
      const { id } = await userOfId(context.storage, params.user_id);
      const { keys, ...work } = await revokeApiKeysOf(context, caller, id);
      return {
        target: { type: 'user', id },
        operation: keys === 0 ? undefined : 'revoke all API keys of a user',
        work,
        answer: { revoked: keys },
        counts: async () => ({ api_keys: keys }),
      };
    },
  }),
  write({
    id: 'revokeUserApiKey',
    method: 'delete',
    path: '/users/{user_id}/api-keys/{key_id}',
    summary: 'Revoke an API key for good, and the tokens that came of it',
    params: keyParams,
    status: 204,
    async plan(context, { params: { user_id: accountId, key_id: id }, caller }) {
      await userOfId(context.storage, accountId);
      return {
        target: { type: 'api_key', id },
        operation: 'revoke an API key',
        work: await revokeCredential(context, caller, { kind: 'api_key', id, accountId }),
        counts: async () => ({ api_keys: 1 }),
      };
    },
  }),
];
