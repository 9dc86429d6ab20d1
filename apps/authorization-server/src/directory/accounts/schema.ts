/** Users and their claims, as the registry file says them. */
import { z } from 'zod';

/** What a claim holds. An `address` is the object of OpenID Connect Core, section 5.1.1, and the only one. */
const claimTypes = ['string', 'number', 'boolean', 'list', 'address'] as const;
export type ClaimType = (typeof claimTypes)[number];

/** Scopes that stand for claims (OpenID Connect Core, section 5.4; `groups` is what many applications ask for). */
export const claimScopes = ['profile', 'email', 'address', 'phone', 'groups'] as const;

/** Scopes of OpenID Connect; all others belong to resources. */
export const openIdScopes = ['openid', 'offline_access', ...claimScopes] as const;

/** The claims that each scope stands for (OpenID Connect Core, section 5.4). */
export const claimsOfScopes = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'federated_at'],
  profile: ['name', 'preferred_username', 'locale', 'updated_at'],
  email: ['email', 'email_verified'],
  // Declared by the operator, if at all.
  address: [],
  phone: [],
  groups: [],
} as const satisfies Readonly<Partial<Record<(typeof openIdScopes)[number], readonly string[]>>>;

/** A claim that the operator declares; see `user-claims.ts`. */
export const declaredClaim = z.strictObject({
  type: z
    .enum(claimTypes)
    .optional()
    .describe(
      'string when absent, or what a standard claim is; list is a list of strings, address the standard object',
    ),
  scope: z
    .enum(claimScopes)
    .optional()
    .describe('Who asks for this scope gets it: profile when absent, or that of a standard claim'),
  from: z.enum(['roles']).optional().describe('roles: the names of the roles of the user, as a list'),
});
export type ClaimDeclaration = z.output<typeof declaredClaim>;

/** A declared claim with what its declaration leaves out. */
export interface UserClaim extends Pick<ClaimDeclaration, 'from'> {
  readonly type: ClaimType;
  readonly scope: (typeof claimScopes)[number];
}

/** By name. */
export type UserClaims = Readonly<Record<string, UserClaim>>;

/** Values of declared claims, by name. */
export const claimValues = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.array(z.string()), z.record(z.string(), z.string())]),
);

/** A user of the registry file. */
export const user = z.strictObject(
  {
    id: z.uuid().optional().describe('Subject; random when absent'),
    login: z.string().min(1).describe('What the user types to sign in, beside the e-mail address'),
    name: z.string().min(1).describe('The whole name, as it is shown (OpenID Connect Core 1.0, section 5.1)'),
    email: z.email().describe('E-mail address'),
    email_verified: z
      .boolean()
      .default(false)
      .describe(
        'true: you know that the address is theirs (OpenID Connect Core 1.0, section 5.1); only then it serves to sign in',
      ),
    locale: z.string().optional().describe('BCP 47 tag; the language of the browser when absent'),
    roles: z.array(z.string()).default([]).describe('Names of roles, which give scopes of APIs'),
    claims: claimValues.default({}).describe('Values of claims that users_policy.claims declares'),
    status: z
      .enum(['pending', 'active', 'disabled'])
      .default('active')
      .describe('active users may sign in; pending: the e-mail address is to be confirmed first'),
    password: z.string().min(1).optional().describe('Development mode only, and only for an account that has none'),
  },
  {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys'
        ? `a user has no member ${JSON.stringify(keys?.join(', '))}; a claim is declared in users_policy.claims and its value stands under claims, as in  claims: { team: blue }`
        : undefined,
  },
);
