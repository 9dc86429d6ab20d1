/**
 * Who calls the admin API: it is the first user of our own oauth-guard. Tokens are this server's, for the admin API alone, bound to a key
 * of the caller (DPoP, RFC 9449, or mutual TLS, RFC 8705), and neither revoked nor of a client that is disabled. Keys and revocations
 * are looked up in process. No cookie is read, and no header tells a browser that another origin may call.
 */
import type { IncomingMessage } from 'node:http';
import { createResourceServer, NodeRequest, type ReplayStore, type RequestAuth } from '@gatehouse/oauth-guard';
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
}

/** A key that was just put to use is found at the next request. */
const keys = { cooldownSeconds: 1, unknownKeySeconds: 1 };

/** What names the caller of a request. */
export function createAdminGuard(dependencies: GuardDependencies): Authenticate {
  const { issuer, origin, jwks, revocations, findClient, proofs, acceptsBearer, originOf } = dependencies;
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
  });
  return async (request, response) => {
    const origins = originOf(request);
    const decision = await api.authenticate(new NodeRequest(request));
    if (!decision.ok) {
      decision.tell(response);
      const { message } = decision.toError();
      throw new Problem(decision.status === 503 ? 'unavailable' : 'unauthenticated', message, {
        reason: decision.code,
      });
    }
    const auth = decision.auth as RequestAuth;
    const { jkt, 'x5t#S256': certificate } = auth.confirmation;
    if ((jkt ?? certificate) === undefined && !acceptsBearer(request)) {
      response.set('www-authenticate', 'DPoP error="invalid_token", algs="ES256 RS256 PS256 EdDSA"');
      throw new Problem(
        'unauthenticated',
        'Only access tokens that are bound to a key are accepted here: use DPoP (RFC 9449) or mutual TLS.',
        {
          reason: 'token_not_bound',
        },
      );
    }
    return callerOf(auth, origins);
  };
}

function callerOf({ subject, clientId, scopes, payload }: RequestAuth, origin: Origin): AdminCaller {
  // A client that acts for itself is its own subject (RFC 9068, section 2.2), and nobody signed in.
  const isUser = subject !== clientId || payload.acr !== undefined;
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
