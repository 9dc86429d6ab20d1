/** `gatehouse resources`: the APIs that access tokens are for. */
import { knownResource } from '../directory/operations/known-scopes.ts';
import * as operations from '../directory/operations/resources.ts';
import { inEnglish } from '../directory/resources/localized-text.ts';
import { confirmed } from './confirmation.ts';
import { printDone, printRows } from './output.ts';
import { warnOfFile } from './registry-files.ts';
import { scopeSentences } from './scope-options.ts';
import { withStorage } from './settings.ts';
import { type GuardFramework, guardSnippet } from './snippets/guard.ts';
import { renderSnippet, snippetDocument } from './snippets/snippet.ts';

type Options = { readonly json?: boolean };

interface AddOptions extends Options {
  readonly name: string;
  readonly scope: readonly string[];
  readonly framework?: GuardFramework;
}

export const addResource = (indicator: string, options: AddOptions): Promise<void> => {
  const scopes = scopeSentences(options.scope);
  return withStorage(async (storage, settings, { caller, commit }) => {
    await commit(await operations.addResource(storage, caller, { indicator, name: options.name, scopes }));
    const names = Object.keys(scopes);
    const snippet = options.framework && guardSnippet(options.framework, { settings, indicator, scopes: names });
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
  withStorage(async (storage) => {
    const all = await storage.resources.list();
    printRows(
      all.map(({ indicator, definition }) => ({
        indicator,
        name: inEnglish(definition['name']),
        scopes: Object.keys(definition['scopes'] ?? {}).join(' '),
      })),
      options,
    );
  });

export const showResource = (named: string): Promise<void> =>
  withStorage(async (storage) => {
    const { indicator, definition } = await knownResource(storage, named);
    const { roles, clients } = await operations.usesOfResource(storage, indicator);
    const shown = { indicator, ...definition, given_by_roles: roles, asked_for_by_clients: clients };
    process.stdout.write(`${JSON.stringify(shown, undefined, 2)}\n`);
  });

export const removeResource = (named: string, options: Options & { readonly yes?: boolean }): Promise<void> =>
  withStorage(async (storage, settings, { caller, commit }) => {
    const { indicator } = await knownResource(storage, named);
    // Refused before anybody is asked.
    const work = await operations.removeResource(storage, caller, indicator);
    const { roles, clients } = await operations.usesOfResource(storage, indicator);
    const breaks = [
      ...roles.map((role) => `the role ${role} gives scopes of it`),
      ...clients.map((clientId) => `the client ${clientId} may ask for scopes of it`),
    ];
    if (breaks.length > 0) await confirmed(`this removes ${indicator}`, breaks, options.yes);
    await commit(work);
    const said = [
      `${indicator} is removed`,
      ...(breaks.length > 0 ? [`its scopes went from ${[...roles, ...clients].join(', ')} too`] : []),
      'access tokens for it stay valid until they expire, 10 minutes at most',
    ];
    printDone(said.join('\n'), { indicator, removed: true, roles, clients }, options);
    warnOfFile(settings, 'resources', indicator);
  });
