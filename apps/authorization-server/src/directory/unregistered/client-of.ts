/** The client that a record makes of itself, within what the policy allows now. */
import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { UnregisteredClientRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { type Client, completeClient } from '../clients/clients.ts';
import { clientMetadata, clientPolicy } from '../clients/schema.ts';
import { parseStored } from '../resources/stored-record.ts';
import type { UnregisteredClientsPolicy } from './policy.ts';
import { safeguards } from './safeguards.ts';

/** What it may say of itself. All else that a document or a registration says is for this server to decide. */
export const toldMetadata = clientMetadata
  .pick({
    client_uri: true,
    logo_uri: true,
    policy_uri: true,
    tos_uri: true,
    contacts: true,
    application_type: true,
    redirect_uris: true,
    post_logout_redirect_uris: true,
    token_endpoint_auth_method: true,
    jwks: true,
    jwks_uri: true,
  })
  .extend({ client_name: z.string().optional(), ...safeguards });
export type ToldMetadata = z.output<typeof toldMetadata>;

/** The most that an initial access token allows. */
export const ceiling = z.strictObject({
  scope: z.string().optional(),
  scopes: z.record(z.string(), z.array(z.string())).optional(),
});
export type Ceiling = z.output<typeof ceiling>;

const day = 86_400;
/** How long a document is kept that nobody got a token by, in seconds: what strangers make this server read stays a bounded amount. */
export const documentUnusedSeconds = 3600;
const idleSeconds = 90 * day;

const words = (text: string) => text.split(' ').filter((word) => word !== '');

/** What both allow. */
function within({ scope, scopes }: UnregisteredClientsPolicy, most: Ceiling): Required<Ceiling> {
  const { scope: ofToken = scope, scopes: apisOfToken = scopes } = most;
  const allowed = new Set(words(ofToken));
  return {
    scope: words(scope)
      .filter((name) => allowed.has(name))
      .join(' '),
    scopes: Object.fromEntries(
      Object.entries(scopes).flatMap(([indicator, names]) => {
        const ofApi = Object.hasOwn(apisOfToken, indicator) ? (apisOfToken[indicator] ?? []) : [];
        const both = names.filter((name) => ofApi.includes(name));
        return both.length > 0 ? [[indicator, both]] : [];
      }),
    ),
  };
}

/** How long the client is kept after it got a token, in seconds. */
const idleSecondsOf = (kind: UnregisteredClientRecord['kind'], { registration }: UnregisteredClientsPolicy): number =>
  kind === 'document' ? idleSeconds : (registration?.idle_seconds ?? idleSeconds);

/** Where it is at home as a page in a browser: it may ask for tokens from there (CORS). */
const originsOf = (redirectUris: readonly string[]): string[] => [
  ...new Set(
    redirectUris.flatMap((uri) => {
      const { protocol, origin } = URL.parse(uri) ?? {};
      return origin !== undefined && (protocol === 'https:' || protocol === 'http:') ? [origin] : [];
    }),
  ),
];

/** Code and refresh tokens with PKCE, consent every time, and no scope beyond the ceiling. Throws StoredRecordError. */
function clientFrom(record: UnregisteredClientRecord, policy: UnregisteredClientsPolicy): Client {
  const { clientId, kind, host, usedAtSeconds } = record;
  const told = parseStored(toldMetadata, `the client ${clientId}`, record.metadata);
  const most = kind === 'dynamic' && record.ceiling !== undefined ? record.ceiling : {};
  const { scope, scopes } = within(policy, parseStored(ceiling, `the ceiling of the client ${clientId}`, most));
  const grants = { grant_types: ['authorization_code', 'refresh_token'], scope };
  const client = completeClient({
    clientId,
    // The registry's own rule for identifiers is not that of addresses.
    metadata: { ...clientMetadata.parse({ ...told, ...grants, client_id: 'unregistered' }), client_id: clientId },
    policy: clientPolicy.parse({
      scopes,
      allowed_origins: originsOf(told.redirect_uris),
      ...(told.dpop_bound_access_tokens && { sender_constrained: 'dpop' }),
    }),
    secretHashes: kind === 'dynamic' && record.secretSha256 ? [{ sha256: record.secretSha256 }] : [],
  });
  return {
    ...client,
    unregistered: {
      kind,
      host,
      fingerprint: hash('sha256', JSON.stringify(record.metadata), 'base64url'),
      accessTokenSeconds: policy.access_token_seconds,
      refreshTokenSeconds: policy.refresh_token_seconds,
      grantSeconds: policy.grant_seconds,
      idleSeconds: idleSecondsOf(kind, policy),
      usedAtSeconds,
    },
  };
}

const madeOf = new WeakMap<Client, { readonly record: UnregisteredClientRecord; readonly policy: unknown }>();

/**
 * The client of a record. Throws StoredRecordError.
 * @param known given again while record and policy are the same
 */
export function clientOf(
  record: UnregisteredClientRecord,
  policy: UnregisteredClientsPolicy,
  known: Client | undefined,
): Client {
  const before = known && madeOf.get(known);
  if (known && before?.policy === policy && isDeepStrictEqual(before.record, record)) return known;
  const client = clientFrom(record, policy);
  madeOf.set(client, { record, policy });
  return client;
}
