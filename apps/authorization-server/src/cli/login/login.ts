/** `gatehouse login`: signs in at a server elsewhere, and keeps the tokens for the commands that follow. */
import path from 'node:path';
import * as oauth from 'openid-client';
import { adminScopes } from '../../admin/access.ts';
import { printDone } from '../output.ts';
import { RefusedError, UsageError } from '../refused.ts';
import { trustFor } from '../token/authorities.ts';
import { showDeviceCode } from '../token/device-code.ts';
import { makeKey } from '../token/key-file.ts';
import { discover } from '../token/server.ts';
import { asked } from '../token/server-errors.ts';
import { apiAt } from './api-place.ts';
import { withLock } from './lock.ts';
import { fileOf, type Login, readLogin, writeLogin } from './logins.ts';
import { revokeAt } from './logout.ts';
import { type ServerOption, serverOf } from './server-option.ts';
import { adminResource, clientOf, tokensOf } from './session.ts';

interface LoginOptions extends ServerOption {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly clientId?: string;
  /** The private key of a client that signs in for itself. */
  readonly key?: string;
  readonly scope?: readonly string[];
  readonly acrValues?: string;
  /** The origin of the admin API, where it has one of its own. */
  readonly api?: string;
}

/** The public client that the server declares for this command. */
const ownClient = 'gatehouse-cli';

export async function login(options: LoginOptions): Promise<void> {
  const server = serverOf(options);
  if (options.key !== undefined && options.clientId === undefined)
    throw new UsageError('--key needs --client-id: the client that has this key');
  await trustFor(new URL(server), undefined);
  const { jwk } = await makeKey();
  const earlier = await readLogin(server).catch(() => undefined);
  const api = options.api === undefined ? earlier?.api : await apiAt(options.api, server);
  const scope = options.scope?.join(' ') ?? Object.keys(adminScopes).join(' ');
  const begun = {
    server,
    api,
    clientId: options.clientId ?? ownClient,
    keyFile: options.key === undefined ? undefined : path.resolve(options.key),
    dpopKey: jwk,
    since: Math.floor(Date.now() / 1000),
  };
  const metadata = await discover(new URL(server));
  const tokens = await (begun.keyFile === undefined ? byDevice : byKey)(begun, metadata, scope, options.acrValues);
  if (tokens.token_type.toLowerCase() !== 'dpop')
    throw new RefusedError(
      `${server} does not bind tokens to a key (DPoP): this login would be of use to others, so it is not kept`,
    );
  const made: Login = {
    ...begun,
    ...tokensOf(tokens, Date.now),
    scope: tokens.scope ?? scope,
    user: await userOf(begun, metadata, tokens),
  };
  await withLock(fileOf(server), () => writeLogin(made));
  // What nobody will use again is not left behind at the server; that it is away is no matter here.
  if (earlier) await revokeAt(earlier).catch(() => undefined);
  const { user, clientId } = made;
  printDone(
    `signed in at ${server} as ${user?.login ?? user?.subject ?? clientId}; it may: ${made.scope}`,
    { server, client_id: clientId, user: user?.login ?? user?.subject, scope: made.scope },
    options,
  );
}

type Begun = Pick<Login, 'server' | 'clientId' | 'keyFile' | 'dpopKey'>;
type Tokens = oauth.TokenEndpointResponse & oauth.TokenEndpointResponseHelpers;

/** The client signs in for itself (RFC 7523 section 2.2, RFC 6749 section 4.4). */
async function byKey(begun: Begun, metadata: oauth.ServerMetadata, scope: string): Promise<Tokens> {
  const { configuration, proof } = await clientOf(begun, metadata);
  const resource = adminResource(begun.server);
  return asked(begun.server, () => oauth.clientCredentialsGrant(configuration, { resource, scope }, proof));
}

/** A user signs in with a browser, on this machine or another (RFC 8628). */
async function byDevice(
  begun: Begun,
  metadata: oauth.ServerMetadata,
  scope: string,
  acrValues: string | undefined,
): Promise<Tokens> {
  const { configuration, proof } = await clientOf(begun, metadata);
  if (metadata.jwks_uri !== undefined) oauth.enableNonRepudiationChecks(configuration);
  const resource = adminResource(begun.server);
  const parameters = { resource, scope: `openid profile offline_access ${scope}` };
  const device = await asked(begun.server, () =>
    oauth.initiateDeviceAuthorization(configuration, {
      ...parameters,
      ...(acrValues !== undefined && { acr_values: acrValues }),
    }),
  );
  const stop = await showDeviceCode(device);
  try {
    return await asked(begun.server, () =>
      oauth.pollDeviceAuthorizationGrant(configuration, device, { resource }, proof),
    );
  } finally {
    stop();
  }
}

/** Whoever signed in, by the name that they know themselves by: the ID token need not hold it, userinfo does. */
async function userOf(begun: Begun, metadata: oauth.ServerMetadata, tokens: Tokens): Promise<Login['user']> {
  const subject = tokens.claims()?.sub;
  if (subject === undefined) return undefined;
  const { configuration, proof } = await clientOf(begun, metadata);
  const told = await oauth.fetchUserInfo(configuration, tokens.access_token, subject, proof).catch(() => undefined);
  return { subject, login: told?.preferred_username };
}
