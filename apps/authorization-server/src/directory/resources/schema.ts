/** Resources (RFC 8707) and roles: what the registry file says, the store keeps, and the server goes by. */
import { z } from 'zod';
import { acrLevels, storedAcr } from '../accounts/assurance.ts';
import { localizedText } from './localized-text.ts';
import { indicator, scopeName } from './words.ts';

/** Algorithms that a resource may ask for. */
const signingAlgorithms = ['RS256', 'PS256', 'ES256'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** No access token is valid longer, whatever is configured: the bound on how long a revocation must be remembered. */
export const longestAccessTokenSeconds = 600;

/** What is kept of a resource by its indicator. */
const members = {
  name: localizedText.describe('Shown on the consent page: a text, or one for each language by BCP 47 tag'),
  scopes: z
    .record(scopeName, localizedText)
    .describe(
      'Scope name (RFC 6749, section 3.3) and the sentence that users read: a text, or one for each language by BCP 47 tag',
    ),
  default_scopes: z.array(scopeName).default([]).describe('What a client gets that asks for no scope'),
  token_format: z
    .enum(['jwt', 'opaque'])
    .default('jwt')
    .describe('jwt: access tokens that it verifies itself (RFC 9068); opaque: it asks by introspection (RFC 7662)'),
  access_token_signing_alg: z
    .enum(signingAlgorithms)
    .optional()
    .describe('JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here'),
  access_token_ttl_seconds: z
    .int()
    .min(10)
    .max(longestAccessTokenSeconds)
    .optional()
    .describe('Lifetime of its access tokens; GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS when absent'),
  claims: z
    .array(z.string())
    .default([])
    .describe(
      'Claims of the user in its access tokens: roles, email, name, and those that users_policy.claims declares',
    ),
  required_acr: z
    .enum(acrLevels)
    .optional()
    .describe('Level of assurance of every sign-in for it: …:1 is one factor, …:2 is two'),
  max_auth_age_seconds: z.int().min(0).optional().describe('A sign-in for it may be so long ago at most'),
};

/** A resource of the registry file. */
export const resource = z
  .strictObject({
    indicator: indicator.describe('Resource indicator (RFC 8707): the audience of its access tokens'),
    ...members,
  })
  .describe('An API that access tokens are for');

/** The same as it is stored, by its indicator. */
export const storedResource = z.object({ ...members, required_acr: storedAcr });

/** An API that access tokens are for, as the registry says it. */
export type Resource = z.output<typeof storedResource> & { readonly indicator: string };

/** A role: its scopes by resource. */
export const roleScopes = z.record(indicator, z.array(scopeName));

/** RFC 9068, section 2.1 wants RS256 to be there. */
export const signingAlgorithmOf = ({ access_token_signing_alg: algorithm = 'RS256' }: Resource): SigningAlgorithm =>
  algorithm;
