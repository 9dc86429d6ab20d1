/** What an operator declares about all users. */
import { z } from 'zod';
import { declaredClaim } from '../accounts/schema.ts';
import {
  claimsSizeFault,
  claimValueFault,
  completeClaim,
  declarationFault,
  isAccountClaim,
  undeclared,
} from '../accounts/user-claims.ts';

const webAddress = z
  .string()
  .refine((value) => /^(?:https:\/\/|\/(?!\/))/u.test(value), 'must be an https address, or a path on this server');

/** What the protocol, or every account, has a meaning for already. */
const taken: ReadonlySet<string> = new Set(
  ['sub iss aud exp nbf iat jti azp acr amr auth_time nonce at_hash c_hash s_hash sid cnf act may_act client_id scope']
    .concat('gid roles email email_verified name preferred_username locale updated_at events')
    // What access tokens say to this server itself: at userinfo, and when they are exchanged.
    .concat('userinfo_scope userinfo_claims origin_client_id sub_profile')
    .flatMap((names) => names.split(' ')),
);

export const people = z
  .strictObject({
    registration_roles: z.array(z.string()).default([]).describe('Roles of everybody who makes themselves an account'),
    claims: z
      .record(
        z
          .string()
          .regex(/^[A-Za-z][\w.:/-]{0,63}$/u, 'is no name for a claim')
          .refine((name) => !taken.has(name), 'is taken'),
        declaredClaim,
      )
      .prefault({})
      .transform((given) =>
        Object.fromEntries(Object.entries(given).map(([name, one]) => [name, completeClaim(name, one)])),
      )
      .describe('Further claims of users, by name; APIs get them too where their `claims` name them'),
    terms: z
      .strictObject({
        version: z.string().min(1).max(64).describe('A new one is asked for again'),
        uri: webAddress.describe('Where they can be read'),
      })
      .optional()
      .describe('Terms of use that everybody must accept before going on to an application'),
  })
  .describe('What holds for all users');

const at = (path: (string | number)[], message: string | undefined) =>
  message === undefined ? [] : [{ path, message }];

/** Uses of claims that are not declared, or of another type. */
export function claimFaults(registry: {
  readonly people: z.infer<typeof people>;
  readonly users: readonly { readonly claims: Readonly<Record<string, unknown>> }[];
  readonly clients: readonly { readonly access_token_claims: Readonly<Record<string, unknown>> }[];
  readonly resources: readonly { readonly claims: readonly string[] }[];
}): { path: (string | number)[]; message: string }[] {
  const { claims: declared } = registry.people;
  const ofPeople = Object.entries(declared).flatMap(([name, one]) =>
    at(['people', 'claims', name], declarationFault(name, one)),
  );
  const ofValues = (path: (string | number)[], values: Readonly<Record<string, unknown>>) => [
    ...at(path, claimsSizeFault(values)),
    ...Object.entries(values).flatMap(([name, value]) => at([...path, name], claimValueFault(declared, name, value))),
  ];
  const ofUsers = registry.users.flatMap(({ claims }, index) => ofValues(['users', index, 'claims'], claims));
  const ofClients = registry.clients.flatMap(({ access_token_claims: claims }, index) =>
    ofValues(['clients', index, 'access_token_claims'], claims),
  );
  const ofResources = registry.resources.flatMap(({ claims }, index) =>
    claims
      .filter((name) => !isAccountClaim(name) && !Object.hasOwn(declared, name))
      .map((name) => ({ path: ['resources', index, 'claims'], message: `${name} ${undeclared(name)}` })),
  );
  return [...ofPeople, ...ofUsers, ...ofClients, ...ofResources];
}
