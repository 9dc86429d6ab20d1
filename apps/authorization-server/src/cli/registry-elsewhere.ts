/** `gatehouse registry` at a server elsewhere: by the admin API, all entries of the files in one commit. */
import { type AdminClient, answerOf, type components, previewOf, seenOf } from '@gatehouse/admin-client';
import type { Known } from '../directory/registry/known.ts';
import { loadRegistry } from '../directory/registry/load.ts';
import type { Registry } from '../directory/registry/schema.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { appliedRows } from './applied-rows.ts';
import { RefusedError, UsageError } from './failure.ts';
import { linesOfText, printDone, printJson, printRows } from './output.ts';

type Options = ServerOption & { readonly json?: boolean };
type Declared = components['schemas']['Registry'];

export const exportElsewhere = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const declared = answerOf(await admin.GET('/registry'));
    printJson(declared, 2);
  });

/** What files may name that the server has already. */
const knownFrom = ({ resources, roles, connections = [], users_policy: { claims } }: Declared): Known => ({
  resources: new Map(resources.map(({ indicator, scopes }) => [indicator, new Set(Object.keys(scopes))])),
  roles: new Set(Object.keys(roles)),
  claims: claims as Known['claims'],
  connections: new Map(connections.map(({ name, ...definition }) => [name, definition])),
});

const onWarning = (line: string): void => void process.stderr.write(`gatehouse: warning: ${linesOfText(line)}\n`);

const loaded = (files: readonly string[], issuer: string, there: Declared): Registry =>
  loadRegistry(files, { passwordsAllowed: false, known: knownFrom(there), issuer, onWarning });

/** The files, which may name what the server has. Throws RegistryError with every fault. */
export async function checkedFor(files: readonly string[], options: Options): Promise<Registry> {
  someFiles(files);
  return withAdmin(options, async (admin, { issuer }) => loaded(files, issuer, answerOf(await admin.GET('/registry'))));
}

/** The files as the API takes them, with what to send beside. Throws RegistryError with every fault. */
async function requestOf(admin: AdminClient, issuer: string, files: readonly string[]) {
  const { seen, etag } = seenOf(await admin.GET('/registry'));
  const { users, ...registry } = loaded(files, issuer, seen);
  if (users.length > 0) {
    throw new RefusedError(
      'users are not declared over the network: take "users" out of the files; "gatehouse users" adds and changes them',
    );
  }
  // Members that are not there are left out, as in a file.
  return { body: JSON.parse(JSON.stringify(registry)) as never, header: { 'If-Match': etag } };
}

function someFiles(files: readonly string[]): void {
  if (files.length === 0) throw new UsageError('which files? Those of the settings are of the server beside');
}

export async function applyElsewhere(files: readonly string[], options: Options): Promise<void> {
  someFiles(files);
  await withAdmin(options, async (admin, { issuer }) => {
    const { body, header } = await requestOf(admin, issuer, files);
    const { applied, left_alone: left } = answerOf(await admin.POST('/registry', { params: { header }, body }));
    const rows = appliedRows(applied, left);
    if (rows.length === 0) printDone('nothing to change', { changes: [] }, options);
    else printRows(rows, options);
  });
}

/** What `apply` would change; here as well, without users. */
export async function diffRegistry(files: readonly string[], options: Options): Promise<void> {
  someFiles(files);
  await withAdmin(options, async (admin, { issuer }) => {
    const { body, header } = await requestOf(admin, issuer, files);
    const params = { header: { ...header, Prefer: 'dry-run' } };
    const { changes } = previewOf(await admin.POST('/registry', { params, body }));
    if (changes.length === 0) printDone('nothing to change', { changes: [] }, options);
    else
      printRows(
        changes.map(({ pointer, before, after }) => ({ pointer, before, after })),
        options,
      );
  });
}
