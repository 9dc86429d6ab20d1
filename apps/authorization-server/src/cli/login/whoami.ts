/** `gatehouse whoami`: who is signed in where, and what that login may do. */
import { printRows, textOf } from '../output.ts';
import { trustFor } from '../token/authorities.ts';
import { bindingOf, decoded, fromNow } from '../token/claims.ts';
import { type Login, listLogins } from './logins.ts';
import { type ServerOption, serverOf } from './server-option.ts';
import { freshLogin } from './session.ts';

interface WhoamiOptions extends ServerOption {
  readonly json?: boolean;
}

/** Without a server, of all; with one, its access token is renewed when it has ended, which shows whether the login is good. */
export async function whoami(options: WhoamiOptions): Promise<void> {
  if (!options.server && !process.env['GATEHOUSE_SERVER']) {
    const logins = await listLogins();
    printRows(
      logins.map((login) => ({ server: login.server, ...identityOf(login), signed_in: timeOf(login.since) })),
      options,
    );
    return;
  }
  const server = serverOf(options);
  await trustFor(new URL(server), undefined);
  const login = await freshLogin(server, Date.now);
  const document = documentOf(login);
  if (options.json) process.stdout.write(`${JSON.stringify(document)}\n`);
  else for (const [name, value] of Object.entries(document)) if (value) process.stdout.write(lineOf(name, value));
}

const lineOf = (name: string, value: unknown): string =>
  `${name.replaceAll('_', ' ').padEnd(14)}  ${textOf(Array.isArray(value) ? value.join(' ') : value)}\n`;

const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/u, 'Z');

const identityOf = ({ user, clientId }: Login) => ({ user: user?.login ?? user?.subject, client_id: clientId });

function documentOf(login: Login) {
  const { server, api, since, scope, accessToken, accessTokenEndsAt, refreshToken } = login;
  const claims = decoded(accessToken)?.claims ?? {};
  const { roles } = claims;
  return {
    server,
    admin_api: api,
    ...identityOf(login),
    roles: Array.isArray(roles) ? roles.map(String) : undefined,
    scopes: scope.split(' '),
    bound: bindingOf(claims),
    signed_in: timeOf(since),
    access_token: `ends ${fromNow(accessTokenEndsAt - Date.now() / 1000)} (${timeOf(accessTokenEndsAt)})`,
    renewal: refreshToken === undefined ? 'by the key of the client' : 'by a refresh token',
  };
}
