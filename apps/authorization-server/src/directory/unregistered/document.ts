/**
 * What a document says of the client whose identifier is its address (draft-ietf-oauth-client-id-metadata-document, section 4;
 * RFC 7591, section 2). `scope`, `grant_types`, `response_types` and all that is not read here are for this server to decide.
 */
import { z } from 'zod';
import { isOnOwnMachine, links, redirectUriFault } from '../clients/client-faults.ts';
import { type ToldMetadata, toldMetadata } from './client-of.ts';
import { DocumentRefused } from './document-refused.ts';
import { addresses, anyKey, keySet, list, sentenceOf, text } from './member-faults.ts';
import { misleading } from './misleading.ts';
import { safeguards, safeguardsElsewhere } from './safeguards.ts';

const address = text(2048);
const link = address.refine((uri) => URL.parse(uri)?.protocol === 'https:', 'is no https address').optional();
/** Members of a JWK that are not for everybody to know (RFC 7518, sections 6.2.2, 6.3.2 and 6.4.1). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const publicKey = anyKey.refine(
  (key) => key.kty !== 'oct' && !secretMembers.some((member) => Object.hasOwn(key, member)),
  'is not a public key; whatever is in the document is known to everybody',
);

const document = z
  .object({
    client_name: text(200).refine(
      (name) => !misleading.test(name) && name.trim() !== '',
      'has characters that mislead, or nothing to read',
    ),
    redirect_uris: addresses(50).min(1, 'is empty; at least one address is needed'),
    post_logout_redirect_uris: addresses(50).default([]),
    application_type: z.enum(['web', 'native'], 'must be web or native').optional(),
    // RFC 7591 says client_secret_basic when it is absent, which no document can be: there is no secret.
    token_endpoint_auth_method: z
      .enum(['none', 'private_key_jwt'], 'must be none or private_key_jwt; a document has no secret')
      .default('none'),
    jwks: keySet(publicKey, 20).optional(),
    jwks_uri: link,
    contacts: list(text(320), 10).optional(),
    ...safeguards,
    ...safeguardsElsewhere,
    ...(Object.fromEntries(links.map((member) => [member, link])) as Record<(typeof links)[number], typeof link>),
  })
  .superRefine((told, ctx) => {
    const fault = (path: (string | number)[], message: string) => ctx.addIssue({ code: 'custom', path, message });
    const proves = told.token_endpoint_auth_method === 'private_key_jwt';
    if (told.jwks && told.jwks_uri !== undefined) fault(['jwks'], 'stands beside jwks_uri; give one of them');
    else if (proves && !told.jwks && told.jwks_uri === undefined)
      fault(['token_endpoint_auth_method'], 'is private_key_jwt, which needs jwks or jwks_uri');
    for (const member of ['redirect_uris', 'post_logout_redirect_uris'] as const) {
      for (const [index, uri] of told[member].entries()) {
        const message = redirectUriFault(uri, typeOf(told));
        if (message !== undefined) fault([member, index], message);
      }
    }
  });

/**
 * native where anything leads to the user's own machine: its port is known only when it listens (RFC 8252, section 7.3), and few
 * documents say so.
 */
const typeOf = (told: {
  readonly application_type?: 'web' | 'native' | undefined;
  readonly redirect_uris: readonly string[];
}): 'web' | 'native' => told.application_type ?? (told.redirect_uris.some(isOnOwnMachine) ? 'native' : 'web');

const isJson = (contentType: string | null): boolean =>
  /^application\/(?:json|[\w!#$&^.+-]+\+json)\s*(?:;|$)/iu.test(contentType?.trim() ?? '');

function objectIn(body: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What of it counts. Throws DocumentRefused with what is wrong.
 * @param clientId the address that it was read at
 */
export function readDocument(clientId: string, body: Uint8Array, contentType: string | null): ToldMetadata {
  const { host } = new URL(clientId);
  const invalid = (what: string) => new DocumentRefused('invalid', `the document of the client at ${host}: ${what}`);
  if (!isJson(contentType)) throw invalid('its Content-Type is not application/json');
  const given = objectIn(body);
  if (!given) throw invalid('it is not a JSON object in UTF-8');
  if (given['client_id'] !== clientId) throw invalid('client_id is not the address at which the document is');
  if (Object.keys(given).some((member) => member.startsWith('client_secret'))) {
    throw invalid('client_secret must not be in it; whatever is in the document is known to everybody');
  }
  const read = document.safeParse(given);
  if (!read.success) {
    throw invalid(read.error.issues.map((issue) => sentenceOf(given, issue)).join('; '));
  }
  return toldMetadata.parse({ ...read.data, application_type: typeOf(read.data) });
}
