import type { GroupRow } from './row.ts';

const secrets: GroupRow = {
  name: 'secret',
  help: 'secrets of a client; several are valid at once',
  commands: [
    {
      usage: 'add <client-id>',
      help: 'make a further secret and show it once',
      options: { '--expires-in-days <days>': 'lifetime; without it the secret does not expire' },
      action: async () => (await import('../clients.ts')).addClientSecret,
    },
    {
      usage: 'remove <client-id> <fingerprint>',
      help: 'remove a secret ("gatehouse clients show" lists the fingerprints)',
      action: async () => (await import('../clients.ts')).removeClientSecret,
    },
  ],
  examples: [
    ['clients secret add worker --expires-in-days 365', 'a further secret; the earlier ones stay valid'],
    ['clients secret remove worker FINGERPRINT', 'when everything uses the new one'],
  ],
};

const unregistered: GroupRow = {
  name: 'unregistered',
  help: 'clients that nobody registered (agents, MCP clients), by host',
  commands: [
    {
      usage: 'list',
      answers: true,
      help: 'hosts with the clients and grants of each; with --host its clients',
      options: { '--host <host>': 'of the document, or of where the client is redirected to' },
      action: async () => (await import('../unregistered-clients.ts')).listUnregistered,
    },
    {
      usage: 'show <client-id>',
      answers: true,
      help: 'one client, what it says of itself, and which users let it do what',
      action: async () => (await import('../unregistered-clients.ts')).showUnregistered,
    },
    {
      usage: 'remove [client-id]',
      help: 'remove one, or all of a host, with their grants and tokens; APIs refuse these within 2 seconds',
      options: {
        '--host <host>': 'all clients of this host; broken off, it goes on when it is repeated',
        '--block': 'with --host: let none of it in any more (blocked_domains of the policy)',
        '--yes': 'do not ask',
      },
      action: async () => (await import('../unregistered-clients.ts')).removeUnregistered,
    },
  ],
  examples: [
    ['clients unregistered list', 'which hosts they come from, what they hold, when they were last used'],
    ['clients unregistered list --host agent.example', 'the clients of one host'],
    ['clients unregistered remove dyn_4f0c', 'end one; users are asked again if it comes back'],
    ['clients unregistered remove --host agent.example --block', 'end all of a host, and let none in again'],
  ],
};

const registrationTokens: GroupRow = {
  name: 'registration-tokens',
  help: 'initial access tokens, with which clients register themselves',
  commands: [
    {
      usage: 'add <label>',
      help: 'make a token and show it once; the label says what it is for',
      options: {
        '--uses <number>': 'clients that may be registered with it; 1 unless given',
        '--expires-in-days <days>': 'lifetime; 7 unless given',
        '--openid-scope <scopes>': 'OpenID Connect scopes at most; all of the policy unless given',
        '--scope <resource=scopes...>': 'scopes of APIs at most; all of the policy unless given',
      },
      action: async () => (await import('../registration-tokens.ts')).addRegistrationToken,
    },
    {
      usage: 'list',
      answers: true,
      help: 'list tokens, without what is secret',
      action: async () => (await import('../registration-tokens.ts')).listRegistrationTokens,
    },
    {
      usage: 'remove <id>',
      help: 'let nobody register with it any more; clients that did stay',
      action: async () => (await import('../registration-tokens.ts')).removeRegistrationToken,
    },
  ],
  examples: [
    ["clients registration-tokens add 'build agents' --uses 20", 'twenty clients may register themselves with it'],
    ['clients registration-tokens list', 'how many uses are left, and until when'],
  ],
};

export const clients: GroupRow = {
  name: 'clients',
  help: 'the applications',
  commands: [
    {
      usage: 'add <name>',
      help: 'register an application by its kind; a file name: the clients of that registry file',
      options: {
        '--kind <kind>': {
          help: 'what it is; --framework implies it',
          choices: ['web', 'spa', 'native', 'machine', 'device', 'api'],
        },
        '--name <name>': 'shown on the consent page; without it the identifier is',
        '--redirect-uri <uri...>': 'where users come back to (web, spa, native)',
        '--post-logout-redirect-uri <uri...>': 'where they go after signing out; the root of the redirect URI',
        '--scope <resource=scopes...>': 'scopes of an API that it may ask for: https://api.example.com=a,b',
        '--resource <indicator...>': 'the API that it is (api)',
        '--first-party': 'our own: users are not asked for consent',
        '--framework <framework>': {
          help: 'print an application that runs',
          choices: [
            'express',
            'next',
            'fastify',
            'python',
            'go',
            'java',
            'spa',
            'native',
            'machine',
            'machine-python',
            'machine-go',
            'machine-java',
            'machine-curl',
            'device',
            'device-curl',
            'ios',
            'android',
          ],
        },
        '--secret-file <path>': 'write the secret there (mode 0600) instead of showing it once',
      },
      action: async () => (await import('../add-client.ts')).addClientOrFile,
    },
    {
      usage: 'list',
      answers: true,
      help: 'list clients',
      action: async () => (await import('../clients.ts')).listClients,
    },
    {
      usage: 'show <client-id>',
      answers: true,
      help: 'show one client',
      action: async () => (await import('../clients.ts')).showClient,
    },
    {
      usage: 'health <client-id>',
      answers: true,
      help: 'what the client uses, what it never used, and what to mend',
      action: async () => (await import('../client-health.ts')).showClientHealth,
    },
    {
      usage: 'grant <client-id>',
      help: 'let the client ask for further scopes of APIs',
      options: { '--scope <resource=scopes...>': 'such as https://api.example.com=a,b' },
      action: async () => (await import('../clients.ts')).grantScopes,
    },
    {
      usage: 'revoke <client-id>',
      help: 'let the client ask for scopes of APIs no more',
      options: { '--scope <resource=scopes...>': 'such as https://api.example.com=a,b' },
      action: async () => (await import('../clients.ts')).revokeScopes,
    },
    {
      usage: 'disable <client-id>',
      help: 'refuse the client from now on, and revoke its tokens',
      action: async () => (await import('../clients.ts')).disableClient,
    },
    {
      usage: 'enable <client-id>',
      help: 'accept a disabled client again; what was revoked stays revoked',
      action: async () => (await import('../clients.ts')).enableClient,
    },
    {
      usage: 'remove <client-id>',
      help: 'remove the client with its secrets and tokens',
      options: { '--yes': 'do not ask' },
      action: async () => (await import('../clients.ts')).removeClient,
    },
    secrets,
    unregistered,
    registrationTokens,
  ],
  examples: [
    [
      'clients add shop --framework express --redirect-uri http://localhost:4000/callback',
      'an application that signs users in, ready to run',
    ],
    ['clients list', 'who may ask for tokens, and how they authenticate'],
    ['clients show web-app', 'its metadata, and the fingerprints of its secrets'],
    ['clients health web-app', 'unused scopes and redirects, old secrets, missing PKCE'],
    ['clients grant web-app --scope https://api.example.com=orders_read', 'what it may ask users for, and get'],
    ['clients disable web-app', 'stop an application at once'],
  ],
};
