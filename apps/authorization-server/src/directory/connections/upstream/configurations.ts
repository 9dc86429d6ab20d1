/** What is known of upstreams: their metadata and keys, read when first needed and kept for a while. */
import { createPrivateKey } from 'node:crypto';
import { type CryptoKey, importPKCS8 } from 'jose';
import * as client from 'openid-client';
import type { Connection } from '../connections.ts';
import { UpstreamFailed } from './failed.ts';
import { failureOf } from './failure-of.ts';
import type { Kind, OutboundFetch } from './kind.ts';
import { kinds } from './kinds.ts';

/** Metadata is read again after so long. */
const keptSeconds = 3600;
/** One request; the guard has a limit of its own too. */
const timeoutSeconds = 5;

export interface Configurations {
  /** By one request at a time for each connection. Throws UpstreamFailed. */
  of(connection: Connection): Promise<client.Configuration>;
  /** It is read again the next time, but no more often than every ten seconds. */
  forget(connection: Connection): void;
}

interface Known {
  /** The object that it was made for: another one when anything of the connection changed. */
  readonly connection: Connection;
  readonly config: Promise<client.Configuration>;
  readonly sinceMs: number;
}

const leastMs = 10_000;

export function createConfigurations({
  fetch,
  clock,
}: {
  readonly fetch: OutboundFetch;
  readonly clock: () => number;
}): Configurations {
  const known = new Map<string, Known>();
  return {
    of(connection) {
      const { name } = connection;
      const there = known.get(name);
      if (there?.connection === connection && clock() - there.sinceMs < keptSeconds * 1000) return there.config;
      const config = read(connection, fetch, clock).catch((error: unknown) => {
        if (known.get(name)?.config === config) known.delete(name);
        throw Object.assign(failureOf(error), { stage: 'discovery' as const });
      });
      known.set(name, { connection, config, sinceMs: clock() });
      return config;
    },
    forget({ name }) {
      const there = known.get(name);
      if (there && clock() - there.sinceMs >= leastMs) known.delete(name);
    },
  };
}

/** How we prove ourselves there. Throws UpstreamFailed where a secret is needed and there is none, or is no key. */
async function authenticationOf(connection: Connection, clock: () => number): Promise<client.ClientAuth> {
  const { name, secret } = connection;
  const { authentication } = kinds[connection.kind] as Kind;
  const method =
    'token_endpoint_auth_method' in connection ? connection.token_endpoint_auth_method : 'client_secret_post';
  if (method === 'none') return client.None();
  if (secret === undefined) {
    throw new UpstreamFailed(
      'misconfigured',
      `the connection ${name} has no secret yet: "gatehouse connections secret ${name}" sets it`,
    );
  }
  if (authentication) {
    const key = await privateKey(name, secret, 'ES256');
    return (...request) => authentication(connection, key, clock())(...request);
  }
  if (method === 'private_key_jwt') return client.PrivateKeyJwt(await privateKey(name, secret));
  return method === 'client_secret_basic' ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret);
}

/** JWS algorithms by kind of key (RFC 7518, section 3.1; RFC 8037). */
const algorithms: Readonly<Record<string, string>> = { rsa: 'RS256', ec: 'ES256', ed25519: 'Ed25519' };

async function privateKey(name: string, pem: string, only?: string): Promise<CryptoKey> {
  try {
    const algorithm = only ?? algorithms[createPrivateKey(pem).asymmetricKeyType ?? ''] ?? 'RS256';
    return await importPKCS8(pem, algorithm);
  } catch (cause) {
    const message = `the secret of the connection ${name} is no private key in PEM (PKCS #8)${only === undefined ? '' : ` for ${only}`}`;
    throw new UpstreamFailed('misconfigured', message, { cause });
  }
}

async function read(connection: Connection, fetch: OutboundFetch, clock: () => number): Promise<client.Configuration> {
  const server = (kinds[connection.kind] as Kind).server(connection);
  const authentication = await authenticationOf(connection, clock);
  const { mend } = kinds[connection.kind] as Kind;
  const mended: OutboundFetch = async (url, init) => {
    const answer = await fetch(url, init);
    return mend ? mend(answer) : answer;
  };
  const guarded = mended as client.CustomFetch;
  if ('metadata' in server) {
    const config = new client.Configuration(server.metadata, connection.client_id, undefined, authentication);
    config[client.customFetch] = guarded;
    config.timeout = timeoutSeconds;
    return config;
  }
  const config = await client
    .discovery(new URL(server.discover), connection.client_id, undefined, authentication, {
      [client.customFetch]: guarded,
      timeout: timeoutSeconds,
      // The ID token comes over TLS from the upstream itself; its signature is checked all the same.
      execute: [client.enableNonRepudiationChecks],
    })
    .catch((error: unknown) => {
      throw otherIssuer(nameSaid(error), error) ?? error;
    });
  const { issuer } = config.serverMetadata();
  // Identities are known by it, so a slash at the end makes it another. Entra ID has one for each of its tenants.
  const other = issuer === server.discover || connection.kind === 'microsoft' ? undefined : otherIssuer(issuer);
  if (other) throw other;
  return config;
}

/** The issuer in metadata that openid-client refuses because they are of another one. */
function nameSaid(error: unknown): unknown {
  const { cause } = error as { cause?: { attribute?: unknown; body?: { issuer?: unknown } } };
  return cause?.attribute === 'issuer' ? cause.body?.issuer : undefined;
}

const otherIssuer = (issuer: unknown, cause?: unknown): UpstreamFailed | undefined =>
  typeof issuer === 'string'
    ? new UpstreamFailed(
        'misconfigured',
        `the provider calls itself ${issuer.slice(0, 200)}: write its issuer in the connection as it does, character by character`,
        { cause },
      )
    : undefined;
