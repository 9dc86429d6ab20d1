/** Everything wired together, in the one place where all is known: options in, working parts out. */

import { askApplication } from './application-call.ts';
import { Authenticator } from './authenticate.ts';
import { isTrustworthyUrl } from './discovery.ts';
import { DpopVerifier } from './dpop.ts';
import { Introspector } from './introspect.ts';
import { Issuer } from './issuer.ts';
import { type ReadyIntrospection, type ReadyIssuer, readyIssuers } from './issuer-checks.ts';
import { isLocalHost } from './issuer-rules.ts';
import { KeyWarnings } from './key-warnings.ts';
import { type MetadataSettings, metadataUrl } from './metadata.ts';
import { CertificateBinding, type CertificateHeader, proxyList } from './mtls.ts';
import {
  checkOptions,
  type ReadyDpop,
  type ReadyFeed,
  readyDpop,
  readyFeed,
  readyKeyOptions,
  readyMtls,
} from './option-checks.ts';
import type { KeysEvent, MtlsOptions, Observer, ResourceServerOptions } from './options.ts';
import { MemoryReplayStore } from './replay.ts';
import { concerns } from './revocation.ts';
import { RevocationFeed } from './revocation-feed.ts';
import { RunTimeIssuers } from './run-time-issuers.ts';
import { scopeExpander } from './scopes.ts';
import { systemTime, type Time } from './time.ts';
import { VerifiedTokens } from './verified-tokens.ts';

/** The parts of a resource server. */
export interface Assembly {
  readonly authenticator: Authenticator;
  readonly issuers: readonly Issuer[];
  readonly metadata: MetadataSettings;
  readonly preload: boolean;
  readonly feed: RevocationFeed | undefined;
  /** Ends the revocation subscription. */
  readonly unsubscribe: (() => void) | undefined;
}

/**
 * Builds the parts of a resource server.
 *
 * @param closing aborted when the server is closed
 * @param own names of options that only the entry for a framework has
 * @throws TypeError when an option is wrong, unknown or missing
 */
export function assemble(options: ResourceServerOptions, closing: AbortSignal, own: readonly string[]): Assembly {
  checkOptions(options, own);
  const { fixed: issuerOptions, resolver } = readyIssuers(options);
  const keyOptions = readyKeyOptions(options.keys);
  const dpop = readyDpop(options.dpop);
  const mtls = readyMtls(options.mtls);
  const {
    resource,
    realm,
    time = systemTime,
    clockToleranceSeconds = 10,
    rememberedTokens: entries = 10_000,
    rememberedBytes: bytes = 32 * 1024 * 1024,
    observe = {},
  } = options;
  const warnings = new KeyWarnings();
  const onKeys = (event: KeysEvent): void => {
    if (closing.aborted) return;
    if (observe.keys === undefined) warnings.observe(event);
    else tell(observe, 'keys', event);
  };
  const remembered = entries === false ? undefined : new VerifiedTokens({ entries, bytes }, time);
  const fetchSettings = {
    fetch: options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init)),
    timeoutMs: keyOptions.timeoutSeconds * 1000,
    signal: closing,
  };
  const { allowHttp = false } = options;
  const trustworthy = (url: unknown): boolean => isTrustworthyUrl(url, allowHttp);
  const makeIssuer = (issuer: ReadyIssuer, mayAsk = trustworthy): Issuer =>
    new Issuer(issuer, keyOptions, {
      fetchSettings,
      time,
      mayAsk,
      onKeys: (event) => onKeys({ issuer: issuer.issuer, ...event }),
    });
  const issuers = issuerOptions.map((issuer) => makeIssuer(issuer));
  const byName = new Map(issuers.map((issuer) => [issuer.issuer, issuer]));
  const acceptance = {
    audiences: new Set(audiencesOf(options)),
    allowSeveralAudiences: options.allowSeveralAudiences ?? false,
    clockToleranceSeconds,
    maxTokenAgeSeconds: options.maxTokenAgeSeconds ?? Number.POSITIVE_INFINITY,
    confirmations: { dpop: dpop !== undefined, mtls: mtls !== undefined },
  };
  const feedOptions = readyFeed(options, issuerOptions);
  const feed =
    feedOptions &&
    revocationFeed(feedOptions, byName, {
      fetchSettings,
      time,
      onEvent: (event) => tell(observe, 'revocations', event),
    });
  const port = options.revocation !== undefined && 'isRevoked' in options.revocation ? options.revocation : undefined;
  const bearer = dpop?.mode !== 'required';
  const authenticator = new Authenticator({
    jwtRules: {
      ...acceptance,
      knownHeaders: new Map(),
      issuers: byName,
      tellMisspelt: observe.keys === undefined ? (issuer, message) => warnings.tell(issuer, message) : undefined,
      runTimeIssuers:
        resolver &&
        new RunTimeIssuers(resolver, {
          keys: keyOptions,
          time,
          // The metadata of a tenant are no reason to ask addresses of this machine and network.
          make: (issuer) =>
            makeIssuer(
              issuer,
              (url) => isTrustworthyUrl(url, allowHttp) && (isLocalHost(issuer.issuer) || !isLocalHost(url)),
            ),
          onFailure: (issuer, detail) => onKeys({ issuer, outcome: 'failed', keys: 0, removed: false, detail }),
        }),
    },
    introspection: introspectionOf(issuerOptions, ({ issuer, introspection }) => {
      const trusted = byName.get(issuer) as Issuer;
      const rules = { ...acceptance, ...introspection, trusted, reader: trusted.introspectionReader };
      return new Introspector(rules, () => trusted.introspectionEndpoint(), fetchSettings, time);
    }),
    remembered,
    dpop: dpop === undefined ? undefined : dpopVerifier(dpop, options, clockToleranceSeconds, time),
    bearer,
    certificates: mtls === undefined ? undefined : new CertificateBinding(certificateHeader(mtls)),
    revocation: feed ?? port,
    effectiveScopes: scopeExpander(options.scopeHierarchy ?? {}),
    resource,
    challenge: { realm, metadataUrl: metadataUrl(resource).href, bearer, dpopAlgorithms: dpop?.algorithms },
    getToken: options.getToken,
    onDecision: observe.decision === undefined ? undefined : (event) => tell(observe, 'decision', event),
    time,
  });
  return {
    authenticator,
    issuers,
    metadata: {
      resource,
      issuers: issuerOptions.map(({ issuer }) => issuer),
      dpopAlgorithms: dpop?.algorithms,
      dpopRequired: !bearer,
      mtls: mtls !== undefined,
    },
    preload: keyOptions.preload,
    feed,
    unsubscribe: port?.subscribe?.((revocation) => remembered?.evict(({ payload }) => concerns(revocation, payload))),
  };
}

