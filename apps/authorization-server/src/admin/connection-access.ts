/** Who may do what with connections to upstream providers: a part of the table of access.ts. */
import type { Access } from './access-line.ts';

export const connectionAccess = {
  listConnectionDomains: { scope: 'connections:read' },
  challengeConnectionDomain: { scope: 'connections:write', audited: ['ask for the proof of a domain'] },
  checkConnectionDomain: {
    scope: 'connections:write',
    audited: ['find a domain proved', 'find the proof of a domain lost'],
  },
  listConnections: { scope: 'connections:read' },
  getConnection: { scope: 'connections:read' },
  // An upstream says who users are: declaring one is worth as much as setting passwords.
  createConnection: {
    scope: 'connections:write',
    also: ['users:credentials'],
    object: 'not beyond the caller',
    audited: ['declare a new connection', 'set the secret of a connection'],
  },
  replaceConnection: {
    scope: 'connections:write',
    also: ['users:credentials'],
    object: 'not beyond the caller',
    audited: [
      'declare a new connection',
      'declare a connection otherwise',
      'disable a connection',
      'set the secret of a connection',
    ],
  },
  updateConnection: {
    scope: 'connections:write',
    also: ['users:credentials'],
    object: 'not beyond the caller',
    audited: ['declare a connection otherwise', 'disable a connection'],
  },
  setConnectionSecret: {
    scope: 'connections:write',
    also: ['users:credentials'],
    object: 'not beyond the caller',
    audited: ['set the secret of a connection'],
  },
  testConnection: { scope: 'connections:write', audited: ['test a connection'] },
  // It says which account an identity is.
  offerSignInTest: { scope: 'connections:write', also: ['users:read'], audited: ['test a connection'] },
  // The server asks whichever upstream the body names.
  testDraftConnection: {
    scope: 'connections:write',
    also: ['users:credentials'],
    audited: ['test a connection'],
  },
  removeConnection: { scope: 'connections:write', audited: ['remove a connection'] },
} as const satisfies Readonly<Record<string, Access>>;
