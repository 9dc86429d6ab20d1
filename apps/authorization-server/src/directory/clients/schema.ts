/** Clients: what the registry file says of each, the store keeps, and the server goes by. */
import { z } from 'zod';
import { acrLevels, storedAcr } from '../accounts/assurance.ts';
import { claimValues } from '../accounts/schema.ts';
import { localizedText } from '../resources/localized-text.ts';
import { indicator, origin, scopeName } from '../resources/words.ts';
import { assertionFaults, assertionIssuers } from './assertion-issuers.ts';
import { branding } from './branding.ts';
import { clientFaultMembers, clientFaults, linkFaults, links } from './client-faults.ts';
import { declaredSecrets } from './declared-secrets.ts';
import { exchangePolicy } from './exchange-policy.ts';
import { grantFaultMembers, grantFaults, grantTypes } from './grant-types.ts';
import { identityAssertionGrants, identityAssertionIssuers, pairingFaults } from './identity-assertions.ts';
import { offeredConnectionFaults, offeredConnectionMembers, offeredConnections } from './offered-connections.ts';
import { tokenAlgorithms } from './token-algorithms.ts';

const link = (said: string) => z.url().optional().describe(`${said} (RFC 7591, section 2); https, or http on loopback`);

/** Metadata (RFC 7591, and what extends it). */
const metadata = {
  client_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/)
    .describe('Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks'),
  client_name: localizedText
    .optional()
    .describe(
      'What users know it by (RFC 7591, section 2); client_id when absent. A text, or one for each language by BCP 47 tag',
    ),
  client_uri: link('Its home page, to which pages lead back'),
  logo_uri: z
    .url()
    .optional()
    .describe(
      'Its logo (RFC 7591, section 2). Pages show only a data: URI, for they load nothing from elsewhere; branding.logo takes a file',
    ),
  policy_uri: link('Its privacy policy, linked on the consent page'),
  tos_uri: link('Its terms of service, linked on the consent page'),
  contacts: z
    .array(z.string())
    .optional()
    .describe(
      'Who answers for it, usually e-mail addresses (RFC 7591, section 2). For operators; users do not see them',
    ),
  application_type: z
    .enum(['web', 'native'])
    .default('web')
    .describe(
      "native for an application on the user's machine, which may be redirected to on loopback with any port and by a scheme of its own (RFC 8252, section 7; OpenID Connect Registration 1.0, section 2)",
    ),
  grant_types: z
    .array(z.enum(grantTypes))
    .default(['authorization_code'])
    .describe(
      'authorization_code when absent (RFC 7591); a web application usually has [authorization_code, refresh_token]. Empty only for a client that is an API and asks for no tokens',
    ),
  redirect_uris: z
    .array(z.string())
    .default([])
    .describe(
      'Where the browser may be sent with a code; compared character by character (RFC 6749, section 3.1.2; RFC 9700, section 2.1)',
    ),
  post_logout_redirect_uris: z
    .array(z.string())
    .default([])
    .describe('Where the browser may be sent after signing out (OpenID Connect RP-Initiated Logout 1.0, section 3.1)'),
  token_endpoint_auth_method: z
    .enum([
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'tls_client_auth',
      'self_signed_tls_client_auth',
      'none',
    ])
    .default('client_secret_basic')
    .describe(
      "How it proves itself: by a secret, a signed JWT, a TLS certificate (RFC 8705), or not at all, as what runs in a browser or on a user's machine (RFC 7591, section 2)",
    ),
  jwks: z
    .looseObject({
      keys: z
        .array(
          z.looseObject({ kty: z.string().describe('Kind of key, such as RSA, EC or OKP (RFC 7517, section 4.1)') }),
        )
        .describe('Public keys (RFC 7517, section 5.1)'),
    })
    .optional()
    .describe('Its public keys, for private_key_jwt (RFC 7591, section 2)'),
  jwks_uri: z
    .url()
    .optional()
    .describe('Where its public keys are, instead of jwks (RFC 7591, section 2); asked through the outbound guard'),
  tls_client_auth_subject_dn: z
    .string()
    .optional()
    .describe(
      'Subject of its certificate, for tls_client_auth (RFC 8705, section 2.1.2). Exactly one of tls_client_auth_…',
    ),
  tls_client_auth_san_dns: z
    .string()
    .optional()
    .describe('DNS name in its certificate, for tls_client_auth (RFC 8705, section 2.1.2)'),
  tls_client_auth_san_uri: z
    .string()
    .optional()
    .describe('URI in its certificate, for tls_client_auth (RFC 8705, section 2.1.2)'),
  tls_client_auth_san_ip: z
    .string()
    .optional()
    .describe('IP address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2)'),
  tls_client_auth_san_email: z
    .string()
    .optional()
    .describe('E-mail address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2)'),
  backchannel_logout_uri: z
    .url()
    .optional()
    .describe('Where it is told that a user has signed out (OpenID Connect Back-Channel Logout 1.0, section 2.2)'),
  backchannel_logout_session_required: z
    .boolean()
    .optional()
    .describe('true: it is told which session ended, by sid (OpenID Connect Back-Channel Logout 1.0, section 2.2)'),
  require_pushed_authorization_requests: z
    .boolean()
    .default(false)
    .describe('true: it may ask only by pushed requests (RFC 9126, section 6)'),
  scope: z
    .string()
    .default('')
    .describe(
      'OpenID Connect scopes it may ask for, with spaces between them, such as openid profile email (RFC 7591, section 2); scopes of APIs are in scopes',
    ),
  id_token_signed_response_alg: z
    .enum(tokenAlgorithms)
    .optional()
    .describe(
      'JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864)',
    ),
  default_max_age: z
    .int()
    .min(0)
    .optional()
    .describe('Seconds that a sign-in at it may be ago at most (OpenID Connect Registration 1.0, section 2)'),
};

