/** What the errors of OAuth, and of oidc-provider, mean and what to do about them. */

import type { ErrorTable } from './error-codes.ts';

/** OAuth 2.0, OpenID Connect and their extensions, as the endpoints of the authorization server answer them. */
export const oauth: ErrorTable = {
  access_denied: [
    '400',
    'The user or a rule did not allow it, or no role of the user gives a scope that was asked for.',
    'Ask again if the user wants to; do not repeat by itself.',
  ],
  authorization_pending: [
    '400',
    'Device flow: the user has not decided yet (RFC 8628).',
    'Ask again after `interval` seconds.',
  ],
  consent_required: [
    '400',
    '`prompt=none`, and the user must allow something first.',
    'Send the user again without `prompt=none`.',
  ],
  content_too_large: ['413', 'The body of the request is larger than the endpoint takes.', 'Send less.'],
  expired_token: ['400', 'Device flow: the code is too old (RFC 8628).', 'Begin again.'],
  insufficient_scope: ['403', 'The access token lacks the scope that UserInfo needs.', 'Ask for `openid`.'],
  interaction_finished: [
    '400',
    'The step was done by another request, perhaps in a second tab.',
    'Start again from the application.',
  ],
  interaction_required: [
    '400',
    '`prompt=none`, and the user must do something first.',
    'Send the user again without `prompt=none`.',
  ],
  invalid_client: [
    '400, 401',
    'The client is not registered, is disabled, or did not prove who it is.',
    'Compare client_id, secret or key, and the way of authentication with the registration.',
  ],
  invalid_client_metadata: [
    '400',
    'What is registered for the client does not fit together, or a client that registers itself may not have it.',
    'Mend the client in the registry file (`registry check` says what), or what `error_description` names.',
  ],
  invalid_dpop_proof: [
    '400',
    'The DPoP proof is missing, malformed, too old, or was used before (RFC 9449).',
    'Make a fresh proof for each request, for its method and URL.',
  ],
  invalid_grant: [
    '400',
    'The code, refresh token or assertion is unknown, expired, used, revoked, or was given to another client.',
    'Send the user to sign in again. A code is used once; a refresh token is replaced by each answer.',
  ],
  invalid_redirect_uri: [
    '400',
    '`redirect_uri` is none of those that are registered (a page, never a redirect), or cannot be registered.',
    'Register it, equal character by character; https, or http on loopback.',
  ],
  invalid_request: [
    '400',
    'A parameter is missing, repeated, malformed, or not allowed together with another.',
    'See `error_description`.',
  ],
  invalid_request_object: [
    '400',
    'The request object cannot be read or its signature is wrong (RFC 9101).',
    'Compare its key, `aud` and `exp`.',
  ],
  invalid_request_uri: [
    '400',
    '`request_uri` is unknown, too old, was used, or belongs to another client (RFC 9126).',
    'Push the request again.',
  ],
  invalid_scope: [
    '400',
    'A scope is unknown, the client may not ask for it, or nothing that was granted can be given any more.',
    'Compare `scopes` of the client, of the resource, and the roles of the user.',
  ],
  invalid_software_statement: [
    '400',
    'The software statement is missing, malformed, expired, or not signed by its issuer (RFC 7591).',
    'Get another one from the vendor of the software.',
  ],
  invalid_target: [
    '400',
    '`resource` names no registered API, more than one, or one that the client may not use (RFC 8707).',
    'Register the API, and give the client scopes of it.',
  ],
  invalid_token: ['401', 'The access token is not one of this server, has expired, or was revoked.', 'Get a new one.'],
  login_required: ['400', '`prompt=none`, and nobody is signed in.', 'Send the user again without `prompt=none`.'],
  method_not_allowed: [
    '405',
    'The endpoint does not take this method; `Allow` names those that it takes.',
    'Use one of them.',
  ],
  not_found: ['404', 'There is no such endpoint.', 'Take the addresses from discovery.'],
  request_not_supported: [
    '400',
    '`request` is not taken for this client.',
    'Send plain parameters or a pushed request.',
  ],
  request_uri_not_supported: [
    '400',
    '`request_uri` is not taken, but for pushed requests.',
    'Push the request (RFC 9126).',
  ],
  server_error: [
    '500',
    'Something failed here, and was logged with the id of the request.',
    'Try again; tell the operator the id.',
  ],
  upstream_answer_unexpected: [
    '400',
    'An upstream provider’s answer is not to what this browser asked for last: an older tab, the back button, or somebody else’s answer.',
    'Choose the provider again.',
  ],
  session_not_found: ['400', 'The sign-in is over or belongs to another browser.', 'Start again from the application.'],
  slow_down: ['400', 'Device flow: asked too often (RFC 8628).', 'Add five seconds to the interval.'],
  temporarily_unavailable: [
    '503',
    'The database, the signing key or the keys of another issuer cannot be reached.',
    'Wait `Retry-After`, then try again.',
  ],
  too_many_requests: ['429', 'Too many failed attempts of a client or from an address.', 'Wait `Retry-After`.'],
  too_many_clients: [
    '403',
    'As many clients have registered themselves from this network, or in all, as the policy allows.',
    'Remove unused ones, or raise `clients_per_network` or `clients`.',
  ],
  unapproved_software_statement: [
    '400',
    'The issuer of the software statement is not trusted here.',
    'Add it to `software_statement_issuers`, or register without a statement.',
  ],
  unauthorized_client: [
    '400',
    'The client is not registered for this grant or endpoint.',
    'Add the grant to `grant_types` of the client.',
  ],
  unmet_authentication_requirements: [
    '400',
    'The user cannot sign in as strongly as `acr_values` or `claims` ask.',
    'Let the user set up a second factor, or ask for less.',
  ],
  unsupported_grant_type: ['400', 'There is no such grant.', 'See `grant_types_supported` in discovery.'],
  unsupported_response_mode: ['400', 'There is no such response mode.', 'Use `query`, `form_post`, or none.'],
  unsupported_response_type: [
    '400',
    'Only `code` is supported (OAuth 2.1).',
    'Use the authorization code flow with PKCE.',
  ],
  unsupported_token_type: [
    '400',
    'This kind of token cannot be introspected or revoked here.',
    'Send access or refresh tokens.',
  ],
  use_dpop_nonce: [
    '400, 401',
    'The proof must carry the nonce of this answer (RFC 9449).',
    'Repeat with `DPoP-Nonce`.',
  ],
};

/** Of extensions that are not offered. */
export const notOffered: ReadonlySet<string> = new Set([
  'credential_request_denied',
  'expired_login_hint_token',
  'invalid_authorization_details',
  'invalid_binding_message',
  'invalid_client_attestation',
  'invalid_credential_request',
  'invalid_nonce',
  'invalid_proof',
  'invalid_user_code',
  'missing_user_code',
  'registration_not_supported',
  'transaction_failed',
  'unknown_credential_configuration',
  'unknown_credential_identifier',
  'unknown_user_id',
  'use_attestation_challenge',
  'use_fresh_attestation',
]);
