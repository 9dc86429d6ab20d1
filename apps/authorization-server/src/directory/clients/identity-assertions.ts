/**
 * Identity assertion authorization grants (ID-JAG, draft-ietf-oauth-identity-assertion-authz-grant): for which other authorization
 * servers a client may get one here, and of which issuers it may redeem one here. Both are off unless an entry pairs client and server.
 */
import { z } from 'zod';
import { foreignSubjects } from '../accounts/foreign-subjects.ts';
import { indicator, scopeName } from '../resources/words.ts';

/** The longest life of a grant, here and elsewhere. */
export const longestGrantSeconds = 300;

const issuer = z
  .url({ protocol: /^https$/u, error: 'must be an https address: the issuer of an authorization server' })
  .refine((value) => !/[?#]/u.test(value), 'must have neither query nor fragment (RFC 8414, section 2)');

/** Other authorization servers at which the client may act for users who signed in here. */
export const identityAssertionGrants = z
  .array(
    z.strictObject({
      audience: issuer.describe('Issuer of the other authorization server, exactly'),
      client_id: z.string().min(1).max(512).optional().describe('What the client is called there; as here when absent'),
      resources: z
        .array(indicator)
        .min(1)
        .optional()
        .describe('The most that a grant names; when absent it names none, and the other server decides'),
      scopes: z
        .array(scopeName)
        .min(1)
        .optional()
        .describe('The most that a grant names; when absent it names none, and the other server decides'),
      seconds: z
        .int()
        .min(10)
        .max(longestGrantSeconds)
        .default(longestGrantSeconds)
        .describe('Lifetime of a grant, in seconds'),
    }),
  )
  .min(1)
  .describe(
    'Other authorization servers for which it gets identity assertion grants (ID-JAG) by token exchange of its ID tokens; what is not named is refused',
  );

/** One other server. */
export type IdentityAssertionGrant = z.output<typeof identityAssertionGrants>[number];

/** Issuers whose grants the client redeems here for tokens of users. */
export const identityAssertionIssuers = z
  .array(
    z.strictObject({
      issuer: issuer.describe('The claim iss of its grants, exactly'),
      jwks_uri: z.url().describe('Where its keys are; asked through the outbound guard'),
      algorithms: z
        .array(z.enum(['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519']))
        .min(1)
        .default(['RS256'])
        .describe('JWS algorithms of its grants (RFC 7518, section 3.1)'),
      subjects: foreignSubjects,
    }),
  )
  .min(1)
  .describe(
    'Issuers whose identity assertion grants (ID-JAG) it redeems for access tokens of users; such an issuer decides who the user is',
  );

/** One issuer that is trusted to say who the user is. */
export type IdentityAssertionIssuer = z.output<typeof identityAssertionIssuers>[number];

interface Paired {
  readonly identity_assertion_grants?: readonly { readonly audience: string }[] | undefined;
  readonly identity_assertion_issuers?: readonly { readonly issuer: string }[] | undefined;
}

const isTwice = (names: readonly string[] = []) => new Set(names).size < names.length;

/** What is wrong with the lists as a whole. */
export function pairingFaults(client: Paired): { member: string; message: string }[] {
  return [
    ...(isTwice(client.identity_assertion_grants?.map(({ audience }) => audience))
      ? [{ member: 'identity_assertion_grants', message: 'name an audience twice' }]
      : []),
    ...(isTwice(client.identity_assertion_issuers?.map(({ issuer: one }) => one))
      ? [{ member: 'identity_assertion_issuers', message: 'name an issuer twice' }]
      : []),
  ];
}

/** What a grant names: all that the policy has when the request names none, else what it names. */
export type Named =
  | { readonly names: readonly string[]; readonly beyond?: undefined }
  | { readonly beyond: readonly string[] };

/**
 * @param asked undefined when the request names none
 * @param most undefined when the policy names none
 * @param plain what two spellings of the same have in common; a name is given as the policy spells it
 */
export function namedWithin(
  asked: readonly string[] | undefined,
  most: readonly string[] | undefined = [],
  plain = (name: string): string => name,
): Named {
  const spelled = (asked ?? most).map((name) => [name, most.find((one) => plain(one) === plain(name))] as const);
  const beyond = spelled.filter(([, own]) => own === undefined).map(([name]) => name);
  if (beyond.length > 0) return { beyond };
  return { names: [...new Set(spelled.flatMap(([, own]) => own ?? []))] };
}

/** Of a resource: clients write a slash at its end now and then. */
export const withoutSlash = (resource: string): string => resource.replace(/\/$/u, '');
