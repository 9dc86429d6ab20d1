/** The issuers of a resource server with their defaults filled in. Everything is checked here, at creation. */

import { isName } from './claims.ts';
import { issuerFilter } from './issuer-rules.ts';
import type { IntrospectionOptions, IssuerOptions, IssuerResolver, ResourceServerOptions } from './options.ts';
import type { TokenProfile } from './profiles/profile.ts';
import { readyProfile } from './profiles/profile-checks.ts';
import { algorithmList, clientOf, known, range, url } from './value-checks.ts';

const INTROSPECTION_OPTIONS = 'client endpoint signed cacheSeconds inactiveSeconds';
const RESOLVER_OPTIONS = 'allow resolve maxIssuers';
const ISSUER_OPTIONS = 'issuer profile clients jwksUri algorithms introspection';

/** An issuer with its defaults filled in. */
export type ReadyIssuer = Required<Pick<IssuerOptions, 'issuer' | 'algorithms'>> &
  Pick<IssuerOptions, 'jwksUri' | 'clients'> & {
    readonly profile: TokenProfile;
    readonly introspection: ReadyIntrospection | undefined;
  };

/** Introspection with its defaults filled in. */
export type ReadyIntrospection = Required<Omit<IntrospectionOptions, 'endpoint'>> &
  Pick<IntrospectionOptions, 'endpoint'>;

/** The issuers that are known at creation, and how others become known. */
export interface ReadyIssuers {
  readonly fixed: readonly ReadyIssuer[];
  readonly resolver: ReadyResolver | undefined;
}

/** A resolver with its defaults filled in. */
export interface ReadyResolver {
  readonly allows: (issuer: string) => boolean;
  /** Rejects with a TypeError that may be logged, when the resolver throws and when its answer is wrong. */
  readonly resolve: (issuer: string) => Promise<ReadyIssuer | undefined>;
  readonly maxIssuers: number;
}

/**
 * The issuers with their defaults.
 *
 * @throws TypeError on anything that is wrong
 */
export function readyIssuers(options: ResourceServerOptions): ReadyIssuers {
  const { issuers, allowHttp = false } = options;
  const given = typeof issuers === 'string' || isResolver(issuers) ? [issuers] : issuers;
  if (!Array.isArray(given) || given.length === 0) throw new TypeError('issuers must name at least one issuer');
  const fixed = given
    .filter((entry) => !isResolver(entry))
    .map((entry) => readyIssuer(typeof entry === 'string' ? { issuer: entry } : entry, allowHttp));
  if (new Set(fixed.map(({ issuer }) => issuer)).size < fixed.length)
    throw new TypeError('issuers: one is named twice');
  if (fixed.filter(({ introspection }) => introspection !== undefined).length > 1) {
    throw new TypeError('introspection: an opaque token does not tell its issuer, so only one issuer can be asked');
  }
  const [resolver, second] = given.filter(isResolver);
  if (second !== undefined) throw new TypeError('issuers: there may be one resolver');
  return { fixed, resolver: resolver && readyResolver(resolver, allowHttp) };
}

function isResolver(entry: unknown): entry is IssuerResolver {
  return 'resolve' in Object(entry);
}

function readyResolver(given: IssuerResolver, allowHttp: boolean): ReadyResolver {
  known('issuers', given, RESOLVER_OPTIONS);
  const { allow, maxIssuers = 100 } = given;
  if (typeof given.resolve !== 'function') throw new TypeError('issuers.resolve must be a function');
  range('issuers.maxIssuers', maxIssuers, 1, 100_000);
  return {
    allows: issuerFilter(allow, allowHttp),
    maxIssuers,
    async resolve(issuer) {
      const answer = await resolved(given, issuer);
      // Databases say null where there is nothing.
      if (answer === undefined || answer === null) return undefined;
      const ready = readyIssuer(answer, allowHttp);
      if (ready.issuer !== issuer) throw new TypeError(`the answer is about "${ready.issuer}", not about "${issuer}"`);
      if (ready.introspection !== undefined)
        throw new TypeError('an opaque token does not tell its issuer, so it cannot be introspected here');
      return ready;
    },
  };
}

/** What the application threw may hold a secret, so only its kind is told. */
async function resolved(resolver: IssuerResolver, issuer: string): Promise<IssuerOptions | null | undefined> {
  let kind: string;
  try {
    return await resolver.resolve(issuer);
  } catch (error) {
    const { name = typeof error, code } = Object(error) as { name?: string; code?: unknown };
    kind = typeof code === 'string' ? `${name} ${code}` : name;
  }
  throw new TypeError(kind);
}

function readyIssuer(given: IssuerOptions, allowHttp: boolean): ReadyIssuer {
  known('issuers', given, ISSUER_OPTIONS);
  const { issuer, jwksUri, clients, introspection } = given;
  const profile = readyProfile(given.profile);
  const { algorithms = profile.algorithms ?? ['RS256'] } = given;
  url('issuers.issuer', issuer, allowHttp);
  const { search, hash } = new URL(issuer);
  if (search !== '' || hash !== '')
    throw new TypeError('issuers.issuer has no query and no fragment (RFC 8414 section 2)');
  if (jwksUri !== undefined) url('issuers.jwksUri', jwksUri, allowHttp);
  if (clients !== undefined && !(Array.isArray(clients) && clients.length > 0 && clients.every(isName)))
    throw new TypeError('issuers.clients must be a list of at least one client identifier');
  algorithmList('issuers.algorithms', algorithms);
  if (algorithms.length === 0 && introspection === undefined) {
    throw new TypeError('issuers.algorithms is empty and there is no introspection, so no token could be accepted');
  }
  return {
    issuer,
    algorithms,
    profile,
    ...(clients === undefined ? {} : { clients }),
    ...(jwksUri === undefined ? {} : { jwksUri }),
    introspection: introspection === undefined ? undefined : readyIntrospection(introspection, algorithms, allowHttp),
  };
}

function readyIntrospection(
  given: IntrospectionOptions,
  algorithms: readonly string[],
  allowHttp: boolean,
): ReadyIntrospection {
  known('introspection', given, INTROSPECTION_OPTIONS);
  const { client, endpoint, signed = false, cacheSeconds = 30, inactiveSeconds = 5 } = given;
  clientOf('introspection', client);
  if (endpoint !== undefined) url('introspection.endpoint', endpoint, allowHttp);
  if (signed && algorithms.length === 0) throw new TypeError('introspection.signed needs algorithms for the signature');
  range('introspection.cacheSeconds', cacheSeconds, 0, 30);
  range('introspection.inactiveSeconds', inactiveSeconds, 0, 30);
  return { client, signed, cacheSeconds, inactiveSeconds, ...(endpoint === undefined ? {} : { endpoint }) };
}
