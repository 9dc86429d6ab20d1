/**
 * What the same issuers sign besides access tokens, with an audience that the test makes the API's own: so only what the token
 * is can tell it.
 */

import type { IssuerToken, Makings } from './issuer-tokens.ts';

const JWT = { typ: 'JWT' };
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };

export function otherTokens({ issuer: iss, resource: aud, now }: Makings): readonly IssuerToken[] {
  const dates = { iat: now, exp: now + 300 };
  const plain = { iss, aud, sub: 'alice', ...dates };
  const session = { auth_time: now, sid: 's', acr: '1' };
  const logout = { ...plain, jti: 'j', sid: 's', events };
  const keycloak = { ...plain, jti: 'j', azp: 'orders-web', sid: 's', scope: 'openid' };
  const entra = { ...plain, nbf: now, tid: 't', oid: 'o', rh: 'r', uti: 'u', name: 'Abe', ver: '2.0' };
  const cognito = { ...plain, token_use: 'id', auth_time: now, jti: 'j', 'cognito:groups': ['g'] };
  const person = { azp: 'app.apps.googleusercontent.com', email: 'alice@gmail.com', email_verified: true };
  const logoutSource = 'OpenID Connect Back-Channel Logout 1.0, section 2.4';
  const all: readonly Omit<IssuerToken, 'facts'>[] = [
    {
      profile: 'keycloak',
      name: 'ID token',
      source: 'Keycloak 26.7',
      header: JWT,
      claims: { ...keycloak, typ: 'ID', at_hash: 'h' },
    },
    {
      profile: 'keycloak',
      name: 'ID token without hash',
      source: 'Keycloak',
      header: JWT,
      claims: { ...keycloak, typ: 'ID' },
    },
    {
      profile: 'keycloak',
      name: 'refresh token',
      source: 'Keycloak 26.7; signed with HS512, here as if it were not',
      header: JWT,
      claims: { ...keycloak, typ: 'Refresh' },
    },
    {
      profile: 'keycloak',
      name: 'offline token',
      source: 'Keycloak',
      header: JWT,
      claims: { ...keycloak, typ: 'Offline' },
    },
    {
      profile: 'keycloak',
      name: 'registration access token',
      source: 'Keycloak',
      header: JWT,
      claims: { ...keycloak, typ: 'RegistrationAccessToken' },
    },
    { profile: 'keycloak', name: 'no typ', source: 'Keycloak', header: JWT, claims: keycloak },
    {
      profile: 'keycloak',
      name: 'logout token',
      source: 'Keycloak 26.7',
      header: { typ: 'logout+jwt' },
      claims: { ...logout, typ: 'Logout' },
    },
    {
      profile: 'entra',
      name: 'ID token v2.0',
      source: 'Microsoft identity platform, ID token claims reference',
      header: JWT,
      claims: { ...entra, nonce: 'n', preferred_username: 'abe' },
    },
    {
      profile: 'entra',
      name: 'ID token with roles and no nonce',
      source: 'Microsoft identity platform, ID token claims reference',
      header: JWT,
      claims: { ...entra, roles: ['API.WRITER'] },
    },
    {
      profile: 'entra',
      name: 'ID token v1.0',
      source: 'Microsoft identity platform, ID tokens',
      header: JWT,
      claims: { ...entra, ver: '1.0', amr: ['pwd'], unique_name: 'abe' },
    },
    {
      profile: 'okta',
      name: 'ID token',
      source: 'Okta developer reference, ID token payload',
      header: {},
      claims: { ...plain, ver: 1, jti: 'ID.1', amr: ['pwd'], idp: 'i', auth_time: now, at_hash: 'h' },
    },
    {
      profile: 'okta',
      name: 'ID token without hash',
      source: 'Okta developer reference, ID token payload',
      header: {},
      claims: { ...plain, ver: 1, jti: 'ID.1', amr: ['pwd'], idp: 'i' },
    },
    {
      profile: 'auth0',
      name: 'ID token',
      source: 'Auth0, ID Token Structure',
      header: JWT,
      claims: { ...plain, nonce: 'n', sid: 's', name: 'Jane' },
    },
    { profile: 'auth0', name: 'ID token without nonce', source: 'Auth0', header: JWT, claims: { ...plain, sid: 's' } },
    {
      profile: 'cognito',
      name: 'ID token',
      source: 'Amazon Cognito Developer Guide, Understanding the identity (ID) token',
      header: {},
      claims: { ...cognito, at_hash: 'h', email: 'a@b.example' },
    },
    { profile: 'cognito', name: 'ID token without hash', source: 'Amazon Cognito', header: {}, claims: cognito },
    {
      profile: 'cognito',
      name: 'ID token with the claims of an access token',
      source: 'Amazon Cognito, pre token generation trigger',
      header: {},
      claims: { ...cognito, client_id: 'c', scope: 'openid' },
    },
    {
      profile: 'spring',
      name: 'ID token',
      source: 'Spring Security 7.1',
      header: {},
      claims: { ...plain, ...session, azp: 'job', nonce: 'n', jti: 'j' },
    },
    {
      profile: 'spring',
      name: 'ID token without nonce',
      source: 'Spring Security 7.1',
      header: {},
      claims: { ...plain, azp: 'job', jti: 'j' },
    },
    {
      profile: 'duende',
      name: 'ID token',
      source: 'Duende documentation, Identity tokens',
      header: JWT,
      claims: { ...plain, ...session, nbf: now, nonce: 'n', at_hash: 'h', amr: ['pwd'], idp: 'local' },
    },
    {
      profile: 'hydra',
      name: 'ID token',
      source: 'Ory Hydra 2.3',
      header: JWT,
      claims: { ...plain, ...session, at_hash: 'h', jti: 'j', nonce: 'n', rat: now },
    },
    { profile: 'hydra', name: 'ID token, the least', source: 'Ory Hydra', header: JWT, claims: { ...plain, jti: 'j' } },
    {
      profile: 'hydra',
      name: 'logout token',
      source: 'Ory Hydra 2.3',
      header: JWT,
      claims: { ...logout, sub: undefined },
    },
    {
      profile: 'zitadel',
      name: 'ID token',
      source: 'zitadel/oidc 3.52, NewIDTokenClaims',
      header: JWT,
      claims: { ...plain, ...session, azp: 'c', client_id: 'c', at_hash: 'h', amr: ['pwd'], nonce: 'n' },
    },
    {
      profile: 'zitadel',
      name: 'ID token without nonce and hash',
      source: 'zitadel/oidc 3.52',
      header: JWT,
      claims: { ...plain, azp: 'c', client_id: 'c', auth_time: now },
    },
    {
      profile: 'authentik',
      name: 'ID token',
      source: 'authentik, IDToken.to_jwt',
      header: JWT,
      claims: { ...plain, ...session, nonce: 'n', at_hash: 'h', groups: ['g'] },
    },
    { profile: 'authentik', name: 'ID token, the least', source: 'authentik', header: JWT, claims: plain },
    {
      profile: 'kubernetes',
      name: 'token of a secret',
      source: 'Kubernetes documentation, Manually create a long-lived API token',
      header: {},
      claims: {
        iss,
        sub: 'system:serviceaccount:default:x',
        'kubernetes.io/serviceaccount/namespace': 'default',
        'kubernetes.io/serviceaccount/service-account.name': 'x',
      },
    },
    {
      profile: 'kubernetes',
      name: 'a user of the cluster’s own issuer',
      source: 'Kubernetes documentation, OpenID Connect Tokens',
      header: {},
      claims: { ...plain, nbf: now, groups: ['system:masters'] },
    },
    {
      profile: 'kubernetes',
      name: 'a subject that is no service account',
      source: 'none: the private claims of a service account for somebody else',
      header: {},
      claims: {
        ...plain,
        sub: 'system:node:x',
        nbf: now,
        'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'x', uid: 'u' } },
      },
    },
    {
      profile: 'google',
      name: 'ID token of a person',
      source: 'Google Identity, OpenID Connect, An ID token’s payload',
      header: JWT,
      claims: { ...plain, ...person, at_hash: 'h', hd: 'example.org', nonce: 'n' },
    },
    {
      profile: 'google',
      name: 'ID token of a person without nonce and hash',
      source: 'Google Identity, OpenID Connect',
      header: JWT,
      claims: { ...plain, ...person },
    },
    {
      profile: 'google',
      name: 'ID token of a person with a name like a service account',
      source: 'none: an address that only ends alike',
      header: JWT,
      claims: { ...plain, ...person, email: 'x@evil-gserviceaccount.com' },
    },
    {
      profile: 'generic',
      name: 'ID token',
      source: 'OpenID Connect Core 1.0, section 2',
      header: JWT,
      claims: { ...plain, ...session, azp: 'c', nonce: 'n', at_hash: 'h' },
    },
    {
      profile: 'generic',
      name: 'ID token, the least',
      source: 'the same',
      header: JWT,
      claims: { ...plain, azp: 'c' },
    },
    ...Object.entries({
      'refresh token of ForgeRock': { tokenName: 'refresh_token', token_type: 'Bearer' },
      'refresh token of Keycloak': { typ: 'Refresh' },
      'offline token of Keycloak': { typ: 'Offline' },
      'ID token with scopes of Keycloak': { typ: 'ID' },
      'ID token with scopes of Cognito': { token_use: 'id' },
      'refresh token that says so': { token_type: 'refresh' },
      'token that says what it is in a list': { token_use: ['access'] },
      'token that says what it is by nothing': { token_use: null },
    }).map(([name, claims]) => ({
      profile: 'generic' as const,
      name,
      source: 'documentation of these issuers; claims besides the telling one as in access tokens',
      header: JWT,
      claims: { ...plain, azp: 'c', client_id: 'c', scope: 'read', jti: 'j', ...claims },
    })),
    {
      profile: 'generic',
      name: 'access token of dex, which is an ID token',
      source: 'dex 2.41',
      header: {},
      claims: { ...plain, azp: 'job', at_hash: 'h', email: 'a@b.example', email_verified: true },
    },
  ];
  const names = [...new Set(all.map(({ profile }) => profile))];
  return [
    ...all,
    ...names.flatMap((profile) =>
      ['JWT', 'logout+jwt', undefined].map((typ) => ({
        profile,
        name: `logout token, ${typ ?? 'untyped'}`,
        source: logoutSource,
        header: { typ },
        claims: logout,
      })),
    ),
  ];
}
