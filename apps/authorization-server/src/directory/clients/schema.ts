import { z } from 'zod';
import { acrLevels } from '../accounts/assurance.ts';
import { indicator, origin, scopeName } from '../resources/words.ts';
import { assertionFault, assertionIssuers, jwtBearerGrantType } from './assertion-issuers.ts';
import { branding } from './branding.ts';
import { clientFaults } from './client-faults.ts';
import { tokenAlgorithms } from './token-algorithms.ts';

const tokenExchange = z
  .strictObject({
    max_depth: z.int().min(1).max(8).default(3).describe('Longest chain of actors in a token it gets'),
    rules: z
      .array(
        z.strictObject({
          from: z.array(indicator).default([]).describe('Audiences of the tokens that it may hand in'),
          credentials: z
            .array(z.enum(['api_key', 'service_account', 'client_certificate']))
            .default([])
            .describe('Credentials that it checks itself and may hand in like tokens; only for a gateway'),
          to: indicator.describe('The one audience of the token that it gets'),
          scopes: z.array(scopeName).min(1).describe('The most that the token carries'),
          mode: z
            .enum(['delegation', 'impersonation'])
            .default('delegation')
            .describe('delegation names this client in the claim act; impersonation does not'),
          third_party: z.boolean().default(false).describe('Tokens of clients that are not our own, too'),
          bound_subjects: z
            .boolean()
            .default(false)
            .describe('Sender-constrained tokens, too: this client is trusted to have checked the binding'),
        }),
      )
      .min(1),
  })
  .describe('What it may exchange (RFC 8693); what no rule names is refused');

/** A client of the registry file: RFC 7591 metadata and what this server lets it do. */
export const client = z
  .strictObject({
    client_id: z.string().regex(/^[\x21-\x7e]{1,128}$/),
    client_name: z.string().min(1).optional(),
    client_uri: z.url().optional(),
    logo_uri: z.url().optional(),
    policy_uri: z.url().optional(),
    tos_uri: z.url().optional(),
    contacts: z.array(z.string()).optional(),
    application_type: z.enum(['web', 'native']).default('web'),
    grant_types: z
      .array(
        z.enum([
          'authorization_code',
          'refresh_token',
          'client_credentials',
          'urn:ietf:params:oauth:grant-type:device_code',
          'urn:ietf:params:oauth:grant-type:token-exchange',
          jwtBearerGrantType,
        ]),
      )
      .describe('Empty only for a client that is an API and asks for no tokens'),
    redirect_uris: z.array(z.string()).default([]),
    post_logout_redirect_uris: z.array(z.string()).default([]),
    token_endpoint_auth_method: z
      .enum([
        'client_secret_basic',
        'client_secret_post',
        'private_key_jwt',
        'tls_client_auth',
        'self_signed_tls_client_auth',
        'none',
      ])
      .default('client_secret_basic'),
    jwks: z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) }).optional(),
    jwks_uri: z.url().optional(),
    tls_client_auth_subject_dn: z.string().optional(),
    tls_client_auth_san_dns: z.string().optional(),
    tls_client_auth_san_uri: z.string().optional(),
    tls_client_auth_san_ip: z.string().optional(),
    tls_client_auth_san_email: z.string().optional(),
    backchannel_logout_uri: z.url().optional(),
    backchannel_logout_session_required: z.boolean().optional(),
    require_pushed_authorization_requests: z.boolean().default(false),
    require_pkce: z
      .boolean()
      .default(true)
      .describe('false only for a confidential client that cannot send a challenge'),
    first_party: z.boolean().default(false).describe('Our own client: people are not asked for consent'),
    scope: z.string().default('').describe('OpenID Connect scopes it may ask for'),
    scopes: z.record(indicator, z.array(scopeName)).default({}).describe('Scopes it may have, by resource'),
    default_resource: indicator
      .optional()
      .describe('The resource that a request means which names none; otherwise the only one that has its scopes'),
    resource_parameter: z
      .enum(['resource', 'audience'])
      .optional()
      .describe('audience for a client that cannot send resource (RFC 8707) and calls it so'),
    access_token_claims: z
      .strictObject({ department: z.string().optional() })
      .default({})
      .describe('Fixed claims of its own access tokens'),
    id_token_claims: z
      .enum(['conform', 'full'])
      .default('conform')
      .describe('full puts profile and e-mail claims into the ID token'),
    id_token_signed_response_alg: z
      .enum(tokenAlgorithms)
      .optional()
      .describe(
        'JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864)',
      ),
    sender_constrained: z.enum(['none', 'dpop', 'mtls']).default('none'),
    allowed_origins: z.array(origin).default([]).describe('Browser origins that may call the token endpoint (CORS)'),
    resource_server_for: z
      .array(indicator)
      .optional()
      .describe(
        'Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed',
      ),
    required_acr: z.enum(acrLevels).optional().describe('Level of assurance of every sign-in at it'),
    branding: branding.optional(),
    default_max_age: z.int().min(0).optional().describe('Seconds that a sign-in at it may be ago at most'),
    token_exchange: tokenExchange.optional(),
    assertion_issuers: assertionIssuers.optional(),
    may_act: z
      .string()
      .optional()
      .describe('The only client that may exchange tokens issued to this one (RFC 8693, section 4.4)'),
    client_secrets: z
      .array(
        z.strictObject({
          sha256: z.string().regex(/^[\w-]{43}$/, 'must be a SHA-256 hash, base64url'),
          expires_at: z.iso.datetime({ offset: true }).optional(),
        }),
      )
      .default([])
      .describe('Hashes of its secrets; several may be valid at once'),
  })
  .superRefine((value, context) => {
    const publicClient = value.token_endpoint_auth_method === 'none';
    if (publicClient && !value.require_pkce) {
      context.addIssue({ code: 'custom', path: ['require_pkce'], message: 'a public client always needs PKCE' });
    }
    if (value.grant_types.length === 0 && !value.resource_server_for?.length) {
      context.addIssue({ code: 'custom', path: ['grant_types'], message: 'names no grant, and the client is no API' });
    }
    if (publicClient && value.resource_server_for?.length) {
      context.addIssue({
        code: 'custom',
        path: ['resource_server_for'],
        message: 'an API must be able to prove itself',
      });
    }
    if (value.default_resource !== undefined && !Object.hasOwn(value.scopes, value.default_resource)) {
      context.addIssue({
        code: 'custom',
        path: ['default_resource'],
        message: 'is not one of the resources in scopes',
      });
    }
    const assertions = assertionFault(value);
    if (assertions) context.addIssue({ code: 'custom', path: ['assertion_issuers'], message: assertions });
    const exchanges = value.grant_types.includes('urn:ietf:params:oauth:grant-type:token-exchange');
    if (exchanges !== (value.token_exchange !== undefined)) {
      context.addIssue({
        code: 'custom',
        path: ['token_exchange'],
        message: 'goes together with the grant of that name',
      });
    }
    if (publicClient && exchanges) {
      context.addIssue({ code: 'custom', path: ['token_exchange'], message: 'is not for a public client' });
    }
    if (publicClient && value.grant_types.includes('client_credentials')) {
      context.addIssue({
        code: 'custom',
        path: ['grant_types'],
        message: 'a public client has no credentials of its own',
      });
    }
    if (value.grant_types.includes('authorization_code') !== value.redirect_uris.length > 0) {
      context.addIssue({
        code: 'custom',
        path: ['redirect_uris'],
        message: 'go together with the authorization_code grant',
      });
    }
  })
  .superRefine((value, context) => {
    for (const { member, message } of clientFaults(value))
      context.addIssue({ code: 'custom', path: [member], message });
  });
