/** What an operator declares about all people. */
import { z } from 'zod';

const webAddress = z
  .string()
  .refine((value) => /^(?:https:\/\/|\/(?!\/))/u.test(value), 'must be an https address, or a path on this server');

/** What the protocol, or every account, has a meaning for already. */
const taken: ReadonlySet<string> = new Set(
  ['sub iss aud exp nbf iat jti azp acr amr auth_time nonce at_hash c_hash s_hash sid cnf act may_act client_id scope']
    .concat('gid roles department email email_verified name preferred_username locale updated_at events')
    .flatMap((names) => names.split(' ')),
);

const claim = z.strictObject({
  type: z.enum(['string', 'number', 'boolean']).default('string'),
  scope: z.enum(['profile', 'email']).default('profile').describe('Who asks for this scope gets it'),
});

export const people = z
  .strictObject({
    registration_roles: z.array(z.string()).default([]).describe('Roles of everybody who makes themselves an account'),
    claims: z
      .record(
        z
          .string()
          .regex(/^[A-Za-z][\w.:/-]{0,63}$/u, 'is no name for a claim')
          .refine((name) => !taken.has(name), 'is taken'),
        claim,
      )
      .default({})
      .describe('Further claims of people, by name; APIs get them too where their `claims` name them'),
    terms: z
      .strictObject({
        version: z.string().min(1).max(64).describe('A new one is asked for again'),
        uri: webAddress.describe('Where they can be read'),
      })
      .optional()
      .describe('Terms of use that everybody must accept before going on to an application'),
  })
  .describe('What holds for all people');

/** Claims of every account that access tokens can carry without being declared. */
const ofEveryAccount: ReadonlySet<string> = new Set(['department', 'roles', 'email', 'name']);

/** Uses of claims that are not declared, or of another type. */
export function claimFaults(registry: {
  readonly people: z.infer<typeof people>;
  readonly users: readonly { readonly claims: Readonly<Record<string, unknown>> }[];
  readonly resources: readonly { readonly claims: readonly string[] }[];
}): { path: (string | number)[]; message: string }[] {
  const { claims: declared } = registry.people;
  const ofUsers = registry.users.flatMap(({ claims }, index) =>
    Object.entries(claims)
      .filter(([name, value]) => typeof value !== declared[name]?.type)
      .map(([name]) => ({
        path: ['users', index, 'claims', name],
        message: declared[name] ? `must be a ${declared[name].type}` : 'is not declared in people.claims',
      })),
  );
  const ofResources = registry.resources.flatMap(({ claims }, index) =>
    claims
      .filter((name) => !ofEveryAccount.has(name) && !declared[name])
      .map((name) => ({ path: ['resources', index, 'claims'], message: `${name} is not declared in people.claims` })),
  );
  return [...ofUsers, ...ofResources];
}
