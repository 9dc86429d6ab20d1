/** `docs/endpoints.md`: the endpoints of all services, and the claims of the tokens. */
import { accountPages } from '../../apps/authorization-server/src/browser/account/pages.ts';
import { endpoints } from '../../apps/authorization-server/src/protocol/endpoints/routes.ts';
import { fixedConfiguration } from '../../apps/authorization-server/src/protocol/engine/features.ts';
import { authorizePath } from '../../apps/gateway/src/forward-auth.ts';
import { metadataPath } from '../../apps/gateway/src/route-metadata.ts';
import { ticketPath } from '../../apps/gateway/src/ticket-endpoint.ts';
import { rules } from '../../apps/resource-server/src/access-rules.ts';
import { document, table } from './document.ts';

type Purpose = readonly [purpose: string, specification: string];

/** A new endpoint has no name here, so that it does not compile before it is described. */
const PURPOSES: Readonly<Record<keyof typeof endpoints, Purpose>> = {
  token: [
    'Tokens for a code, refresh token, client, device code, exchanged token or assertion',
    'RFC 6749, 7523, 8628, 8693',
  ],
  introspection: ['What a token says, for APIs', 'RFC 7662, RFC 9701'],
  revocation: ['Revokes a token', 'RFC 7009'],
  pushed_authorization_request: ['Pushes an authorization request', 'RFC 9126'],
  device_authorization: ['Begins the device flow', 'RFC 8628'],
  revocation_feed: ['What was revoked, for APIs that verify tokens themselves', 'Gatehouse'],
  client_registration: [
    'Registers a client; while `unregistered_clients` has `registration`',
    'RFC 7591, OpenID Connect Registration',
  ],
  userinfo: ['Claims of the user', 'OpenID Connect Core 5.3'],
  jwks: ['Public keys', 'RFC 7517'],
  discovery: ['Metadata', 'OpenID Connect Discovery'],
  oauth_discovery: ['Metadata', 'RFC 8414'],
  authorization: ['Sends the user to sign in', 'RFC 6749, RFC 7636, OpenID Connect Core'],
  end_session: ['Signs the user out', 'OpenID Connect RP-Initiated Logout'],
  end_session_confirm: ['Confirmation of that', 'Gatehouse'],
  end_session_success: ['Page after it', 'Gatehouse'],
  code_verification: ['Where users type the code of a device', 'RFC 8628'],
};

/** Forms and pages of users, whose routes are those of Express. */
const PAGES: readonly (readonly string[])[] = [
  ['GET', '/interaction/:uid', 'The step of a sign-in that is next'],
  ['POST', '/interaction/:uid/:form', 'A form of that step'],
  [
    'GET',
    '/interaction/:uid/upstream/:connection',
    'The answer of an upstream provider, in the sign-in that it belongs to',
  ],
  ['GET, POST', '/federation/:connection/callback', 'Where an upstream provider sends the user back to'],
  ['GET', '/federation/:connection/test/:token', 'Begins the sign-in of an operator that makes nothing'],
  ['GET', '/federation/:connection/tested', 'What came of it'],
  [
    'POST',
    '/federation/:connection/logout',
    'Told by an upstream provider that a session ended (OpenID Connect Back-Channel Logout)',
  ],
  ['GET, POST', '/account/recover', 'Forgotten password: asks for a link; with a mail server'],
  ['GET, POST', '/account/reset', 'The link that lets choose a new password; with a mail server'],
  ['GET, POST', '/account/invitation', 'The link of an invitation, to choose a password'],
  ['GET, POST', '/account/confirm', 'The link that confirms an email address; with a mail server'],
  ['GET', '/account/callback', 'Return from the sign-in to the account pages'],
  ['GET', '/', 'The account pages; in development what there is, and how to go on'],
  ['GET', '/development/mail', 'Mails that were not sent; in development without a mail server'],
  ['GET', '/development/mail/:number', 'One of them, as its HTML shows it'],
];

const ADMIN_API: readonly (readonly string[])[] = [
  ['GET', '/admin/v1/', 'A page of all operations'],
  ['GET', '/admin/v1/openapi.json', 'The same as OpenAPI 3.1'],
  ['GET', '/admin/v1/problems', 'What the `type` of each refusal means, and what to do'],
];

const MANAGEMENT: readonly (readonly string[])[] = [
  ['GET', '/livez', 'The process runs'],
  ['GET', '/readyz', 'It takes requests: what it needs can be reached'],
  ['GET', '/startupz', 'It has started'],
  ['GET', '/metrics', 'Metrics for Prometheus'],
];

