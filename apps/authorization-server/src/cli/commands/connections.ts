import { connectionDomains } from './connection-domains.ts';
import type { GroupRow } from './row.ts';

export const connections: GroupRow = {
  name: 'connections',
  help: 'upstream providers that users sign in with',
  commands: [connectionDomains],
  examples: [['connections domains list corp', 'which domains are proved for it']],
};
