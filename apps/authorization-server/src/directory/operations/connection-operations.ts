/** Operations on connections to upstream providers, and on their domains: a part of operations.ts. */
import type { Operation } from './operation.ts';

export const connectionOperations = {
  'declare a new connection': { by: 'operator', event: 'connection.added', ends: [], tells: [] },
  'declare a connection otherwise': { by: 'operator', event: 'connection.changed', ends: [], tells: [] },
  'disable a connection': {
    by: 'operator',
    event: 'connection.changed',
    ends: ['sessions that began there', 'the grants'],
    tells: ['applications'],
  },
  'set the secret of a connection': { by: 'operator', event: 'connection.secret_changed', ends: [], tells: [] },
  'remove a connection': {
    by: 'operator',
    event: 'connection.removed',
    ends: ['sessions that began there', 'the grants'],
    tells: ['applications'],
  },
  'test a connection': { by: 'operator', event: 'connection.tested', ends: [], tells: [] },
  'ask for the proof of a domain': { by: 'operator', event: 'connection.domain_challenged', ends: [], tells: [] },
  'find a domain proved': { by: 'operator', event: 'connection.domain_proved', ends: [], tells: [] },
  // By the server itself too, which looks once a week.
  'find the proof of a domain lost': { by: 'operator', event: 'connection.domain_lost', ends: [], tells: [] },
} as const satisfies Readonly<Record<string, Operation>>;
