/** The one place where the authorization server is wired; the list of mounts reads top to bottom. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { clientAddress, createCsrf, createService, HttpError, type Service, trustAuthorities } from '@gatehouse/http';
import { type Logger, requestContext } from '@gatehouse/logging';
import { createSealer, openStorage, type Storage, StorageUnavailableError } from '@gatehouse/storage';
import type { Express, Request } from 'express';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { createAccounts } from './accounts/accounts.ts';
import { createPasswordHasher } from './accounts/password-hash.ts';
import { type AuditedRequest, createAudit } from './audit/audit.ts';
import { createClients } from './clients/clients.ts';
import { interactionRouter } from './interaction/router.ts';
import { openKeyring } from './keys/keyring.ts';
import { stylesheet } from './pages/assets.ts';
import { errorPage } from './pages/error.ts';
import { loggedOutPage, logoutPage } from './pages/logout.ts';
import { errorText, text } from './pages/texts/catalog.ts';
import { createAtomically } from './provider/atomically.ts';
import { recordEvents } from './provider/events.ts';
import { createLiveProvider } from './provider/live.ts';
import { buildProvider } from './provider/provider.ts';
import { applyRegistry } from './registry/apply.ts';
import { developmentSecrets } from './registry/development-secrets.ts';
import { loadRegistry } from './registry/load.ts';
import { createResources } from './resources/resources.ts';
import type { Settings } from './settings.ts';

export interface AuthorizationServer {
  readonly service: Service;
  readonly storage: Storage;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the database that the settings name; in development its folder and key are made first. */
export async function openDatabase(settings: Settings, logger: Logger, clock: () => number): Promise<Storage> {
  const development = settings.mode === 'development';
  if (development) await mkdir(settings.stateDirectory, { recursive: true, mode: 0o700 });
  const configured = settings.encryptionKeys?.map((key) => Buffer.from(key.reveal(), 'base64url'));
  const keys = configured ?? (development ? [await developmentSecrets(settings.stateDirectory).encryptionKey()] : []);
  return openStorage({ url: settings.databaseUrl, sealer: createSealer(keys), clock, logger });
}

/** Puts the whole server together. Nothing listens until `start`. */
export async function createAuthorizationServer(
  settings: Settings,
  { logger, clock = Date.now }: { logger: Logger; clock?: () => number },
): Promise<AuthorizationServer> {
  if (settings.caFile) trustAuthorities(settings.caFile);
  const development = settings.mode === 'development';
  const registry = loadRegistry(settings.registryFile, { passwordsAllowed: development });
  const storage = await openDatabase(settings, logger, clock);
  const hasher = createPasswordHasher({
    concurrency: settings.passwordHashConcurrency,
    queue: settings.passwordHashQueue,
  });
  const applied = await applyRegistry(
    { storage, hasher, clock, development: development ? developmentSecrets(settings.stateDirectory) : undefined },
    registry,
  );
  if (applied.length > 0) logger.info({ changes: applied.length }, 'registry applied');

  const onError = (error: unknown) => logger.error({ err: error }, 'request failed');
  const clients = createClients(storage, clock);
  const resources = await createResources(storage, onError);
  const accounts = createAccounts(storage, hasher);
  const keyring = await openKeyring(storage, clock);
  const address = (request: unknown) => clientAddress(request as Request);
  const audit = createAudit({
    storage,
    clock,
    stream: settings.auditFile ? createWriteStream(settings.auditFile, { flags: 'a', mode: 0o600 }) : undefined,
    requestId: () => requestContext.getStore()?.requestId,
    clientAddress: (request: AuditedRequest) => address(request),
    onFailure: (error, lost) =>
      logger.error({ err: error, lost }, 'audit records could not be written to the database'),
  });

  const errorHtml = (locales: string | undefined, code: string, status: number, description: string) => {
    const texts = text(locales ?? '');
    return errorPage({
      code,
      ...errorText(texts, code, status),
      description,
      requestId: requestContext.getStore()?.requestId ?? '',
      text: texts,
    });
  };
  const textFor = (ctx: KoaContextWithOIDC) =>
    text([ctx.oidc.params?.['ui_locales'], ctx.get('accept-language')].filter(Boolean).join(','));
  const clientOf = (ctx: KoaContextWithOIDC) => {
    const client = ctx.oidc.client;
    return client && { id: client.clientId, name: client.clientName ?? client.clientId, uri: client.clientUri };
  };

  const provider = buildProvider({
    issuer: settings.issuer,
    storage,
    clients,
    resources,
    accounts,
    keyring,
    clock,
    lifetimes: {
      accessTokenSeconds: settings.accessTokenTtlSeconds,
      authorizationCodeSeconds: settings.authorizationCodeTtlSeconds,
      idTokenSeconds: settings.idTokenTtlSeconds,
      refreshTokenSeconds: settings.refreshTokenTtlSeconds,
      grantSeconds: settings.grantTtlSeconds,
      sessionIdleSeconds: settings.sessionIdleSeconds,
      sessionSeconds: settings.sessionTtlSeconds,
      interactionSeconds: settings.interactionTtlSeconds,
      refreshRetrySeconds: settings.refreshRetrySeconds,
      documentsSeconds: settings.jwksMaxAgeSeconds,
    },
    pages: {
      error: (ctx, refusal) =>
        errorHtml(ctx.get('accept-language'), refusal.error, refusal.status, refusal.description),
      confirmLogout: (ctx, form) => logoutPage({ ...form, client: clientOf(ctx), text: textFor(ctx) }),
      loggedOut: (ctx) => loggedOutPage({ client: clientOf(ctx), text: textFor(ctx) }),
    },
    clientAddress: address,
    clientCertificates: settings.tlsClientCaFile !== undefined,
    onError,
  });
  const live = createLiveProvider(provider);
  const csrf = createCsrf({
    keys: keyring.cookieKeys,
    cookieName: '__Host-gatehouse_form',
    publicOrigin: settings.issuer,
  });

  const service = createService({
    name: 'authorization-server',
    publicOrigin: settings.issuer,
    host: settings.host,
    port: settings.port,
    ...(settings.tls
      ? {
          tls: { certFile: settings.tlsCertFile, keyFile: settings.tlsKeyFile, clientCaFile: settings.tlsClientCaFile },
        }
      : {}),
    management: { host: settings.managementHost, port: settings.managementPort },
    trustedProxies: settings.trustedProxies,
    logger,
    readiness: { database: () => storage.ping().then(() => true) },
    renderError: (request, error) =>
      errorHtml(request.headers['accept-language'], error.code, error.status, error.message),
    mount(app: Express) {
      app.get(stylesheet.path, (_request, response) => {
        response.set({ 'cache-control': 'public, max-age=31536000, immutable', etag: stylesheet.etag });
        response.type(stylesheet.contentType).send(stylesheet.body);
      });
      app.use(
        '/interaction',
        interactionRouter({
          provider: () => live.current,
          atomically: createAtomically(storage),
          accounts,
          clients,
          resources,
          audit,
          csrf,
          grantSeconds: settings.grantTtlSeconds,
        }),
      );
      app.use((request, response) => live.handle(request, response));
    },
    mapError: (error) =>
      error instanceof StorageUnavailableError
        ? new HttpError(503, 'temporarily_unavailable', 'the server cannot reach its database; try again in a moment', {
            headers: { 'retry-after': String(error.retryAfterSeconds) },
          })
        : undefined,
  });
  recordEvents(provider, { audit, metrics: service.metrics });

  return {
    service,
    storage,
    start: () => service.start(),
    async stop() {
      await service.stop();
      await audit.close();
      await storage.close();
    },
  };
}
