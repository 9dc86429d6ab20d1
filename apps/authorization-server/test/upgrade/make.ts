/**
 * Makes the fixture of the version that is checked out, for both databases (PostgreSQL with `pg_dump` must be installed):
 * `node apps/authorization-server/test/upgrade/make.ts FOLDER`.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { findPostgresTool, postgres, temporaryDirectory } from '@gatehouse/testkit';
import { api, type RegistryDocument, writeRegistry } from '../server.ts';
import { type Deployment, deploy } from './deployment.ts';
import { fill } from './fill.ts';

const [folder = ''] = process.argv.slice(2);
if (folder === '') throw new Error('name the folder to write to');
await mkdir(folder, { recursive: true });

/** Users are made by the command line; the file says what may be known of them. */
const registryFile = await writeRegistry(folder, (document) => {
  document.users = [];
  const { users_policy } = document as RegistryDocument & { users_policy: Record<string, unknown> };
  users_policy['claims'] = { employee_number: { type: 'number' }, teams: { type: 'list' } };
  const resource = document.resources.find(({ indicator }) => indicator === api);
  resource!['claims'] = ['department', 'roles', 'employee_number'];
});

async function make(
  dialect: string,
  databaseUrl: string | undefined,
  copy: (deployment: Deployment, directory: string) => Promise<Buffer>,
): Promise<void> {
  const { path: directory, remove } = await temporaryDirectory();
  const deployment = await deploy({ directory, registryFile, databaseUrl });
  try {
    const holdings = await fill(deployment, directory);
    await writeFile(path.join(folder, `${dialect}.json`), `${JSON.stringify(holdings, undefined, 2)}\n`);
    await writeFile(path.join(folder, `${dialect}.br`), brotliCompressSync(await copy(deployment, directory)));
  } finally {
    await deployment.stop();
    await remove();
  }
}

await make('sqlite', undefined, async (deployment, directory) => {
  const file = path.join(directory, 'copy.sqlite');
  await deployment.command(['backup', file]);
  return readFile(file);
});

const server = await postgres();
try {
  const url = new URL(await server.newDatabase());
  await make('postgres', url.href, async () => {
    const { password } = url;
    url.password = '';
    const options = ['--inserts', '--no-owner', '--no-privileges', '--no-comments'];
    const dump = findPostgresTool('pg_dump') ?? 'pg_dump';
    const { stdout } = await promisify(execFile)(dump, [...options, url.href], { env: { PGPASSWORD: password } });
    // What begins with a backslash is for psql alone.
    return Buffer.from(stdout.replaceAll(/^\\.*$/gmu, ''));
  });
} finally {
  await server.stop();
}