/** What this server lets it do. */
const policy = {
  require_pkce: z
    .boolean()
    .default(true)
    .describe('false only for a confidential client that cannot send a challenge (RFC 7636)'),
  first_party: z.boolean().default(false).describe('Our own client: users are not asked for consent'),
  scopes: z
    .record(indicator, z.array(scopeName))
    .default({})
    .describe('Scopes of APIs that it may ask for, by resource; OpenID Connect scopes are in scope'),
  default_resource: indicator
    .optional()
    .describe(
      'The resource that is meant where a request asks for scopes of APIs and names none (RFC 8707, section 2.1); without it, the only one that has those scopes',
    ),
  resource_parameter: z
    .enum(['resource', 'audience'])
    .optional()
    .describe('audience for a client that cannot send resource (RFC 8707) and calls it so'),
  access_token_claims: claimValues
    .default({})
    .describe('Fixed claims of its own access tokens, of users_policy.claims'),
  id_token_claims: z
    .enum(['conform', 'full'])
    .default('conform')
    .describe('full puts profile and e-mail claims into the ID token'),
  sender_constrained: z
    .enum(['none', 'dpop', 'mtls'])
    .default('none')
    .describe(
      'Its tokens work only with a key of its own: dpop (RFC 9449) or mtls, its TLS certificate (RFC 8705, section 3)',
    ),
  allowed_origins: z.array(origin).default([]).describe('Browser origins that may call the token endpoint (CORS)'),
  resource_server_for: z
    .array(indicator)
    .optional()
    .describe('Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed'),
  required_acr: z.enum(acrLevels).optional().describe('Level of assurance of every sign-in at it'),
  ...offeredConnections,
  branding: branding.optional(),
  token_exchange: exchangePolicy.optional(),
  assertion_issuers: assertionIssuers.optional(),
  identity_assertion_grants: identityAssertionGrants.optional(),
  identity_assertion_issuers: identityAssertionIssuers.optional(),
  may_act: z
    .string()
    .optional()
    .describe('The only client that may exchange tokens issued to this one (RFC 8693, section 4.4)'),
};

/** The two parts of a client as they are stored. */
export const clientMetadata = z.object(metadata);
export const clientPolicy = z.object({ ...policy, required_acr: storedAcr });
export type ClientMetadata = z.output<typeof clientMetadata>;
export type ClientPolicy = z.output<typeof clientPolicy>;

const members = z.strictObject({
  ...metadata,
  ...policy,
  client_secrets: declaredSecrets,
});
type Members = Omit<z.output<typeof members>, 'client_id' | 'client_secrets'>;

/** What members of a client say of each other. */
interface Rule {
  readonly reads: readonly (keyof Members)[];
  readonly faults: (client: Members) => readonly { readonly member: string; readonly message: string }[];
}

const isPublic = (client: Members): boolean => client.token_endpoint_auth_method === 'none';
const unless = (isRight: boolean, member: keyof Members, message: string) => (isRight ? [] : [{ member, message }]);

const rules: readonly Rule[] = [
  {
    reads: ['token_endpoint_auth_method', 'require_pkce'],
    faults: (client) =>
      unless(!isPublic(client) || client.require_pkce, 'require_pkce', 'a public client always needs PKCE'),
  },
  {
    reads: ['grant_types', 'resource_server_for'],
    faults: ({ grant_types: grants, resource_server_for: apis = [] }) =>
      unless(grants.length + apis.length > 0, 'grant_types', 'names no grant, and the client is no API'),
  },
  {
    reads: ['token_endpoint_auth_method', 'resource_server_for'],
    faults: (client) =>
      unless(
        !isPublic(client) || !client.resource_server_for?.length,
        'resource_server_for',
        'an API must be able to prove itself',
      ),
  },
  {
    reads: ['default_resource', 'scopes'],
    faults: ({ default_resource: resource, scopes }) =>
      unless(
        resource === undefined || Object.hasOwn(scopes, resource),
        'default_resource',
        'is not one of the resources in scopes',
      ),
  },
  { reads: ['assertion_issuers'], faults: assertionFaults },
  { reads: ['identity_assertion_grants', 'identity_assertion_issuers'], faults: pairingFaults },
  { reads: grantFaultMembers, faults: grantFaults },
  { reads: clientFaultMembers, faults: clientFaults },
  { reads: links, faults: linkFaults },
  { reads: offeredConnectionMembers, faults: offeredConnectionFaults },
];

/** Whether a rule can look at a client: other members than those that it reads may be at fault. */
const canRead =
  (reads: readonly PropertyKey[]) =>
  ({ issues }: z.core.ParsePayload): boolean =>
    issues.every(
      ({ path: [member] = [], code, continue: isOfShape = false }) =>
        isOfShape || code === 'unrecognized_keys' || (member !== undefined && !reads.includes(member)),
    );

const withRules = <Schema extends z.ZodType<Members>>(shape: Schema): Schema =>
  rules.reduce(
    (schema, { reads, faults }) =>
      schema.superRefine(
        (value, context) => {
          for (const { member, message } of faults(value))
            context.addIssue({ code: 'custom', path: [member], message });
        },
        { when: canRead(reads) },
      ),
    shape,
  );

/** A client of the registry file. A member of it is declared in one of the two parts, and nowhere else. */
export const client = withRules(members);

/** The same without secrets: what can be read, and declared, of a client by others than its operator's file. */
export const clientEntry = withRules(members.omit({ client_secrets: true }));

/** The same where the address says which client it is. */
export const namedClientEntry = withRules(
  members.omit({ client_secrets: true }).extend({ client_id: metadata.client_id.optional() }),
);
