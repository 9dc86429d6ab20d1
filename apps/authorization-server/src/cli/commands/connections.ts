import { connectionDomains } from './connection-domains.ts';
import type { GroupRow } from './row.ts';

export const connections: GroupRow = {
  name: 'connections',
  help: 'upstream providers that users sign in with; a registry file declares them',
  commands: [
    {
      usage: 'list',
      answers: true,
      help: 'list connections',
      action: async () => (await import('../connections.ts')).listConnections,
    },
    {
      usage: 'show <connection>',
      answers: true,
      help: 'show one connection, and the redirect URI to register at the upstream',
      action: async () => (await import('../connections.ts')).showConnection,
    },
    {
      usage: 'secret <connection>',
      help: 'set the client secret (or private key) at the upstream, read from standard input or a file',
      options: { '--file <file>': 'read it from this file' },
      action: async () => (await import('../connections.ts')).setConnectionSecret,
    },
    {
      usage: 'test <connection>',
      answers: true,
      help: 'ask the upstream whether it fits: discovery, keys, client_id and secret; nobody signs in',
      options: { '--sign-in': 'print a link to a sign-in that makes nothing and shows what would come of it' },
      action: async () => (await import('../test-connection.ts')).testConnection,
    },
    {
      usage: 'enable <connection>',
      help: 'let users sign in by it',
      action: async () => (await import('../connections.ts')).enableConnection,
    },
    {
      usage: 'disable <connection>',
      help: 'let nobody sign in by it; what is linked stays',
      action: async () => (await import('../connections.ts')).disableConnection,
    },
    {
      usage: 'remove <connection>',
      help: 'remove a connection; what is linked stays, for a connection to the same issuer',
      options: { '--yes': 'do not ask' },
      action: async () => (await import('../connections.ts')).removeConnection,
    },
    connectionDomains,
  ],
  examples: [
    ['connections show corp', 'its redirect URI, to be registered at the upstream'],
    ['connections secret corp < secret.txt', 'the secret that the upstream gave'],
    ['connections test corp', 'what does not fit, and what to do; ends with 1 when something is at fault'],
    ['connections test corp --sign-in', 'sign in there yourself and see the claims, before users do'],
    ['connections disable corp', 'its button goes from the sign-in page at once'],
  ],
};
