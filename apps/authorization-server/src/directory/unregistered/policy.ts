/** What the registry says of clients that no operator registered: who may come, and the most that they may get. */
import { z } from 'zod';
import { openIdScopes } from '../accounts/schema.ts';
import { indicator, scopeName } from '../resources/words.ts';

const day = 86_400;

/** Whatever the host or scheme of a redirect may be called: a client must not be safe from being blocked by an odd name. */
const domain = z
  .string()
  .regex(
    /^(?:\*|(?:\*\.)?[a-z0-9!$&'()+,;=_~-]+(?:\.[a-z0-9!$&'()+,;=_~-]+)*|\[[0-9a-f:]+\])$/u,
    'must be a host in lower case such as agent.example, *.agent.example for the hosts below it, or * for all',
  );

/** Of documents at the address that is the `client_id`. */
const documents = z
  .strictObject({
    domains: z
      .array(domain)
      .min(1)
      .describe(
        'Hosts whose documents are trusted: a name, *.name for all below it, or * for every host of the Internet',
      ),
    require_private_key_jwt: z
      .boolean()
      .default(false)
      .describe('true: only clients that prove themselves by a signed JWT (RFC 7523)'),
    redirects: z
      .enum(['same_domain', 'same_domain_or_loopback', 'any'])
      .default('same_domain_or_loopback')
      .describe(
        "Where a client may be redirected to: hosts equal to or below the document's, these and the user's own machine, or wherever the document says",
      ),
  })
  .describe('Clients whose client_id is the address of a document about them (OAuth Client ID Metadata Document)');

/** Who vouches for software (RFC 7591, section 2.3). */
const softwareStatementIssuer = z.strictObject({
  issuer: z.string().min(1).max(512).describe('The claim iss of its statements, exactly'),
  jwks_uri: z.url().describe('Where its keys are; asked through the outbound guard'),
  algorithms: z
    .array(z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']))
    .min(1)
    .default(['RS256'])
    .describe('JWS algorithms of its statements (RFC 7518, section 3.1)'),
});

/** Of clients that register themselves. */
const registration = z
  .strictObject({
    mode: z
      .enum(['token', 'open', 'closed'])
      .describe(
        'token: with an initial access token alone; open: anybody, for public clients; closed: nobody any more, and those that are registered stay',
      ),
    clients_per_network: z
      .int()
      .min(1)
      .default(100)
      .describe('How many may be registered from a network (IPv4 /24, IPv6 /64; four times as many from an IPv6 /48)'),
    clients: z.int().min(1).default(100_000).describe('How many may be registered in all'),
    unused_seconds: z
      .int()
      .min(3600)
      .default(14 * day)
      .describe('Seconds after which a client is removed that never got a token'),
    idle_seconds: z
      .int()
      .min(day)
      .default(90 * day)
      .describe('Seconds after which a client is removed that got no further token'),
    rotate_registration_access_tokens: z
      .boolean()
      .default(true)
      .describe('true: each use of a registration access token gives the next one (RFC 7592, section 2)'),
    software_statement_issuers: z
      .array(softwareStatementIssuer)
      .default([])
      .describe('Whose software statements are accepted; a statement of anybody else is refused'),
    require_software_statement: z.boolean().default(false).describe('true: none is registered without one'),
  })
  .describe('Dynamic client registration (RFC 7591)');

const blockedDomains = z.array(domain);

/** The policy. A scope or resource that it does not name is out of reach for all of these clients. */
export const unregisteredClients = z.strictObject({
  scope: z
    .string()
    .refine(
      (value) => value.split(' ').every((name) => (openIdScopes as readonly string[]).includes(name)),
      `may name ${openIdScopes.join(', ')}; scopes of APIs are in scopes`,
    )
    .default('openid offline_access')
    .describe('OpenID Connect scopes that they may ask for, with spaces between them'),
  scopes: z
    .record(indicator, z.array(scopeName))
    .default({})
    .describe('The most that they may ask for of APIs: scopes by resource'),
  access_token_seconds: z
    .int()
    .min(30)
    .max(3600)
    .default(300)
    .describe('The longest life of their access tokens, in seconds'),
  refresh_token_seconds: z
    .int()
    .min(60)
    .optional()
    .describe('The longest that a refresh token of theirs may lie unused, in seconds; as for all clients when absent'),
  grant_seconds: z
    .int()
    .min(60)
    .default(30 * day)
    .describe('After so many seconds the user is asked again, whatever happened meanwhile'),
  blocked_domains: blockedDomains
    .default([])
    .describe(
      'Hosts of which none is let in, whatever else is said: that of a document, or one to which a client that registered itself is redirected',
    ),
  documents: documents.optional(),
  registration: registration.optional(),
});

/** The same in a registry: what operators blocked meanwhile stays, unless it says itself what is blocked. */
export const declaredUnregisteredClients = unregisteredClients.extend({
  blocked_domains: blockedDomains
    .optional()
    .describe(`${unregisteredClients.shape.blocked_domains.description}. When absent, those that operators blocked`),
});

export type UnregisteredClientsPolicy = z.output<typeof unregisteredClients>;
export type DocumentsPolicy = NonNullable<UnregisteredClientsPolicy['documents']>;
export type RegistrationPolicy = NonNullable<UnregisteredClientsPolicy['registration']>;
