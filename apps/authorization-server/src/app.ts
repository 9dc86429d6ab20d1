/** The one place where the authorization server is wired; the list of mounts reads top to bottom. */
import { clientAddress, createService, deferredRoutes, originOf, type Service } from '@gatehouse/http';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import type { Express, RequestHandler } from 'express';
import { adminRefusals } from './admin/problem.ts';
import type { AdminApiDependencies } from './admin-api.ts';
import { createBrands } from './browser/brands.ts';
import { mountBrowser, mountSignInQueue } from './browser/mount.ts';
import { watchClock } from './clock-watch.ts';
import { checkDurability, openDatabase } from './database.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { OutboundFetch, OutboundRoute } from './delivery/outbound/guard.ts';
import type { Argon2idCost } from './directory/accounts/argon2id.ts';
import type { Audit } from './directory/audit/audit.ts';
import type { AuditRecord } from './directory/audit/record.ts';
import type { ClientUsage } from './directory/clients/usage.ts';
import { createLookForChallenge } from './directory/connections/challenge.ts';
import { type Directory, openDirectory } from './directory/directory.ts';
import { type Gathered, gather } from './directory/gathered.ts';
import { configuredSigners } from './directory/keys/configured-signers.ts';
import { type Commit, createCommit } from './directory/operations/commit.ts';
import { createDomainWatch } from './directory/operations/domain-watch.ts';
import { serviceNameOf } from './directory/registry/policies.ts';
import { adminPath } from './directory/resources/admin-api.ts';
import type { Statistics } from './directory/statistics/statistics.ts';
import { openDelivery } from './open-delivery.ts';
import { assets } from './pages/assets.ts';
import { errorPages } from './protocol/endpoints/error-pages.ts';
import { formProtection } from './protocol/keys/form-protection.ts';
import type { Rotator } from './protocol/keys/rotator.ts';
import { openKeys, openProtocol, type Protocol } from './protocol/protocol.ts';
import { type Settings } from './settings.ts';
import * as views from './settings-views.ts';
import { type Sweeper, startSweeper } from './sweeper.ts';

export interface AuthorizationServer {
  readonly service: Service;
  readonly storage: Storage;
  /** Records of the audit wait for a moment before they are written; this writes them now. */
  readonly audit: Pick<Audit, 'flush'>;
  /** The same for uses of clients, and for what charts show; absent without the admin API. */
  readonly usage: Pick<ClientUsage, 'flush'> | undefined;
  readonly statistics: Pick<Statistics, 'flush'> | undefined;
  start(): Promise<void>;
  /** Closes what was opened, after the service has stopped. */
  close(): Promise<void>;
}

interface Surroundings {
  readonly logger: Logger;
  readonly clock: () => number;
  /** Gets each audit record beside the database and the file. */
  readonly onAuditRecord?: ((record: AuditRecord) => void) | undefined;
  /** For tests alone: where requests to other servers go instead, see `delivery/outbound/guard.ts`. */
  readonly outboundRoute?: OutboundRoute | undefined;
  /** For tests alone, which make many passwords: what a hash of one costs. */
  readonly passwordHashCost?: Argon2idCost | undefined;
}

