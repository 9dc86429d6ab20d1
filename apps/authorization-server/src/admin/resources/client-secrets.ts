/** Secrets of clients: `/clients/{client_id}/secrets`. Each is shown once, to whoever made it. */
import { z } from 'zod';
import { expiryAfter } from '../../directory/accounts/api-credentials.ts';
import { addClientSecret, fingerprintOf, knownClient, removeClientSecret } from '../../directory/operations/clients.ts';
import { checkReach } from '../beyond-the-caller.ts';
import { momentOf } from '../moment.ts';
import { write } from '../operation.ts';
import { clientParams, documentOf, matches } from './client-document.ts';

const secretParams = clientParams.extend({
  fingerprint: z.string().max(64).describe('Of the secret, as the client shows it'),
});

const longestDays = 36_500;
const newSecret = z.strictObject({
  expires_in_days: z.int().min(1).max(longestDays).optional().describe('Absent: it does not expire'),
});

const madeSecret = z
  .object({
    client_id: z.string(),
    client_secret: z.string().describe('Shown this once'),
    fingerprint: z.string(),
    expires_at: z.iso.datetime().optional(),
  })
  .meta({ id: 'NewClientSecret' });

export const clientSecrets = [
  write({
    id: 'addClientSecret',
    method: 'post',
    path: '/clients/{client_id}/secrets',
    summary: 'Make a further secret of a client',
    description: 'Earlier secrets stay valid.',
    params: clientParams,
    body: newSecret,
    status: 201,
    answer: madeSecret,
    async plan(context, { params, body, caller, admin }) {
      const { client_id: clientId } = params;
      const nowSeconds = Math.floor(context.clock() / 1000);
      const expiresAtSeconds =
        body.expires_in_days === undefined ? undefined : expiryAfter(body.expires_in_days, nowSeconds);
      const stored = await knownClient(context, clientId);
      const before = documentOf(stored);
      checkReach(context, admin, before);
      const added = await addClientSecret(context, caller, { clientId, expiresAtSeconds });
      const expires = expiresAtSeconds === undefined ? {} : { expires_at: momentOf(expiresAtSeconds) };
      const secret = { fingerprint: added.fingerprint, created_at: momentOf(nowSeconds), ...expires };
      return {
        target: { type: 'client', id: clientId },
        before,
        after: { ...before, secrets: [...before.secrets, secret] },
        operation: 'add a secret of a client',
        work: added,
        answer: { client_id: clientId, client_secret: added.secret, fingerprint: added.fingerprint, ...expires },
        location: `/clients/${encodeURIComponent(clientId)}/secrets/${added.fingerprint}`,
      };
    },
  }),
  write({
    id: 'removeClientSecret',
    method: 'delete',
    path: '/clients/{client_id}/secrets/{fingerprint}',
    summary: 'Remove a secret of a client',
    description: 'Tokens that it got stay.',
    params: secretParams,
    status: 204,
    matches,
    async plan(context, { params, caller }) {
      const { client_id: clientId, fingerprint } = params;
      const stored = await knownClient(context, clientId);
      const kept = stored.secretHashes.filter(({ sha256 }) => fingerprintOf(sha256) !== fingerprint);
      return {
        target: { type: 'client', id: clientId },
        before: documentOf(stored),
        after: documentOf({ ...stored, secretHashes: kept }),
        operation: 'remove a secret of a client',
        work: await removeClientSecret(context, caller, { clientId, fingerprint }),
      };
    },
  }),
];
