/** All that registry files declare, as one document: `/registry`. Users are not in it, and hashes of secrets are not answered. */
import { z } from 'zod';
import { clientMetadata, clientPolicy } from '../../directory/clients/schema.ts';
import { wholeRegistry } from '../../directory/operations/work.ts';
import { appliedFrom, declaredBy, type LeftAlone } from '../../directory/registry/apply.ts';
import { documentFaults, registryDocument } from '../../directory/registry/document.ts';
import { declaredNow } from '../../directory/registry/export.ts';
import { storedResource } from '../../directory/resources/schema.ts';
import type { AdminContext } from '../context.ts';
import { read, write } from '../operation.ts';
import { checkPlaced } from '../parse.ts';
import { checkEntries, checkScopesFor } from '../registry-rules.ts';
import { compared, storedRegistry } from '../stored-registry.ts';
import { scopesByResource } from './client-document.ts';
import { connectionEntry, entry } from './connection-document.ts';
import { branding, unregisteredClientsPolicy, usersPolicy } from './policies.ts';

const declared = z
  .object({
    resources: z.array(z.object({ indicator: z.string(), ...storedResource.shape })),
    roles: z.record(z.string(), scopesByResource),
    branding: branding.optional(),
    unregistered_clients: unregisteredClientsPolicy.optional(),
    users_policy: usersPolicy,
    connections: z.array(connectionEntry).optional(),
    clients: z.array(z.object({ ...clientMetadata.shape, ...clientPolicy.shape })),
  })
  .meta({ id: 'Registry' });

const outcome = z
  .object({
    applied: z.array(
      z.object({
        kind: z.enum(['resource', 'role', 'policy', 'connection', 'client']),
        name: z.string(),
        change: z.enum(['added', 'changed', 'removed']),
        members: z.array(z.string()).describe('Which are others than they were, of what was changed'),
      }),
    ),
    left_alone: z
      .array(z.object({ kind: z.string(), name: z.string(), members: z.array(z.string()) }))
      .describe('What operators changed meanwhile, and stays as they want it'),
  })
  .meta({ id: 'AppliedRegistry' });

/** As the audit names where it came from. */
const source = 'admin API';

async function documentNow({ storage, issuer }: Pick<AdminContext, 'storage' | 'issuer'>) {
  const { clients, ...rest } = await declaredNow(storage, issuer);
  return declared.parse({
    ...rest,
    clients: clients.map(({ clientId, metadata }) => ({ ...metadata, client_id: clientId })),
  });
}

export const registry = [
  read({
    id: 'exportRegistry',
    path: '/registry',
    summary: 'All that is declared, in the form of a registry file',
    description: 'Without users and secrets, and without what the server declares for itself.',
    answer: declared,
    versioned: () => wholeRegistry,
    handle: (context) => documentNow(context),
  }),
  write({
    id: 'applyRegistry',
    method: 'post',
    path: '/registry',
    summary: 'Apply a registry',
    description:
      'Declares each entry of the document, all of them or none; what it does not name stays. Clients need clients:write too, hashes of their secrets clients:secrets, APIs and roles resources:write, connections connections:write and users:credentials. If-Match holds for all that is declared.',
    body: registryDocument
      .extend({ connections: z.array(entry).default([]).describe('Upstream providers, by which users sign in') })
      .meta({ id: 'RegistryDocument' }),
    status: 200,
    answer: outcome,
    matches: async (context) => ({ ...wholeRegistry, document: await documentNow(context) }),
    async plan(context, { body, caller, admin }) {
      const { storage, issuer, clock } = context;
      checkScopesFor(admin, body);
      checkPlaced(await documentFaults(storage, issuer, body));
      const stored = await storedRegistry(context);
      await checkEntries(context, admin, body, stored);
      const left: LeftAlone[] = [];
      const onLeftAlone = (one: LeftAlone) => void left.push(one);
      const { works, applied } = await declaredBy({ storage, caller, onLeftAlone }, body);
      const all = applied.length > 0 ? [...works, appliedFrom(caller, source)] : works;
      const keptSecrets = new Set(left.map(({ name }) => name));
      const nowSeconds = Math.floor(clock() / 1000);
      return {
        target: wholeRegistry,
        ...compared(all, { registry: body, stored, keptSecrets, nowSeconds }),
        operation: applied.length > 0 ? ('apply a registry' as const) : undefined,
        answer: { applied, left_alone: left },
        notes: left.map(({ kind, name, members }) => `The ${kind} ${name} keeps its ${members.join(', ')}.`),
      };
    },
  }),
];
