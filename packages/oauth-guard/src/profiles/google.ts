import { OTHER_TOKENS } from './other-tokens.ts';
import type { TokenProfile } from './profile.ts';

/**
 * Google Cloud service accounts, which prove themselves to an API by an ID token for its audience: there are no JWT access
 * tokens for APIs of others. The e-mail address of a service account tells it from the ID token of a user.
 *
 * Source: Google Cloud documentation, "Token types", "Get an ID token", "Authenticating service-to-service",
 * `generateIdToken` (with `includeEmail`); "OpenID Connect" for the tokens of users.
 */
export const google: TokenProfile = {
  types: ['JWT'],
  client: ['azp'],
  scopes: [],
  roles: [],
  required: ['azp', 'iat'],
  values: { email: /^[^@\s]+@([a-z\d-]+\.)+gserviceaccount\.com$/, email_verified: [true] },
  refused: OTHER_TOKENS,
};
