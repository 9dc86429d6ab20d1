/** The options of a resource server with their defaults filled in. Everything is checked here, at creation. */

import { synchronousFunction } from './application-call.ts';
import type { ReadyIssuer } from './issuer-checks.ts';
import type { DpopOptions, KeyOptions, MtlsOptions, ResourceServerOptions, RevocationFeedOptions } from './options.ts';
import { algorithmList, callable, clientOf, flag, functions, known, membersOf, range, url } from './value-checks.ts';

const OPTIONS = [
  'resource issuers audience allowSeveralAudiences clockToleranceSeconds maxTokenAgeSeconds keys rememberedTokens rememberedBytes',
  'revocation dpop mtls publicUrl scopeHierarchy getToken realm allowHttp fetch observe time',
].join(' ');
const KEY_OPTIONS = 'cacheSeconds staleSeconds cooldownSeconds unknownKeySeconds timeoutSeconds preload';
const DPOP_OPTIONS = 'mode algorithms proofAgeSeconds replayStore nonces';
const MTLS_OPTIONS = 'certificateHeader trustedProxies';
const FEED_OPTIONS = 'client issuer endpoint waitSeconds maxStaleSeconds whenStale';
const DAY_SECONDS = 86_400;
const MIN_REMEMBERED_BYTES = 65_536;
const MAX_REMEMBERED_BYTES = 64 * 1024 ** 3;

/**
 * @param own names of options that only the entry for a framework has
 * @throws TypeError on anything that is wrong in the options besides the issuers and what other parts check themselves
 */
