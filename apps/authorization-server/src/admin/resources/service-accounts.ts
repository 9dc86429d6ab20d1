/** Credentials of programs: `/service-accounts`, which belong to nobody, and all API keys of all users. */
import type { ApiCredentialRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { claimValues } from '../../directory/accounts/schema.ts';
import { addServiceAccount, revokeCredential } from '../../directory/operations/api-credentials.ts';
import { givenClaims } from '../../directory/registry/given-claims.ts';
import { readResources } from '../../directory/resources/resources.ts';
import type { AdminContext } from '../context.ts';
import { nextAddress, openPlace, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { read, write } from '../operation.ts';
import { apiKey, credentialDocument, moment, newCredential, serviceAccount } from './user-document.ts';

const query = z.object(pageQuery);

/** A page of all of a kind, the oldest first. */
async function pageOfKind(
  { storage, cursorKeys }: AdminContext,
  kind: ApiCredentialRecord['kind'],
  { path, limit, cursor }: z.output<typeof query> & { readonly path: string },
) {
  const after = openPlace(cursorKeys(), path, cursor);
  const { items: found, next } = await storage.apiCredentials.page({ kind, limit, after });
  return { found, next: next && nextAddress(path, { limit, cursor: sealCursor(cursorKeys(), path, next) }) };
}

export const serviceAccounts = [
  read({
    id: 'listApiKeys',
    path: '/api-keys',
    summary: 'API keys of all users, the oldest first',
    query,
    answer: pageOf(apiKey),
    async handle(context, { query: given }) {
      const { found, next } = await pageOfKind(context, 'api_key', { ...given, path: '/api-keys' });
      const items = found.map(async (key) => ({
        ...credentialDocument(key, context.clock()),
        user_id: key.accountId,
        login: key.accountId && (await context.storage.accounts.find(key.accountId))?.login,
      }));
      return { items: await Promise.all(items), next };
    },
  }),
  read({
    id: 'listServiceAccounts',
    path: '/service-accounts',
    summary: 'Service accounts, the oldest first',
    query,
    answer: pageOf(serviceAccount),
    async handle(context, { query: given }) {
      const { found, next } = await pageOfKind(context, 'service_account', { ...given, path: '/service-accounts' });
      const items = found.map((one) => ({
        ...credentialDocument(one, context.clock()),
        login: one.login,
        claims: one.claims,
      }));
      return { items, next };
    },
  }),
  write({
    id: 'addServiceAccount',
    method: 'post',
    path: '/service-accounts',
    summary: 'Make a service account: a name and a secret for HTTP Basic',
    body: z.strictObject({
      ...newCredential,
      login: z.string().min(1).max(64).describe('What it signs in with'),
      claims: claimValues.default({}).describe('Of users_policy.claims of the registry'),
    }),
    status: 201,
    answer: z.object({
      id: z.string(),
      login: z.string(),
      secret: z.string().describe('Shown this once'),
      expires_at: moment.optional(),
    }),
    async plan(context, { body, caller }) {
      const { login, name = login, resource: indicator, scopes, expires_at: expiresAt } = body;
      const claims = await givenClaims(context.storage, body.claims);
      const parts = { ...context, resources: await readResources(context.storage) };
      const { id, secret, ...work } = await addServiceAccount(parts, caller, {
        login,
        name,
        claims,
        indicator,
        scopes,
        expiresAtSeconds: expiresAt === undefined ? undefined : Math.floor(Date.parse(expiresAt) / 1000),
      });
      return {
        target: { type: 'service_account', id },
        after: { id, login, name, claims, resource: indicator, scopes, expires_at: expiresAt },
        operation: 'make a service account',
        work,
        answer: { id, login, secret, expires_at: expiresAt },
        location: `/service-accounts/${id}`,
      };
    },
  }),
  write({
    id: 'revokeServiceAccount',
    method: 'delete',
    path: '/service-accounts/{service_account_id}',
    summary: 'Revoke a service account for good, and the tokens that came of it',
    params: z.object({ service_account_id: z.string().describe('Identifier of the service account') }),
    status: 204,
    async plan(context, { params: { service_account_id: id }, caller }) {
      return {
        target: { type: 'service_account', id },
        operation: 'revoke a service account',
        work: await revokeCredential(context, caller, { kind: 'service_account', id }),
        counts: async () => ({ service_accounts: 1 }),
      };
    },
  }),
];
