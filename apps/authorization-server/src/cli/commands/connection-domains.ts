import type { GroupRow } from './row.ts';

export const connectionDomains: GroupRow = {
  name: 'domains',
  help: 'domains of a connection, proved by a TXT record',
  commands: [
    {
      usage: 'list <name>',
      answers: true,
      help: 'list the domains of a connection, and how each is proved',
      action: async () => (await import('../connection-domains.ts')).listDomains,
    },
    {
      usage: 'challenge <name> <domain>',
      help: 'show the TXT record that proves a domain',
      action: async () => (await import('../connection-domains.ts')).challengeDomain,
    },
    {
      usage: 'check <name> <domain>',
      help: 'look in the DNS for it; sign-in goes by the domain once it is there',
      action: async () => (await import('../connection-domains.ts')).checkDomain,
    },
  ],
  examples: [
    ['connections domains challenge corp example.com', 'what is to be added to the DNS of example.com'],
    ['connections domains check corp example.com', 'when it is there'],
  ],
};
