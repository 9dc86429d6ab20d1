/** A login in use: its access token, renewed in time, and the client that openid-client needs for it. */
import * as oauth from 'openid-client';
import { RefusedError } from '../refused.ts';
import { keyOf, readKey, type SigningKey } from '../token/key-file.ts';
import { discover } from '../token/server.ts';
import { asked } from '../token/server-errors.ts';
import { withLock } from './lock.ts';
import { fileOf, type Login, readLogin, writeLogin } from './logins.ts';

/** Milliseconds since the epoch. */
export type Clock = () => number;

/** A token that ends within this time is renewed before it is used. */
const renewBeforeSeconds = 30;

export const adminResource = (server: string): string => `${server}/admin/v1`;

const again = (server: string) => `gatehouse login --server ${server}`;

/** The login at the server, as it was last written. Throws RefusedError when there is none. */
export async function needLogin(server: string): Promise<Login> {
  const login = await readLogin(server);
  if (!login) throw new RefusedError(`nobody is signed in at ${server}: "${again(server)}"`);
  return login;
}

/**
 * The login with an access token that is good for a while. One command renews it; others that wait find it renewed.
 * @param refused an access token that the server does not take any more
 */
export async function freshLogin(server: string, clock: Clock, refused?: string): Promise<Login> {
  const isFresh = ({ accessToken, accessTokenEndsAt }: Login) =>
    accessToken !== refused && accessTokenEndsAt - renewBeforeSeconds > clock() / 1000;
  const login = await needLogin(server);
  if (isFresh(login)) return login;
  return withLock(fileOf(server), async () => {
    const latest = await needLogin(server);
    if (isFresh(latest)) return latest;
    const renewed = await renew(latest, clock);
    // Before it is used: the old refresh token is worth nothing from now on.
    await writeLogin(renewed);
    return renewed;
  });
}

/** The client of a login, with or without a request to the server. */
export async function clientOf(
  { server, clientId, keyFile, dpopKey }: Pick<Login, 'server' | 'clientId' | 'keyFile' | 'dpopKey'>,
  metadata: oauth.ServerMetadata,
): Promise<{ configuration: oauth.Configuration; proof: oauth.DPoPOptions }> {
  const key = keyFile === undefined ? undefined : await readKey(keyFile);
  const configuration = new oauth.Configuration(metadata, clientId, undefined, authenticationBy(key));
  configuration.timeout = 10;
  if (new URL(server).protocol === 'http:') oauth.allowInsecureRequests(configuration);
  return { configuration, proof: { DPoP: oauth.getDPoPHandle(configuration, await keyOf(dpopKey)) } };
}

const authenticationBy = (key: SigningKey | undefined): oauth.ClientAuth =>
  key
    ? oauth.PrivateKeyJwt(key.kid === undefined ? key.privateKey : { key: key.privateKey, kid: key.kid })
    : oauth.None();

async function renew(login: Login, clock: Clock): Promise<Login> {
  const { server, refreshToken, scope, keyFile } = login;
  if (refreshToken === undefined && keyFile === undefined) throw ended(server);
  const { configuration, proof } = await clientOf(login, await discover(new URL(server)));
  const resource = adminResource(server);
  const tokens = await asked(server, async () => {
    try {
      return refreshToken === undefined
        ? await oauth.clientCredentialsGrant(configuration, { resource, scope }, proof)
        : await oauth.refreshTokenGrant(configuration, refreshToken, { resource }, proof);
    } catch (error) {
      if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') throw ended(server);
      throw error;
    }
  });
  return { ...login, ...tokensOf(tokens, clock), refreshToken: tokens.refresh_token ?? refreshToken };
}

const ended = (server: string) => new RefusedError(`the login at ${server} has ended: "${again(server)}" again`);

/** What a token response changes in a login. */
export const tokensOf = (
  {
    access_token: accessToken,
    expires_in: expiresIn = 60,
    refresh_token: refreshToken,
    scope,
  }: oauth.TokenEndpointResponse,
  clock: Clock,
) => ({
  accessToken,
  accessTokenEndsAt: Math.floor(clock() / 1000) + expiresIn,
  refreshToken,
  ...(scope !== undefined && { scope }),
});
