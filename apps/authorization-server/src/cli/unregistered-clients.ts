/** `gatehouse clients unregistered`: clients that no operator registered, what they hold, and the end of them. */
import { type AdminClient, allEntries, answerOf, previewOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { confirmed } from './confirmation.ts';
import { UsageError } from './failure.ts';
import { counted, linesOfText, printDone, printJson, printRows } from './output.ts';

type Options = ServerOption & { readonly json?: boolean; readonly host?: string };

export const listUnregistered = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { host } = options;
    if (host === undefined) {
      const hosts = await allEntries(async (query) =>
        answerOf(await admin.GET('/unregistered-hosts', { params: { query } })),
      );
      printRows(
        hosts.map(({ last_used_at: used, blocked, ...one }) => ({ ...one, last_used_at: used ?? 'never', blocked })),
        options,
      );
      return;
    }
    const clients = await allEntries(async (query) =>
      answerOf(await admin.GET('/unregistered-clients', { params: { query: { ...query, host } } })),
    );
    printRows(
      clients.map(({ client_id, kind, client_name, grants, users, created_at, last_used_at: used = 'never' }) => ({
        client_id,
        kind,
        name: client_name,
        grants,
        users,
        created_at,
        last_used_at: used,
      })),
      options,
    );
  });

export const showUnregistered = (client: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const path = { client };
    const found = answerOf(await admin.GET('/unregistered-clients/{client}', { params: { path } }));
    const grants = await allEntries(async (query) =>
      answerOf(await admin.GET('/unregistered-clients/{client}/grants', { params: { path, query } })),
    );
    printJson({ ...found, grants }, 2);
  });

/** What a request may do, in the words of the server. */
const endedBy = ({ clients = 1, grants = 0, users = 0 }: Record<string, number>) =>
  `${counted(clients, 'client')} and ${counted(grants, 'grant')} of ${counted(users, 'user')} end`;

interface RemoveOptions extends Options {
  readonly block?: boolean;
  readonly yes?: boolean;
}

async function removeOne(admin: AdminClient, client: string, options: RemoveOptions): Promise<void> {
  const params = { path: { client } };
  const headers = { Prefer: 'dry-run' } as const;
  const { counts, notes } = previewOf(
    await admin.DELETE('/unregistered-clients/{client}', { params: { ...params, header: headers } }),
  );
  await confirmed(`this removes ${client}`, [endedBy(counts), ...notes], options.yes);
  answerOf(await admin.DELETE('/unregistered-clients/{client}', { params }));
  const said = [`${client} is removed, with its grants and tokens`, ...notes].join('\n');
  printDone(said, { client_id: client, removed: true }, options);
}

async function removeHost(admin: AdminClient, host: string, options: RemoveOptions): Promise<void> {
  const params = { path: { host }, query: { block: String(options.block === true) } };
  const headers = { Prefer: 'dry-run' } as const;
  const { counts, notes } = previewOf(
    await admin.DELETE('/unregistered-hosts/{host}', { params: { ...params, header: headers } }),
  );
  await confirmed(`this removes the unregistered clients of ${host}`, [endedBy(counts), ...notes], options.yes);
  let removed = 0;
  for (;;) {
    const answer = answerOf(await admin.DELETE('/unregistered-hosts/{host}', { params }));
    removed += answer.removed;
    if (answer.remaining === 0) break;
    // It takes a while, and can be broken off and repeated.
    if (!options.json) process.stderr.write(linesOfText(`${removed} removed, ${answer.remaining} to go`).concat('\n'));
  }
  const blocked = options.block === true;
  const end = blocked ? `; the policy lets none of ${host} in any more` : '';
  printDone(`${counted(removed, 'client')} of ${host} removed${end}`, { host, removed, blocked }, options);
}

export const removeUnregistered = async (client: string | undefined, options: RemoveOptions): Promise<void> => {
  const { host, block } = options;
  if ((client === undefined) === (host === undefined)) {
    throw new UsageError('name one client, or a host by --host; "gatehouse clients unregistered list" shows both');
  }
  if (block && host === undefined) throw new UsageError('--block goes with --host: a host is blocked, not a client');
  await withAdmin(options, (admin) =>
    host === undefined ? removeOne(admin, client as string, options) : removeHost(admin, host, options),
  );
};
