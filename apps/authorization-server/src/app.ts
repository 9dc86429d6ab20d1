/** The one place where the authorization server is wired; the list of mounts reads top to bottom. */
import {
  clientAddress,
  createService,
  raw,
  requestId,
  type Service,
  setRoute,
  trustAuthorities,
} from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import type { Storage } from '@gatehouse/storage';
import { createAccounts } from './accounts/accounts.ts';
import { openBreachList } from './accounts/breach-list.ts';
import { measureAttempts } from './accounts/metrics.ts';
import { createPasswordHasher } from './accounts/password-hash.ts';
import { createPasswordRules } from './accounts/password-rules.ts';
import { type Audit, createAudit } from './audit/audit.ts';
import { countAuditFailures } from './audit/failures.ts';
import { openAuditStream } from './audit/stream.ts';
import { createBrands } from './brands.ts';
import { accountClient } from './clients/account-client.ts';
import { createClients } from './clients/clients.ts';
import { watchClock } from './clock-watch.ts';
import { openDatabase } from './database.ts';
import { configuredSigners } from './keys/configured-signers.ts';
import { formProtection } from './keys/form-protection.ts';
import { signingKeyOf } from './keys/keyring.ts';
import { measureKeys } from './keys/metrics.ts';
import { createRotator } from './keys/rotator.ts';
import { createOutgoing } from './outgoing.ts';
import { assets } from './pages/assets.ts';
import { mountPeople, mountSignInDoor } from './people.ts';
import { createEventRecorder } from './provider/events.ts';
import { createLiveProvider } from './provider/live.ts';
import { errorHtml } from './provider/pages.ts';
import { createProviderFactory } from './provider/provider.ts';
import { isForMachines, machineRoutes, routeOf } from './provider/routes.ts';
import { createSessionUseRecorder } from './provider/sessions.ts';
import { resetRequestHandler, resetRequestItem } from './recovery/request.ts';
import { registrationHandlers, registrationItems } from './registration/request.ts';
import { applyAtStart } from './registry/apply-at-start.ts';
import { developmentSecrets } from './registry/development-secrets.ts';
import { loadRegistry } from './registry/load.ts';
import { createResources } from './resources/resources.ts';
import { createRevocationFeed } from './revocation/feed.ts';
import { measureFeed } from './revocation/metrics.ts';
import { createRevocations } from './revocation/revocations.ts';
import { type Settings } from './settings.ts';
import * as views from './settings-views.ts';
import { type Sweeper, startSweeper } from './sweeper.ts';
import { limitsFrom } from './throttle/limits.ts';
import { createThrottle } from './throttle/throttle.ts';
import { emailChangeHandler, emailChangeItem } from './users/email-change.ts';

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
  const registry = loadRegistry(settings.registryFile, { passwordsAllowed: development });
  const hasher = createPasswordHasher({
    concurrency: settings.passwordHashConcurrency,
    queue: settings.passwordHashQueue,
  });
  // Nothing may be sealed with a wrong key before it shows that the database needs another.
  await storage.signingKeys.list();
  await applyAtStart(
    { storage, hasher, logger, development: development ? developmentSecrets(settings.stateDirectory) : undefined },
    registry,
  );

  const onError = (error: unknown) => logger.error({ err: error }, 'request failed');
  const clients = createClients(storage, clock, [accountClient(settings.issuer)]);
  const brands = createBrands(clients, registry.branding);
  const resources = await createResources(storage, onError);
  const accounts = createAccounts(storage, hasher);
  const throttle = createThrottle({ storage, clock, limits: limitsFrom(views.signInLimits(settings)) });
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
  const auditFailures = countAuditFailures(logger);
  const auditStream = settings.auditFile ? openAuditStream(settings.auditFile, logger, auditFailures) : undefined;
  const audit = createAudit({
    storage,
    clock,
    stream: auditStream,
    tokenRecords: views.tokenRecords(settings),
    requestId,
    clientAddress,
    onFailure: (error, lost) => auditFailures.database(error, lost),
  });

  const revocations = createRevocations(storage, clock);
  const feed = createRevocationFeed({
    issuer: settings.issuer,
    storage,
    clock,
    signingKey: () => signingKeyOf(rotator.keyring, 'RS256'),
    onError: (error) => logger.error({ err: error }, 'revocations could not be read'),
  });

  const serviceName = new URL(settings.issuer).hostname;
  const breachList = settings.breachedPasswordsFile ? await openBreachList(settings.breachedPasswordsFile) : undefined;
  const outgoing = createOutgoing(
    { ...settings, development, smtpUrl: settings.smtpUrl?.reveal(), allow: views.outboundAllow(settings) },
    {
      storage,
      clock,
      logger,
      serviceName,
      audit,
      signingKey: rotator.keyFor,
      asks: [resetRequestItem, emailChangeItem, ...registrationItems],
      handlers: (mailer) => ({
        [resetRequestItem]: resetRequestHandler({ storage, accounts, mailer, issuer: settings.issuer, clock }),
        [emailChangeItem]: emailChangeHandler({ storage, mailer, issuer: settings.issuer, clock }),
        ...registrationHandlers({ ...registry.people, storage, mailer, issuer: settings.issuer, clock }),
      }),
    },
  );

  const registrationOpen = outgoing.mailer !== undefined && (settings.registration ?? development);
  const clientCaFile = settings.tls ? (settings.tlsClientCaFile ?? views.developmentCa(settings)) : undefined;
  const buildProvider = createProviderFactory({
    issuer: settings.issuer,
    storage,
    clients,
    resources,
    personClaims: registry.people.claims,
    termsVersion: registry.people.terms?.version,
    registrationOpen,
    accounts,
    throttle,
    revocations,
    feed,
    audit,
    clock,
    signingKey: rotator.keyFor,
    outboundFetch: outgoing.fetch,
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
      mountSignInDoor(app, front, settings, brands.theme);
      for (const { path, etag, contentType, body } of assets) {
        app.get(path, (_request, response) => {
          response.set({ 'cache-control': 'public, max-age=31536000, immutable', etag });
          response.type(contentType).send(body);
        });
      }
      brands.mount(app);
      mountPeople(app, {
        issuer: settings.issuer,
        storage,
        hasher,
        passwordRules: createPasswordRules({ serviceName, breachList }),
        revocations,
        accounts,
        challengeKeys: () => rotator.keyring.cookieKeys,
        throttle,
        clientAddress,
        clients,
        resources,
        audit,
        csrf,
        clock,
        serviceName,
        theme: brands.theme,
        outgoing,
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
  auditFailures.measure(service.metrics);
  measureKeys(rotator, service.metrics);
  measureFeed(feed, service.metrics);
  measureAttempts(hasher, throttle, service.metrics);
  outgoing.measure(service.metrics);
  watchClock(storage, service.metrics, (sentence) => logger.warn(sentence));

  let sweeper: Sweeper | undefined;
  return {
    service: Object.assign(Object.create(service) as Service, {
      reload: () => {
        auditStream?.reopen();
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
      outgoing.start();
      sweeper = startSweeper({ storage, onError, ...views.sweeping(settings) });
    },
    async close() {
      await rotator.stop();
      await outgoing.stop();
      await sweeper?.stop();
      await breachList?.close();
      await audit.flush();
      await auditStream?.close();
      await storage.close();
    },
  };
}
