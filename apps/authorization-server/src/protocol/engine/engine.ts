/**
 * With `engine-steps.ts`, `engine-bearer.ts`, `engine-signing.ts`, `registered-client.ts` and `sign-in-cookies.ts` the only module that
 * reaches into oidc-provider: every deep import and every override of it is here, each with a contract test in
 * `test/protocol/engine/engine.test.ts` that fails when a new version of oidc-provider changes the ground.
 */

import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { KoaContextWithOIDC, Provider, TokenEndpointGrantContext } from 'oidc-provider';
import als from 'oidc-provider/lib/helpers/als.js';
import ServerChallenge from 'oidc-provider/lib/helpers/challenge.js';
import * as grants from 'oidc-provider/lib/helpers/grants.js';
import revokeGrant from 'oidc-provider/lib/helpers/revoke.js';
import { findToken } from 'oidc-provider/lib/helpers/token_find.js';
import instance from 'oidc-provider/lib/helpers/weak_cache.js';
import assembleParams from 'oidc-provider/lib/shared/assemble_params.js';
import clientAuth, { getClientAuthParams } from 'oidc-provider/lib/shared/client_auth.js';
import errorHandler from 'oidc-provider/lib/shared/error_handler.js';
import rejectDupes from 'oidc-provider/lib/shared/reject_dupes.js';
import { urlencoded as parseForm } from 'oidc-provider/lib/shared/selective_body.js';
import type { Client } from '../../directory/clients/clients.ts';
import type { TokenAlgorithm } from '../../directory/clients/token-algorithms.ts';
import type { TokenKey } from '../keys/keyring.ts';
import { adapterOf } from './adapter.ts';
import { keepConsentedClients } from './consented-client.ts';
import { signAsClientsAsk } from './engine-signing.ts';
import { ensureOidc, type Middleware, replaceSteps, type StepSeams } from './engine-steps.ts';
import { keepFreshSignIns } from './fresh-sign-in.ts';
import { compareSecretsByHash, findClientsWithRecord, unregisteredOf } from './registered-client.ts';
import { keepSessionUse } from './session-renewal.ts';
import { tieSignInsToBrowsers } from './sign-in-cookies.ts';
import { nameSuccessors } from './successor-names.ts';
import { forgetUpstreamSignIns } from './upstream-sign-ins.ts';

type GrantHandler = (ctx: TokenEndpointGrantContext) => Promise<void>;

const oidc = Symbol('oidc');

function defineOidcOnPrototype(provider: Provider): void {
  Object.defineProperty(provider.context, 'oidc', {
    configurable: true,
    get(this: { [oidc]?: unknown }) {
      this[oidc] ??= new (provider as unknown as { OIDCContext: new (ctx: unknown) => unknown }).OIDCContext(this);
      return this[oidc];
    },
  });
}

/**
 * AS-01. Koa derives protocol, host and address of a request from headers; oidc-provider builds URLs, DPoP `htu` and
 * audiences from them. Here they are the issuer's, and the address is the one our service worked out.
 */
function pinOrigin(provider: Provider, clientAddress: (request: IncomingMessage) => string): void {
  const issuer = new URL(provider.issuer);
  const pinned: Record<string, () => unknown> = {
    protocol: () => issuer.protocol.slice(0, -1),
    secure: () => issuer.protocol === 'https:',
    host: () => issuer.host,
    hostname: () => issuer.hostname,
    origin: () => issuer.origin,
  };
  for (const [name, get] of Object.entries(pinned))
    Object.defineProperty(provider.request, name, { configurable: true, get });
  Object.defineProperty(provider.request, 'ip', {
    configurable: true,
    get(this: { req: IncomingMessage }) {
      return clientAddress(this.req);
    },
  });
}

