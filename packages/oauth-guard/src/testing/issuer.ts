/** A local authorization server as far as a resource server can see it: metadata, keys, introspection. */

import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignatureAlgorithm } from '../algorithms.ts';
import type { Confirmation } from '../principal.ts';
import { RevocationList } from '../revocation.ts';
import { known } from '../value-checks.ts';
import type { DpopClient } from './dpop-client.ts';
import { createSigningKey, type PublicJwk } from './signing.ts';

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
 * What a token says; everything has a default.
 *
 * @example
 * const expired: TokenParameters = { subject: 'alice', scope: 'orders_read', expiresInSeconds: -10 };
 */
export interface TokenParameters {
  readonly subject?: string;
  readonly clientId?: string;
  /** Scopes separated by spaces. */
  readonly scope?: string;
  readonly audience?: string | readonly string[];
  /** Default 300; may be negative. */
  readonly expiresInSeconds?: number;
  /** Binds the token to this client's key. */
  readonly dpop?: DpopClient;
  /** Binds the token to this client certificate, in DER. */
  readonly certificate?: Uint8Array;
  /** Added to the claims or put over them; `undefined` removes one. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** The same for the header. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/**
 * How an issuer is away: connections refused, no answer at all, or status 500.
 *
 * @example
 * const outage: Outage = 'silent';
 */
export type Outage = 'refused' | 'silent' | 'failing';

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
const TOKEN_PARAMETERS = 'subject clientId scope audience expiresInSeconds dpop certificate claims header';
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
  let outage: Outage | undefined;
  const server = createServer((request, response) => {
    // Tests that compute for seconds would find a kept connection closed, and take the issuer for one that is away.
    response.shouldKeepAlive = false;
    const { pathname } = new URL(request.url as string, issuer);
    const endpoint = ENDPOINTS[pathname];
    if (endpoint !== undefined) requests[endpoint]++;
    if (outage === 'silent') return;
    if (outage === 'failing') response.writeHead(500).end();
    else if (endpoint === 'metadata') {
      json(response, { issuer, jwks_uri: `${issuer}/jwks`, introspection_endpoint: `${issuer}/introspection` });
    } else if (endpoint === 'keys') json(response, { keys: published });
    else if (endpoint === 'introspection') void introspect(request, response);
    else response.writeHead(404).end();
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject).listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;

  const claimsOf = (parameters: TokenParameters): Record<string, unknown> => {
    known('a token', parameters, TOKEN_PARAMETERS);
    const {
      subject = 'alice',
      clientId = 'test-client',
      scope,
      expiresInSeconds = 300,
      dpop,
      certificate,
    } = parameters;
    const issuedAt = Math.floor(now() / 1000);
    const cnf = {
      ...(dpop === undefined ? {} : { jkt: dpop.thumbprint }),
      ...(certificate === undefined
        ? {}
        : { 'x5t#S256': createHash('sha256').update(certificate).digest('base64url') }),
    };
    return {
      iss: issuer,
      sub: subject,
      aud: parameters.audience ?? audience,
      client_id: clientId,
      iat: issuedAt,
      exp: issuedAt + expiresInSeconds,
      jti: randomUUID(),
      ...(scope === undefined ? {} : { scope }),
      ...(Object.keys(cnf).length === 0 ? {} : { cnf }),
      ...parameters.claims,
    };
  };
  const sign = (claims: object, header: object): string =>
    current.signJws({ alg: algorithm, kid: current.publicJwk.kid, ...header }, claims);

  async function introspect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const token = new URLSearchParams(Buffer.concat(chunks).toString()).get('token') ?? '';
    const claims = opaque.get(token);
    const active = claims !== undefined && (claims['exp'] as number) > now() / 1000;
    const answered = active
      ? {
          active,
          token_type: (claims['cnf'] as Confirmation | undefined)?.jkt === undefined ? 'Bearer' : 'DPoP',
          ...claims,
        }
      : { active };
    if (request.headers.accept !== 'application/token-introspection+jwt') return json(response, answered);
    const payload = { iss: issuer, aud: audience, iat: Math.floor(now() / 1000), token_introspection: answered };
    const jwt = sign(payload, { typ: 'token-introspection+jwt' });
    response.writeHead(200, { 'content-type': 'application/token-introspection+jwt' }).end(jwt);
  }

  const close = async (): Promise<void> => {
    if (server.listening) await stop();
  };

  return {
    issuer,
    requests,
    revocations,
    get publicKeys() {
      return published;
    },
    issueToken: async (parameters = {}) => sign(claimsOf(parameters), { typ: 'at+jwt', ...parameters.header }),
    signJws: (header, payload) => current.signJws(header, payload),
    issueOpaqueToken(parameters = {}) {
      const token = randomUUID();
      opaque.set(token, claimsOf(parameters));
      return token;
    },
    revokeToken(token) {
      const claims = opaque.get(token) ?? readClaims(token);
      opaque.delete(token);
      revocations.add({ claims: { jti: claims['jti'] as string }, expiresAt: claims['exp'] as number });
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
    async goDown(how = 'refused') {
      outage = how;
      if (how === 'refused') await stop();
    },
    async comeBack() {
      outage = undefined;
      if (!server.listening) await listen(port);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function readClaims(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
