import type { GroupRow } from './row.ts';

export const registry: GroupRow = {
  name: 'registry',
  help: 'resources, roles and clients, declared in files',
  commands: [
    {
      usage: 'check [path...]',
      help: 'print every fault of registry files; a folder stands for its files',
      action: async () => (await import('../registry.ts')).checkRegistry,
    },
    {
      usage: 'apply [path...]',
      help: 'apply registry files to the database (idempotent)',
      action: async () => (await import('../registry.ts')).applyRegistryFiles,
    },
    {
      usage: 'diff <path...>',
      answers: true,
      help: 'what apply would change; users are left out',
      action: async () => (await import('../registry-elsewhere.ts')).diffRegistry,
    },
    {
      usage: 'export',
      answers: true,
      help: 'print what the database holds, as a registry',
      action: async () => (await import('../registry.ts')).exportRegistry,
    },
    {
      usage: 'schema',
      answers: true,
      help: 'print the JSON Schema of a registry file',
      action: async () => (await import('../registry.ts')).printRegistrySchema,
    },
  ],
  examples: [
    ['registry check registry.yaml', 'every fault of the file at once'],
    ['registry apply registry.yaml', 'declare resources, roles and clients; a running server sees them at once'],
    ['registry diff registry.yaml', 'what applying it would change; with --server, on a server elsewhere'],
  ],
};