/** Answers of endpoints for machines are JSON, whatever `Accept` says; oidc-provider prefers a page where it names HTML. */
function answerMachinesInJson(provider: Provider, isForMachines: (path: string) => boolean): void {
  const accepts = Reflect.get(provider.request, 'accepts') as (...types: string[]) => unknown;
  Object.defineProperty(provider.request, 'accepts', {
    configurable: true,
    value(this: { path: string }, ...types: string[]) {
      return types.includes('html') && isForMachines(this.path) ? 'json' : accepts.apply(this, types);
    },
  });
}

/** AS-03: a `jti` is taken by one compare-and-set with the rest of the request, not by a look-up and a later insert. */
function takeReplayOnce(provider: Provider): void {
  const { ReplayDetection } = provider;
  ReplayDetection.unique = async (issuer: string, jti: string, expiresAtSeconds: number) => {
    await adapterOf(ReplayDetection).once(hash('sha256', `${issuer}${jti}`, 'base64url'), expiresAtSeconds);
    return true;
  };
}

/** Resumes in two tabs leave two rows of one session; signing out ends them all. */
function endWholeSession(provider: Provider): void {
  const destroy = Reflect.get(provider.Session.prototype, 'destroy');
  provider.Session.prototype.destroy = async function (this: InstanceType<typeof provider.Session>) {
    await destroy.call(this);
    await adapterOf(this).destroyByUid(this.uid);
  };
}

/** A cookie of a session that is gone begins none: oidc-provider keeps an empty one for each request that has such a cookie. */
function beginNoEmptySessions(provider: Provider): void {
  const get = Reflect.get(provider.Session, 'get');
  provider.Session.get = async function (this: typeof provider.Session, ctx) {
    const session = await get.call(this, ctx);
    const isNew = Reflect.get(session, 'new') === true;
    if (session.exp === undefined && !isNew) Object.defineProperty(session, 'new', { value: true });
    return session;
  };
}

/** After a refused form of the device flow oidc-provider saves the session that the browser does not have, and fails. */
function saveKnownSessionsOnly(provider: Provider): void {
  const persist = Reflect.get(provider.Session.prototype, 'persist');
  provider.Session.prototype.persist = async function (this: InstanceType<typeof provider.Session>) {
    return this.exp === undefined ? '' : persist.call(this);
  };
}

/** `http://localhost` without the port; the URI itself when it is none of localhost with one. */
const withoutPort = (uri: string): string => uri.replace(/^(http:\/\/localhost):\d+(?=[/?]|$)/u, '$1');

/**
 * AS-04: a redirect URI is equal to a registered one; a native client may choose the port of 127.0.0.1 and [::1] alone
 * (RFC 8252, section 7.3), while oidc-provider lets it choose that of localhost and of a post-logout redirect URI too. Agents that
 * nobody registered write http://localhost without a port, where nobody listens, and mean any: they get it.
 */
function compareRedirectUris(provider: Provider): void {
  const { prototype } = provider.Client;
  const allowed = Reflect.get(prototype, 'redirectUriAllowed');
  prototype.redirectUriAllowed = function (this: InstanceType<typeof provider.Client>, uri: string) {
    const isAddress = /^http:\/\/(?:127\.0\.0\.1|\[::1\])[:/]/u.test(uri);
    if (isAddress) return allowed.call(this, uri);
    const anyPort = unregisteredOf(this) && this.applicationType === 'native' ? withoutPort(uri) : uri;
    return this.redirectUris?.some((registered) => registered === uri || registered === anyPort) === true;
  };
  prototype.postLogoutRedirectUriAllowed = function (this: InstanceType<typeof provider.Client>, uri: string) {
    return this.postLogoutRedirectUris?.includes(uri) === true;
  };
}

/** oidc-provider posts the logout token while the user waits, and once; ours is written down, and sent afterwards (OPS-16). */
function noteLogouts(provider: Provider, noteLogout: EngineSeams['noteLogout']): void {
  const note = function (this: { clientId: string }, accountId: string, sid: string) {
    return noteLogout({ clientId: this.clientId, accountId, sid });
  };
  Object.assign(provider.Client.prototype, { backchannelLogout: note });
}

