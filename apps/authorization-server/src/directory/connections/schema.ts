/** Connections: the upstream providers that users may sign in with, as the registry file says them. */
import { z } from 'zod';
import { acrLevels } from '../accounts/assurance.ts';
import { localizedText } from '../resources/localized-text.ts';
import { claimMapping } from './mapping.ts';
import { publicMailDomains } from './public-mail.ts';

const domain = z
  .string()
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])$/u,
    'must be a domain in lower case such as example.com',
  );

/** Without query and fragment: identifiers are compared character by character (OpenID Connect Discovery 1.0, section 3). */
const issuer = z
  .url({ protocol: /^https$/u, error: 'must be an https URL, character by character as its tokens say it' })
  .refine((value) => !/[?#]/u.test(value), 'has no query and no fragment');

const endpoint = z.url({ protocol: /^https$/u, error: 'must be an https URL' });

/** By which we prove to the upstream that we are its client. Read when a file is applied; sealed in the database. */
const clientSecret = z
  .union([
    z.strictObject({ file: z.string().min(1).describe('A file beside this one, or an absolute path') }),
    z.strictObject({
      value: z.string().min(1).max(16_384).describe('The secret itself; in files for development only'),
    }),
  ])
  .describe(
    'The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it',
  );

/** What must be said upstream for a level of ours. */
const assurance = z.strictObject({
  request: z
    .array(z.string().min(1))
    .default([])
    .describe('acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)'),
  acr: z.array(z.string().min(1)).default([]).describe('A claim acr that counts as this level'),
  amr: z.array(z.string().min(1)).default([]).describe('Any of these in the claim amr counts as this level (RFC 8176)'),
});

const everyKind = {
  name: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/u, 'must be 1 to 40 of a-z, 0-9 and - such as corp')
    .describe('Its name in URLs: the callback is ISSUER/federation/NAME/callback')
    .meta({ examples: ['corp'] }),
  display_name: localizedText
    .optional()
    .describe('What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag'),
  logo: z
    .string()
    .optional()
    .describe('For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most'),
  enabled: z
    .boolean()
    .default(true)
    .describe('false: nobody signs in by it, and sessions that began by it end; what is linked stays'),
  client_id: z.string().min(1).max(512).describe('Our identifier there (RFC 6749, section 2.2)'),
  client_secret: clientSecret.optional(),
  scope: z.string().min(1).optional().describe('What is asked for, with spaces between; usual ones when absent'),
  mapping: claimMapping.prefault({}),
  domains: z
    .array(domain.refine((name) => !publicMailDomains.has(name), 'is a provider of mail where anybody gets an address'))
    .default([])
    .describe(
      'Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS',
    ),
  sign_up: z
    .boolean()
    .default(true)
    .describe('true: a first sign-in makes an account. false: only identities that are linked come in'),
  trust_email: z
    .boolean()
    .default(false)
    .describe(
      'true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators',
    ),
  required_acr: z
    .partialRecord(z.enum(acrLevels), assurance)
    .default({})
    .describe('What of the upstream counts as a level of ours. A level that is not named is never taken from it'),
  roles: z
    .record(z.string(), z.array(z.string()))
    .default({})
    .describe(
      'Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone',
    ),
  sync: z
    .enum(['first', 'always'])
    .default('first')
    .describe('When name, locale and claims are taken over: when the account is made, or at each sign-in'),
  keep_tokens: z
    .boolean()
    .default(false)
    .describe("true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh"),
  check_at_refresh: z
    .boolean()
    .default(false)
    .describe(
      'true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens',
    ),
};

const authMethods = ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'] as const;

const oidc = z.strictObject({
  ...everyKind,
  kind: z.literal('oidc').describe('Any OpenID provider, found by discovery (OpenID Connect Discovery 1.0)'),
  issuer: issuer.describe('Its issuer; endpoints and keys are read from there'),
  token_endpoint_auth_method: z
    .enum(authMethods)
    .default('client_secret_basic')
    .describe('How we prove ourselves there'),
});

const oauth2 = z.strictObject({
  ...everyKind,
  kind: z.literal('oauth2').describe('A provider of OAuth 2.0 alone: its endpoints, and which members say who it is'),
  issuer: issuer.describe('By this name its users are known here; it cannot be changed later without their links'),
  authorization_endpoint: endpoint.describe('Where the browser is sent (RFC 6749, section 3.1)'),
  token_endpoint: endpoint.describe('Where the code is redeemed (RFC 6749, section 3.2)'),
  userinfo_endpoint: endpoint.describe('Answers JSON about the user to a GET with the access token'),
  token_endpoint_auth_method: z
    .enum(authMethods)
    .default('client_secret_basic')
    .describe('How we prove ourselves there'),
  pkce: z.boolean().default(true).describe('false only for a provider that refuses a challenge (RFC 7636)'),
});

const google = z.strictObject({
  ...everyKind,
  kind: z.literal('google').describe('Google accounts'),
  hosted_domains: z
    .array(domain)
    .optional()
    .describe('Only users of these Google Workspaces (the claim hd); every Google account when absent'),
});

const tenantId = z.guid({ error: 'must be the id of a tenant, which is a GUID' }).toLowerCase();

const microsoft = z.strictObject({
  ...everyKind,
  kind: z.literal('microsoft').describe('Microsoft Entra ID'),
  tenant: z
    .union([tenantId, z.enum(['organizations', 'consumers', 'common'])])
    .describe('The id of the tenant; or organizations, consumers, common, for several: then tenants says which'),
  tenants: z
    .union([z.literal('*'), z.array(tenantId).min(1)])
    .optional()
    .describe('Whose users come in (the claim tid), where tenant names none; * for all'),
});

const apple = z.strictObject({
  ...everyKind,
  kind: z.literal('apple').describe('Sign in with Apple. The client secret is the private key (.p8)'),
  team_id: z
    .string()
    .regex(/^[A-Z0-9]{10}$/u, 'must be ten of A-Z and 0-9')
    .describe('Of the developer account'),
  key_id: z
    .string()
    .regex(/^[A-Z0-9]{10}$/u, 'must be ten of A-Z and 0-9')
    .describe('Of the private key'),
});

const github = z.strictObject({
  ...everyKind,
  kind: z.literal('github').describe('GitHub; the address is the primary one, if GitHub has verified it'),
});

/** Members by kind. */
export const connectionKinds = { oidc, oauth2, google, microsoft, apple, github } as const;

/** One connection of a registry. */
export const connection = z.discriminatedUnion('kind', [oidc, oauth2, google, microsoft, apple, github]).superRefine(
  (entry, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: path.split('.'), message });
    if (entry.check_at_refresh && !entry.keep_tokens) fault('check_at_refresh', 'needs keep_tokens: true');
    if (Object.keys(entry.roles).length > 0 && entry.mapping.groups === undefined)
      fault('roles', 'needs mapping.groups, which says where the groups are');
    if (entry.kind === 'oauth2' && entry.mapping.subject === undefined)
      fault(
        'mapping.subject',
        'is needed: the member that never changes and never belongs to another user, such as id',
      );
    if (entry.kind !== 'oauth2' && entry.mapping.subject !== undefined)
      fault('mapping.subject', 'is only for kind oauth2; an ID token has its own, sub');
    if (entry.kind === 'microsoft') {
      const names = entry.tenant.includes('-');
      if (names === (entry.tenants !== undefined))
        fault('tenants', names ? 'stands only where tenant names none' : 'must say whose users come in, or * for all');
    }
  },
  { when: ({ issues }) => issues.length === 0 },
);

export type ConnectionEntry = z.output<typeof connection>;

/** The entry as it is kept: its name and secret are columns of their own. */
export type ConnectionDefinition = ConnectionEntry extends infer Entry
  ? Entry extends ConnectionEntry
    ? Omit<Entry, 'name' | 'client_secret'>
    : never
  : never;