const WEB_APP: readonly (readonly string[])[] = [
  ['GET', '/', 'The invoices of the user'],
  ['GET', '/invoices/:id', 'One invoice'],
  ['POST', '/invoices/:id/approve', 'Approves it, after a second factor'],
  ['GET', '/sign-in', 'Sends the user to sign in'],
  ['GET', '/callback', 'Return from there'],
  ['POST', '/logout', 'Signs out'],
  [
    'POST',
    '/back-channel-logout',
    'Told by the authorization server that a session ended (OpenID Connect Back-Channel Logout)',
  ],
];

const CONSOLE: readonly (readonly string[])[] = [
  ['GET', '/', 'What goes on'],
  ['GET', '/sign-in', 'Sends the user to sign in'],
  ['GET', '/callback', 'Return from there'],
  ['GET', '/continue', 'What the user was about to do, after a second factor'],
  ['POST', '/logout', 'Signs out'],
  ['POST', '/back-channel-logout', 'Told by the authorization server that a session ended'],
];

const ACCESS_TOKEN: readonly (readonly string[])[] = [
  ['iss', 'all', 'the issuer', 'RFC 9068'],
  ['sub', 'all', 'the user, or the client that acts for itself', 'RFC 9068'],
  ['aud', 'all', 'the resource indicator of exactly one API', 'RFC 8707, RFC 9068'],
  ['client_id', 'all', 'the client', 'RFC 9068'],
  ['iat, exp, jti', 'all', 'times in seconds since 1970, and the identifier of the token', 'RFC 9068'],
  ['scope', 'all', 'scopes of this API, separated by spaces', 'RFC 9068'],
  ['auth_time, acr, amr', 'users', 'when and how the user signed in', 'RFC 9068, RFC 9470'],
  ['federated_at', 'users with amr: fed', 'when the upstream provider last vouched for the user', 'Gatehouse'],
  ['gid', 'users', 'the grant, by which tokens are revoked together', 'Gatehouse'],
  ['what `claims` of the resource names', 'users', 'for example `department` and `roles`', 'RFC 9068'],
  ['what `access_token_claims` of the client names', 'clients', 'fixed values', 'Gatehouse'],
  ['cnf', 'bound tokens', 'thumbprint of the key (`jkt`) or certificate (`x5t#S256`)', 'RFC 9449, RFC 8705'],
  ['may_act', 'where the client has it', 'who may act for the subject', 'RFC 8693'],
];

const ID_TOKEN: readonly (readonly string[])[] = [
  ['iss, sub, aud, iat, exp', 'always; `aud` is the client', 'OpenID Connect Core'],
  ['auth_time, acr, amr', 'always', 'OpenID Connect Core'],
  ['federated_at', 'with `amr: fed`: when the upstream provider last vouched for the user', 'Gatehouse'],
  ['nonce', 'when the request has one', 'OpenID Connect Core'],
  [
    'sid',
    'for clients with `backchannel_logout_uri` and `backchannel_logout_session_required`',
    'OpenID Connect Back-Channel Logout',
  ],
  ['at_hash', 'with an access token', 'OpenID Connect Core'],
  [
    'claims of scopes, see below',
    'at `/me`; in the ID token where the client has `id_token_claims: full`, or asks by the `claims` parameter',
    'OpenID Connect Core 5.4, 5.5',
  ],
];

const EXCHANGED: readonly (readonly string[])[] = [
  ['iss, iat, exp, jti', 'of the new token; `exp` is never after that of the credential', 'RFC 8693'],
  ['sub', 'the user, client or service account that called', 'RFC 8693'],
  ['aud', 'the one service behind the route', 'RFC 8693'],
  ['client_id', 'the gateway', 'RFC 8693'],
  ['origin_client_id', 'the client that called', 'Gatehouse'],
  ['act', 'the chain of those who act for the subject', 'RFC 8693'],
  ['scope', 'what the caller, the route and the policy of the exchange have in common', 'RFC 8693'],
  ['auth_time, acr, amr, federated_at, gid, may_act', 'as in the token of the caller', 'RFC 9068'],
  ['what `claims` of the service names', 'of the user', 'RFC 9068'],
];

const names = (list: string): string =>
  list.startsWith('what ') || list.startsWith('claims ')
    ? list
    : list
        .split(', ')
        .map((name) => `\`${name}\``)
        .join(', ');
const withNames = (rows: readonly (readonly string[])[]) => rows.map(([name = '', ...rest]) => [names(name), ...rest]);
const withPaths = (rows: readonly (readonly string[])[]) =>
  rows.map(([method = '', path = '', ...rest]) => [method, `\`${path}\``, ...rest]);
