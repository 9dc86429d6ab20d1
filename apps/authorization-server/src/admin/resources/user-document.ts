/** What is answered of a user. */
import type { AccountRecord, ApiCredentialRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { statusOfCredential } from '../../directory/accounts/api-credentials.ts';
import { userOfId } from '../../directory/accounts/names.ts';
import { claimValues } from '../../directory/accounts/schema.ts';
import type { AdminContext } from '../context.ts';
import { momentOf } from '../moment.ts';

export const moment = z.iso.datetime();
export const atIfAny = (seconds: number | undefined): string | undefined =>
  seconds === undefined ? undefined : momentOf(seconds);

const status = z.enum(['pending', 'active', 'disabled']);
export const userStatus = status.describe('pending: nobody has proved the address, or chosen a password, yet');

export const user = z
  .object({
    id: z.string().describe('Subject'),
    login: z.string(),
    name: z.string().optional(),
    email: z.string().optional(),
    email_verified: z.boolean(),
    locale: z.string().optional().describe('BCP 47 tag'),
    roles: z.array(z.string()),
    claims: claimValues,
    status: userStatus,
    created_at: moment,
    updated_at: moment,
    unconfirmed_until: moment.optional().describe('Somebody registered it and nobody confirmed it: it is removed then'),
    terms: z.object({ version: z.string(), accepted_at: moment }).optional().describe('Accepted last'),
  })
  .meta({ id: 'User' });

export const documentOf = (account: AccountRecord) => ({
  id: account.id,
  login: account.login,
  name: account.name,
  email: account.email,
  email_verified: account.emailVerified,
  locale: account.locale,
  roles: account.roles,
  claims: account.claims,
  status: account.status,
  created_at: momentOf(account.createdAtSeconds),
  updated_at: momentOf(account.updatedAtSeconds),
  unconfirmed_until: atIfAny(account.expiresAtSeconds),
  terms: account.terms && { version: account.terms.version, accepted_at: momentOf(account.terms.acceptedAtSeconds) },
});

export const userParams = z.object({ user_id: z.string().describe('Subject of the user') });
type UserParams = z.output<typeof userParams>;

export const versioned = ({ user_id: id }: UserParams) => ({ type: 'user', id });

/** The user as a read answers it, for `If-Match`. */
export const matches = async ({ storage }: Pick<AdminContext, 'storage'>, { user_id: id }: UserParams) => ({
  type: 'user',
  id,
  document: user.parse(documentOf(await userOfId(storage, id))),
});

/** An API key of a user, or a service account: never its secret, nor a hash of it. */
const credential = {
  id: z.string(),
  name: z.string(),
  scopes: z.record(z.string(), z.array(z.string())).describe('The most that it allows, by API'),
  created_at: moment,
  expires_at: moment.optional(),
  last_used_at: moment.optional().describe('To the minute or so'),
  revoked_at: moment.optional(),
  status: z.enum(['active', 'expired', 'revoked']),
};
export const apiKey = z
  .object({ ...credential, user_id: z.string(), login: z.string().optional().describe('Whose it is') })
  .meta({ id: 'ApiKey' });
export const serviceAccount = z
  .object({ ...credential, login: z.string().describe('What it signs in with'), claims: claimValues })
  .meta({ id: 'ServiceAccount' });

export const credentialDocument = (record: ApiCredentialRecord, nowMs: number) => ({
  id: record.id,
  name: record.name,
  scopes: record.scopes,
  created_at: momentOf(record.createdAtSeconds),
  expires_at: atIfAny(record.expiresAtSeconds),
  last_used_at: atIfAny(record.lastUsedAtSeconds),
  revoked_at: atIfAny(record.revokedAtSeconds),
  status: statusOfCredential(record, nowMs / 1000),
});

/** What a new credential is to be. */
export const newCredential = {
  name: z.string().min(1).max(64).optional().describe('For people who look at a list'),
  resource: z.string().describe('The API that it is for'),
  scopes: z.array(z.string()).min(1),
  expires_at: moment.optional().describe('Absent: it works until it is revoked'),
};
