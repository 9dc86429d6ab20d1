/** The worker's side of the authorization server: discovery once, then client credentials (RFC 6749 section 4.4). */
import * as client from 'openid-client';
import type { FetchedToken } from './token-source.ts';

/** Which authorization server, as which client, for which resource. */
export interface ClientCredentials {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: () => Promise<string>;
  readonly resource: string;
  readonly scope: string;
}

/** Gives the function that fetches a token. Discovery is repeated until it succeeded once. */
export function clientCredentials({ issuer, clientId, clientSecret, resource, scope }: ClientCredentials) {
  let known: client.Configuration | undefined;
  return async (): Promise<FetchedToken> => {
    known ??= await discover();
    const answer = await client.clientCredentialsGrant(known, { resource, scope });
    return { accessToken: answer.access_token, expiresInSeconds: answer.expires_in ?? 60 };
  };

  async function discover(): Promise<client.Configuration> {
    const secret = await clientSecret();
    return client.discovery(new URL(issuer), clientId, secret, client.ClientSecretBasic(secret), { timeout: 5 });
  }
}
