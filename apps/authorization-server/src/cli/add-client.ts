/** `gatehouse clients add`: an application by its kind, or the clients of a registry file. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Storage } from '@gatehouse/storage';
import type { ClientKind } from '../directory/clients/kinds.ts';
import { type AddedClient, addClient } from '../directory/operations/add-client.ts';
import type { Settings } from '../settings.ts';
import { addClientsOfFile } from './clients.ts';
import { RefusedError, UsageError } from './failure.ts';
import { printDone } from './output.ts';
import { scopesByResource } from './scope-options.ts';
import { withStorage } from './settings.ts';
import { type Framework, frameworks } from './snippets/frameworks.ts';
import { guardSnippet } from './snippets/guard.ts';
import { signInSnippet } from './snippets/sign-in.ts';
import { developmentAuthority, quoted, renderSnippet, type Snippet, snippetDocument } from './snippets/snippet.ts';

export interface AddOptions {
  readonly json?: boolean;
  readonly kind?: ClientKind;
  readonly name?: string;
  readonly redirectUri?: readonly string[];
  readonly postLogoutRedirectUri?: readonly string[];
  readonly scope?: readonly string[];
  readonly resource?: readonly string[];
  readonly firstParty?: boolean;
  readonly framework?: Framework;
  readonly secretFile?: string;
}

const titles: Readonly<Record<ClientKind, string>> = {
  web: 'a web application',
  spa: 'a single-page application',
  native: 'a native application',
  machine: 'a machine: it acts for itself',
  device: 'a device: users sign in on another one',
  api: 'an API that asks about tokens',
};

const exampleUri: Partial<Record<ClientKind, string>> = {
  web: 'http://localhost:4000/callback',
  spa: 'http://localhost:4000/',
};

/** @throws UsageError for options that do not fit together */
function kindOf({ kind: given, framework }: AddOptions): ClientKind {
  const kinds: readonly ClientKind[] = framework === undefined ? [] : frameworks[framework].kinds;
  const kind = given ?? kinds[0];
  if (kind === undefined) {
    throw new UsageError(
      'say what it is: --kind web|spa|native|machine|device|api, or --framework; --help explains each',
    );
  }
  if (framework !== undefined && !kinds.includes(kind)) {
    throw new UsageError(`--framework ${framework} is for --kind ${kinds.join(' or ')}, not ${kind}`);
  }
  return kind;
}

function checkOptions(kind: ClientKind, { redirectUri = [], resource = [], scope = [] }: AddOptions): void {
  const example = exampleUri[kind];
  if (example !== undefined && redirectUri.length === 0) {
    throw new UsageError(`a ${kind} application needs --redirect-uri, where users come back to, such as ${example}`);
  }
  if (redirectUri.length > 0 && example === undefined && kind !== 'native') {
    throw new UsageError(`nobody is sent back to a client of --kind ${kind}: leave out --redirect-uri`);
  }
  if (kind === 'api' && (resource.length === 0 || scope.length > 0)) {
    throw new UsageError(
      '--kind api takes --resource INDICATOR and no --scope. It is for an API that asks about tokens (introspection, revocation feed); one that verifies JWTs needs no client, "gatehouse resources add" is all',
    );
  }
  if (kind !== 'api' && resource.length > 0)
    throw new UsageError('--resource goes with --kind api; scopes of an API: --scope');
}

/** Written before the client is stored, so that no secret is lost that a file should have kept. @throws RefusedError */
function keep(secret: string, file: string): string {
  try {
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new RefusedError(
      code === 'EEXIST' ? `${file} is there already and stays as it is; name another file` : message,
    );
  }
  return resolve(file);
}

const secretIn = (secret: string, file: string | undefined): string =>
  file === undefined ? secret : `"$(cat ${quoted(resolve(file))})"`;

/** An API that asks about tokens, by the first resource that the client is. */
async function guardOf(
  { clientId, metadata, secret }: AddedClient,
  { secretFile }: AddOptions,
  settings: Settings,
  storage: Pick<Storage, 'resources'>,
): Promise<Snippet | undefined> {
  const [indicator = ''] = metadata['resource_server_for'] as readonly string[];
  const resource = await storage.resources.find(indicator);
  if (!resource || secret === undefined) return undefined;
  const client = { id: clientId, secret: secretIn(secret, secretFile) };
  return guardSnippet('express', {
    place: { issuer: settings.issuer, settings },
    indicator,
    scopes: Object.keys(resource.definition['scopes'] ?? {}),
    client,
  });
}

