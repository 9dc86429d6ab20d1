/** `gatehouse logout`: ends a login at its server (RFC 7009), and removes it here. */
import * as oauth from 'openid-client';
import { printDone } from '../output.ts';
import { RefusedError, TryAgainError } from '../refused.ts';
import { trustFor } from '../token/authorities.ts';
import { discover } from '../token/server.ts';
import { asked } from '../token/server-errors.ts';
import { withLock } from './lock.ts';
import { fileOf, type Login, readLogin, removeLogin } from './logins.ts';
import { type ServerOption, serverOf } from './server-option.ts';
import { clientOf } from './session.ts';

interface LogoutOptions extends ServerOption {
  readonly json?: boolean;
  readonly quiet?: boolean;
  /** Remove the file, whatever the server says. */
  readonly local?: boolean;
}

/** Nothing is removed while the server is away: the refresh token would stay good there, and nobody could end it. */
export async function logout(options: LogoutOptions): Promise<void> {
  const server = serverOf(options);
  const revoked = await withLock(fileOf(server), async () => {
    const login = await loginOf(server, options.local);
    if (login) await revoke(login, server);
    await removeLogin(server);
    return login !== undefined;
  });
  const said = revoked ? `signed out at ${server}` : `removed the login at ${server}; at the server it was not ended`;
  printDone(said, { server, revoked }, options);
}

/** @returns nothing when the server is not to be asked */
async function loginOf(server: string, local: boolean | undefined): Promise<Login | undefined> {
  if (local) return undefined;
  const login = await readLogin(server);
  if (!login) throw new RefusedError(`nobody is signed in at ${server}`);
  return login;
}

async function revoke(login: Login, server: string): Promise<void> {
  await trustFor(new URL(server), undefined);
  try {
    await revokeAt(login);
  } catch (error) {
    if (!(error instanceof TryAgainError)) throw error;
    throw new TryAgainError(`${error.message} The login is still there; --local removes it here alone`);
  }
}

/** Ends the refresh token, with what came of it; without one, the access token. */
export async function revokeAt(login: Login): Promise<void> {
  const { server, refreshToken, accessToken } = login;
  const { configuration } = await clientOf(login, await discover(new URL(server)));
  await asked(server, () =>
    oauth.tokenRevocation(configuration, refreshToken ?? accessToken, {
      token_type_hint: refreshToken === undefined ? 'access_token' : 'refresh_token',
    }),
  );
}
