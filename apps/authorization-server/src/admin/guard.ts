/**
 * Who calls the admin API: it is the first user of our own oauth-guard. Tokens are this server's, for the admin API alone, bound to a key
 * of the caller (DPoP, RFC 9449, or mutual TLS, RFC 8705), and neither revoked nor of a client that is disabled. Keys and revocations
 * are looked up in process. No cookie is read, and no header tells a browser that another origin may call.
 */
import type { IncomingMessage } from 'node:http';
import {
  createResourceServer,
  NodeRequest,
  type ReplayStore,
  type RequestAuth,
  type ResourceServer,
} from '@gatehouse/oauth-guard';
import { levelOf } from '../directory/accounts/assurance.ts';
import type { Origin } from '../directory/audit/record.ts';
import { adminIndicator } from '../directory/resources/admin-api.ts';
import type { Revocations } from '../directory/revocation/revocations.ts';
import type { Authenticate } from './endpoint.ts';
import type { AdminCaller } from './operation.ts';
import { Problem } from './problem.ts';

export interface GuardDependencies {
  readonly issuer: string;
  /** The origin by which clients reach the API: proofs name it. */
  readonly origin: string;
  /** The public keys, as the server publishes them. */
  readonly jwks: () => object;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  /** Undefined for a client that is unknown or disabled. */
  readonly findClient: (clientId: string) => Promise<unknown>;
  /** Proofs that were used, by all instances. */
  readonly proofs: ReplayStore;
  /** Whether tokens that are bound to nothing are good enough for this request: in development, from this machine. */
  readonly acceptsBearer: (request: IncomingMessage) => boolean;
  readonly originOf: (request: IncomingMessage) => Origin;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Told of each refusal, for the log. */
  readonly onRefusal: (refusal: { readonly reason: string; readonly detail: string | undefined }) => void;
}

export interface AdminGuard {
  readonly authenticate: Authenticate;
  /** Where callers learn how to get a token, and what they read there (RFC 9728). */
  readonly metadata: { readonly path: string; readonly document: object };
}

/** A key that was just put to use is found at the next request. */
const keys = { cooldownSeconds: 1, unknownKeySeconds: 1 };

/** What names the caller of a request. */
export function createAdminGuard(dependencies: GuardDependencies): AdminGuard {
  const { issuer, origin, jwks, revocations, findClient, proofs, clock } = dependencies;
  const api = createResourceServer({
    resource: adminIndicator(issuer),
    publicUrl: origin,
    issuers: [{ issuer, jwksUri: new URL('/jwks', issuer).href, algorithms: ['RS256'] }],
    // The keys do not leave the process.
    fetch: async () => Response.json(jwks()),
    keys,
    allowHttp: true,
    dpop: { mode: 'allowed', replayStore: proofs },
    revocation: {
      async isRevoked({ header, payload }) {
        if (await revocations.isRevoked({ kid: header.kid, claims: payload })) return true;
        return (await findClient(payload.client_id ?? '')) === undefined;
      },
    },
    rememberedTokens: 1000,
    time: { now: clock, monotonic: () => performance.now() },
  });
  return {
    authenticate: createAuthenticate(api, dependencies),
    metadata: { path: api.metadataUrl.pathname, document: api.metadataDocument() },
  };
}

const createAuthenticate =
  (
    api: ResourceServer,
    { acceptsBearer, originOf, onRefusal }: Pick<GuardDependencies, 'acceptsBearer' | 'originOf' | 'onRefusal'>,
  ): Authenticate =>
  async (request, response) => {
    const decision = await api.authenticate(new NodeRequest(request), acceptsBearer(request) ? anyToken : boundToken);
    if (decision.ok) return callerOf(decision.auth as RequestAuth, originOf(request));
    decision.tell(response);
    onRefusal({ reason: decision.code, detail: decision.detail });
    throw new Problem(decision.status === 503 ? 'unavailable' : 'unauthenticated', decision.body.error_description, {
      reason: decision.code,
    });
  };

const anyToken = {};
const boundToken = { senderConstrained: true };

const signsOfUser = ['acr', 'auth_time', 'gid', 'act'] as const;

function callerOf({ subject, clientId, scopes, payload }: RequestAuth, origin: Origin): AdminCaller {
  // A client that acts for itself is its own subject (RFC 9068, section 2.2), nobody signed in or granted anything, and nobody acts for
  // it: a client that is named like a user is no way around two factors.
  const isUser = subject !== clientId || signsOfUser.some((claim) => payload[claim] !== undefined);
  return {
    actor: { type: isUser ? 'user' : 'client', id: subject, act: actorsOf(payload['act']) },
    subject: isUser ? subject : undefined,
    clientId,
    scopes: new Set(scopes),
    twoFactors: levelOf(payload.acr) >= 2,
    local: false,
    origin,
  };
}

/** Who acts for the subject, the newest first (RFC 8693, section 4.1). */
function actorsOf(act: unknown): string[] | undefined {
  const chain: string[] = [];
  for (
    let one = act as { sub?: unknown; act?: unknown } | undefined;
    typeof one?.sub === 'string';
    one = one.act as typeof one
  ) {
    chain.push(one.sub);
  }
  return chain.length > 0 ? chain : undefined;
}
