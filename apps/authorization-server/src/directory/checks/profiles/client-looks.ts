/** What profiles look at in clients. Which profile requires what, and where its text says it, stands in the profiles. */
import { refreshTokensOf } from '../../clients/health.ts';
import { type ClientFacts, tokenSecondsOf } from './facts.ts';
import { fails, holds, notApplicable, unlessAny, type Verdict } from './rule.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const daySeconds = 86_400;
const oldSecretDays = 365;

const isPublic = ({ metadata }: ClientFacts): boolean => metadata.token_endpoint_auth_method === 'none';
const usesCode = ({ metadata }: ClientFacts): boolean => metadata.grant_types.includes('authorization_code');
const withoutCode = notApplicable('It has no authorization_code grant.');

/** A challenge with S256 is required; the server knows no other method. */
export function pkce(facts: ClientFacts): Verdict {
  if (!usesCode(facts)) return withoutCode;
  if (facts.policy.require_pkce) return holds('require_pkce: true, S256');
  return fails(
    'require_pkce: false',
    'Let it send a code challenge with S256, then set require_pkce; a nonce that the client checks itself is the only other defence, and is not seen here.',
  );
}

/** Whether a redirect URI is carried safely: https, http on the user's own machine, a scheme of an application of its own. */
function isSafeRedirect(uri: string, privateUse: boolean): boolean {
  const { protocol, hostname = '' } = URL.parse(uri) ?? {};
  if (protocol === 'https:') return true;
  if (protocol === 'http:') return loopback.has(hostname);
  return privateUse && protocol !== undefined && protocol.includes('.');
}

/** @param privateUse schemes of native applications count as well (RFC 8252, section 7.1) */
export const redirectTransport =
  ({ privateUse }: { readonly privateUse: boolean }) =>
  (facts: ClientFacts): Verdict => {
    const { redirect_uris: uris, application_type: type } = facts.metadata;
    if (!usesCode(facts)) return withoutCode;
    const bad = uris.filter((uri) => !isSafeRedirect(uri, privateUse && type === 'native'));
    const allowed = privateUse ? ', or the scheme of a native application, a domain name in reverse' : '';
    return unlessAny(
      bad,
      uris.join(', '),
      `Register https addresses instead, http only on the user's own machine${allowed}.`,
    );
  };

