/** `gatehouse resources`: the APIs that access tokens are for. */
import { type AdminClient, allEntries, answerOf, previewOf, seenOf } from '@gatehouse/admin-client';
import { type GuardFramework, guardSnippet, renderSnippet, snippetDocument } from '@gatehouse/admin-client/snippets';
import { inEnglish } from '../directory/resources/localized-text.ts';
import { type ServerOption, withAdmin } from './admin.ts';
import { confirmed } from './confirmation.ts';
import { developmentAuthority } from './development-authority.ts';
import { printDone, printJson, printRows } from './output.ts';
import { warnOfFile } from './registry-files.ts';
import { scopeSentences } from './scope-options.ts';

type Options = ServerOption & { readonly json?: boolean };

interface AddOptions extends Options {
  readonly name: string;
  readonly scope: readonly string[];
  readonly framework?: GuardFramework;
}

export const addResource = (indicator: string, options: AddOptions): Promise<void> => {
  const scopes = scopeSentences(options.scope);
  return withAdmin(options, async (admin, place) => {
    answerOf(await admin.POST('/resources', { body: { indicator, name: options.name, scopes } }));
    const names = Object.keys(scopes);
    const { issuer, settings } = place;
    const authority = settings && developmentAuthority(settings);
    const snippet =
      options.framework && guardSnippet(options.framework, { issuer, authority, indicator, scopes: names });
    const said = [
      `${indicator} is registered, with ${names.join(', ')}`,
      `users get a scope by a role:       gatehouse roles add ROLE --scope ${indicator}=${names.join(',')}`,
      `applications may ask for it by:    gatehouse clients add NAME … --scope ${indicator}=${names.join(',')}`,
      ...(snippet ? ['', renderSnippet(snippet)] : []),
    ];
    printDone(said.join('\n'), { indicator, scopes: names, snippet: snippet && snippetDocument(snippet) }, options);
  });
};

export const listResources = (options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const all = await allEntries(async (query) => answerOf(await admin.GET('/resources', { params: { query } })));
    printRows(
      all.map(({ indicator, name, scopes }) => ({
        indicator,
        name: inEnglish(name),
        scopes: Object.keys(scopes).join(' '),
      })),
      options,
    );
  });

/** The API, and who names it. */
async function read(admin: AdminClient, resource: string) {
  const params = { path: { resource } };
  const { seen, etag } = seenOf(await admin.GET('/resources/{resource}', { params }));
  return { seen, etag, uses: answerOf(await admin.GET('/resources/{resource}/uses', { params })) };
}

export const showResource = (named: string, options: Options): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { seen, uses } = await read(admin, named);
    const shown = { ...seen, given_by_roles: uses.roles, asked_for_by_clients: uses.clients };
    printJson(shown, 2);
  });

export const removeResource = (named: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withAdmin(options, async (admin, { settings }) => {
    const { seen, etag, uses } = await read(admin, named);
    const { indicator } = seen;
    const { roles, clients } = uses;
    const path = { resource: indicator };
    const remove = (header: { 'If-Match': string; Prefer?: string }) =>
      admin.DELETE('/resources/{resource}', { params: { path, header } });
    // Refused before anybody is asked.
    previewOf(await remove({ 'If-Match': etag, Prefer: 'dry-run' }));
    const breaks = [
      ...roles.map((role) => `the role ${role} gives scopes of it`),
      ...clients.map((clientId) => `the client ${clientId} may ask for scopes of it`),
    ];
    if (breaks.length > 0) await confirmed(`this removes ${indicator}`, breaks, options.yes);
    answerOf(await remove({ 'If-Match': etag }));
    const said = [
      `${indicator} is removed`,
      ...(breaks.length > 0 ? [`its scopes went from ${[...roles, ...clients].join(', ')} too`] : []),
      'access tokens for it stay valid until they expire, 10 minutes at most',
    ];
    printDone(said.join('\n'), { indicator, removed: true, roles, clients }, options);
    if (settings) warnOfFile(settings, 'resources', indicator);
  });