/** oidc-provider's page for `response_mode=form_post` is sent on by a script, which no page of ours may have. */
function replaceFormPost(provider: Provider, formPostPage: EngineSeams['formPostPage']): void {
  instance(provider).responseModes.set('form_post', (ctx, action, fields) => {
    ctx.status = 'error' in fields ? 400 : 200;
    ctx.type = 'html';
    ctx.body = formPostPage(ctx, action, fields);
  });
}

/** Nonces that an older secret made are good until they have expired (RFC 9449, section 8); oidc-provider knows one secret. */
function acceptOlderNonces(provider: Provider, secrets: readonly [Buffer, ...Buffer[]]): void {
  const challenges = secrets.map((secret) => new ServerChallenge(secret, 'DPoP'));
  instance(provider).DPoPNonces = {
    nextChallenge: () => (challenges[0] as ServerChallenge).nextChallenge(),
    checkChallenge: (nonce) => challenges.some((challenge) => challenge.checkChallenge(nonce)),
  };
}

/** Userinfo of oidc-provider takes no token that is for an API, and finds no JWT; ours takes what the token says of itself. */
function acceptTokensOfApis(provider: Provider, read: EngineSeams['userinfoToken']): void {
  const { AccessToken } = provider;
  type Token = InstanceType<typeof AccessToken>;
  const find = Reflect.get(AccessToken, 'find') as (value: string, options?: object) => Promise<Token | undefined>;
  const findForUserinfo = async (value: string, options?: object) => {
    if (als.getStore()?.oidc.route !== 'userinfo') return find.call(AccessToken, value, options);
    // Opaque tokens have no dots.
    const stored = value.includes('.') ? undefined : await find.call(AccessToken, value, options);
    if (stored && stored.aud === undefined) return stored;
    const token = stored ? read.ofStored(stored) : await read.ofJwt(value);
    return token && new AccessToken(token as never);
  };
  Object.assign(AccessToken, { find: findForUserinfo });
}

/** What the overrides need from the rest of the server. */
export interface EngineSeams {
  readonly clientAddress: (request: IncomingMessage) => string;
  /** Whether nobody but machines speaks to this path. */
  readonly isForMachines: (path: string) => boolean;
  /**
   * The client, or undefined when it is unknown or disabled.
   * @param asks it asks for something now; otherwise it is only spoken of
   */
  readonly findClient: (clientId: string, asks: boolean) => Promise<Client | undefined>;
  readonly secretMatches: (client: Client, secret: string) => boolean;
  /** The first makes nonces, all are accepted. */
  readonly dpopNonceSecrets: readonly [Buffer, ...Buffer[]];
  readonly steps: StepSeams;
  /** The key of the algorithm that signs now, made if there was none. */
  readonly signingKey: (algorithm: TokenAlgorithm) => Promise<TokenKey>;
  /** What a token for an API opens at userinfo. */
  readonly userinfoToken: {
    readonly ofJwt: (value: string) => Promise<object | undefined>;
    readonly ofStored: (token: InstanceType<Provider['AccessToken']>) => object;
  };
  /** A client is to be told that a session has ended. */
  readonly noteLogout: (notice: { clientId: string; accountId: string; sid: string }) => Promise<void>;
  /** The refresh token that takes the place of the one that a request uses up; undefined: one made by chance. */
  readonly successorOf: (ctx: TokenEndpointGrantContext) => Promise<string | undefined>;
  /** Whether users may sign in by the connection of that name. */
  readonly letsIn: (connection: string) => boolean;
  /** The page whose form takes an authorization response to the client. */
  readonly formPostPage: (ctx: KoaContextWithOIDC, action: string, fields: Record<string, string>) => string;
}

/** Where a client asks for authorization or tokens. Signing out, for one, must not depend on the server that has its document. */
const askingRoutes: ReadonlySet<string> = new Set([
  'authorization',
  'resume',
  'pushed_authorization_request',
  'device_authorization',
  'token',
]);

