/** A client as the admin API shows it, and what its operations have in common. */
import type { ClientRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { builtInClientIds } from '../../directory/clients/built-in.ts';
import { insecureRedirectOf } from '../../directory/clients/kinds.ts';
import { clientMetadata, clientPolicy } from '../../directory/clients/schema.ts';
import { OperationRefused } from '../../directory/operation-refused.ts';
import { fingerprintOf, knownClient } from '../../directory/operations/clients.ts';
import type { AdminContext } from '../context.ts';
import { momentOf } from '../moment.ts';

const moment = z.iso.datetime();

const secret = z.object({
  fingerprint: z.string().describe('The first characters of its hash; it names the secret'),
  created_at: moment,
  expires_at: moment.optional().describe('Absent: it does not expire'),
});

/** A client as it is answered: what the registry file says of it, and what the server knows. */
export const client = z
  .object({
    ...clientMetadata.shape,
    ...clientPolicy.shape,
    disabled: z.boolean(),
    secrets: z.array(secret),
    updated_at: moment,
  })
  .meta({ id: 'Client' });

export const clientParams = z.object({ client_id: clientMetadata.shape.client_id });
export type ClientParams = z.output<typeof clientParams>;

/** Scopes of APIs, by resource. */
export const scopesByResource = z.record(z.string(), z.array(z.string()).max(200));

/** The document of a client. */
export const documentOf = ({ clientId, metadata, secretHashes, disabled, updatedAtSeconds }: ClientRecord) =>
  client.parse({
    ...metadata,
    client_id: clientId,
    disabled,
    secrets: secretHashes.map(({ sha256, createdAtSeconds, expiresAtSeconds }) => ({
      fingerprint: fingerprintOf(sha256),
      created_at: momentOf(createdAtSeconds),
      expires_at: expiresAtSeconds === undefined ? undefined : momentOf(expiresAtSeconds),
    })),
    updated_at: momentOf(updatedAtSeconds),
  });

/** The client as a read answers it, for `If-Match`. */
export const matches = async ({ storage }: Pick<AdminContext, 'storage'>, { client_id: id }: ClientParams) => ({
  type: 'client',
  id,
  document: documentOf(await knownClient({ storage }, id)),
});

/**
 * Applications on the web are reached by https in production. Throws OperationRefused.
 * @param before what is stored now: redirects over plain http that are there may stay
 */
export function checkRedirects(
  entry: Parameters<typeof insecureRedirectOf>[0],
  before: Readonly<Record<string, unknown>> | undefined,
): void {
  const there = new Set(['redirect_uris', 'post_logout_redirect_uris'].flatMap((name) => before?.[name] ?? []));
  const insecure = insecureRedirectOf(entry).find((uri) => !there.has(uri));
  if (insecure === undefined) return;
  throw new OperationRefused(
    'insecure_redirect_uri',
    `${insecure} is http: in production an application on the web is reached by https.`,
  );
}

/** Clients that are part of the server are no entries of the registry. Throws OperationRefused. */
export function checkNotBuiltIn(clientId: string): void {
  if (!builtInClientIds.includes(clientId)) return;
  throw new OperationRefused('client_is_built_in', `${clientId} is part of the server; nobody changes it.`);
}
