/** `gatehouse clients add`: an application by its kind, or the clients of a registry file. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { type AdminClient, answerOf, type components } from '@gatehouse/admin-client';
import {
  type ClientKind,
  type Framework,
  frameworks,
  guardSnippet,
  kinds,
  quoted,
  renderSnippet,
  type Snippet,
  signInSnippet,
  snippetDocument,
} from '@gatehouse/admin-client/snippets';
import { type AdminPlace, type ServerOption, withAdmin } from './admin.ts';
import { addClientsOfFile } from './clients.ts';
import { developmentAuthority } from './development-authority.ts';
import { RefusedError, UsageError } from './failure.ts';
import { printDone } from './output.ts';
import { scopesByResource } from './scope-options.ts';

export interface AddOptions extends ServerOption {
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

/** @throws UsageError for options that do not fit together */
function kindOf({ kind: given, framework }: AddOptions): ClientKind {
  const meant: readonly ClientKind[] = framework === undefined ? [] : frameworks[framework].kinds;
  const kind = given ?? meant[0];
  if (kind === undefined) {
    throw new UsageError(
      'say what it is: --kind web|spa|native|machine|device|api, or --framework; --help explains each',
    );
  }
  if (framework !== undefined && !meant.includes(kind)) {
    throw new UsageError(`--framework ${framework} is for --kind ${meant.join(' or ')}, not ${kind}`);
  }
  return kind;
}

function checkOptions(kind: ClientKind, { redirectUri = [], resource = [], scope = [] }: AddOptions): void {
  const returns = kinds[kind].redirectUri;
  if (returns?.required === true && redirectUri.length === 0) {
    throw new UsageError(
      `a ${kind} application needs --redirect-uri, where users come back to, such as ${returns.example}`,
    );
  }
  if (redirectUri.length > 0 && returns === undefined) {
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

/** Made before the client is, so that no secret is lost that the file should have kept. @throws RefusedError */
function reserve(file: string): string {
  try {
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' });
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

type Client = components['schemas']['Client'];
/** A client that was just made; `secret` is how it is shown this once. */
interface Added {
  readonly client: Client;
  readonly secret: string | undefined;
}

/** An API that asks about tokens, by the first resource that the client is. */
async function guardOf(
  { client, secret }: Added,
  { secretFile }: AddOptions,
  place: AdminPlace,
  admin: AdminClient,
): Promise<Snippet | undefined> {
  const [resource = ''] = client.resource_server_for ?? [];
  const { indicator, scopes } = answerOf(await admin.GET('/resources/{resource}', { params: { path: { resource } } }));
  if (secret === undefined) return undefined;
  const asking = { id: client.client_id, secret: secretIn(secret, secretFile) };
  return guardSnippet('express', {
    issuer: place.issuer,
    authority: place.settings && developmentAuthority(place.settings),
    indicator,
    scopes: Object.keys(scopes ?? {}),
    client: asking,
  });
}

function snippetOf(
  { client, secret }: Added,
  { framework, secretFile }: AddOptions,
  { issuer, settings }: AdminPlace,
  kind: ClientKind,
): Snippet | undefined {
  const fallback = { spa: 'spa', native: 'native', machine: 'machine', device: 'device' } as const;
  const chosen = framework ?? (fallback as Partial<Record<ClientKind, Framework>>)[kind];
  if (chosen === undefined) return undefined;
  const scopes = Object.values(client.scopes).flat();
  return signInSnippet(chosen, {
    issuer,
    clientId: client.client_id,
    redirectUri: client.redirect_uris[0],
    afterSignOut: client.post_logout_redirect_uris[0],
    scope: [client.scope, ...scopes].filter(Boolean).join(' '),
    callsApi: scopes.length > 0,
    secret: secret === undefined ? undefined : secretIn(secret, secretFile),
    authority: settings && developmentAuthority(settings),
  });
}

/** What people read; the secret stands in it once. */
function said(
  { client, secret }: Added,
  kind: ClientKind,
  snippet: Snippet | undefined,
  secretFile: string | undefined,
): string {
  const { client_id: clientId, redirect_uris: redirects, post_logout_redirect_uris: afterwards, scope } = client;
  const isShown = snippet?.commands.some((line) => secret !== undefined && line.includes(secret));
  return [
    `${clientId} is registered as ${titles[kind]}`,
    ...(redirects.length > 0 ? [`  redirect URIs      ${redirects.join(' ')}`] : []),
    ...(afterwards.length > 0 ? [`  after signing out  ${afterwards.join(' ')}`] : []),
    ...(scope ? [`  scope              ${scope}`] : []),
    ...Object.entries(client.scopes).map(([resource, names]) => `  API                ${resource}: ${names.join(' ')}`),
    ...(secret === undefined
      ? ['  secret             none: it could not keep one; PKCE binds each code to it']
      : [
          `  secret             ${secretFile ? `in ${resolve(secretFile)}` : isShown ? 'below, shown this once' : `${secret} (shown this once)`}`,
        ]),
    ...(kind === 'api' || kind === 'machine' || client.first_party
      ? []
      : ['  consent            asked of each user; --first-party is for applications of your own']),
    ...(snippet ? ['', renderSnippet(snippet)] : []),
  ].join('\n');
}

/** What is asked for, of the client that the options describe. */
const wantedOf = (clientId: string, kind: ClientKind, options: AddOptions) => ({
  client_id: clientId,
  kind,
  redirect_uris: [...(options.redirectUri ?? [])],
  post_logout_redirect_uris: [...(options.postLogoutRedirectUri ?? [])],
  scopes: scopesByResource(options.scope),
  resources: [...(options.resource ?? [])],
  first_party: options.firstParty ?? false,
  ...(options.name !== undefined && { name: options.name }),
});

async function addApplication(clientId: string, options: AddOptions): Promise<void> {
  const kind = kindOf(options);
  checkOptions(kind, options);
  const { secretFile } = options;
  if (secretFile !== undefined && !kinds[kind].hasSecret) {
    throw new UsageError(`a client of --kind ${kind} has no secret: leave out --secret-file`);
  }
  const body = wantedOf(clientId, kind, options);
  await withAdmin(options, async (admin, place) => {
    const file = secretFile === undefined ? undefined : reserve(secretFile);
    let added: Added;
    try {
      const { client, client_secret: secret } = answerOf(await admin.POST('/clients', { body }));
      added = { client, secret };
    } catch (error) {
      // There is no secret; the file would be in the way of the next try.
      if (file !== undefined) rmSync(file, { force: true });
      throw error;
    }
    const { client, secret } = added;
    if (file !== undefined) writeFileSync(file, `${secret}\n`);
    const snippet =
      kind === 'api' ? await guardOf(added, options, place, admin) : snippetOf(added, options, place, kind);
    const { disabled: _disabled, secrets: _secrets, updated_at: _updated, ...metadata } = client;
    const document = {
      client_id: clientId,
      ...(file === undefined ? { client_secret: secret } : { secret_file: file }),
      issuer: place.issuer,
      metadata,
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
