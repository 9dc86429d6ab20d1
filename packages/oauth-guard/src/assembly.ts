/** Everything wired together, in the one place where all is known: options in, working parts out. */

import type { AudienceRules } from './audience.ts';
import { Authenticator } from './authenticate.ts';
import type { Confirmations } from './confirmation.ts';
import { DpopVerifier } from './dpop.ts';
import { Introspector } from './introspect.ts';
import type { Issuer } from './issuer.ts';
import { type ReadyIntrospection, type ReadyIssuer, readyIssuers } from './issuer-checks.ts';
import { type MetadataSettings, metadataUrl } from './metadata.ts';
import { CertificateBinding, type CertificateHeader, proxyList } from './mtls.ts';
import { observationOf } from './observation.ts';
import {
  checkOptions,
  type ReadyDpop,
  type ReadyFeed,
  readyDpop,
  readyFeed,
  readyKeyOptions,
  readyMtls,
} from './option-checks.ts';
import type { MtlsOptions, ResourceServerOptions } from './options.ts';
import { MemoryReplayStore } from './replay.ts';
import { concerns } from './revocation.ts';
import { RevocationFeed } from './revocation-feed.ts';
import { scopeExpander } from './scopes.ts';
import { systemTime, type Time } from './time.ts';
import type { TimeRules } from './token-times.ts';
import { trustIssuers } from './trusted-issuers.ts';
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
  const named = readyIssuers(options);
  const keys = readyKeyOptions(options.keys);
  const dpop = readyDpop(options.dpop);
  const mtls = readyMtls(options.mtls);
  const { resource, time = systemTime, allowHttp = false, observe = {} } = options;
  const observation = observationOf(observe, closing);
  const remembered = rememberedTokens(options, time);
  const fetchSettings = {
    fetch: options.fetch ?? ((url: string, init: RequestInit) => fetch(url, init)),
    timeoutMs: keys.timeoutSeconds * 1000,
    signal: closing,
  };
  const trusted = trustIssuers(named, { keys, allowHttp, fetchSettings, time, onKeys: observation.keys });
  const acceptance = acceptanceOf(options, { dpop: dpop !== undefined, mtls: mtls !== undefined });
  const feedOptions = readyFeed(options, named.fixed);
  const feed =
    feedOptions &&
    revocationFeed(feedOptions, trusted.byName, {
      fetchSettings,
      time,
      onEvent: (event) => observation.revocations(feedOptions.issuer, event),
    });
  const port = options.revocation !== undefined && 'isRevoked' in options.revocation ? options.revocation : undefined;
  const bearer = dpop?.mode !== 'required';
  const authenticator = new Authenticator({
    jwtRules: {
      ...acceptance,
      knownHeaders: new Map(),
      issuers: trusted.byName,
      misfits: observation.misfits,
      runTimeIssuers: trusted.runTime,
    },
    introspection: introspectionOf(named.fixed, ({ issuer, introspection }) => {
      const asked = trusted.byName.get(issuer) as Issuer;
      const rules = { ...acceptance, ...introspection, trusted: asked, reader: asked.introspectionReader };
      const { introspection: tell } = observation;
      return new Introspector(rules, {
        endpoint: () => asked.introspectionEndpoint(),
        fetchSettings,
        time,
        onAnswer: tell && ((fault) => tell(issuer, fault)),
      });
    }),
    remembered,
    dpop: dpop && dpopVerifier(dpop, options, acceptance.clockToleranceSeconds, time),
    bearer,
    certificates: mtls && new CertificateBinding(certificateHeader(mtls)),
    revocation: feed ?? port,
    effectiveScopes: scopeExpander(options.scopeHierarchy ?? {}),
    resource,
    challenge: {
      realm: options.realm,
      metadataUrl: metadataUrl(resource).href,
      bearer,
      dpopAlgorithms: dpop?.algorithms,
    },
    getToken: options.getToken,
    onDecision: observe.decision && ((event) => observation.tell('decision', event)),
    time,
  });
  return {
    authenticator,
    issuers: [...trusted.byName.values()],
    metadata: {
      resource,
      issuers: named.fixed.map(({ issuer }) => issuer),
      dpopAlgorithms: dpop?.algorithms,
      dpopRequired: !bearer,
      mtls: mtls !== undefined,
    },
    preload: keys.preload,
    feed,
    unsubscribe: port?.subscribe?.((revocation) => remembered?.evict(({ payload }) => concerns(revocation, payload))),
  };
}

/** What is known of tokens that were verified a moment ago. */
function rememberedTokens(options: ResourceServerOptions, time: Time): VerifiedTokens | undefined {
  const { rememberedTokens: entries = 10_000, rememberedBytes: bytes = 32 * 1024 * 1024 } = options;
  return entries === false ? undefined : new VerifiedTokens({ entries, bytes }, time);
}

/** What every token must fit, whoever vouches for it. */
function acceptanceOf(
  options: ResourceServerOptions,
  confirmations: Confirmations,
): AudienceRules & TimeRules & { readonly confirmations: Confirmations } {
  return {
    audiences: new Set(audiencesOf(options)),
    allowSeveralAudiences: options.allowSeveralAudiences ?? false,
    clockToleranceSeconds: options.clockToleranceSeconds ?? 10,
    maxTokenAgeSeconds: options.maxTokenAgeSeconds ?? Number.POSITIVE_INFINITY,
    confirmations,
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
