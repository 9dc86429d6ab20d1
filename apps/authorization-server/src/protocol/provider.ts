/** Builds one provider: everything that tells oidc-provider what to do comes together here. */
import type { IncomingMessage } from 'node:http';
import type { Storage } from '@gatehouse/storage';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { OutboundCheck, OutboundFetch } from '../delivery/outbound/guard.ts';
import type { Accounts } from '../directory/accounts/accounts.ts';
import { linkedAccounts } from '../directory/accounts/foreign-subjects.ts';
import type { Audit } from '../directory/audit/audit.ts';
import { type Clients, secretMatches } from '../directory/clients/clients.ts';
import type { TokenAlgorithm } from '../directory/clients/token-algorithms.ts';
import type { Connections } from '../directory/connections/connections.ts';
import type { Upstream } from '../directory/connections/upstream/upstream.ts';
import type { Commit } from '../directory/operations/commit.ts';
import type { Policies } from '../directory/registry/policies.ts';
import type { Resources } from '../directory/resources/resources.ts';
import { noticeWrites } from '../directory/revocation/logout-notices.ts';
import type { Revocations } from '../directory/revocation/revocations.ts';
import type { Throttle } from '../directory/throttle/throttle.ts';
import { configuration, type Lifetimes } from './configuration.ts';
import { createBodyLimit } from './endpoints/body-limit.ts';
import { createRegistration } from './endpoints/client-registration.ts';
import { createCommit } from './endpoints/commit.ts';
import { createFillDeviceCodeIn } from './endpoints/device.ts';
import { createDocuments } from './endpoints/documents.ts';
import { createFormPostPage } from './endpoints/form-post.ts';
import { createFormSource } from './endpoints/form-source.ts';
import { skipLogoutQuestion } from './endpoints/logout.ts';
import { createNotFound } from './endpoints/not-found.ts';
import type { ThemeOf } from './endpoints/pages.ts';
import { promptPolicy } from './endpoints/prompts.ts';
import { createRefuse } from './endpoints/refuse.ts';
import { announceEndings } from './endpoints/revocation.ts';
import { endpoints, isForMachines, mountEndpoints, stepsOf } from './endpoints/routes.ts';
import { createThrottling } from './endpoints/throttling.ts';
import { recordUnregisteredUse } from './endpoints/unregistered-use.ts';
import { emptyScopes } from './engine/claims.ts';
import { overrideEngine } from './engine/engine.ts';
import { withOurSteps } from './engine/engine-steps.ts';
import { currentUnit, notice, noticing } from './engine/unit-of-work.ts';
import type { Grant } from './grants/grant.ts';
import { createGrants, installGrants } from './grants/grants.ts';
import { createRefreshRetry, type RefreshRetry } from './grants/refresh-retry.ts';
import type { Keyring, TokenKey } from './keys/keyring.ts';
import type { RevocationFeed } from './revocation-feed/feed.ts';

export interface ProviderDependencies {
  readonly issuer: string;
  readonly storage: Pick<
    Storage,
    | 'accounts'
    | 'apiCredentials'
    | 'artefacts'
    | 'clients'
    | 'commit'
    | 'connections'
    | 'counters'
    | 'endArtefacts'
    | 'identities'
    | 'outbox'
    | 'reads'
    | 'registrationTokens'
    | 'unregisteredClients'
    | 'upstreamSessions'
  >;
  readonly clients: Clients;
  readonly resources: Resources;
  /** What the operator declared of all users; another provider is built when it changes. */
  readonly policies: Pick<Policies, 'current'>;
  /** Whether users may make themselves an account: it is allowed, and mail can be sent. */
  readonly registrationOpen: boolean;
  /** Upstream providers, and how they are asked. */
  readonly connections: Connections;
  readonly upstream: Upstream;
  readonly accounts: Accounts;
  readonly throttle: Throttle;
  readonly revocations: Revocations;
  readonly feed: RevocationFeed;
  readonly audit: Audit;
  /** Every request of oidc-provider goes out by it (AS-19). */
  readonly outboundFetch: OutboundFetch;
  /** Of addresses that are only written down. */
  readonly outboundCheck: OutboundCheck;
  /** Does what operations give. */
  readonly commit: Commit;
  readonly lifetimes: Lifetimes;
  readonly clock: () => number;
  /** The key of the algorithm that signs now, made if a client has just been set to it. */
  readonly signingKey: (algorithm: TokenAlgorithm) => Promise<TokenKey>;
  /** The first derives the successors of refresh tokens, all are tried when a refresh is repeated. */
  readonly successorKeys: () => Keyring['successorKeys'];
  readonly clientAddress: (request: IncomingMessage) => string;
  /** The look of pages. */
  readonly theme: ThemeOf;
  /** Error pages tell the developers of an application what to register. */
  readonly development: boolean;
  /** Certificates of clients are asked for on this server's TLS socket (RFC 8705). */
  readonly clientCertificates: boolean;
  readonly onError: (error: unknown, ctx?: KoaContextWithOIDC) => void;
}

