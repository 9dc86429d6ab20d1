import { z } from 'zod';
import { acrLevels } from '../accounts/assurance.ts';
import { indicator, scopeName } from './words.ts';

/** A resource of the registry file (RFC 8707). */
export const resource = z
  .strictObject({
    indicator: indicator.describe('Resource indicator (RFC 8707): the audience of its access tokens'),
    name: z.string().min(1).describe('Shown on the consent page'),
    scopes: z.record(scopeName, z.string().min(1)).describe('Scope name and the sentence a person reads'),
    default_scopes: z.array(scopeName).default([]).describe('What a client gets that asks for no scope'),
    token_format: z.enum(['jwt', 'opaque']).default('jwt'),
    access_token_signing_alg: z
      .enum(['RS256', 'PS256', 'ES256'])
      .optional()
      .describe('JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here'),
    access_token_ttl_seconds: z.int().min(10).max(600).optional(),
    claims: z
      .array(z.string())
      .default([])
      .describe('Claims of the person in its access tokens: department, roles, email, name, or of people.claims'),
    required_acr: z
      .enum(acrLevels)
      .optional()
      .describe('Level of assurance of every sign-in for it: …:1 is one factor, …:2 is two'),
    max_auth_age_seconds: z.int().min(0).optional().describe('A sign-in for it may be so long ago at most'),
  })
  .describe('An API that access tokens are for');