function isComplete(uri: string): boolean {
  const parsed = URL.parse(uri);
  return parsed !== null && parsed.username === '' && parsed.password === '' && !/[#*]/u.test(uri);
}

/** Complete, and nothing in them that stands for more than one address. */
export function redirectExact(facts: ClientFacts): Verdict {
  if (!usesCode(facts)) return withoutCode;
  const { redirect_uris: uris } = facts.metadata;
  if (uris.length === 0) return fails('none is registered', 'Register the redirect URIs that it uses.');
  const bad = uris.filter((uri) => !isComplete(uri));
  return unlessAny(
    bad,
    `${uris.length} registered`,
    'Register each address in full: absolute, without fragment, wildcard and user information.',
  );
}

/** Grants that the profile leaves out cannot be registered; another program may have written them. */
export function grants({ metadata }: ClientFacts): Verdict {
  const removed = (metadata.grant_types as readonly string[]).filter((type) => ['implicit', 'password'].includes(type));
  return unlessAny(removed, metadata.grant_types.join(', ') || 'none', 'Take these grants from it.');
}

/** A refresh token of a public client works once, or only with its key. */
export function refreshTokens(facts: ClientFacts): Verdict {
  const { metadata, policy } = facts;
  const kind = refreshTokensOf(metadata, policy.sender_constrained);
  if (kind === 'none') return notApplicable('It has no refresh_token grant.');
  if (kind === 'rotated') return holds('rotated at each use');
  return isPublic(facts)
    ? fails('kept', 'Its refresh tokens must rotate.')
    : holds(`bound to its key (${policy.sender_constrained})`);
}

/** Asked for by an API, and by a client that comes back without the user. */
export function refreshGrant(facts: ClientFacts): Verdict {
  if (!usesCode(facts)) return withoutCode;
  return facts.metadata.grant_types.includes('refresh_token')
    ? holds('refresh_token is among its grants')
    : fails(
        'no refresh_token grant',
        'Give it the refresh_token grant, unless users shall sign in again at each expiry.',
      );
}

export function asymmetricAuthentication({ metadata }: ClientFacts): Verdict {
  const { token_endpoint_auth_method: method } = metadata;
  if (method === 'none') return notApplicable('It is public: there is nothing that it could prove.');
  return method === 'private_key_jwt' || method.includes('tls_client_auth')
    ? holds(method)
    : fails(method, 'Set private_key_jwt or a TLS certificate, so that no secret is shared.');
}

/** Secrets are kept as SHA-256 alone; how old they are is stored beside. */
export function secretAge({ metadata, secrets, nowSeconds }: ClientFacts): Verdict {
  if (!metadata.token_endpoint_auth_method.startsWith('client_secret_'))
    return notApplicable('It authenticates by no secret.');
  const valid = secrets.filter(({ expiresAtSeconds = Infinity }) => expiresAtSeconds > nowSeconds);
  if (valid.length === 0)
    return fails('no valid secret', 'Make one: "gatehouse clients secret add ID", or remove the client.');
  const days = Math.max(
    ...valid.map(({ createdAtSeconds }) => Math.floor((nowSeconds - createdAtSeconds) / daySeconds)),
  );
  const value = `${valid.length} as a hash, the oldest of ${days} days`;
  return days < oldSecretDays
    ? holds(value)
    : fails(value, 'Make another, give it to the application, and remove the old one.');
}

/** A secret in an application that many have is none. */
export function nativePublic(facts: ClientFacts): Verdict {
  const { application_type: type, token_endpoint_auth_method: method } = facts.metadata;
  if (type !== 'native') return notApplicable('It is no native application.');
  return isPublic(facts)
    ? holds('none')
    : fails(method, 'Register it as public (none), unless each installation has credentials of its own.');
}

/** `localhost` may be another machine's name, and listeners on it are reached from elsewhere. */
export function nativeLoopback(facts: ClientFacts): Verdict {
  const { application_type: type, redirect_uris: uris } = facts.metadata;
  if (type !== 'native' || !usesCode(facts)) return notApplicable('It is no native application that redirects.');
  const named = uris.filter((uri) => URL.parse(uri)?.hostname === 'localhost');
  return unlessAny(named, uris.join(', '), 'Register http://127.0.0.1 or http://[::1] instead of the name localhost.');
}

export function origins({ policy }: ClientFacts): Verdict {
  const { allowed_origins: allowed } = policy;
  if (allowed.length === 0) return notApplicable('No page in a browser may ask for tokens in its name.');
  const bad = allowed.filter((origin) => !isSafeRedirect(origin, false));
  return unlessAny(bad, allowed.join(', '), "Allow https origins alone, http only on the user's own machine.");
}

export function senderConstrained({ policy }: ClientFacts): Verdict {
  return policy.sender_constrained === 'none'
    ? fails('bearer', 'Let it use DPoP or a TLS certificate, then set sender_constrained.')
    : holds(policy.sender_constrained);
}

/** It acts for users by the code grant; the profile says nothing of clients that act for themselves. */
export function codeGrant(facts: ClientFacts): Verdict {
  if (usesCode(facts)) return holds(facts.metadata.grant_types.join(', '));
  const other = facts.metadata.grant_types.join(', ') || 'none';
  return notApplicable(`Its grants (${other}) are outside of the profile, which is about clients that act for users.`);
}

/** Tokens for an API that it names. */
export function namesResource(facts: ClientFacts): Verdict {
  if (!usesCode(facts)) return withoutCode;
  const { policy, resources } = facts;
  if (policy.resource_parameter === 'audience')
    return fails(
      'it sends audience',
      'Let it send resource (RFC 8707), then take resource_parameter from its registration.',
    );
  const named = Object.entries(policy.scopes).filter(([, scopes]) => scopes.length > 0);
  if (named.length === 0)
    return fails('no API', 'Give it scopes of an API: "gatehouse clients grant ID --scope RESOURCE=SCOPE".');
  const unknown = named.flatMap(([indicator]) => (resources.has(indicator) ? [] : [indicator]));
  return unlessAny(
    unknown,
    named.map(([indicator]) => indicator).join(', '),
    'There is no such API: declare it, or take its scopes from the client.',
  );
}

/** The longest life of a token that it may get. @param most in seconds */
export const tokenLife =
  (most: number) =>
  (facts: ClientFacts): Verdict => {
    const { policy, resources, server, metadata } = facts;
    const asks = metadata.grant_types.length > 0;
    if (!asks) return notApplicable('It asks for no tokens.');
    const lives = Object.keys(policy.scopes).flatMap((indicator) => {
      const resource = resources.get(indicator);
      return resource ? [tokenSecondsOf(resource, server)] : [];
    });
    const longest = Math.min(facts.tokenSeconds ?? Infinity, Math.max(server.accessTokenSeconds, ...lives));
    return longest <= most
      ? holds(`${longest} s at most`)
      : fails(`${longest} s`, `Set access_token_ttl_seconds to ${most} or less.`);
  };
