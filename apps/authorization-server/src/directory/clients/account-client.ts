/** The account pages as a client of this server: users sign in to them as they do to every application. */
import type { ClientRecord } from '@gatehouse/storage';

/** Its client identifier; no registry can take it. */
export const accountClientId = 'gatehouse-account';

/** Where the engine leads users back to. */
export const accountCallbackPath = '/account/callback';

/** The client itself. It gets codes only to throw them away: what it uses is the session. */
export const accountClient = (issuer: string): ClientRecord => ({
  clientId: accountClientId,
  disabled: false,
  updatedAtSeconds: 0,
  secretHashes: [],
  metadata: {
    client_id: accountClientId,
    client_name: 'Gatehouse',
    client_uri: issuer,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    redirect_uris: [`${issuer}${accountCallbackPath}`],
    scope: 'openid',
    first_party: true,
  },
});
