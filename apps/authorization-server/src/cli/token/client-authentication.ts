/** How the command proves which client it is (RFC 6749 section 2.3, RFC 7523, RFC 8705). */
import * as oauth from 'openid-client';
import { UsageError } from '../refused.ts';
import { secretOfEnvironment } from '../secret-of-environment.ts';
import { readKey, readText, type SigningKey } from './key-file.ts';
import type { ClientOptions } from './options.ts';
import { lineOfStdin } from './standard-input.ts';

/** What a client has to prove itself by. */
export interface Credentials {
  readonly secret?: string | undefined;
  readonly key?: SigningKey | undefined;
  readonly certificate?: { readonly cert: string; readonly key: string } | undefined;
}

/** Names as in server metadata and registrations; the command takes no others. */
type AuthMethod =
  | 'none'
  | `client_secret_${'basic' | 'post' | 'jwt'}`
  | 'private_key_jwt'
  | `${'' | 'self_signed_'}tls_client_auth`;

const secretVariable = 'GATEHOUSE_CLIENT_SECRET';

/** @param metadata of the server: which algorithms it takes of a key that can sign in several ways */
export async function credentialsOf(
  options: ClientOptions,
  metadata: Pick<oauth.ServerMetadata, 'token_endpoint_auth_signing_alg_values_supported'>,
): Promise<Credentials> {
  const { key, certificate, certificateKey, clientSecretStdin } = options;
  if ((certificate === undefined) !== (certificateKey === undefined))
    throw new UsageError('--certificate and --certificate-key go together: the chain and its private key, PEM');
  return {
    secret: clientSecretStdin ? await lineOfStdin('the client secret') : secretOfEnvironment(secretVariable),
    key: key === undefined ? undefined : await readKey(key, metadata.token_endpoint_auth_signing_alg_values_supported),
    certificate:
      certificate === undefined || certificateKey === undefined
        ? undefined
        : { cert: await readText(certificate, 'certificate'), key: await readText(certificateKey, 'certificate key') },
  };
}

/** What is meant where nothing says so: the strongest that the client has something for. */
function impliedMethod(
  { secret, key, certificate }: Credentials,
  supported: readonly string[] | undefined,
): AuthMethod {
  if (key) return 'private_key_jwt';
  if (secret === undefined) return certificate ? 'tls_client_auth' : 'none';
  // Left out, client_secret_basic is the one that there is (RFC 8414 section 2).
  const onlyPost = supported?.includes('client_secret_post') && !supported.includes('client_secret_basic');
  return onlyPost ? 'client_secret_post' : 'client_secret_basic';
}

const needs: Readonly<Record<AuthMethod, readonly [part: keyof Credentials, how: string] | undefined>> = {
  none: undefined,
  client_secret_basic: ['secret', `--client-secret-stdin or ${secretVariable}`],
  client_secret_post: ['secret', `--client-secret-stdin or ${secretVariable}`],
  client_secret_jwt: ['secret', `--client-secret-stdin or ${secretVariable}`],
  private_key_jwt: ['key', '--key'],
  tls_client_auth: ['certificate', '--certificate and --certificate-key'],
  self_signed_tls_client_auth: ['certificate', '--certificate and --certificate-key'],
};

/** The method, and what carries it out. Throws UsageError when its part is missing. */
export function authenticationOf(
  credentials: Credentials,
  wanted: string | undefined,
  supported: readonly string[] | undefined,
): { readonly method: AuthMethod; readonly authenticate: oauth.ClientAuth } {
  const method = (wanted as AuthMethod | undefined) ?? impliedMethod(credentials, supported);
  const [part, how] = needs[method] ?? [];
  if (part !== undefined && credentials[part] === undefined) throw new UsageError(`${method} needs ${how}`);
  const { secret, key } = credentials;
  switch (method) {
    case 'none':
      return { method, authenticate: oauth.None() };
    case 'client_secret_basic':
      return { method, authenticate: oauth.ClientSecretBasic(secret) };
    case 'client_secret_post':
      return { method, authenticate: oauth.ClientSecretPost(secret) };
    case 'client_secret_jwt':
      return { method, authenticate: oauth.ClientSecretJwt(secret) };
    case 'private_key_jwt': {
      const { privateKey, kid } = key as SigningKey;
      return {
        method,
        authenticate: oauth.PrivateKeyJwt(kid === undefined ? privateKey : { key: privateKey, kid }),
      };
    }
    default:
      return { method, authenticate: oauth.TlsClientAuth() };
  }
}