export function checkOptions(options: ResourceServerOptions, own: readonly string[]): void {
  known('options', options, [OPTIONS, ...own].join(' '));
  const {
    resource,
    clockToleranceSeconds = 0,
    maxTokenAgeSeconds = 1,
    rememberedTokens = 2,
    rememberedBytes = MAX_REMEMBERED_BYTES,
    realm,
    publicUrl,
  } = options;
  if (options.getToken !== undefined) synchronousFunction('getToken', options.getToken);
  flag('allowHttp', options.allowHttp);
  flag('allowSeveralAudiences', options.allowSeveralAudiences);
  callable('fetch', options.fetch);
  functions('time', options.time, ['now', 'monotonic']);
  functions('observe', options.observe, [], ['decision', 'keys', 'revocations']);
  if (options.scopeHierarchy !== undefined) membersOf('scopeHierarchy', options.scopeHierarchy);
  if (typeof resource !== 'string' || !URL.canParse(resource) || !/^https?:$/.test(new URL(resource).protocol)) {
    throw new TypeError('resource must be the absolute URL of this API');
  }
  if (resource.includes('#')) throw new TypeError('resource has no fragment (RFC 8707 section 2)');
  range('clockToleranceSeconds', clockToleranceSeconds, 0, 60);
  range('maxTokenAgeSeconds', maxTokenAgeSeconds, 1, Number.POSITIVE_INFINITY);
  if (rememberedTokens !== false) range('rememberedTokens', rememberedTokens, 2, 10_000_000);
  range('rememberedBytes', rememberedBytes, MIN_REMEMBERED_BYTES, MAX_REMEMBERED_BYTES);
  if (realm !== undefined && (typeof realm !== 'string' || !/^[\x20-\x7e]+$/.test(realm)))
    throw new TypeError('realm must be printable ASCII');
  if (publicUrl !== undefined && (!URL.canParse(publicUrl) || /[?#]|\/$/.test(publicUrl))) {
    throw new TypeError('publicUrl must be an absolute URL without query, fragment and slash at the end');
  }
}

/** The key options with their defaults. @throws TypeError on anything that is wrong */
export function readyKeyOptions(given: KeyOptions = {}): Required<KeyOptions> {
  known('keys', given, KEY_OPTIONS);
  const ready = {
    cacheSeconds: 600,
    staleSeconds: DAY_SECONDS,
    cooldownSeconds: 5,
    unknownKeySeconds: 60,
    timeoutSeconds: 5,
    preload: true,
    ...given,
  };
  flag('keys.preload', ready.preload);
  range('keys.cacheSeconds', ready.cacheSeconds, 0, DAY_SECONDS);
  range('keys.staleSeconds', ready.staleSeconds, ready.cacheSeconds, 365 * DAY_SECONDS);
  range('keys.cooldownSeconds', ready.cooldownSeconds, 0.01, DAY_SECONDS);
  range('keys.unknownKeySeconds', ready.unknownKeySeconds, 0, DAY_SECONDS);
  range('keys.timeoutSeconds', ready.timeoutSeconds, 0.01, 60);
  return ready;
}

/** The feed with its defaults filled in. */
export type ReadyFeed = Required<Omit<RevocationFeedOptions, 'endpoint'>> & Pick<RevocationFeedOptions, 'endpoint'>;

/**
 * The feed's options; undefined when there is no feed: nothing, or a port of one's own.
 *
 * @throws TypeError on anything that is wrong
 */
export function readyFeed(
  { revocation, allowHttp = false }: ResourceServerOptions,
  issuers: readonly ReadyIssuer[],
): ReadyFeed | undefined {
  if (revocation === undefined) return undefined;
  membersOf('revocation', revocation);
  if ('isRevoked' in revocation) {
    functions('revocation', revocation, ['isRevoked'], ['subscribe']);
    return undefined;
  }
  known('revocation', revocation, FEED_OPTIONS);
  const {
    client,
    endpoint,
    issuer = issuers[0]?.issuer,
    waitSeconds = 10,
    maxStaleSeconds = 60,
    whenStale = 'accept',
  } = revocation;
  if (revocation.issuer === undefined && issuers.length > 1)
    throw new TypeError('revocation.issuer must name one of the issuers');
  const trusted = issuers.find((one) => one.issuer === issuer);
  if (trusted === undefined) throw new TypeError('revocation.issuer must name one of the issuers');
  if (trusted.algorithms.length === 0) throw new TypeError('revocation needs algorithms for the signature of the feed');
  clientOf('revocation', client);
  if (endpoint !== undefined) url('revocation.endpoint', endpoint, allowHttp);
  range('revocation.waitSeconds', waitSeconds, 0, 30);
  range('revocation.maxStaleSeconds', maxStaleSeconds, 1, DAY_SECONDS);
  if (!['accept', 'not-ready', 'refuse'].includes(whenStale))
    throw new TypeError('revocation.whenStale must be accept, not-ready or refuse');
  return {
    client,
    issuer: trusted.issuer,
    waitSeconds: Math.floor(waitSeconds),
    maxStaleSeconds,
    whenStale,
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

/** DPoP options with their defaults but for the store; undefined: DPoP is off. */
export type ReadyDpop = Required<Omit<DpopOptions, 'nonces' | 'replayStore'>> &
  Pick<DpopOptions, 'nonces' | 'replayStore'>;

/** @throws TypeError on anything that is wrong */
export function readyDpop(given: ResourceServerOptions['dpop'] = 'allowed'): ReadyDpop | undefined {
  if (given === 'off') return undefined;
  const options = typeof given === 'string' ? { mode: given } : given;
  known('dpop', options, DPOP_OPTIONS);
  const ready = {
    mode: 'allowed',
    algorithms: ['ES256', 'RS256', 'PS256', 'EdDSA'],
    proofAgeSeconds: 60,
    ...options,
  } as const;
  if (ready.mode !== 'allowed' && ready.mode !== 'required')
    throw new TypeError('dpop must be off, allowed or required');
  algorithmList('dpop.algorithms', ready.algorithms);
  if (ready.algorithms.length === 0) throw new TypeError('dpop.algorithms is empty');
  range('dpop.proofAgeSeconds', ready.proofAgeSeconds, 1, 600);
  functions('dpop.replayStore', options.replayStore, ['use']);
  functions('dpop.nonces', options.nonces, ['current', 'accepts']);
  return ready;
}

/** Header and proxies; `socket` when the certificate is the connection's own; undefined: off. @throws TypeError when it is wrong */
export function readyMtls(given: ResourceServerOptions['mtls'] = 'socket'): MtlsOptions | 'socket' | undefined {
  if (given === 'off') return undefined;
  if (given === 'socket') return given;
  if (typeof given !== 'object' || given === null)
    throw new TypeError('mtls must be off, socket, or a header and its trusted proxies');
  known('mtls', given, MTLS_OPTIONS);
  const { certificateHeader, trustedProxies } = given;
  if (typeof certificateHeader !== 'string' || !/^[a-z\d-]+$/.test(certificateHeader))
    throw new TypeError('mtls.certificateHeader must be a header name in lower case');
  const named = Array.isArray(trustedProxies) && trustedProxies.every((entry) => typeof entry === 'string');
  if (!named || trustedProxies.length === 0) {
    throw new TypeError('mtls.trustedProxies must name the proxies that may say which certificate a client has');
  }
  return given;
}
