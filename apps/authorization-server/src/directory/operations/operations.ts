/**
 * This folder owns what may be done: one file for each noun or act, one function for each verb, `(dependencies, caller, input)` to
 * `Work` (work.ts), which commit.ts does as a whole or not at all. Pages, the command line, the registry and jobs call it; what ends
 * with what it asks of `revocation/end.ts`. A new verb is a function, its event in `audit/events.ts`, and a line here with its proof.
 *
 * This file lists all operations, what each ends and whom it tells. A test carries each of them out and compares;
 * docs/audit.md has the list as a table (`npm run operations-table`).
 */
import type { MailKind } from '../../delivery/mail/message.ts';
import type { AuditEvent } from '../audit/events.ts';
import type { Ending } from './ending.ts';

export type { Ending } from './ending.ts';

export interface Operation {
  /** Whose right it is, beside the operator's; `system`: the server does it by itself. */
  readonly by: 'operator' | 'user or operator' | 'user' | 'client' | 'system';
  readonly event: AuditEvent;
  readonly ends: readonly Ending[];
  /** Mails to the user, and notices by back-channel logout. */
  readonly tells: readonly (MailKind | 'applications')[];
  /** Failed attempts of the user are forgotten. */
  readonly forgives?: true;
}

export const operations = {
  'sign out of one session': {
    by: 'user or operator',
    event: 'session.ended',
    ends: ['the session'],
    tells: ['applications'],
  },
  'sign out of the other sessions': {
    by: 'user',
    event: 'sessions.ended',
    ends: ['other sessions', 'sign-ins under way'],
    tells: ['applications'],
  },
  'withdraw consent': { by: 'user', event: 'consent.withdrawn', ends: ['the grants'], tells: [] },
  'revoke an access token': { by: 'client', event: 'token.revoked', ends: ['the access token'], tells: [] },
  'revoke a grant': { by: 'operator', event: 'token.revoked', ends: ['the grants'], tells: [] },
  'revoke all tokens of a user': {
    by: 'operator',
    event: 'token.revoked',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'known browsers'],
    tells: ['applications'],
  },
  'revoke tokens of a user from before a moment': {
    by: 'operator',
    event: 'token.revoked',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'mailed links', 'known browsers'],
    tells: ['applications'],
  },
  'revoke tokens of a client': {
    by: 'operator',
    event: 'token.revoked',
    ends: ['all tokens of the client'],
    tells: [],
  },
  'revoke everything from before a moment': {
    by: 'operator',
    event: 'token.revoked',
    ends: ['everything of everybody'],
    tells: [],
  },
  'change the password': {
    by: 'user',
    event: 'password.changed',
    ends: [
      'other sessions',
      'all grants and tokens of the user',
      'sign-ins under way',
      'mailed links',
      'known browsers',
    ],
    tells: ['password_changed', 'applications'],
    forgives: true,
  },
  'choose a password by a mailed link': {
    by: 'user',
    event: 'password.changed',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'mailed links', 'known browsers'],
    tells: ['password_changed', 'applications'],
    forgives: true,
  },
  'ask for a link to choose another password': {
    by: 'user',
    event: 'password_reset.requested',
    ends: [],
    tells: ['reset_password'],
  },
  'ask to register': { by: 'user', event: 'registration.requested', ends: [], tells: ['confirm_address'] },
  'confirm a registration by a mailed link': {
    by: 'user',
    event: 'account.registered',
    ends: ['mailed links'],
    tells: [],
  },
  'confirm the e-mail address by a mailed link': {
    by: 'user',
    event: 'email.confirmed',
    ends: ['mailed links'],
    tells: [],
  },
  'set the password of a user': {
    by: 'operator',
    event: 'user.password_changed',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'mailed links', 'known browsers'],
    tells: ['password_changed', 'applications'],
    forgives: true,
  },
  'give a user the first password': {
    by: 'operator',
    event: 'user.password_changed',
    ends: ['mailed links'],
    tells: [],
    forgives: true,
  },
  'accept the terms of use': { by: 'user', event: 'terms.accepted', ends: [], tells: [] },
  'add an authenticator app': {
    by: 'user',
    event: 'factor.added',
    ends: ['mailed links'],
    tells: ['factor_added'],
  },
  'add a passkey': { by: 'user', event: 'factor.added', ends: ['mailed links'], tells: ['factor_added'] },
  'rename a passkey': { by: 'user', event: 'factor.changed', ends: [], tells: [] },
  'remove an authenticator app': {
    by: 'user',
    event: 'factor.removed',
    ends: ['sign-ins under way', 'mailed links'],
    tells: ['factor_removed'],
  },
  'remove a passkey': {
    by: 'user',
    event: 'factor.removed',
    ends: ['sign-ins under way', 'mailed links'],
    tells: ['factor_removed'],
  },
  // As a new password does, and as an operator's removal of all does: what stayed would say that two factors were proved.
  'remove the last second factor': {
    by: 'user',
    event: 'factor.removed',
    ends: [
      'other sessions',
      'all grants and tokens of the user',
      'sign-ins under way',
      'mailed links',
      'known browsers',
    ],
    tells: ['factor_removed', 'applications'],
  },
  'renew recovery codes': {
    by: 'user',
    event: 'recovery_codes.renewed',
    ends: ['mailed links'],
    tells: ['recovery_codes_renewed'],
  },
  'connect an identity': { by: 'user', event: 'identity.linked', ends: ['mailed links'], tells: ['identity_linked'] },
  'disconnect an identity': {
    by: 'user or operator',
    event: 'identity.unlinked',
    ends: ['sessions that began there', 'sign-ins under way', 'mailed links'],
    tells: ['identity_unlinked', 'applications'],
  },
  'remove all second factors of a user': {
    by: 'operator',
    event: 'user.factors_removed',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'mailed links', 'known browsers'],
    tells: ['factors_removed', 'applications'],
  },
  'add a user': { by: 'operator', event: 'user.added', ends: [], tells: [] },
  'invite a user': { by: 'operator', event: 'user.invited', ends: [], tells: ['invitation'] },
  'invite a user again': { by: 'operator', event: 'user.invited', ends: [], tells: ['invitation'] },
  'change what is known of a user': { by: 'operator', event: 'user.changed', ends: [], tells: [] },
  'take a role or a claim from a user': {
    by: 'operator',
    event: 'user.changed',
    ends: ['all grants and tokens of the user', 'sign-ins under way', 'known browsers'],
    tells: [],
  },
  'change the e-mail address of a user': {
    by: 'operator',
    event: 'user.changed',
    ends: ['sign-ins under way', 'mailed links'],
    tells: ['email_changed', 'change_address'],
  },
  'disable a user': {
    by: 'operator',
    event: 'user.disabled',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'mailed links', 'known browsers'],
    tells: ['applications'],
  },
  'enable a user': { by: 'operator', event: 'user.enabled', ends: [], tells: [] },
  'end all sessions of a user': {
    by: 'operator',
    event: 'user.sessions_ended',
    ends: ['all sessions', 'all grants and tokens of the user', 'sign-ins under way', 'known browsers'],
    tells: ['applications'],
  },
  'unlock a user': { by: 'operator', event: 'user.unlocked', ends: [], tells: [], forgives: true },
  'download the data': { by: 'user', event: 'data.downloaded', ends: [], tells: [] },
  'change the profile': { by: 'user', event: 'profile.changed', ends: [], tells: [] },
  'ask for another e-mail address': {
    by: 'user',
    event: 'email.change_requested',
    ends: [],
    tells: ['change_address'],
  },
  'change the e-mail address by a mailed link': {
    by: 'user',
    event: 'email.changed',
    ends: ['sign-ins under way', 'mailed links'],
    tells: ['email_changed'],
  },
  'delete a user': {
    by: 'user or operator',
    event: 'user.deleted',
    ends: [
      'all sessions',
      'all grants and tokens of the user',
      'API keys',
      'sign-ins under way',
      'mailed links',
      'known browsers',
    ],
    tells: ['applications'],
  },
  'accept an invitation': {
    by: 'user',
    event: 'invitation.accepted',
    ends: ['mailed links'],
    tells: ['password_changed'],
  },
  'make an API key': { by: 'user or operator', event: 'api_key.added', ends: [], tells: ['api_key_added'] },
  'revoke an API key': {
    by: 'user or operator',
    event: 'api_key.revoked',
    ends: ['tokens of the API key'],
    tells: ['api_key_revoked'],
  },
  'revoke all API keys of a user': {
    by: 'operator',
    event: 'api_key.revoked',
    ends: ['tokens of the API keys'],
    tells: ['api_key_revoked'],
  },
  'make a service account': { by: 'operator', event: 'service_account.added', ends: [], tells: [] },
  'revoke a service account': {
    by: 'operator',
    event: 'service_account.revoked',
    ends: ['tokens of the service account'],
    tells: [],
  },
  'declare a new client': { by: 'operator', event: 'client.added', ends: [], tells: [] },
  'declare a client otherwise': { by: 'operator', event: 'client.changed', ends: [], tells: [] },
  'declare a new API': { by: 'operator', event: 'resource.added', ends: [], tells: [] },
  'declare an API otherwise': { by: 'operator', event: 'resource.changed', ends: [], tells: [] },
  'remove an API': { by: 'operator', event: 'resource.removed', ends: [], tells: [] },
  'declare a new role': { by: 'operator', event: 'role.added', ends: [], tells: [] },
  'declare a role otherwise': { by: 'operator', event: 'role.changed', ends: [], tells: [] },
  'remove a role': { by: 'operator', event: 'role.removed', ends: [], tells: [] },
  // Beside what it declares, each entry by its own operation.
  'apply a registry': { by: 'operator', event: 'registry.applied', ends: [], tells: [] },
  'declare what holds for all users': { by: 'operator', event: 'policy.changed', ends: [], tells: [] },
  'disable a client': { by: 'operator', event: 'client.disabled', ends: ['all tokens of the client'], tells: [] },
  'enable a client': { by: 'operator', event: 'client.enabled', ends: [], tells: [] },
  'remove a client': { by: 'operator', event: 'client.removed', ends: ['all tokens of the client'], tells: [] },
  'remove an unregistered client': {
    by: 'operator',
    event: 'client.removed',
    ends: ['all grants and tokens of the client'],
    tells: [],
  },
  'make an initial access token': { by: 'operator', event: 'registration_token.added', ends: [], tells: [] },
  'remove an initial access token': { by: 'operator', event: 'registration_token.removed', ends: [], tells: [] },
  'register a client by itself': { by: 'client', event: 'client.registered', ends: [], tells: [] },
  'change a registration by itself': { by: 'client', event: 'client.registration_changed', ends: [], tells: [] },
  'end a registration by itself': {
    by: 'client',
    event: 'client.registration_ended',
    ends: ['all tokens of the client'],
    tells: [],
  },
  'rotate signing keys when it is time': { by: 'system', event: 'key.rotated', ends: [], tells: [] },
  'rotate signing keys': { by: 'operator', event: 'key.rotated', ends: [], tells: [] },
  'retire a signing key': { by: 'operator', event: 'key.retired', ends: [], tells: [] },
  'revoke a signing key': { by: 'operator', event: 'key.revoked', ends: ['tokens signed by the key'], tells: [] },
  'add a secret of a client': { by: 'operator', event: 'client.secret_added', ends: [], tells: [] },
  'ask for the proof of a domain': { by: 'operator', event: 'connection.domain_challenged', ends: [], tells: [] },
  'find a domain proved': { by: 'operator', event: 'connection.domain_proved', ends: [], tells: [] },
  // By the server itself too, which looks once a week.
  'find the proof of a domain lost': { by: 'operator', event: 'connection.domain_lost', ends: [], tells: [] },
  'send a message at once': { by: 'operator', event: 'outbox.retried', ends: [], tells: [] },
  'give up a message': { by: 'operator', event: 'outbox.dropped', ends: [], tells: [] },
  'remove a secret of a client': { by: 'operator', event: 'client.secret_removed', ends: [], tells: [] },
} as const satisfies Readonly<Record<string, Operation>>;