const routes = (rows: readonly (readonly string[])[], ...columns: readonly string[]) =>
  table(['method', 'path', ...columns], withPaths(rows));

const protocol = (): readonly string[][] =>
  Object.entries(endpoints).map(([name, { path, methods }]) => {
    const [purpose, specification] = PURPOSES[name as keyof typeof endpoints];
    return [methods.join(', '), path, purpose, specification];
  });

const account = (): readonly string[][] =>
  accountPages.flatMap(({ routes: own }) =>
    Object.entries(own).map(([path, { get, post, recent = false }]) => [
      [get && 'GET', post && 'POST'].filter(Boolean).join(', '),
      `/account${path}`.replace(/\/$/u, ''),
      recent ? 'yes' : '',
    ]),
  );

/** A method and a path, with parameters after colons. */
export type Route = readonly [method: string, path: string];

/** What the authorization server answers: each method of each path, those of the management port apart. */
export function authorizationServerRoutes(): {
  readonly routes: readonly Route[];
  readonly management: readonly Route[];
} {
  const each = ([methods = '', path = '']: readonly string[]): Route[] =>
    methods.split(', ').map((method): Route => [method, path]);
  return {
    routes: [...protocol(), ...PAGES, ...account(), ...ADMIN_API].flatMap(each),
    management: MANAGEMENT.flatMap(each),
  };
}

function api(): string {
  const rows = rules.map((rule) => {
    const { scopes, anyScope } = rule as { scopes?: string; anyScope?: readonly string[] };
    const needed = scopes === undefined ? anyScope?.map((one) => `\`${one}\``).join(' or ') : `\`${scopes}\``;
    return [[rule.method].flat().join(', '), rule.path, rule.auth === 'none' ? 'open' : (needed ?? 'any valid token')];
  });
  return routes(
    [
      ['GET', '/.well-known/oauth-protected-resource', 'open (RFC 9728)'],
      ['GET, PATCH', '/users/me', 'as `/users/:id`, for the user of the token'],
      ...rows,
    ],
    'needs',
  );
}

export function endpointsReference(): string {
  const scopes = Object.entries(fixedConfiguration.claims).filter(([, claims]) => claims.length > 0);
  return document(
    'Endpoints and claims',
    'Clients take the addresses of OAuth endpoints from discovery (`/.well-known/openid-configuration`); what they answer on errors is in [errors](errors.md).',
    [
      '## Authorization server',
      routes(protocol(), 'purpose', 'specification'),
      '### Pages',
      routes(PAGES, 'purpose'),
      '### Account pages',
      'For signed-in users. Forms that change how one signs in ask for a recent sign-in.',
      routes(account(), 'asks to sign in again'),
      '### Admin API',
      'Where it is served ([admin API](admin-api.md)). These say what it is, and need no token; the operations are below them.',
      routes(ADMIN_API, 'purpose'),
      '## Resource server',
      api(),
      '## Gateway',
      'All other paths are those of the route table ([gateway](gateway.md)).',
      routes(
        [
          ['GET', metadataPath, 'Metadata of the gateway and its routes (RFC 9728)'],
          ['POST', ticketPath, 'A ticket for a page, where a route takes tickets'],
          ['any', authorizePath, 'Whether a request may go on, for proxies that only ask'],
          ['any', '/echo', 'What a service would be sent; in development'],
        ],
        'purpose',
      ),
      '## Web app',
      routes(WEB_APP, 'purpose'),
      '## Console',
      'Beside these, a page for each section that the admin API has.',
      routes(CONSOLE, 'purpose'),
      '## Management port of every service',
      'Never reachable from outside; see [monitoring](monitoring.md).',
      routes(MANAGEMENT, 'purpose'),
      '## Claims of access tokens',
      'JWTs of the type `at+jwt` ([RFC 9068](https://www.rfc-editor.org/rfc/rfc9068)); introspection says the same of opaque ones.',
      table(['claim', 'in tokens of', 'says', 'specification'], withNames(ACCESS_TOKEN)),
      '## Claims of ID tokens and UserInfo',
      table(['claim', 'when', 'specification'], withNames(ID_TOKEN)),
      table(
        ['scope', 'claims'],
        scopes.map(([scope, claims]) => [`\`${scope}\``, claims.map((claim) => `\`${claim}\``).join(', ')]),
      ),
      'Operators declare further claims in the registry file, see [users](users.md).',
      '## Claims of tokens that the gateway passes on',
      'Whatever the caller brought, each service gets a JWT of its own (RFC 8693).',
      table(['claim', 'says', 'specification'], withNames(EXCHANGED)),
    ],
  );
}
