import type { GroupRow } from './row.ts';

const yes = { '--yes': 'do not ask' };
const roleScopes = { '--scope <resource=scopes...>': 'scopes of an API: https://api.example.com=a,b' };
const wantedScopes = {
  '--scope <resource=scopes...>': { help: 'scopes of an API: https://api.example.com=a,b', required: true },
} as const;

export const resources: GroupRow = {
  name: 'resources',
  help: 'the APIs that access tokens are for',
  commands: [
    {
      usage: 'add <indicator>',
      help: 'register an API with its scopes',
      options: {
        '--name <name>': { help: 'shown on the consent page', required: true },
        '--scope <name=sentence...>': {
          help: "a scope with the sentence that users read: 'orders_read=See your orders'",
          required: true,
        },
        '--framework <framework>': { help: 'print a guard that runs', choices: ['express', 'fastify'] },
      },
      action: async () => (await import('../resources.ts')).addResource,
    },
    {
      usage: 'list',
      answers: true,
      help: 'list APIs',
      action: async () => (await import('../resources.ts')).listResources,
    },
    {
      usage: 'show <indicator>',
      answers: true,
      help: 'show one API, and who has its scopes',
      action: async () => (await import('../resources.ts')).showResource,
    },
    {
      usage: 'remove <indicator>',
      help: 'remove an API, and its scopes from roles and clients',
      options: yes,
      action: async () => (await import('../resources.ts')).removeResource,
    },
  ],
  examples: [
    [
      "resources add https://orders.localhost --name Orders --scope 'orders_read=See your orders' --framework express",
      'an API, and the code that protects it',
    ],
  ],
};

export const roles: GroupRow = {
  name: 'roles',
  help: 'which scopes of which APIs users get (RBAC)',
  commands: [
    {
      usage: 'add <role>',
      help: 'make a role',
      options: roleScopes,
      action: async () => (await import('../roles.ts')).addRole,
    },
    {
      usage: 'grant <role>',
      help: 'let a role give further scopes',
      options: wantedScopes,
      action: async () => (await import('../roles.ts')).grantRole,
    },
    {
      usage: 'revoke <role>',
      help: 'take scopes from a role',
      options: wantedScopes,
      action: async () => (await import('../roles.ts')).revokeRole,
    },
    { usage: 'list', answers: true, help: 'list roles', action: async () => (await import('../roles.ts')).listRoles },
    {
      usage: 'show <role>',
      answers: true,
      help: 'show one role, and the users who have it',
      action: async () => (await import('../roles.ts')).showRole,
    },
    {
      usage: 'remove <role>',
      help: 'remove a role, and take it from its users',
      options: yes,
      action: async () => (await import('../roles.ts')).removeRole,
    },
  ],
  examples: [
    ['roles add customer --scope https://orders.localhost=orders_read', 'a role that gives a scope'],
    ['users set alice --add-role customer', 'a user gets it'],
  ],
};
