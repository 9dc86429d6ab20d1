/** Initial access tokens, with which clients register themselves (RFC 7591): `/registration-tokens`. Each is shown once. */
import type { RegistrationTokenRecord } from '@gatehouse/storage';
import { z } from 'zod';
import {
  addRegistrationToken,
  knownRegistrationToken,
  removeRegistrationToken,
} from '../../directory/operations/registration-tokens.ts';
import { ceiling } from '../../directory/unregistered/client-of.ts';
import { nextAddress, openPlace, pageOf, pageQuery, sealCursor } from '../cursor.ts';
import { momentOf } from '../moment.ts';
import { read, write } from '../operation.ts';
import { moment } from './user-document.ts';

const path = '/registration-tokens';
const query = z.object(pageQuery);

const most = {
  scope: z.string().max(200).optional().describe('OpenID Connect scopes at most; absent: all that the policy allows'),
  scopes: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .describe('Scopes of APIs at most, by resource; absent: all that the policy allows'),
};

const registrationToken = z
  .object({
    id: z.string(),
    label: z.string(),
    ...most,
    uses_left: z.int().describe('As many clients may still be registered with it'),
    made_by: z.string().describe('Who made it'),
    created_at: moment,
    expires_at: moment,
  })
  .meta({ id: 'RegistrationToken' });

/** Without the token. */
const documentOf = (token: RegistrationTokenRecord) => ({
  id: token.id,
  label: token.label,
  ...ceiling.parse(token.ceiling ?? {}),
  uses_left: token.usesLeft,
  made_by: token.madeBy,
  created_at: momentOf(token.createdAtSeconds),
  expires_at: momentOf(token.expiresAtSeconds),
});

export const registrationTokens = [
  read({
    id: 'listRegistrationTokens',
    path,
    summary: 'Initial access tokens of dynamic client registration, the oldest first',
    query,
    answer: pageOf(registrationToken),
    async handle({ storage, cursorKeys }, { query: { limit, cursor } }) {
      const after = openPlace(cursorKeys(), path, cursor);
      const { items, next } = await storage.registrationTokens.page({ limit, after });
      return {
        items: items.map(documentOf),
        next: next && nextAddress(path, { limit, cursor: sealCursor(cursorKeys(), path, next) }),
      };
    },
  }),
  write({
    id: 'addRegistrationToken',
    method: 'post',
    path,
    summary: 'Make an initial access token',
    description: 'Whoever has it registers clients with it, confidential ones too, while the policy has registration.',
    body: z.strictObject({
      label: z.string().min(1).max(64).describe('What it is for'),
      uses: z.int().min(1).max(100_000).default(1).describe('As many clients may be registered with it'),
      expires_in_days: z.int().min(1).max(365).default(7),
      ...most,
    }),
    status: 201,
    answer: z
      .object({ id: z.string(), token: z.string().describe('Shown this once'), expires_at: moment })
      .meta({ id: 'NewRegistrationToken' }),
    async plan(context, { body, caller }) {
      const { expires_in_days: days, uses, label, scope, scopes } = body;
      const expiresAtSeconds = Math.floor(context.clock() / 1000) + days * 86_400;
      const wanted = { label, uses, scope, scopes, expiresAtSeconds };
      const { id, token, ...work } = await addRegistrationToken(context, caller, wanted);
      return {
        target: { type: 'registration_token', id },
        after: { id, label, uses_left: uses, scope, scopes, expires_at: momentOf(expiresAtSeconds) },
        operation: 'make an initial access token',
        work,
        answer: { id, token, expires_at: momentOf(expiresAtSeconds) },
        location: `${path}/${id}`,
      };
    },
  }),
  write({
    id: 'removeRegistrationToken',
    method: 'delete',
    path: `${path}/{registration_token_id}`,
    summary: 'Remove an initial access token',
    description: 'Clients that were registered with it stay.',
    params: z.object({ registration_token_id: z.string().max(64).describe('Identifier of the token') }),
    status: 204,
    async plan(context, { params: { registration_token_id: id }, caller }) {
      return {
        target: { type: 'registration_token', id },
        before: documentOf(await knownRegistrationToken(context, id)),
        operation: 'remove an initial access token',
        work: await removeRegistrationToken(context, caller, id),
      };
    },
  }),
];
