/** By which upstream providers the users of a client sign in, and where they go first. */

import { didYouMean } from '@gatehouse/config';
import { z } from 'zod';
import type { ClientFault } from './client-faults.ts';

export const offeredConnections = {
  connections: z
    .array(z.string())
    .optional()
    .describe('Connections that its users may sign in by, in this order; all of them when absent, none when empty'),
  default_connection: z
    .string()
    .optional()
    .describe(
      'The connection to which its users go without a page, one of connections if those are given; idp_hint and login_hint of a request count before it',
    ),
};

/** The members that the rule reads. */
export const offeredConnectionMembers = ['connections', 'default_connection'] as const;

/** Nobody is led to a connection that the client does not offer. */
export const offeredConnectionFaults = (client: {
  readonly connections?: readonly string[] | undefined;
  readonly default_connection?: string | undefined;
}): ClientFault[] => {
  const { connections, default_connection: name } = client;
  if (name === undefined || (connections?.includes(name) ?? true)) return [];
  return [
    {
      member: 'default_connection',
      message: `is not one of the client's connections: ${name}${didYouMean(name, connections ?? [])}`,
    },
  ];
};
