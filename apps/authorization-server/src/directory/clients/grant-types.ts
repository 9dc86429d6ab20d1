/** The grants that a client can be given, and what a client needs for each. */

export const tokenExchangeGrantType = 'urn:ietf:params:oauth:grant-type:token-exchange';
export const jwtBearerGrantType = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
export const deviceCodeGrantType = 'urn:ietf:params:oauth:grant-type:device_code';

/** The members of a client that the rules are about. */
export interface GrantedClient {
  readonly grant_types: readonly string[];
  readonly token_endpoint_auth_method: string;
  readonly redirect_uris: readonly string[];
  readonly token_exchange?: unknown;
  readonly assertion_issuers?: readonly unknown[] | undefined;
  readonly identity_assertion_grants?: readonly unknown[] | undefined;
  readonly identity_assertion_issuers?: readonly unknown[] | undefined;
}

/** The members that the rules read. */
export const grantFaultMembers = [
  'grant_types',
  'token_endpoint_auth_method',
  'redirect_uris',
  'token_exchange',
  'assertion_issuers',
  'identity_assertion_grants',
  'identity_assertion_issuers',
] as const;

/** What is wrong, and with which member. */
export interface GrantFault {
  readonly member: string;
  readonly message: string;
}

/** @param has the client has this grant */
type Rule = (client: GrantedClient, has: boolean) => GrantFault | undefined;

const isPublic = ({ token_endpoint_auth_method: method }: GrantedClient): boolean => method === 'none';

const rules = {
  authorization_code: ({ redirect_uris: uris }, has) =>
    has === uris.length > 0
      ? undefined
      : { member: 'redirect_uris', message: 'go together with the authorization_code grant' },
  refresh_token: () => undefined,
  client_credentials: (client, has) =>
    has && isPublic(client)
      ? { member: 'grant_types', message: 'a public client has no credentials of its own' }
      : undefined,
  [deviceCodeGrantType]: () => undefined,
  [tokenExchangeGrantType]: (client, has) => {
    const member = client.identity_assertion_grants === undefined ? 'token_exchange' : 'identity_assertion_grants';
    if (has !== (client.token_exchange !== undefined || client.identity_assertion_grants !== undefined)) {
      return member === 'token_exchange'
        ? { member, message: 'goes together with the grant of that name' }
        : { member, message: 'go together with the grant token-exchange' };
    }
    return has && isPublic(client)
      ? { member, message: `${member === 'token_exchange' ? 'is' : 'are'} not for a public client` }
      : undefined;
  },
  [jwtBearerGrantType]: (client, has) => {
    const { assertion_issuers: issuers = [], identity_assertion_issuers: identityIssuers = [] } = client;
    if (identityIssuers.length > 0) {
      const member = 'identity_assertion_issuers';
      if (!has) return { member, message: 'go together with the grant jwt-bearer' };
      return isPublic(client) ? { member, message: 'are not for a public client' } : undefined;
    }
    return has === issuers.length > 0
      ? undefined
      : { member: 'assertion_issuers', message: 'go together with the grant jwt-bearer' };
  },
} satisfies Record<string, Rule>;

export type GrantType = keyof typeof rules;

export const grantTypes = Object.keys(rules) as [GrantType, ...GrantType[]];

/** What a client lacks for its grants, or has for none of them. */
export const grantFaults = (client: GrantedClient): GrantFault[] =>
  grantTypes.flatMap((type) => {
    const rule: Rule = rules[type];
    return rule(client, client.grant_types.includes(type)) ?? [];
  });