/** Applies every override to a freshly built provider. */
export function overrideEngine(provider: Provider, seams: EngineSeams): void {
  defineOidcOnPrototype(provider);
  pinOrigin(provider, seams.clientAddress);
  answerMachinesInJson(provider, seams.isForMachines);
  findClientsWithRecord(provider, (clientId) =>
    seams.findClient(clientId, askingRoutes.has(als.getStore()?.oidc.route ?? '')),
  );
  tieSignInsToBrowsers(provider);
  compareSecretsByHash(provider, seams.secretMatches);
  takeReplayOnce(provider);
  endWholeSession(provider);
  saveKnownSessionsOnly(provider);
  beginNoEmptySessions(provider);
  compareRedirectUris(provider);
  noteLogouts(provider, seams.noteLogout);
  replaceFormPost(provider, seams.formPostPage);
  acceptOlderNonces(provider, seams.dpopNonceSecrets);
  keepFreshSignIns(provider);
  forgetUpstreamSignIns(provider, seams.letsIn);
  keepConsentedClients(provider);
  keepSessionUse(provider);
  nameSuccessors(provider, seams.successorOf);
  replaceSteps(provider, seams.steps);
  signAsClientsAsk(provider, seams.signingKey);
  acceptTokensOfApis(provider, seams.userinfoToken);
}

/** Puts a function around one of oidc-provider's own grant handlers; oidc-provider's stays as it is and is called by ours. */
export function wrapGrant(
  provider: Provider,
  grantType: string,
  wrap: (ctx: TokenEndpointGrantContext, original: GrantHandler) => Promise<void>,
): void {
  const handlers = instance(provider).grantTypeHandlers as Map<string, GrantHandler>;
  const original = handlers.get(grantType);
  if (!original) throw new TypeError(`oidc-provider has no handler for the grant ${grantType}`);
  handlers.set(grantType, (ctx) => wrap(ctx, original));
}

/** The handler of a grant as it is now, with all that is wrapped around it. */
export function grantHandler(provider: Provider, grantType: string): GrantHandler {
  const handler = (instance(provider).grantTypeHandlers as Map<string, GrantHandler>).get(grantType);
  if (!handler) throw new TypeError(`oidc-provider has no handler for the grant ${grantType}`);
  return handler;
}

/**
 * Adds a POST endpoint of ours to oidc-provider's: its client authentication and its error answers, then our handler.
 * @param parameters what the form may hold beside the client's credentials; the rest is dropped
 */
export function addClientEndpoint(
  provider: Provider,
  { name, path, parameters }: { name: string; path: string; parameters: readonly string[] },
  handler: (ctx: KoaContextWithOIDC) => Promise<void>,
): void {
  const assemble: Middleware = (ctx, next) =>
    assembleParams(new Set([...parameters, ...getClientAuthParams(ctx)]), ctx, next);
  const steps = [ensureOidc, errorHandler(`${name}.error`), parseForm, assemble, ...clientAuth];
  instance(provider).router.post(name, path, ...([...steps, rejectDupes.bind(undefined, {}), handler] as never[]));
}

/** How oidc-provider finds and revokes what it stored. */
export const engineTokens: {
  find(provider: Provider, token: string, hint: string | undefined): Promise<StoredToken | undefined>;
  revokeGrant(ctx: KoaContextWithOIDC, grantId: string | undefined): Promise<void>;
} = { find: findToken as never, revokeGrant };

/** An opaque access token or a refresh token. */
type StoredToken = Pick<
  InstanceType<Provider['AccessToken']>,
  'clientId' | 'accountId' | 'grantId' | 'exp' | 'destroy'
> & { readonly kind: 'AccessToken' | 'ClientCredentials' | 'RefreshToken' };

/** oidc-provider's own checks, for grants of ours. */
export const grantChecks = grants;
