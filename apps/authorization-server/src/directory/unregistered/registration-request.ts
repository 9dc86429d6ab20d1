/**
 * What a client that registers itself may say (RFC 7591, section 2; OpenID Connect Registration 1.0). What would be weaker than it asked
 * for is refused, never taken away in silence; what is for this server to decide is decided, and the answer says how.
 */
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { clientFaults } from '../clients/client-faults.ts';
import { usesSecret } from '../clients/clients.ts';
import { OperationRefused } from '../operation-refused.ts';
import { addresses, anyKey, keySet, list, sentenceOf, text } from './member-faults.ts';
import { misleading } from './misleading.ts';
import { safeguards, safeguardsElsewhere } from './safeguards.ts';

/** What is kept of it. */
export interface RegisteredMetadata {
  readonly client_name?: string | undefined;
  readonly client_uri?: string | undefined;
  readonly logo_uri?: string | undefined;
  readonly policy_uri?: string | undefined;
  readonly tos_uri?: string | undefined;
  readonly contacts?: readonly string[] | undefined;
  readonly application_type: 'web' | 'native';
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris?: readonly string[] | undefined;
  readonly token_endpoint_auth_method: string;
  readonly jwks?: { readonly keys: readonly object[] } | undefined;
  readonly jwks_uri?: string | undefined;
  readonly dpop_bound_access_tokens?: boolean | undefined;
  readonly require_pushed_authorization_requests?: boolean | undefined;
  /** As it came (RFC 7591, section 3.2.1). */
  readonly software_statement?: string | undefined;
}

/** Refuses metadata. @param code of RFC 7591, section 3.2.2 */
export const refusedMetadata = (message: string, code = 'invalid_client_metadata'): OperationRefused =>
  new OperationRefused(code, message);

const longestUri = 2048;
const uris = addresses(20);
const link = z
  .url('must be an https address, such as https://agent.example/about')
  .max(longestUri, `is longer than ${longestUri} characters`)
  .optional();
const asked = z.object({
  client_name: text(128).trim().optional(),
  client_uri: link,
  logo_uri: link,
  policy_uri: link,
  tos_uri: link,
  contacts: list(text(256), 5).optional(),
  application_type: z.enum(['web', 'native'], 'must be web or native').optional(),
  redirect_uris: uris.min(1, 'is empty; at least one address is needed'),
  post_logout_redirect_uris: uris.optional(),
  token_endpoint_auth_method: text(64).optional(),
  grant_types: list(text(128), 10).optional(),
  response_types: list(text(128), 10).optional(),
  jwks: keySet(anyKey, 10).optional(),
  jwks_uri: link,
  ...safeguards,
  ...safeguardsElsewhere,
  software_statement: text(65_536).optional(),
  client_secret: z.unknown().optional(),
});
type Asked = z.output<typeof asked>;

/** The members of an object; those that are null are left out (RFC 7592, section 2.2). */
export function membersOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw refusedMetadata('the body must be an object of JSON');
  }
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));
}

/** Code and refresh tokens; who asks for the device flow beside them, as VS Code does, works without. */
const grantsHere = new Set(['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code']);

function checkFlows({ grant_types: grants, response_types: types }: Asked): void {
  const foreign = grants?.find((grant) => !grantsHere.has(grant));
  if (foreign !== undefined) {
    throw refusedMetadata(
      `grant_types: a client that registers itself acts for users, by authorization_code and refresh_token; ${foreign} is for clients that an operator registers`,
    );
  }
  if (grants && !grants.includes('authorization_code'))
    throw refusedMetadata('grant_types: must name authorization_code');
  if (types && (types.length !== 1 || types[0] !== 'code'))
    throw refusedMetadata('response_types: must be an array with code alone');
}

/** A key is public, and one that this server can use. */
function checkKeys({ keys }: NonNullable<Asked['jwks']>): void {
  for (const key of keys) {
    const secret = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].some((member) => Object.hasOwn(key, member));
    if (secret || key.kty === 'oct') throw refusedMetadata('jwks: holds a secret; send public keys alone');
    try {
      createPublicKey({ key, format: 'jwk' });
    } catch {
      throw refusedMetadata('jwks: holds what is no public key');
    }
  }
}

