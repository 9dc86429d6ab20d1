/** The one place where the authorization server is wired; the list of mounts reads top to bottom. */
import { clientAddress, createService, originOf, raw, type Service, setRoute, trustAuthorities } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import { createBrands } from './browser/brands.ts';
import { mountBrowser, mountSignInQueue } from './browser/browser.ts';
import { watchClock } from './clock-watch.ts';
import { openDatabase } from './database.ts';
import { createDelivery } from './delivery/delivery.ts';
import type { Audit } from './directory/audit/audit.ts';
import { openDirectory } from './directory/directory.ts';
import { configuredSigners } from './directory/keys/configured-signers.ts';
import { createCommit } from './directory/operations/commit.ts';
import { emailChangeHandler, emailChangeItem } from './directory/operations/email-change.ts';
import { resetRequestHandler, resetRequestItem } from './directory/operations/password-reset.ts';
import { registrationHandlers, registrationItems } from './directory/operations/registration.ts';
import { logoutItem } from './directory/revocation/logout-notices.ts';
import { assets } from './pages/assets.ts';
import { createLogoutDelivery } from './protocol/back-channel-logout.ts';
import { createEventRecorder } from './protocol/endpoints/events.ts';
import { errorHtml } from './protocol/endpoints/pages.ts';
import { isForMachines, machineRoutes, routeOf } from './protocol/endpoints/routes.ts';
import { createSessionUseRecorder } from './protocol/endpoints/sessions.ts';
import { formProtection } from './protocol/keys/form-protection.ts';
import { signingKeyOf } from './protocol/keys/keyring.ts';
import { measureKeys } from './protocol/keys/metrics.ts';
import { createRotator } from './protocol/keys/rotator.ts';
import { createLiveProvider } from './protocol/live.ts';
import { createProviderFactory } from './protocol/provider.ts';
import { createRevocationFeed } from './protocol/revocation-feed/feed.ts';
import { measureFeed } from './protocol/revocation-feed/metrics.ts';
import { type Settings } from './settings.ts';
import * as views from './settings-views.ts';
import { type Sweeper, startSweeper } from './sweeper.ts';

export interface AuthorizationServer {
  readonly service: Service;
  readonly storage: Storage;
  /** Records of the audit wait for a moment before they are written; this writes them now. */
  readonly audit: Pick<Audit, 'flush'>;
  start(): Promise<void>;
  /** Closes what was opened, after the service has stopped. */
  close(): Promise<void>;
}

interface Surroundings {
  readonly logger: Logger;
  readonly clock: () => number;
}

/** Puts the whole server together. Nothing listens until `start`; what was opened is closed when it cannot be made. */
export async function createAuthorizationServer(
  settings: Settings,
  { logger, clock = Date.now }: Partial<Surroundings> & Pick<Surroundings, 'logger'>,
): Promise<AuthorizationServer> {
  const storage = await openDatabase(settings, { logger, clock });
  try {
    return await assemble(settings, storage, { logger, clock });
  } catch (error) {
    await storage.close();
    throw error;
  }
}

