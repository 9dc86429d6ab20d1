/**
 * Every command, in the order of the help. To add one:
 *
 * 1. Write what it does in a module of `cli/`: `export const showThing = (name: string, options: { json?: boolean }): Promise<void> => …`
 *    gets the arguments and then the options, works inside `withStorage` and prints by `output.ts`.
 * 2. Add a row to its group in this folder (a new group: a file here, and a line below):
 *    `{ usage: 'show <name>', help: 'show one thing', answers: true, action: async () => (await import('../things.ts')).showThing }`.
 *
 * Rows import nothing but types: `--help` and completion read the whole table, and load no module of the server.
 */
import { resources, roles } from './access.ts';
import { audit } from './audit.ts';
import { clients } from './clients.ts';
import { complete, completion } from './completion.ts';
import { connections } from './connections.ts';
import { apiKeys, serviceAccounts } from './credentials.ts';
import { keys, tokens } from './keys.ts';
import { login, logout, whoami } from './login.ts';
import { backup, doctor, encryption, gc, reseal } from './maintenance.ts';
import { registry } from './registry.ts';
import { report } from './report.ts';
import type { Table } from './row.ts';
import { config, init, migrations, serve } from './server.ts';
import { token } from './token.ts';
import { users } from './users.ts';

export const commands: Table = {
  'Server:': [serve, init, config, migrations, doctor, report, audit, backup, gc, encryption, reseal],
  'Clients and APIs:': [clients, resources, roles, connections, registry, apiKeys, serviceAccounts],
  'Users:': [users],
  'Keys and tokens:': [keys, tokens],
  'Servers elsewhere:': [login, logout, whoami, token],
  'This command:': [completion, complete],
};
