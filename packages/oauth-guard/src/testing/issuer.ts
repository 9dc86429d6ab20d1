/** A local authorization server as far as a resource server can see it: metadata, keys, introspection. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SignatureAlgorithm } from '../algorithms.ts';
import type { Confirmation } from '../principal.ts';
import { RevocationList } from '../revocation.ts';
import { known } from '../value-checks.ts';
import { type Outage, startLocalServer } from './local-server.ts';
import { createSigningKey, type PublicJwk } from './signing.ts';
import { claimsOf, readClaims, type TokenParameters } from './tokens.ts';

/**
 * How a test issuer is made.
 *
 * @example
 * const options: TestIssuerOptions = { audience: 'https://api.example.com', algorithm: 'ES256' };
 */
export interface TestIssuerOptions {
  /** `aud` of its tokens. */
  readonly audience: string;
  /** Default RS256. */
  readonly algorithm?: SignatureAlgorithm;
  /** Milliseconds since the epoch; for tokens of another time. */
  readonly now?: () => number;
}

/**
 * A local issuer.
 *
 * @example
 * const tokenFor = (issuer: TestIssuer, subject: string) => issuer.issueToken({ subject });
 */
export interface TestIssuer extends AsyncDisposable {
  /** Its URL, for `issuers`. */
  readonly issuer: string;
  /**
   * A signed access token (RFC 9068).
   *
   * @throws TypeError (as a rejection) on an unknown member of the parameters: a test would prove something else than it says
   */
  issueToken(parameters?: TokenParameters): Promise<string>;
  /**
   * Signs any header and payload, as objects, as a text or as bytes, with the current key: for tokens that no issuer should ever
   * make, and for other kinds of tokens that it does make.
   */
  signJws(header: object | string, payload: object | string): string;
  /**
   * An opaque access token; the introspection endpoint knows it. Any client may ask.
   *
   * @throws TypeError on an unknown member of the parameters
   */
  issueOpaqueToken(parameters?: TokenParameters): string;
  /** From now on introspection calls the token inactive, and `revocations` lists it. */
  revokeToken(token: string): void;
  /** For the option `revocation`: what `revokeToken` revoked. */
  readonly revocations: RevocationList;
  /**
   * Signs with a new key. The old one stays published unless `forgetOld`.
   *
   * @throws TypeError (as a rejection) on an unknown member of the options
   */
  rotateKeys(options?: { readonly forgetOld?: boolean; readonly publish?: boolean }): Promise<void>;
  /** Publishes the current key, if `rotateKeys` did not. */
  publishKeys(): void;
  goDown(outage?: Outage): Promise<void>;
  comeBack(): Promise<void>;
  /** How often each endpoint was asked, during a `silent` or `failing` outage too. */
  readonly requests: { readonly metadata: number; readonly keys: number; readonly introspection: number };
  /** The published keys. */
  readonly publicKeys: readonly PublicJwk[];
  /** Also done by `await using`. */
  close(): Promise<void>;
}

const OPTIONS = 'audience algorithm now';
const ROTATION_OPTIONS = 'forgetOld publish';

const ENDPOINTS: Readonly<Record<string, 'metadata' | 'keys' | 'introspection'>> = {
  '/.well-known/oauth-authorization-server': 'metadata',
  '/jwks': 'keys',
  '/introspection': 'introspection',
};

/**
 * Starts a local issuer on a free port of 127.0.0.1. Close it when done.
 *
 * @throws TypeError (as a rejection) on an unknown option
 *
 * @example
 * await using issuer = await createTestIssuer({ audience: 'https://api.example.com' });
 * const token = await issuer.issueToken({ subject: 'alice', scope: 'orders_read' });
 */
export async function createTestIssuer(options: TestIssuerOptions): Promise<TestIssuer> {
  known('options', options, OPTIONS);
  const { audience, algorithm = 'RS256', now = Date.now } = options;
  const requests = { metadata: 0, keys: 0, introspection: 0 };
  const revocations = new RevocationList();
  const opaque = new Map<string, Record<string, unknown>>();
  let current = await createSigningKey(algorithm);
  let published: readonly PublicJwk[] = [current.publicJwk];
  const sign = (claims: object, header: object): string =>
    current.signJws({ alg: algorithm, kid: current.publicJwk.kid, ...header }, claims);
  const server = await startLocalServer({
    count(path) {
      const endpoint = ENDPOINTS[path];
      if (endpoint !== undefined) requests[endpoint]++;
    },
    answer(path, request, response) {
      const endpoint = ENDPOINTS[path];
      if (endpoint === 'metadata') {
        json(response, { issuer, jwks_uri: `${issuer}/jwks`, introspection_endpoint: `${issuer}/introspection` });
      } else if (endpoint === 'keys') json(response, { keys: published });
      else if (endpoint === 'introspection') void introspect(request, response);
      else response.writeHead(404).end();
    },
  });
  const issuer = server.origin;
  const close = (): Promise<void> => server.close();
  const claims = (parameters: TokenParameters): Record<string, unknown> =>
    claimsOf(parameters, { issuer, audience, nowSeconds: now() / 1000 });

  async function introspect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answered = introspectionOf(opaque.get(await tokenIn(request)), now() / 1000);
    if (request.headers.accept !== 'application/token-introspection+jwt') return json(response, answered);
    const payload = { iss: issuer, aud: audience, iat: Math.floor(now() / 1000), token_introspection: answered };
    const jwt = sign(payload, { typ: 'token-introspection+jwt' });
    response.writeHead(200, { 'content-type': 'application/token-introspection+jwt' }).end(jwt);
  }

  return {
    issuer,
    requests,
    revocations,
    get publicKeys() {
      return published;
    },
    issueToken: async (parameters = {}) => sign(claims(parameters), { typ: 'at+jwt', ...parameters.header }),
    signJws: (header, payload) => current.signJws(header, payload),
    issueOpaqueToken(parameters = {}) {
      const token = randomUUID();
      opaque.set(token, claims(parameters));
      return token;
    },
    revokeToken(token) {
      const revoked = opaque.get(token) ?? readClaims(token);
      opaque.delete(token);
      revocations.add({ claims: { jti: revoked['jti'] as string }, expiresAt: revoked['exp'] as number });
    },
    async rotateKeys(rotation = {}) {
      known('a rotation', rotation, ROTATION_OPTIONS);
      const { forgetOld = false, publish = true } = rotation;
      current = await createSigningKey(algorithm);
      if (forgetOld) published = [];
      if (publish) published = [...published, current.publicJwk];
    },
    publishKeys() {
      if (!published.includes(current.publicJwk)) published = [...published, current.publicJwk];
    },
    goDown: (how = 'refused') => server.goDown(how),
    comeBack: () => server.comeBack(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** What the endpoint says of a token (RFC 7662 section 2.2): of one that is unknown or expired, nothing but that. */
function introspectionOf(claims: Record<string, unknown> | undefined, nowSeconds: number): Record<string, unknown> {
  if (claims === undefined || (claims['exp'] as number) <= nowSeconds) return { active: false };
  const isBound = (claims['cnf'] as Confirmation | undefined)?.jkt !== undefined;
  return { active: true, token_type: isBound ? 'DPoP' : 'Bearer', ...claims };
}

async function tokenIn(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString()).get('token') ?? '';
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
