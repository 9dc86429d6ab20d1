import type { GroupRow, OptionRows } from './row.ts';

const claim: OptionRows = { '--claim <name=value...>': 'claims that users_policy.claims of the registry declares' };

/** A server elsewhere wants it. */
const reason: OptionRows = { '--reason <text>': 'why, for the audit; needed with --server' };

export const users: GroupRow = {
  name: 'users',
  help: 'the accounts of those who sign in',
  commands: [
    {
      usage: 'add <login>',
      help: 'add a user; the password is read from standard input',
      options: {
        '--name <name>': { help: 'full name', required: true },
        '--email <address>': { help: 'email address', required: true },
        '--email-verified': 'you vouch for the address: the user signs in by it and can reset the password',
        ...claim,
        '--role <role...>': 'roles of the registry',
      },
      action: async () => (await import('../users.ts')).addUser,
    },
    {
      usage: 'invite <login>',
      help: 'add a user without a password, and mail a link to choose one',
      options: {
        '--name <name>': 'full name',
        '--email <address>': 'email address; opening the link confirms it',
        ...claim,
        '--locale <tag>': 'language of the mail and the pages (BCP 47)',
        '--role <role...>': 'roles of the registry',
        '--resend': 'a new link for a user who is invited already; the earlier one is revoked',
        '--print-link': 'print the link instead of mailing it; it then confirms no address',
        '--expires-in-days <days>': { help: 'lifetime of the link', default: '7' },
      },
      action: async () => (await import('../invite-user.ts')).inviteUser,
    },
    {
      usage: 'set <login>',
      help: 'change a user, all or nothing; says what is revoked with it',
      options: {
        '--login <login>': 'another name to sign in with',
        '--name <name>': 'full name',
        '--email <address>': 'another address, unconfirmed; a mail asks the user to confirm it',
        '--email-verified': 'you vouch for the address: it counts as confirmed',
        '--no-email-verified': 'the address is not confirmed any more',
        '--locale <tag>': 'language (BCP 47)',
        '--no-locale': 'the language of the browser',
        '--role <role...>': 'these roles and no others',
        '--no-roles': 'no roles',
        '--add-role <role...>': 'further roles',
        '--remove-role <role...>': 'roles to take away',
        ...claim,
        '--remove-claim <name...>': 'claims to take away',
      },
      action: async () => (await import('../set-user.ts')).setUser,
    },
    {
      usage: 'show <login>',
      answers: true,
      help: 'show one user',
      action: async () => (await import('../delete-user.ts')).showUser,
    },
    {
      usage: 'delete <login>',
      help: 'delete a user and everything kept about them; the audit stays',
      options: { '--yes': 'do not ask' },
      action: async () => (await import('../delete-user.ts')).deleteUser,
    },
    { usage: 'list', answers: true, help: 'list users', action: async () => (await import('../users.ts')).listUsers },
    {
      usage: 'disable <login>',
      help: 'refuse sign-in, and revoke all sessions and tokens',
      action: async () => (await import('../users.ts')).disableUser,
    },
    {
      usage: 'enable <login>',
      help: 'let a disabled user sign in again',
      action: async () => (await import('../users.ts')).enableUser,
    },
    {
      usage: 'set-password <login>',
      help: 'set the password, read from standard input',
      options: reason,
      action: async () => (await import('../users.ts')).setPassword,
    },
    {
      usage: 'unlock <login>',
      help: 'forget wrong passwords and codes, so that sign-in is open again',
      action: async () => (await import('../users.ts')).unlockUser,
    },
    {
      usage: 'remove-factors <login>',
      help: 'remove lost second factors (app, passkeys, recovery codes), revoke all sessions and tokens, and tell the user',
      options: reason,
      action: async () => (await import('../users.ts')).removeFactors,
    },
    {
      usage: 'identities <login>',
      answers: true,
      help: 'list the accounts elsewhere by which a user signs in',
      action: async () => (await import('../user-identities.ts')).listIdentities,
    },
    {
      usage: 'unlink <login> <identity>',
      help: 'take an account elsewhere from a user, by its id or its connection; ends sessions that began there',
      options: { ...reason, '--even-last': 'also when the user has no other way to sign in' },
      action: async () => (await import('../user-identities.ts')).unlinkIdentity,
    },
    {
      usage: 'revoke-sessions <login>',
      help: 'revoke all sessions and tokens of a user',
      action: async () => (await import('../users.ts')).revokeSessions,
    },
  ],
  examples: [
    ['users invite erin --name "Erin East" --email erin@example.com', 'mail a link to choose a password'],
    ['users add erin --name "Erin East" --email erin@example.com < password.txt', 'with a password, from a file'],
    ['users set erin --add-role accountant', 'give a role'],
    ['users show erin', 'profile, roles, ways to sign in, sessions'],
  ],
};