function revocationFeed(
  { issuer, endpoint, ...rules }: ReadyFeed,
  issuers: ReadonlyMap<string, Issuer>,
  ports: Omit<ConstructorParameters<typeof RevocationFeed>[1], 'endpoint'>,
): RevocationFeed {
  const trusted = issuers.get(issuer) as Issuer;
  return new RevocationFeed(
    { ...rules, trusted },
    { ...ports, endpoint: async () => (endpoint === undefined ? trusted.revocationFeedEndpoint() : { url: endpoint }) },
  );
}

function dpopVerifier(
  dpop: ReadyDpop,
  options: ResourceServerOptions,
  clockToleranceSeconds: number,
  time: Time,
): DpopVerifier {
  return new DpopVerifier({
    ...dpop,
    clockToleranceSeconds,
    publicUrl: options.publicUrl ?? new URL(options.resource).origin,
    replayStore: dpop.replayStore ?? new MemoryReplayStore({ time }),
    nonces: dpop.nonces,
  });
}

/** Names are compared exactly (RFC 7519 section 2): `https://api.example.com/` is another one than `https://api.example.com`. */
function audiencesOf({ resource, audience = resource }: ResourceServerOptions): readonly string[] {
  const given = typeof audience === 'string' ? [audience] : audience;
  if (!Array.isArray(given) || given.length === 0 || !given.every((name) => typeof name === 'string' && name !== '')) {
    throw new TypeError('audience must be a string, or a list of at least one');
  }
  return given;
}

function introspectionOf(
  issuers: readonly ReadyIssuer[],
  build: (settings: { issuer: string; introspection: ReadyIntrospection }) => Introspector,
): { introspector: Introspector; cacheSeconds: number } | undefined {
  for (const { issuer, introspection } of issuers) {
    if (introspection !== undefined) {
      return { introspector: build({ issuer, introspection }), cacheSeconds: introspection.cacheSeconds };
    }
  }
  return undefined;
}

function certificateHeader(mtls: MtlsOptions | 'socket'): CertificateHeader | undefined {
  if (mtls === 'socket') return undefined;
  return { name: mtls.certificateHeader, trustedProxies: proxyList(mtls.trustedProxies) };
}

/** What watches must not disturb what it watches: whatever it throws, or a promise of it is rejected with, is dropped. */
function tell<K extends keyof Observer>(
  observe: Observer,
  kind: K,
  event: Parameters<NonNullable<Observer[K]>>[0],
): void {
  askApplication(kind, () => (observe[kind] as ((event: unknown) => void) | undefined)?.(event));
}