/** Puts the whole server together. Nothing listens until `start`; what was opened is closed when it cannot be made. */
export async function createAuthorizationServer(
  settings: Settings,
  { logger, clock = Date.now, ...rest }: Partial<Surroundings> & Pick<Surroundings, 'logger'>,
): Promise<AuthorizationServer> {
  const storage = await openDatabase(settings, { logger, clock });
  try {
    await checkDurability(storage, settings, logger);
    return await assemble(settings, storage, { logger, clock, ...rest });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function assemble(
  settings: Settings,
  storage: Storage,
  surroundings: Surroundings,
): Promise<AuthorizationServer> {
  const { logger, clock } = surroundings;
  trust(settings);
  const gathered = views.adminPlace(settings) === 'off' ? undefined : gather({ ...surroundings, storage });
  const outboundFetch: OutboundFetch = (url, init) => delivery.fetch(url, init);
  const around = { ...surroundings, ...gathered?.listener, storage, originOf, outboundFetch };
  const directory = await openDirectory(views.directorySettings(settings), around);
  const { policies, accounts, hasher, clients, resources, throttle, audit, revocations } = directory;
  const serviceName = () => serviceNameOf(policies.current.branding, settings.issuer);
  const brands = createBrands(clients, () => policies.current.branding, serviceName);
  const signers = configuredSigners(views.signerSettings(settings));
  const keys = await openKeys(views.rotationSettings(settings), { storage, clock, logger, audit, signers });
  const delivery = openDelivery(views.deliverySettings(settings), { ...surroundings, directory, keys, storage });
  const commit = createCommit({ storage, audit, wake: delivery.wake });
  const registrationOpen = delivery.mailer !== undefined && (settings.registration ?? settings.mode === 'development');
  const clientCaFile = views.clientCaFile(settings);
  /** What clients and browsers alike come to. */
  const forBoth = {
    issuer: settings.issuer,
    storage,
    clients,
    resources,
    accounts,
    throttle,
    revocations,
    audit,
    clock,
    clientAddress,
    theme: brands.theme,
    registrationOpen,
  };
  const protocol = openProtocol(
    {
      ...forBoth,
      usage: gathered?.usage,
      policies,
      connections: directory.connections,
      upstream: directory.upstream,
      outboundFetch,
      outboundCheck: delivery.check,
      commit,
      lifetimes: views.lifetimesOf(settings),
      clientCertificates: clientCaFile !== undefined,
      development: settings.mode === 'development',
    },
    { keys, logger },
  );
  const ofAdminApi = { storage, directory, keys, commit, mailer: delivery.mailer, clock, signers, logger };
  const csrf = formProtection(keys, { cookieName: '__Host-gatehouse_form', publicOrigin: settings.issuer });

  const service = createService({
    ...views.serviceSettings(settings, clientCaFile),
    logger,
    shed: () => hasher.close(),
    readiness: { database: () => storage.ready().then(() => true) },
    renderError: errorPages(brands.theme),
    ...(views.adminPlace(settings) === 'public' && { refusalDocument: adminRefusals(settings.issuer) }),
    mount(app, addRawHandler) {
      protocol.mountRaw(addRawHandler);
      mountSignInQueue(app, addRawHandler, settings, brands.theme);
      mountAssets(app);
      brands.mount(app);
      mountBrowser(app, {
        ...forBoth,
        ...forBrowsers(settings, directory),
        challengeKeys: () => keys.keyring.cookieKeys,
        commit,
        csrf,
        serviceName,
        delivery,
        provider: protocol.provider,
      });
      if (views.adminPlace(settings) === 'public') app.use(adminApiRoutes(settings, ofAdminApi));
      protocol.mount(app);
    },
  });
  const admin = adminService(settings, ofAdminApi);
  for (const one of [protocol, directory, delivery, gathered?.statistics]) one?.measure(service.metrics);
  watchClock(storage, service.metrics, (sentence) => logger.warn(sentence));

  const opened = { service, admin, directory, keys, protocol, delivery, gathered, storage, commit, logger, clock };
  return running(settings, opened);
}

/** Of whom other servers' certificates may be. */
function trust(settings: Settings): void {
  const caFile = settings.caFile ?? views.developmentCa(settings);
  if (caFile) trustAuthorities(caFile);
}

/** What pages show and do, beside what clients come to. */
const forBrowsers = (
  settings: Settings,
  { policies, hasher, passwordRules, connections, upstream, logos }: Directory,
) => ({
  hasher,
  passwordRules,
  terms: () => policies.current.users.terms,
  connections,
  upstream,
  registrationRoles: () => policies.current.users.registrationRoles,
  userClaims: () => policies.current.users.claims,
  emailCodeAllowed: settings.emailCode,
  logos,
  grantSeconds: settings.grantTtlSeconds,
  development: views.development(settings),
});

/** Style sheets and scripts of pages. */
function mountAssets(app: Express): void {
  for (const { path, etag, contentType, body } of assets) {
    app.get(path, (_request, response) => {
      response.set({ 'cache-control': 'public, max-age=31536000, immutable', etag });
      response.type(contentType).send(body);
    });
  }
}

/** The admin API and where callers learn how to get a token for it (RFC 9728, section 3.1), loaded by the first call. */
const adminApiRoutes = (settings: Settings, dependencies: AdminApiDependencies): RequestHandler =>
  deferredRoutes([adminPath, `/.well-known/oauth-protected-resource${adminPath}`], async () =>
    (await import('./admin-api.ts')).adminApi(settings, dependencies),
  );

/** A port of its own for it; undefined unless the settings say so. */
function adminService(settings: Settings, dependencies: AdminApiDependencies): Service | undefined {
  if (views.adminPlace(settings) !== 'management') return undefined;
  const {
    host: _host,
    port: _port,
    management: _management,
    ...shared
  } = views.serviceSettings(settings, settings.tls ? settings.tlsClientCaFile : undefined);
  return createService({
    ...shared,
    name: 'admin-api',
    publicOrigin: views.adminOrigin(settings),
    host: settings.adminHost,
    port: settings.adminPort,
    management: undefined,
    logger: dependencies.logger,
    readiness: {},
    refusalDocument: adminRefusals(settings.issuer),
    mount: (app) => void app.use(adminApiRoutes(settings, dependencies)),
  });
}

interface Opened {
  readonly service: Service;
  /** The admin API, when it has a port of its own. */
  readonly admin: Service | undefined;
  readonly directory: Directory;
  readonly keys: Rotator;
  readonly protocol: Protocol;
  readonly delivery: Delivery;
  readonly gathered: Gathered | undefined;
  readonly storage: Storage;
  readonly commit: Commit;
  readonly logger: Logger;
  readonly clock: () => number;
}

/** What starts with the service, and what ends with it. */
function running(
  settings: Settings,
  { service, admin, directory, keys, protocol, delivery, gathered, storage, commit, logger, clock }: Opened,
): AuthorizationServer {
  const onError = (error: unknown) => logger.error({ err: error }, 'request failed');
  let sweeper: Sweeper | undefined;
  const lookForChallenge = createLookForChallenge({ servers: settings.dnsServers });
  const checkDomains = createDomainWatch({ storage, lookForChallenge, commit, logger, clock });
  return {
    service: Object.assign(Object.create(service) as Service, {
      reload: () => {
        directory.reopenFiles();
        return Promise.all([service.reload(), admin?.reload()]).then(() => undefined);
      },
      stop: () => {
        // Subscribers that wait would hold up a stop.
        protocol.release();
        return Promise.all([service.stop(), admin?.stop()]).then(() => undefined);
      },
    }),
    storage,
    audit: directory.audit,
    usage: gathered?.usage,
    statistics: gathered?.statistics,
    async start() {
      await service.start();
      await admin?.start();
      keys.start();
      delivery.start();
      gathered?.start();
      sweeper = startSweeper({ storage, checkDomains, onError, ...views.sweeping(settings) });
    },
    async close() {
      await keys.stop();
      await delivery.stop();
      await sweeper?.stop();
      await gathered?.stop();
      await directory.close();
      await storage.close();
    },
  };
}
