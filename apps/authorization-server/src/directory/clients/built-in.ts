/** The account pages as a client of this server: users sign in to them as they do to every application. */
import type { ClientRecord } from '@gatehouse/storage';
import { acrLevels } from '../accounts/assurance.ts';
import { adminIndicator, adminScopes } from '../resources/admin-api.ts';
import { deviceCodeGrantType } from './grant-types.ts';

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

/** The `gatehouse` command of an operator elsewhere: `gatehouse login`. */
export const commandClientId = 'gatehouse-cli';

/**
 * A public client that gets tokens by the device flow (RFC 8628), bound to a key that stays with the command (RFC 9449), after a sign-in
 * with two factors. Anybody can begin that flow in its name and send the code to an operator (section 5.4), so it is not first-party:
 * users read what they would give away.
 */
export const commandClient = (issuer: string): ClientRecord => ({
  clientId: commandClientId,
  disabled: false,
  updatedAtSeconds: 0,
  secretHashes: [],
  metadata: {
    client_id: commandClientId,
    client_name: { en: 'Gatehouse command line', de: 'Gatehouse-Befehlszeile' },
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types: [deviceCodeGrantType, 'refresh_token'],
    scope: 'openid profile offline_access',
    scopes: { [adminIndicator(issuer)]: Object.keys(adminScopes) },
    default_resource: adminIndicator(issuer),
    sender_constrained: 'dpop',
    required_acr: acrLevels[1],
    first_party: false,
  },
});

/** Clients that are part of the server; no registry can take their identifiers. */
export const builtInClientIds: readonly string[] = [accountClientId, commandClientId];