async function assemble(
  settings: Settings,
  storage: Storage,
  { logger, clock }: Surroundings,
): Promise<AuthorizationServer> {
  const caFile = settings.caFile ?? views.developmentCa(settings);
  if (caFile) trustAuthorities(caFile);
  const development = settings.mode === 'development';
  const onError = (error: unknown) => logger.error({ err: error }, 'request failed');
  const directory = await openDirectory(views.directorySettings(settings), {
    storage,
    logger,
    clock,
    originOf,
  });
  const { registry, accounts, hasher, clients, resources, throttle, audit, revocations } = directory;
  const brands = createBrands(clients, registry.branding);
  const rotator = await createRotator({
    storage,
    clock,
    signers: configuredSigners(views.signerSettings(settings)),
    settings: views.rotationSettings(settings),
    onError: (error) => logger.error({ err: error }, 'the keys could not be looked after'),
    onRotation: (purpose, { plan, made }) =>
      logger.info(
        { purpose, made: made.map(({ kid }) => kid), changed: plan.change, removed: plan.remove },
        'keys changed',
      ),
  });
  const feed = createRevocationFeed({
    issuer: settings.issuer,
    storage,
    clock,
    signingKey: () => signingKeyOf(rotator.keyring, 'RS256'),
    onError: (error) => logger.error({ err: error }, 'revocations could not be read'),
  });

  const serviceName = new URL(settings.issuer).hostname;
  const delivery = createDelivery(
    { ...settings, development, smtpUrl: settings.smtpUrl?.reveal(), allow: views.outboundAllow(settings) },
    {
      storage,
      clock,
      logger,
      serviceName,
      onMailQueueFull: () =>
        audit.record(undefined, { event: 'mail.refused', outcome: 'failure', reason: 'queue_full' }),
      asks: [resetRequestItem, emailChangeItem, ...registrationItems],
      handlers: (mailer) => ({
        [resetRequestItem]: resetRequestHandler({ storage, accounts, mailer, issuer: settings.issuer, clock }),
        [emailChangeItem]: emailChangeHandler({ storage, mailer, issuer: settings.issuer, clock }),
        ...registrationHandlers({ ...registry.people, storage, mailer, issuer: settings.issuer, clock }),
      }),
      notices: (fetch) => ({
        [logoutItem]: createLogoutDelivery({
          issuer: settings.issuer,
          storage,
          clock,
          signingKey: rotator.keyFor,
          fetch,
          audit,
        }),
      }),
    },
  );

  const commit = createCommit({ storage, audit, wake: delivery.wake });
  const registrationOpen = delivery.mailer !== undefined && (settings.registration ?? development);
  const clientCaFile = settings.tls ? (settings.tlsClientCaFile ?? views.developmentCa(settings)) : undefined;
  const buildProvider = createProviderFactory({
    issuer: settings.issuer,
    storage,
    clients,
    resources,
    userClaims: registry.people.claims,
    termsVersion: registry.people.terms?.version,
    registrationOpen,
    accounts,
    throttle,
    revocations,
    feed,
    audit,
    clock,
    signingKey: rotator.keyFor,
    outboundFetch: delivery.fetch,
    lifetimes: views.lifetimesOf(settings),
    clientAddress,
    clientCertificates: clientCaFile !== undefined,
    theme: brands.theme,
    onError,
  });
  const live = createLiveProvider(buildProvider, rotator.keyring);
  rotator.onChange((keyring) => live.use(keyring));
  const csrf = formProtection(rotator, { cookieName: '__Host-gatehouse_form', publicOrigin: settings.issuer });

  const service = createService({
    name: 'authorization-server',
    publicOrigin: settings.issuer,
    host: settings.host,
    port: settings.port,
    tls: settings.tls ? { certFile: settings.tlsCertFile, keyFile: settings.tlsKeyFile, clientCaFile } : undefined,
    management: { host: settings.managementHost, port: settings.managementPort },
    drainDelayMs: settings.drainDelaySeconds * 1000,
    trustedProxies: settings.trustedProxies,
    logger,
    shed: () => hasher.close(),
    readiness: { database: () => storage.ready().then(() => true) },
    renderError: ({ code, status, message }, request) =>
      isForMachines((request.url ?? '').split('?', 1)[0] as string)
        ? undefined
        : raw(errorHtml(request, { status, error: code, description: message }, brands.theme())),
    mount(app, front) {
      // What machines ask often needs nothing of Express.
      front((request, response) => {
        const route = machineRoutes.get((request.url ?? '').split('?', 1)[0] as string);
        if (route === undefined) return false;
        setRoute(response, route);
        live.handle(request, response);
        return true;
      });
      mountSignInQueue(app, front, settings, brands.theme);
      for (const { path, etag, contentType, body } of assets) {
        app.get(path, (_request, response) => {
          response.set({ 'cache-control': 'public, max-age=31536000, immutable', etag });
          response.type(contentType).send(body);
        });
      }
      brands.mount(app);
      mountBrowser(app, {
        issuer: settings.issuer,
        storage,
        hasher,
        passwordRules: directory.passwordRules,
        revocations,
        accounts,
        challengeKeys: () => rotator.keyring.cookieKeys,
        throttle,
        clientAddress,
        clients,
        resources,
        audit,
        commit,
        csrf,
        clock,
        serviceName,
        theme: brands.theme,
        delivery,
        provider: () => live.current,
        terms: registry.people.terms,
        registrationOpen,
        emailCodeAllowed: settings.emailCode,
        grantSeconds: settings.grantTtlSeconds,
      });
      app.use((request, response) => {
        setRoute(response, routeOf(request.path));
        live.handle(request, response);
      });
    },
  });
  live.attach(createSessionUseRecorder(storage, clock, clientAddress));
  live.attach(createEventRecorder({ audit, metrics: service.metrics }));
  directory.measure(service.metrics);
  measureKeys(rotator, service.metrics);
  measureFeed(feed, service.metrics);
  delivery.measure(service.metrics);
  watchClock(storage, service.metrics, (sentence) => logger.warn(sentence));

  let sweeper: Sweeper | undefined;
  return {
    service: Object.assign(Object.create(service) as Service, {
      reload: () => {
        directory.reopenFiles();
        return service.reload();
      },
      stop: () => {
        // Subscribers that wait would hold up a stop.
        feed.release();
        return service.stop();
      },
    }),
    storage,
    audit,
    async start() {
      await service.start();
      rotator.start();
      delivery.start();
      sweeper = startSweeper({ storage, onError, ...views.sweeping(settings) });
    },
    async close() {
      await rotator.stop();
      await delivery.stop();
      await sweeper?.stop();
      await directory.close();
      await storage.close();
    },
  };
}
