/** What an operator declares about all users. */
import { z } from 'zod';
import { declaredClaim, type UserClaim, type UserClaims } from '../accounts/schema.ts';
import {
  claimsSizeFault,
  claimValueFault,
  completeClaim,
  declarationFault,
  isAccountClaim,
  undeclared,
} from '../accounts/user-claims.ts';
import type { PlacedFault } from './faults.ts';

const webAddress = z
  .string()
  .refine((value) => /^(?:https:\/\/|\/(?!\/))/u.test(value), 'must be an https address, or a path on this server');

/** What the protocol, or every account, has a meaning for already. */
const taken: ReadonlySet<string> = new Set(
  [
    'sub iss aud exp nbf iat jti azp acr amr auth_time federated_at nonce at_hash c_hash s_hash sid cnf act may_act client_id scope',
  ]
    .concat('gid roles email email_verified name preferred_username locale updated_at events')
    // What access tokens say to this server itself: at userinfo, and when they are exchanged.
    .concat('userinfo_scope userinfo_claims origin_client_id sub_profile')
    .flatMap((names) => names.split(' ')),
);

export const terms = z.strictObject({
  version: z.string().min(1).max(64).describe('A new one is asked for again'),
  uri: webAddress.describe('Where they can be read'),
});

/** Terms of use. */
export type Terms = z.output<typeof terms>;

export const usersPolicy = z
  .strictObject({
    registration_roles: z
      .array(z.string())
      .optional()
      .describe('Roles of everybody who registers; when absent, those that were applied before, at first none'),
    claims: z
      .record(
        z
          .string()
          .regex(/^[A-Za-z][\w.:/-]{0,63}$/u, 'is no name for a claim')
          .refine((name) => !taken.has(name), 'is taken'),
        declaredClaim.nullable(),
      )
      .prefault({})
      .transform((given) =>
        Object.fromEntries(Object.entries(given).map(([name, one]) => [name, one && completeClaim(name, one)])),
      )
      .describe(
        'Further claims of users, by name; APIs get them too where their `claims` name them. null takes back one that was declared',
      ),
    terms: terms
      .nullable()
      .optional()
      .describe('Terms of use that everybody must accept before going on to an application; null: none any more'),
  })
  .describe('What holds for all users');

/** What holds for all users. */
export interface UsersPolicy {
  readonly registrationRoles: readonly string[];
  readonly claims: UserClaims;
  readonly terms: Terms | undefined;
}

/** Declarations of claims that cannot be. */
export const claimDeclarationFaults = (claims: Readonly<Record<string, UserClaim | null>>): PlacedFault[] =>
  Object.entries(claims).flatMap(([name, claim]) => {
    const fault = claim && declarationFault(name, claim);
    return fault ? [{ path: ['users_policy', 'claims', name], message: fault }] : [];
  });

/** Uses of claims that are not declared, or of another type. */
export function claimFaults(
  registry: {
    readonly users: readonly { readonly claims: Readonly<Record<string, unknown>> }[];
    readonly clients: readonly { readonly access_token_claims: Readonly<Record<string, unknown>> }[];
    readonly resources: readonly { readonly claims: readonly string[] }[];
  },
  declared: UserClaims,
): PlacedFault[] {
  const unresolved = (name: string) => !Object.hasOwn(declared, name);
  const ofValues = (path: (string | number)[], values: Readonly<Record<string, unknown>>): PlacedFault[] => {
    const size = claimsSizeFault(values);
    return [
      ...(size === undefined ? [] : [{ path, message: size }]),
      ...Object.entries(values).flatMap(([name, value]) => {
        const message = claimValueFault(declared, name, value);
        return message === undefined ? [] : [{ path: [...path, name], message, unresolved: unresolved(name) }];
      }),
    ];
  };
  const ofUsers = registry.users.flatMap(({ claims }, index) => ofValues(['users', index, 'claims'], claims));
  const ofClients = registry.clients.flatMap(({ access_token_claims: claims }, index) =>
    ofValues(['clients', index, 'access_token_claims'], claims),
  );
  const ofResources = registry.resources.flatMap(({ claims }, index) =>
    claims
      .filter((name) => !isAccountClaim(name) && unresolved(name))
      .map((name) => ({
        path: ['resources', index, 'claims'],
        message: `${name} ${undeclared(name)}`,
        unresolved: true,
      })),
  );
  return [...ofUsers, ...ofClients, ...ofResources];
}
