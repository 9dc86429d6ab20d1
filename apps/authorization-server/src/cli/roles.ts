/** `gatehouse roles`: which scopes of which APIs users get. */
import { isDeepStrictEqual } from 'node:util';
import { type AdminClient, allEntries, answerOf, seenOf } from '@gatehouse/admin-client';
import { listed } from '../directory/operations/known-scopes.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { confirmed } from './confirmation.ts';
import { printDone, printJson, printRows } from './output.ts';
import { warnOfFile } from './registry-files.ts';
import { scopesByResource, someScopes } from './scope-options.ts';

interface Options extends ServerOption {
  readonly json?: boolean;
  readonly scope?: readonly string[];
}

type Definition = Readonly<Record<string, readonly string[]>>;

const textOf = (scopes: Definition): string =>
  Object.entries(scopes)
    .map(([resource, names]) => `${resource}=${names.join(',')}`)
    .join(' ') || 'nothing';

const read = async (admin: AdminClient, role: string) =>
  seenOf(await admin.GET('/roles/{role}', { params: { path: { role } } }));

/** Logins of those who have it. */
async function holdersOf(admin: AdminClient, role: string): Promise<string[]> {
  const users = await allEntries(async (query) =>
    answerOf(await admin.GET('/roles/{role}/users', { params: { path: { role }, query } })),
  );
  return users.map(({ login }) => login);
}

export const addRole = (name: string, options: Options): Promise<void> => {
  const scopes = scopesByResource(options.scope);
  return withAdmin(options, async (admin) => {
    const { scopes: given } = answerOf(await admin.POST('/roles', { body: { name, scopes } }));
    const said = [
      `the role ${name} gives ${textOf(given)}`,
      `users get it by:  gatehouse users set LOGIN --add-role ${name}`,
    ];
    printDone(said.join('\n'), { role: name, scopes: given }, options);
  });
};

const change =
  (verb: 'grant' | 'revoke') =>
  async (role: string, options: Options): Promise<void> => {
    const body = { [verb]: someScopes(options.scope) };
    await withAdmin(options, async (admin, { settings }) => {
      const { seen, etag } = await read(admin, role);
      const params = { path: { role }, header: { 'If-Match': etag } };
      const { scopes: given } = answerOf(await admin.POST('/roles/{role}/scopes', { params, body }));
      const isSame = isDeepStrictEqual(given, seen.scopes);
      const said = isSame ? 'as before' : 'from the next token on';
      printDone(`the role ${role} gives ${textOf(given)}, ${said}`, { role, scopes: given }, options);
      if (settings && !isSame) warnOfFile(settings, 'roles', role);
    });
  };

export const grantRole = change('grant');
export const revokeRole = change('revoke');

export const listRoles = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const all = await allEntries(async (query) => answerOf(await admin.GET('/roles', { params: { query } })));
    const rows = all.map(({ name, scopes }) => ({ role: name, scopes: textOf(scopes) }));
    printRows(rows, options);
  });

export const showRole = (name: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { scopes } = (await read(admin, name)).seen;
    const users = await holdersOf(admin, name);
    printJson({ role: name, scopes, users }, 2);
  });

export const removeRole = (role: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withAdmin(options, async (admin, { settings }) => {
    const { etag } = await read(admin, role);
    const holders = await holdersOf(admin, role);
    const breaks = `${listed(holders)} ${holders.length === 1 ? 'has' : 'have'} it: their tokens end, and they stay signed in`;
    if (holders.length > 0) await confirmed(`this removes the role ${role}`, [breaks], options.yes);
    const params = { path: { role }, header: { 'If-Match': etag } };
    answerOf(await admin.DELETE('/roles/{role}', { params }));
    const lost = holders.length > 0 ? `; taken from ${listed(holders)}` : '';
    printDone(`the role ${role} is removed${lost}`, { role, removed: true, users: holders }, options);
    if (settings) warnOfFile(settings, 'roles', role);
  });
