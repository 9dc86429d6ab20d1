/** What a client of the registry may not be, beyond the shape of its members: it would be refused at its first request. */
import { didYouMean } from '@gatehouse/config';
import { openIdScopes } from '../accounts/schema.ts';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether it leads to the user's own machine: http on loopback, or a scheme of the application (RFC 8252, section 7). */
export function isOnOwnMachine(uri: string): boolean {
  const { protocol = 'https:', hostname = '' } = URL.parse(uri) ?? {};
  return protocol === 'http:' ? loopback.has(hostname) : protocol !== 'https:';
}
const certificateNames = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

/** The members that these rules read. */
export const clientFaultMembers = [
  'application_type',
  'token_endpoint_auth_method',
  'redirect_uris',
  'post_logout_redirect_uris',
  'scope',
  'jwks',
  'jwks_uri',
  ...certificateNames,
] as const;

interface ClientMembers extends Partial<Record<(typeof certificateNames)[number], string | undefined>> {
  readonly application_type: 'web' | 'native';
  readonly token_endpoint_auth_method: string;
  readonly redirect_uris: readonly string[];
  readonly post_logout_redirect_uris: readonly string[];
  readonly scope: string;
  readonly jwks?: object | undefined;
  readonly jwks_uri?: string | undefined;
}

/** Why the URI cannot be redirected to (RFC 6749, section 3.1.2; RFC 8252, section 7), or undefined when it can. */
export function redirectUriFault(uri: string, applicationType: 'web' | 'native'): string | undefined {
  const { protocol, hostname, username, password } = URL.parse(uri) ?? {};
  if (protocol === undefined || hostname === undefined) return 'is not an absolute URI';
  // Parsers take some of them away: what is shown of it would lead somewhere else.
  if (/[\p{C}\p{Z}]/u.test(uri)) return 'has spaces or characters that cannot be seen (RFC 3986, section 2)';
  if (uri.includes('#')) return 'has a fragment';
  if (uri.includes('*')) return 'has a wildcard; each URI is registered as it is';
  if (username || password) return 'has user information';
  if (protocol === 'https:') {
    return applicationType === 'native' && loopback.has(hostname) ? 'a native client listens on http here' : undefined;
  }
  if (protocol === 'http:') return loopback.has(hostname) ? undefined : 'is plain http on another machine';
  if (applicationType === 'web') return 'is no https URI';
  return protocol.includes('.')
    ? undefined
    : 'a scheme of its own is a domain name in reverse, such as com.example.app:';
}

/** Where pages lead, and what they show: what a browser opens there must not be a program. */
export const links = ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] as const;
type Link = (typeof links)[number];

/** Whether users may be led to that address; a logo may also be a `data:` URI. */
export function isLink(member: Link, uri: string): boolean {
  const { protocol, hostname = '' } = URL.parse(uri) ?? {};
  if (protocol === 'https:') return true;
  return protocol === 'http:' ? loopback.has(hostname) : member === 'logo_uri' && protocol === 'data:';
}

/** Links that lead somewhere else. */
export const linkFaults = (client: { readonly [member in Link]?: string | undefined }): ClientFault[] =>
  links.flatMap((member) => {
    const uri = client[member];
    if (uri === undefined || isLink(member, uri)) return [];
    return [
      {
        member,
        message: `must be an https address${member === 'logo_uri' ? ' or a data: URI' : ''}; http on loopback`,
      },
    ];
  });

/** What is wrong, and with which member. */
export interface ClientFault {
  readonly member: string;
  readonly message: string;
}

/** Every fault, by the member that has it. */
export function clientFaults(client: ClientMembers): ClientFault[] {
  const faults: ClientFault[] = [];
  for (const member of ['redirect_uris', 'post_logout_redirect_uris'] as const) {
    for (const uri of client[member]) {
      const fault = redirectUriFault(uri, client.application_type);
      if (fault) faults.push({ member, message: `${uri} ${fault}` });
    }
  }
  for (const scope of client.scope === '' ? [] : client.scope.split(' ')) {
    if ((openIdScopes as readonly string[]).includes(scope)) continue;
    const near = didYouMean(scope, openIdScopes);
    faults.push({
      member: 'scope',
      message: `"${scope}" is none of ${openIdScopes.join(', ')}${near}; scopes of APIs are in scopes`,
    });
  }
  const names = certificateNames.filter((name) => client[name] !== undefined);
  if (client.token_endpoint_auth_method === 'tls_client_auth' && names.length !== 1) {
    faults.push({ member: 'tls_client_auth', message: `give one of ${certificateNames.join(', ')}` });
  }
  if (client.jwks && client.jwks_uri !== undefined)
    faults.push({ member: 'jwks', message: 'give jwks or jwks_uri, not both' });
  return faults;
}
