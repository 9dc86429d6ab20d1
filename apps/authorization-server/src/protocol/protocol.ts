/**
 * `protocol/` is what clients speak: OAuth 2.1 and OpenID Connect by oidc-provider, with our rules. It owns the endpoints, the
 * grants, the keys that sign and the revocation feed; users, clients and APIs lie in `directory/`, pages in `pages/`. `app.ts` opens
 * it by this file; `browser/` reads the sessions and finishes what the provider asks of a user.
 *
 *     live.ts            the provider in use: another one, made by provider.ts, takes its place when keys or policies change
 *     configuration.ts   what oidc-provider is told
 *     endpoints/         what an endpoint does beside oidc-provider; routes.ts lists them with what they take
 *     grants/            the grants of the token endpoint; grants.ts lists them
 *     engine/            what is changed inside oidc-provider, under contract tests
 *     revocation-feed/   what was revoked, for those who verify by themselves
 *     keys/              the keys in use, and JWS that are made with them
 *
 * Every request of the provider: `live.ts` → what `provider.ts` lists with `use` (methods, size and origin of a form, throttling;
 * `endpoints/commit.ts` around all that writes) → the steps of the endpoint, ours before them (`engine/engine-steps.ts`).
 *
 * A token request: `endpoints/throttling.ts` → client authentication, of a client that
 * `engine/registered-client.ts` finds → `engine/requested-resource.ts` → its grant in `grants/grants.ts`, with what goes around it →
 * `engine/resource-indicators.ts` and `engine/claims.ts` say what the token holds → `engine/engine-signing.ts` signs → its unit of
 * work (`engine/unit-of-work.ts`) is committed by `endpoints/commit.ts`, and `endpoints/events.ts` records it.
 *
 * An authorization request: `engine/requested-scope.ts`, `engine/required-challenge.ts` and `engine/requested-resource.ts` before the
 * provider's own checks → `endpoints/prompts.ts` says what is missing → the browser goes to `browser/interaction/` and comes back →
 * when nothing is missing, the code, in the same unit of work as what was consumed; errors are pages (`endpoints/pages.ts`).
 */
import { type AddRawHandler, setRoute } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import type { Express } from 'express';
import type { Provider } from 'oidc-provider';
import type { Registry as Metrics } from 'prom-client';
import type { ClientUsage } from '../directory/clients/usage.ts';
import type { Directory } from '../directory/directory.ts';
import type { KeyDependencies } from '../directory/keys/carry-out.ts';
import type { RotationSettings } from '../directory/keys/policies.ts';
import { createCommit } from '../directory/operations/commit.ts';
import { createUsageRecorder } from './endpoints/client-usage.ts';
import { createEventRecorder } from './endpoints/events.ts';
import { createRefusalLog } from './endpoints/refusal-log.ts';
import { machineRoutes, routeOf } from './endpoints/routes.ts';
import { createSessionUseRecorder, createUpstreamSessionRecorder } from './endpoints/sessions.ts';
import { type UpstreamLogoutDependencies, upstreamLogout } from './endpoints/upstream-logout.ts';
import { signingKeyOf } from './keys/keyring.ts';
import { measureKeys } from './keys/metrics.ts';
import { createRotator, type Rotator } from './keys/rotator.ts';
import { createLiveProvider } from './live.ts';
import { createProviderFactory, type ProviderDependencies } from './provider.ts';
import { createRevocationFeed, type FeedDependencies } from './revocation-feed/feed.ts';
import { measureFeed } from './revocation-feed/metrics.ts';

export interface Protocol {
  /** The provider that answers new requests. */
  readonly provider: () => Provider;
  /** Endpoints of machines: what they ask often needs nothing of Express. */
  mountRaw(addRawHandler: AddRawHandler): void;
  /** All other endpoints; what no other route took comes here. */
  mount(app: Express): void;
  /** Registers the metrics, and records what the provider reports. Once. */
  measure(metrics: Metrics): void;
  /** Answers subscribers of the feed that wait: they would hold up a stop. */
  release(): void;
}

/** The keys, in order from now on once started. Rejects as `createRotator` does. */
export const openKeys = (
  settings: RotationSettings,
  {
    logger,
    audit,
    ...dependencies
  }: Pick<KeyDependencies, 'storage' | 'clock' | 'signers'> & Pick<Directory, 'audit'> & { readonly logger: Logger },
): Promise<Rotator> =>
  createRotator({
    ...dependencies,
    // Nothing of it goes through the outbox.
    commit: createCommit({ storage: dependencies.storage, audit, wake: () => undefined }),
    settings,
    onError: (error) => logger.error({ err: error }, 'the keys could not be looked after'),
    onRotation: (purpose, { plan, made }) =>
      logger.info(
        { purpose, made: made.map(({ kid }) => kid), changed: plan.change, removed: plan.remove },
        'keys changed',
      ),
  });

/** Opens the protocol under these keys. Throws TypeError on a configuration that cannot work. */
export function openProtocol(
  dependencies: Omit<ProviderDependencies, 'feed' | 'signingKey' | 'successorKeys' | 'onError'> &
    Pick<FeedDependencies, 'storage'> &
    UpstreamLogoutDependencies &
    Pick<Directory, 'policies'> & { readonly usage: Pick<ClientUsage, 'note'> | undefined },
  { keys, logger }: { readonly keys: Rotator; readonly logger: Logger },
): Protocol {
  const { issuer, storage, clock, audit, clientAddress, usage } = dependencies;
  const feed = createRevocationFeed({
    issuer,
    storage,
    clock,
    signingKey: () => signingKeyOf(keys.keyring, 'RS256'),
  });
  const build = createProviderFactory({
    ...dependencies,
    feed,
    signingKey: keys.keyFor,
    successorKeys: () => keys.keyring.successorKeys,
    onError: (error) => logger.error({ err: error }, 'request failed'),
  });
  const live = createLiveProvider(build, keys.keyring);
  keys.onChange((keyring) => live.use(keyring));
  dependencies.policies.onChange(() => live.use(keys.keyring));
  return {
    provider: () => live.current,
    mountRaw(addRawHandler) {
      addRawHandler((request, response) => {
        const route = machineRoutes.get((request.url ?? '').split('?', 1)[0] as string);
        if (route === undefined) return false;
        setRoute(response, route);
        live.handle(request, response);
        return true;
      });
    },
    mount(app) {
      app.use('/federation', upstreamLogout(dependencies));
      app.use((request, response) => {
        setRoute(response, routeOf(request.path));
        live.handle(request, response);
      });
    },
    measure(metrics) {
      live.attach(createSessionUseRecorder(storage, clock, clientAddress));
      const { sessionSeconds, grantSeconds } = dependencies.lifetimes;
      live.attach(createUpstreamSessionRecorder(storage, clock, sessionSeconds + grantSeconds));
      live.attach(createEventRecorder({ audit, metrics }));
      live.attach(createRefusalLog(logger));
      if (usage) live.attach(createUsageRecorder(usage));
      measureKeys(keys, metrics);
      measureFeed(feed, metrics);
    },
    release: () => feed.release(),
  };
}
