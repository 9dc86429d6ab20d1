/**
 * The registry file: what an operator declares instead of clicking. This folder owns its shape and how it is applied
 * to the database, which is the truth afterwards.
 */
import { type Branding, brandingFaults, over } from '@gatehouse/html';
import { z } from 'zod';
import { user } from '../accounts/schema.ts';
import { branding } from '../clients/branding.ts';
import { client } from '../clients/schema.ts';
import { resource, roleScopes } from '../resources/schema.ts';
import { claimFaults, people } from './people.ts';

/** The registry file as a whole. Unknown keys are faults. */
export const registrySchema = z
  .strictObject({
    resources: z.array(resource).default([]),
    roles: z.record(z.string(), roleScopes).default({}).describe('Role name and its scopes by resource'),
    branding: branding.optional(),
    clients: z.array(client).default([]),
    people: people.prefault({}),
    users: z
      .array(user)
      .default([])
      .describe(
        'Users that the file declares. An entry makes the account; later it counts where it changed since it was last applied, and never over what the user or an operator changed meanwhile',
      ),
  })
  .superRefine((registry, context) => {
    const readable = (path: (string | number)[], value: Branding) => {
      for (const fault of brandingFaults(value)) {
        context.addIssue({ code: 'custom', path: [...path, ...fault.path], message: fault.message });
      }
    };
    const common = registry.branding ?? {};
    readable(['branding'], common);
    for (const [index, entry] of registry.clients.entries()) {
      if (entry.branding) readable(['clients', index, 'branding'], over(common, entry.branding));
    }
    const known = new Map(registry.resources.map((entry) => [entry.indicator, new Set(Object.keys(entry.scopes))]));
    const check = (path: (string | number)[], scopes: Record<string, string[]>) => {
      for (const [resourceIndicator, names] of Object.entries(scopes)) {
        const scopesOfResource = known.get(resourceIndicator);
        if (!scopesOfResource) {
          context.addIssue({ code: 'custom', path, message: `names an unknown resource: ${resourceIndicator}` });
          continue;
        }
        for (const name of names) {
          if (scopesOfResource.has(name)) continue;
          context.addIssue({ code: 'custom', path, message: `${resourceIndicator} has no scope ${name}` });
        }
      }
    };
    registry.clients.forEach((entry, index) => check(['clients', index, 'scopes'], entry.scopes));
    registry.clients.forEach((entry, index) => {
      for (const [number, rule] of (entry.token_exchange?.rules ?? []).entries()) {
        const path = ['clients', index, 'token_exchange', 'rules', number];
        check([...path, 'scopes'], { [rule.to]: rule.scopes });
        check([...path, 'from'], Object.fromEntries(rule.from.map((name) => [name, []])));
        if (rule.from.length + rule.credentials.length > 0) continue;
        context.addIssue({ code: 'custom', path: [...path, 'from'], message: 'names nothing that could be exchanged' });
      }
    });
    registry.clients.forEach((entry, index) => {
      const resources = (entry.resource_server_for ?? []).map((name) => [name, []]);
      check(['clients', index, 'resource_server_for'], Object.fromEntries(resources) as Record<string, string[]>);
    });
    for (const [role, scopes] of Object.entries(registry.roles)) check(['roles', role], scopes);
    registry.resources.forEach((entry, index) =>
      check(['resources', index, 'default_scopes'], { [entry.indicator]: entry.default_scopes }),
    );
    for (const fault of claimFaults(registry)) context.addIssue({ code: 'custom', ...fault });
    for (const role of registry.people.registration_roles) {
      if (Object.hasOwn(registry.roles, role)) continue;
      context.addIssue({ code: 'custom', path: ['people', 'registration_roles'], message: `unknown role ${role}` });
    }
    registry.users.forEach((entry, index) => {
      for (const role of entry.roles) {
        if (Object.hasOwn(registry.roles, role)) continue;
        context.addIssue({ code: 'custom', path: ['users', index, 'roles'], message: `unknown role ${role}` });
      }
    });
    for (const [kind, ids] of [
      ['clients', registry.clients.map((entry) => entry.client_id)],
      ['resources', registry.resources.map((entry) => entry.indicator)],
      ['users', registry.users.map((entry) => entry.login)],
    ] as const) {
      const twice = ids.find((id, index) => ids.indexOf(id) !== index);
      if (twice) context.addIssue({ code: 'custom', path: [kind], message: `${twice} is declared twice` });
    }
  });

export type Registry = z.infer<typeof registrySchema>;
export type RegistryClient = Registry['clients'][number];
export type RegistryUser = Registry['users'][number];