/** What a connection says that the client has closed. */
const hungUp = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNABORTED',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_HTTP2_INVALID_STREAM',
]);

/**
 * Makes providers with all of our rules, ready to be mounted: one for each keyring that comes. What remembers something
 * from request to request is made once and shared by all of them.
 */
export function createProviderFactory(dependencies: ProviderDependencies): (keyring: Keyring) => Provider {
  const refreshRetry = createRefreshRetry({
    storage: dependencies.storage,
    keys: dependencies.successorKeys,
    windowSeconds: dependencies.lifetimes.refreshRetrySeconds,
    clock: dependencies.clock,
  });
  dependencies.storage.reads.observe((read) => currentUnit()?.sources?.reads.push(read));
  const refuse = createRefuse(dependencies.theme);
  const throttling = createThrottling({ throttle: dependencies.throttle, clock: dependencies.clock, refuse });
  const grants = createGrants({
    ...dependencies,
    accessTokenTtlSeconds: dependencies.lifetimes.accessTokenSeconds,
    linkedAccount: linkedAccounts(dependencies.storage),
    refreshRetry,
  });
  const registration = createRegistration({ ...dependencies, refuse });
  return (keyring) => buildProvider(dependencies, keyring, { refreshRetry, throttling, grants, registration });
}

/** One provider. Throws TypeError on a configuration that cannot work. */
function buildProvider(
  dependencies: ProviderDependencies,
  keyring: Keyring,
  shared: {
    refreshRetry: RefreshRetry;
    throttling: ReturnType<typeof createThrottling>;
    grants: readonly Grant[];
    registration: ReturnType<typeof createRegistration>;
  },
): Provider {
  const { refreshRetry, throttling, grants, registration } = shared;
  const declared = dependencies.policies.current;
  const { claims: userClaims, terms } = declared.users;
  const refuse = createRefuse(dependencies.theme);
  const provider = withOurSteps(
    () =>
      new Provider(
        dependencies.issuer,
        configuration(
          {
            ...dependencies,
            declared,
            look: dependencies,
            policy: promptPolicy({ ...dependencies, termsVersion: terms?.version }),
          },
          keyring,
        ),
      ),
  );
  overrideEngine(provider, {
    clientAddress: dependencies.clientAddress,
    isForMachines,
    findClient: (clientId, asks) => dependencies.clients[asks ? 'findCurrent' : 'find'](clientId),
    secretMatches: (client, secret) => secretMatches(client, secret, dependencies.clock() / 1000),
    dpopNonceSecrets: keyring.dpopNonceSecrets,
    signingKey: dependencies.signingKey,
    letsIn: (connection) => dependencies.connections.find(connection) !== undefined,
    successorOf: (ctx) => refreshRetry.successorOf(ctx),
    steps: stepsOf({ ...dependencies, keyring }),
    userinfoToken: endpoints.userinfo.token({ ...dependencies, keyring }),
    formPostPage: createFormPostPage(dependencies.theme),
    noteLogout: async (ended) => {
      for (const write of await noticing(() => noticeWrites(dependencies.storage, [ended]))) currentUnit()?.add(write);
    },
  });

  mountEndpoints(provider, dependencies);
  announceEndings(provider, dependencies.revocations);
  installGrants(provider, grants, keyring);
  recordUnregisteredUse(provider, dependencies);
  provider.use(registration as never);
  provider.use(createNotFound(refuse) as never);
  provider.use(createDocuments(dependencies.lifetimes.documentsSeconds, emptyScopes(userClaims)) as never);
  provider.use(createFormSource(dependencies.issuer, refuse) as never);
  provider.use(skipLogoutQuestion as never);
  provider.use(createFillDeviceCodeIn(dependencies.theme) as never);
  provider.use(createCommit({ ...dependencies, refreshRetry, refuse }) as never);
  provider.use(throttling as never);
  provider.use(createBodyLimit(provider, refuse) as never);
  provider.on('server_error', (ctx, error) => {
    if (!notice(error)) dependencies.onError(error, ctx);
  });
  // Koa prints what nobody listens to. A client that hangs up is no error of ours.
  (provider as NodeJS.EventEmitter).on('error', (error: Error & { code?: string }, ctx?: KoaContextWithOIDC) => {
    if (!hungUp.has(error.code ?? '')) dependencies.onError(error, ctx);
  });
  return provider;
}
