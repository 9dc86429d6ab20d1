/** The kinds of upstreams, each with what is particular of it. */
import { SignJWT } from 'jose';
import type { Connection } from '../connections.ts';
import type { RawClaims } from '../mapping.ts';
import type { ConnectionOf, Kind } from './kind.ts';

const oidc: Kind<ConnectionOf<'oidc'>> = {
  server: ({ issuer }) => ({ discover: issuer }),
  saysWhen: true,
  scope: 'openid profile email',
};

const oauth2: Kind<ConnectionOf<'oauth2'>> = {
  server: ({ issuer, authorization_endpoint, token_endpoint, userinfo_endpoint: userinfo }) => ({
    metadata: { issuer, authorization_endpoint, token_endpoint },
    userinfo,
  }),
  scope: '',
  saysWhen: false,
  pkce: ({ pkce }) => pkce,
};

const isAuthoritative = ({ email, email_verified: verified, hd }: RawClaims): boolean =>
  verified === true &&
  typeof email === 'string' &&
  (typeof hd === 'string' || /@(?:gmail|googlemail)\.com$/iu.test(email));

/** https://developers.google.com/identity/openid-connect/openid-connect */
const google: Kind<ConnectionOf<'google'>> = {
  server: () => ({ discover: 'https://accounts.google.com' }),
  saysWhen: false,
  // `login` is an error there.
  prompt: 'select_account',
  scope: 'openid profile email',
  parameters: ({ hosted_domains: domains }) =>
    domains === undefined ? {} : { hd: domains.length === 1 ? domains[0]! : '*' },
  // Of an address at another domain Google only knows whose it was when the account was made: it says so by `hd` and its own domains.
  complete: async (_connection, { claims }) => ({ ...claims, email_verified: isAuthoritative(claims) }),
  fault: ({ hosted_domains: domains }, { hd }) =>
    domains === undefined || domains.includes(hd as string)
      ? undefined
      : 'the account belongs to none of the Google Workspaces in hosted_domains',
};

/** Personal accounts have a tenant of their own. */
export const personalTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** The ways in which Microsoft writes that it is so. */
const domainOwnerVerified: ReadonlySet<unknown> = new Set([true, 1, '1', 'true']);

/** https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference */
const microsoft: Kind<ConnectionOf<'microsoft'>> = {
  server: ({ tenant }) => ({ discover: `https://login.microsoftonline.com/${tenant}/v2.0` }),
  scope: 'openid profile email',
  saysWhen: true,
  // An address is what the administrator of any tenant wrote. That its domain belongs to the tenant, `xms_edov` alone says.
  complete: async (_connection, { claims }) => ({
    ...claims,
    email_verified: domainOwnerVerified.has(claims['xms_edov']),
  }),
  fault({ tenant, tenants }, { tid, iss }) {
    if (typeof tid !== 'string') return 'the ID token has no tid';
    if (iss !== `https://login.microsoftonline.com/${tid}/v2.0`) return 'the issuer is not that of the tenant in tid';
    const isNamed = tenant.includes('-') ? tid === tenant : tenants === '*' || tenants?.includes(tid);
    const isOfGroup =
      (tenant !== 'consumers' || tid === personalTenant) && (tenant !== 'organizations' || tid !== personalTenant);
    return isNamed && isOfGroup ? undefined : 'the account belongs to a tenant that is not let in';
  },
};

const appleSecretSeconds = 300;

/** The name is said once, at the first sign-in, beside the code. The address there is not signed, and not looked at. */
function nameBeside(answer: URLSearchParams): RawClaims {
  try {
    const { name } = JSON.parse(answer.get('user') ?? '{}') as { readonly name?: Record<string, unknown> };
    const parts = [name?.['firstName'], name?.['lastName']].filter((part) => typeof part === 'string');
    return parts.length > 0 ? { name: parts.join(' ') } : {};
  } catch {
    return {};
  }
}

/** https://developer.apple.com/documentation/signinwithapplerestapi */
const apple: Kind<ConnectionOf<'apple'>> = {
  server: () => ({ discover: 'https://appleid.apple.com' }),
  saysWhen: false,
  prompt: 'none',
  scope: 'openid email name',
  // With any scope Apple answers by a form alone.
  responseMode: 'form_post',
  besideCode: nameBeside,
  // The secret is a JWT that the key signs; made for each request, so that none has to be renewed.
  authentication:
    ({ team_id: team, key_id: kid, client_id: clientId }, key, nowMs) =>
    async (_server, _client, body) => {
      const nowSeconds = Math.floor(nowMs / 1000);
      const signed = await new SignJWT()
        .setProtectedHeader({ alg: 'ES256', kid })
        .setIssuer(team)
        .setIssuedAt(nowSeconds)
        .setExpirationTime(nowSeconds + appleSecretSeconds)
        .setAudience('https://appleid.apple.com')
        .setSubject(clientId)
        .sign(key);
      body.set('client_id', clientId);
      body.set('client_secret', signed);
    },
  // Apple says the booleans as text at times; its addresses are all verified (by itself, or its relay).
  complete: async (_connection, { claims }) => ({
    ...claims,
    ...(claims['email_verified'] === 'true' && { email_verified: true }),
  }),
};

const isVerifiedPrimary = (one: unknown): one is { email: string } => {
  const { email, primary, verified } = (one ?? {}) as Record<string, unknown>;
  return typeof email === 'string' && primary === true && verified === true;
};

/** Errors of the token endpoint have status 200 there, where RFC 6749 (section 5.2) wants 400. */
async function withErrorStatus(response: Response): Promise<Response> {
  if (response.status !== 200) return response;
  const body = await response.text();
  return new Response(body, { status: saysError(body) ? 400 : 200, headers: response.headers });
}

function saysError(body: string): boolean {
  try {
    return typeof (JSON.parse(body) as { readonly error?: unknown } | null)?.error === 'string';
  } catch {
    return false;
  }
}

/** https://docs.github.com/rest/users; OAuth 2.0 without OpenID Connect. */
const github: Kind<ConnectionOf<'github'>> = {
  server: () => ({
    metadata: {
      issuer: 'https://github.com',
      authorization_endpoint: 'https://github.com/login/oauth/authorize',
      token_endpoint: 'https://github.com/login/oauth/access_token',
    },
    userinfo: 'https://api.github.com/user',
  }),
  scope: 'read:user user:email',
  saysWhen: false,
  prompt: 'select_account',
  mend: withErrorStatus,
  // The address of the profile is whatever the user wrote there: only the list says what is verified.
  async complete(_connection, { claims }, ask) {
    const { id, login, name } = claims;
    const listed = await ask('https://api.github.com/user/emails?per_page=100');
    const primary = Array.isArray(listed) ? listed.find(isVerifiedPrimary) : undefined;
    return {
      id,
      login,
      name: name ?? login,
      ...(primary && { email: primary.email, email_verified: true }),
    } satisfies RawClaims;
  },
};

export const kinds = { oidc, oauth2, google, microsoft, apple, github };

/** Whether its answer says when the user signed in, so that it can be asked for a fresh sign-in. */
export const saysWhen = ({ kind }: Pick<Connection, 'kind'>): boolean => (kinds[kind] as Kind).saysWhen;
