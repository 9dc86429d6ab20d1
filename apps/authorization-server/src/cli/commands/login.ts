import type { CommandRow } from './row.ts';

const server = { '--server <url>': 'the issuer of the server; GATEHOUSE_SERVER without it' };

export const login: CommandRow = {
  usage: 'login',
  help: 'sign in at a server elsewhere, for the commands that take --server',
  options: {
    ...server,
    '--client-id <id>': 'the client that the command is; by default gatehouse-cli, which every server declares',
    '--key <file>':
      'sign in as that client itself, by its private key, JWK or PEM; without it a user signs in by browser',
    '--scope <scope...>': 'what the login is to allow; by default all that the user or client may',
    '--acr-values <values>': 'how strongly the user is to prove who it is',
    '--api <url>': 'the origin of its admin API, where that has an address of its own',
  },
  action: async () => (await import('../login/login.ts')).login,
  examples: [
    ['login --server https://login.example.com', 'sign in with a browser, on this machine or a phone'],
    ['login --server https://login.example.com --scope clients:read users:read', 'with less than all that you may'],
    [
      'login --server https://login.example.com --client-id deployer --key deployer.key',
      'as a client with a key, in a pipeline',
    ],
  ],
};

export const logout: CommandRow = {
  usage: 'logout',
  help: 'end a login, at its server and here',
  options: { ...server, '--local': 'remove it here alone: the server is gone for good' },
  action: async () => (await import('../login/logout.ts')).logout,
  examples: [['logout --server https://login.example.com', 'its tokens are revoked']],
};

export const whoami: CommandRow = {
  usage: 'whoami',
  answers: true,
  help: 'who is signed in at a server, and what that login may do; without --server, where there are logins',
  options: server,
  action: async () => (await import('../login/whoami.ts')).whoami,
  examples: [
    ['whoami', 'every login of yours'],
    ['whoami --server https://login.example.com', 'its scopes, how its tokens are bound, and when they end'],
  ],
};