function snippetOf(
  { clientId, metadata, secret }: AddedClient,
  { framework, secretFile }: AddOptions,
  settings: Settings,
  kind: ClientKind,
): Snippet | undefined {
  const fallback = { spa: 'spa', native: 'native', machine: 'machine', device: 'device' } as const;
  const chosen = framework ?? (fallback as Partial<Record<ClientKind, Framework>>)[kind];
  if (chosen === undefined) return undefined;
  const scopes = Object.values((metadata['scopes'] ?? {}) as Record<string, readonly string[]>).flat();
  const [redirectUri] = metadata['redirect_uris'] as readonly string[];
  const [afterSignOut] = metadata['post_logout_redirect_uris'] as readonly string[];
  return signInSnippet(chosen, {
    issuer: settings.issuer,
    clientId,
    redirectUri,
    afterSignOut,
    scope: [metadata['scope'], ...scopes].filter(Boolean).join(' '),
    callsApi: scopes.length > 0,
    secret: secret === undefined ? undefined : secretIn(secret, secretFile),
    authority: developmentAuthority(settings),
  });
}

/** What people read; the secret stands in it once. */
function said(
  { clientId, metadata, secret }: AddedClient,
  kind: ClientKind,
  snippet: Snippet | undefined,
  secretFile: string | undefined,
): string {
  const listOf = (name: string) => ((metadata[name] ?? []) as readonly string[]).join(' ');
  const isShown = snippet?.commands.some((line) => secret !== undefined && line.includes(secret));
  return [
    `${clientId} is registered as ${titles[kind]}`,
    ...(listOf('redirect_uris') ? [`  redirect URIs      ${listOf('redirect_uris')}`] : []),
    ...(listOf('post_logout_redirect_uris') ? [`  after signing out  ${listOf('post_logout_redirect_uris')}`] : []),
    ...(typeof metadata['scope'] === 'string' && metadata['scope']
      ? [`  scope              ${metadata['scope']}`]
      : []),
    ...Object.entries((metadata['scopes'] ?? {}) as Record<string, string[]>).map(
      ([resource, names]) => `  API                ${resource}: ${names.join(' ')}`,
    ),
    ...(secret === undefined
      ? ['  secret             none: it could not keep one; PKCE binds each code to it']
      : [
          `  secret             ${secretFile ? `in ${resolve(secretFile)}` : isShown ? 'below, shown this once' : `${secret} (shown this once)`}`,
        ]),
    ...(kind === 'api' || kind === 'machine' || metadata['first_party']
      ? []
      : ['  consent            asked of each user; --first-party is for applications of your own']),
    ...(snippet ? ['', renderSnippet(snippet)] : []),
  ].join('\n');
}

async function addApplication(clientId: string, options: AddOptions): Promise<void> {
  const kind = kindOf(options);
  checkOptions(kind, options);
  const scopes = scopesByResource(options.scope);
  await withStorage(async (storage, settings, { caller, commit }) => {
    const {
      name,
      redirectUri = [],
      postLogoutRedirectUri = [],
      resource = [],
      firstParty = false,
      secretFile,
    } = options;
    const application = {
      clientId,
      name,
      kind,
      redirectUris: redirectUri,
      postLogoutRedirectUris: postLogoutRedirectUri,
      scopes,
      resources: resource,
      firstParty,
    };
    const added = await addClient({ storage }, caller, { application, production: settings.mode === 'production' });
    const { secret } = added;
    if (secretFile !== undefined && secret === undefined) {
      throw new UsageError(`a client of --kind ${kind} has no secret: leave out --secret-file`);
    }
    const file = secretFile === undefined || secret === undefined ? undefined : keep(secret, secretFile);
    try {
      await commit(added);
    } catch (error) {
      // Nobody has that secret now; the file would be in the way of the next try.
      if (file !== undefined) rmSync(file, { force: true });
      throw error;
    }
    const snippet =
      kind === 'api' ? await guardOf(added, options, settings, storage) : snippetOf(added, options, settings, kind);
    const document = {
      client_id: clientId,
      ...(file === undefined ? { client_secret: secret } : { secret_file: file }),
      issuer: settings.issuer,
      metadata: added.metadata,
      snippet: snippet && snippetDocument(snippet),
    };
    printDone(said(added, kind, snippet, secretFile), document, options, file === undefined ? secret : undefined);
  });
}

/** Whether somebody means a registry file, and not the name of an application. */
function isFile(named: string, { kind, framework }: AddOptions): boolean {
  if (kind !== undefined || framework !== undefined) return false;
  return existsSync(named) || ['.yaml', '.yml', '.json'].includes(extname(named));
}

/** @param named client identifier, or a registry file that holds only clients */
export const addClientOrFile = (named: string, options: AddOptions): Promise<void> =>
  isFile(named, options) ? addClientsOfFile(named, options) : addApplication(named, options);
