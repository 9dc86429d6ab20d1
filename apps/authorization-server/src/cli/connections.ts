/** `gatehouse connections`: upstream providers that users sign in with. */
import { readFileSync } from 'node:fs';
import { type AdminClient, allEntries, answerOf, previewOf, seenOf } from '@gatehouse/admin-client';
import { type ServerOption, withAdmin } from './admin.ts';
import { confirmed } from './confirmation.ts';
import { RefusedError, UsageError } from './failure.ts';
import { printDone, printJson, printRows } from './output.ts';
import { warnOfFile } from './registry-files.ts';

type Options = ServerOption & { readonly json?: boolean };

export const listConnections = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const all = await allEntries(async (query) => answerOf(await admin.GET('/connections', { params: { query } })));
    printRows(
      all.map((one) => ({
        connection: one.name,
        kind: one.kind,
        status: one.enabled ? 'enabled' : 'disabled',
        secret: one.has_secret ? 'set' : 'none',
        issuer: 'issuer' in one ? one.issuer : '',
      })),
      options,
    );
  });

/** The connection, and its ETag. */
const read = async (admin: AdminClient, connection: string) =>
  seenOf(await admin.GET('/connections/{connection_name}', { params: { path: { connection_name: connection } } }));

export const showConnection = (connection: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => printJson((await read(admin, connection)).seen, 2));

const longestSecret = 16_384;

/** The whole of it: a private key has several lines. */
async function readSecret(file: string | undefined): Promise<string> {
  if (file === undefined && process.stdin.isTTY)
    process.stderr.write('the client secret: type it, press Enter and Ctrl-D (it is shown)\n');
  let text = '';
  try {
    if (file !== undefined) text = readFileSync(file, 'utf8');
    else
      for await (const chunk of process.stdin) {
        text += String(chunk);
        if (text.length > longestSecret) break;
      }
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}`);
  }
  const secret = text.replace(/\r?\n$/u, '');
  if (secret === '') throw new RefusedError('the secret is empty; give it on standard input, or name its --file');
  if (secret.length > longestSecret) throw new RefusedError(`the secret is longer than ${longestSecret} characters`);
  return secret;
}

export async function setConnectionSecret(
  connection: string,
  options: Options & { readonly file?: string },
): Promise<void> {
  await withAdmin(options, async (admin) => {
    // Refused before anybody types a secret.
    const { redirect_uri: redirectUri } = (await read(admin, connection)).seen;
    const secret = await readSecret(options.file);
    const path = { connection_name: connection };
    answerOf(await admin.POST('/connections/{connection_name}/secret', { params: { path }, body: { secret } }));
    const said = [
      `the secret of ${connection} is set, encrypted, and used from the next request on`,
      `redirect URI to register at the upstream: ${redirectUri}`,
    ];
    printDone(said.join('\n'), { connection, has_secret: true, redirect_uri: redirectUri }, options);
  });
}

const toggle =
  (enabled: boolean) =>
  (connection: string, options: Options): Promise<void> =>
    withAdmin(options, async (admin, { settings }) => {
      const { seen, etag } = await read(admin, connection);
      const params = { path: { connection_name: connection }, header: { 'If-Match': etag } };
      answerOf(await admin.PATCH('/connections/{connection_name}', { params, body: { enabled } }));
      const said = enabled ? 'users sign in by it' : 'nobody signs in by it, and sessions that began by it end';
      printDone(`${connection} is ${enabled ? 'enabled' : 'disabled'}: ${said}`, { connection, enabled }, options);
      if (settings && seen.enabled !== enabled) warnOfFile(settings, 'connections', connection);
    });

export const enableConnection = toggle(true);
export const disableConnection = toggle(false);

export const removeConnection = (connection: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withAdmin(options, async (admin, { settings }) => {
    const { etag } = await read(admin, connection);
    const remove = (header: { 'If-Match': string; Prefer?: string }) =>
      admin.DELETE('/connections/{connection_name}', { params: { path: { connection_name: connection }, header } });
    const { notes } = previewOf(await remove({ 'If-Match': etag, Prefer: 'dry-run' }));
    const breaks = ['users whose only way in it is cannot sign in', 'sessions that began by it end', ...notes];
    await confirmed(`this removes the connection ${connection}`, breaks, options.yes);
    answerOf(await remove({ 'If-Match': etag }));
    printDone(`the connection ${connection} is removed; what is linked stays`, { connection, removed: true }, options);
    if (settings) warnOfFile(settings, 'connections', connection);
  });