/** How the client proves itself. @param vouched an operator let it in by an initial access token */
function methodOf(given: Asked, vouched: boolean): string {
  // What RFC 7591, section 2, takes for asked makes a secret; who wants one where there is none must say so, and is refused.
  const method = given.token_endpoint_auth_method ?? (vouched ? 'client_secret_basic' : 'none');
  const known = method === 'none' || method === 'private_key_jwt' || usesSecret(method);
  if (!known || (!vouched && method !== 'none')) {
    throw refusedMetadata(
      vouched
        ? 'token_endpoint_auth_method: must be none, private_key_jwt, client_secret_basic or client_secret_post'
        : 'token_endpoint_auth_method: must be none; only public clients, with PKCE, register themselves here without an initial access token',
    );
  }
  const hasKeys = given.jwks !== undefined || given.jwks_uri !== undefined;
  if (hasKeys && method !== 'private_key_jwt') throw refusedMetadata('jwks, jwks_uri: are for private_key_jwt alone');
  if (!hasKeys && method === 'private_key_jwt') throw refusedMetadata('private_key_jwt: needs jwks or jwks_uri');
  return method;
}

const machineHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether it leads back into a program on the user's machine. */
function isOnMachine(redirectUri: string): boolean {
  const { protocol, hostname = '' } = URL.parse(redirectUri) ?? {};
  return protocol === 'http:' ? machineHosts.has(hostname) : protocol !== 'https:';
}

/** `native` when it is not said and one of the URIs is on the user's machine: its port is another one each time (RFC 8252, section 7.3). */
function kindOf(given: Asked, faultsAs: (type: 'web' | 'native') => readonly unknown[]): 'web' | 'native' {
  if (given.application_type !== undefined) return given.application_type;
  return given.redirect_uris.some(isOnMachine) && faultsAs('native').length === 0 ? 'native' : 'web';
}

const most = 5;

/** Throws OperationRefused, with a code of RFC 7591, section 3.2.2. @param vouched an operator let it in by an initial access token */
export function registeredMetadata(members: Record<string, unknown>, vouched: boolean): RegisteredMetadata {
  const parsed = asked.safeParse(members);
  if (!parsed.success) {
    const [fault = { path: [], message: '' }] = parsed.error.issues;
    const code = fault.path[0] === 'redirect_uris' ? 'invalid_redirect_uri' : undefined;
    throw refusedMetadata(sentenceOf(members, fault, ':'), code);
  }
  const given = parsed.data;
  if (given.client_secret !== undefined) throw refusedMetadata('client_secret: secrets are made by this server');
  if (given.client_name !== undefined && misleading.test(given.client_name)) {
    throw refusedMetadata('client_name: holds characters that cannot be seen or change the direction of text');
  }
  checkFlows(given);
  const method = methodOf(given, vouched);
  if (given.jwks) checkKeys(given.jwks);
  const redirectUris = [...new Set(given.redirect_uris)];
  if (!vouched && redirectUris.length > most) {
    throw refusedMetadata(`redirect_uris: at most ${most} without an initial access token`, 'invalid_redirect_uri');
  }
  const { jwks, jwks_uri } = given;
  const faultsAs = (application_type: 'web' | 'native') =>
    clientFaults({
      application_type,
      token_endpoint_auth_method: method,
      redirect_uris: redirectUris,
      post_logout_redirect_uris: given.post_logout_redirect_uris ?? [],
      scope: '',
      jwks,
      jwks_uri,
    });
  const applicationType = kindOf(given, faultsAs);
  const [fault] = faultsAs(applicationType);
  if (fault) {
    const code = fault.member === 'redirect_uris' ? 'invalid_redirect_uri' : undefined;
    throw refusedMetadata(`${fault.member}: ${fault.message}`, code);
  }
  const { grant_types: _grants, response_types: _types, client_secret: _secret, ...rest } = given;
  const {
    tls_client_certificate_bound_access_tokens: _certificate,
    require_signed_request_object: _signed,
    ...told
  } = rest;
  const kept = {
    ...told,
    client_name: given.client_name || undefined,
    application_type: applicationType,
    redirect_uris: redirectUris,
    token_endpoint_auth_method: method,
  };
  if (!vouched) checkSize(kept);
  return kept;
}

/** Without an initial access token, in bytes; documents about clients have as much. */
const mostBytes = 5 * 1024;

/** Strangers fill no more of the database than the caps say in clients. A statement is signed by somebody who is trusted. */
function checkSize({ software_statement: _statement, ...kept }: RegisteredMetadata): void {
  if (Buffer.byteLength(JSON.stringify(kept)) <= mostBytes) return;
  throw refusedMetadata(`the metadata has more than ${mostBytes} bytes, the most without an initial access token`);
}

/** Where it is at home, for lists of operators: the first host on the network that it is redirected to. */
export function hostOfRegistration({ redirect_uris: redirectUris }: RegisteredMetadata): string {
  const first = redirectUris.find((one) => one.startsWith('https:')) ?? redirectUris[0] ?? '';
  const { hostname, protocol } = new URL(first);
  return hostname || protocol.slice(0, -1);
}
