import type { GroupRow, OptionRows } from './row.ts';

const expires = '--expires-in-days <days>';
const neverExpires = 'lifetime; without it the credential does not expire';

/** A server elsewhere wants it. */
const reason: OptionRows = { '--reason <text>': 'why, for the audit; needed with --server' };

export const apiKeys: GroupRow = {
  name: 'api-keys',
  help: 'keys with which scripts call an API for a user, through a gateway',
  commands: [
    {
      usage: 'add <login>',
      help: 'make a key of that user and show it once',
      options: {
        '--resource <indicator>': { help: 'the API it is for', required: true },
        '--scope <scope...>': { help: 'what it allows, no more than the user may', required: true },
        '--name <name>': 'what it is for',
        [expires]: neverExpires,
      },
      action: async () => (await import('../api-credentials.ts')).addApiKey,
    },
    {
      usage: 'list',
      answers: true,
      help: 'list keys',
      action: async () => (await import('../api-credentials.ts')).listApiKeys,
    },
    {
      usage: 'revoke <id>',
      help: 'revoke a key and the tokens issued for it',
      options: reason,
      action: async () => (await import('../api-credentials.ts')).revokeApiKey,
    },
    {
      usage: 'revoke-all <login>',
      help: 'revoke all keys of that user and the tokens issued for them',
      options: reason,
      action: async () => (await import('../api-credentials.ts')).revokeApiKeysOf,
    },
  ],
  examples: [
    ['api-keys add bob --resource https://localhost:3001 --scope invoice_read', 'a key that reads the invoices of bob'],
  ],
};

export const serviceAccounts: GroupRow = {
  name: 'service-accounts',
  help: 'names and secrets for HTTP Basic at a gateway',
  commands: [
    {
      usage: 'add <name>',
      help: 'make an account and show its secret once',
      options: {
        '--resource <indicator>': { help: 'the API it is for', required: true },
        '--scope <scope...>': { help: 'what it allows', required: true },
        '--claim <name=value...>': 'claims of its tokens, of those that users_policy.claims declares',
        [expires]: neverExpires,
      },
      action: async () => (await import('../api-credentials.ts')).addServiceAccount,
    },
    {
      usage: 'list',
      answers: true,
      help: 'list accounts',
      action: async () => (await import('../api-credentials.ts')).listServiceAccounts,
    },
    {
      usage: 'revoke <name>',
      help: 'revoke an account and the tokens issued for it',
      options: reason,
      action: async () => (await import('../api-credentials.ts')).revokeServiceAccount,
    },
  ],
  examples: [
    [
      'service-accounts add reports --resource https://localhost:3001 --scope invoice_read',
      'for a script that can only send a name and a password',
    ],
    ['service-accounts revoke reports', 'its secret, and the tokens issued for it'],
  ],
};
