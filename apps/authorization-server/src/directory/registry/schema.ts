/**
 * The registry file: what an operator declares instead of clicking. This folder owns its shape and how it is applied
 * to the database, which is the truth afterwards. `references.ts` checks what its entries say of each other.
 */
import { z } from 'zod';
import { user } from '../accounts/schema.ts';
import { branding } from '../clients/branding.ts';
import { client } from '../clients/schema.ts';
import { connection } from '../connections/schema.ts';
import { resource, roleScopes } from '../resources/schema.ts';
import { declaredUnregisteredClients } from '../unregistered/policy.ts';
import { usersPolicy } from './users-policy.ts';

/** One registry file. Unknown keys are faults. */
export const registrySchema = z.strictObject({
  resources: z.array(resource).default([]).describe('The APIs that access tokens are for'),
  roles: z
    .record(z.string(), roleScopes)
    .default({})
    .describe('Role name and the scopes that it gives users, by resource'),
  branding: branding.nullable().optional().describe('The look of all pages; null takes it back'),
  clients: z.array(client).default([]).describe('The applications that may ask for tokens'),
  connections: z
    .array(connection)
    .default([])
    .describe('Upstream providers: users may sign in with an identity that they have there'),
  unregistered_clients: declaredUnregisteredClients
    .nullable()
    .optional()
    .describe('Clients that nobody registered: who may come and what they may get; null: none any more'),
  users_policy: usersPolicy.prefault({}),
  users: z
    .array(user)
    .default([])
    .describe(
      'Users that the file declares. An entry makes the account; later it counts where it changed since it was last applied, and never over what the user or an operator changed meanwhile',
    ),
});

/** Nothing declared. */
export const emptyRegistry: z.infer<typeof registrySchema> = registrySchema.parse({});

/** What registry files say together. */
export type Registry = z.infer<typeof registrySchema>;
export type RegistryClient = Registry['clients'][number];
export type RegistryUser = Registry['users'][number];
