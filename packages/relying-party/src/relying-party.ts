/**
 * This application as a relying party (OpenID Connect Core) of one authorization server: authorization code with PKCE
 * (S256), state and nonce, one resource (RFC 8707), refresh, tokens bound to a key of this process if they are to be
 * (DPoP, RFC 9449), and logout (OpenID Connect RP-Initiated Logout).
 * Everything of the protocol is openid-client's; here are the choices, and what its errors mean to a user.
 */
import * as client from 'openid-client';
import { type ConfigurationOptions, rememberConfiguration } from './configuration.ts';
import { IssuerUnavailable, SessionEnded, SignInRefused } from './errors.ts';
import type { Tokens, User } from './session.ts';
import type { Transaction } from './transaction.ts';

/** What the relying party has to know. */
export interface RelyingPartyOptions extends ConfigurationOptions {
  readonly redirectUri: string;
  readonly postLogoutRedirectUri: string;
  readonly resource: string;
  readonly scope: string;
  /** Whether access tokens are bound to a key that this process makes and that never leaves it (DPoP). Default: not. */
  readonly dpop?: boolean | undefined;
}

/** What a new sign-in is for. */
export interface SignInPurpose {
  readonly returnTo: string;
  /** `acr_values` (OpenID Connect Core section 3.1.2.1), for a step-up. */
  readonly acrValues?: readonly string[] | undefined;
  readonly maxAgeSeconds?: number | undefined;
  readonly subject?: string | undefined;
  /** Who is expected (`login_hint`), so that nobody types a name twice. */
  readonly login?: string | undefined;
}

/** The relying party's side of each flow. All throw IssuerUnavailable when the authorization server is away. */
export interface RelyingParty {
  /** Where to send the browser, and what to remember until it is back. */
  start(purpose: SignInPurpose): Promise<{ url: URL; transaction: Transaction }>;
  /** Redeems the code. @throws SignInRefused */
  finish(callbackUrl: URL, transaction: Transaction): Promise<{ user: User; tokens: Tokens }>;
  /** New tokens for old ones. @throws SessionEnded */
  refresh(tokens: Tokens): Promise<Tokens>;
  /** Where to send the browser to end the session at the authorization server too. */
  endSessionUrl(idToken: string): Promise<URL | undefined>;
  /** Where the keys of the authorization server are. */
  jwksUri(): Promise<string>;
  /** Calls a protected resource. @throws client.WWWAuthenticateChallengeError when it answers with a challenge */
  fetchResource(accessToken: string, url: URL, method: string, content?: ResourceContent): Promise<Response>;
}

/** What a call of a protected resource carries. */
export interface ResourceContent {
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** Makes the relying party; nothing is requested before the first flow. */
export function createRelyingParty(options: RelyingPartyOptions): RelyingParty {
  const configuration = rememberConfiguration(options);
  const tokensFrom = tokenReader(options);
  const proofs = options.dpop === true ? proofMaker() : () => Promise.resolve({});

  return {
    start: async (purpose) => startSignIn(await configuration.get(), options, purpose),

    async finish(callbackUrl, transaction) {
      const config = await configuration.get();
      try {
        const answer = await redeemCode(config, callbackUrl, transaction, options.resource, await proofs(config));
        const claims = answer.claims();
        if (claims === undefined) throw new SignInRefused('invalid_response', 'no ID token');
        return { user: userFrom(claims), tokens: tokensFrom(answer) };
      } catch (error) {
        if (isClientRefused(error)) configuration.forget();
        throw error instanceof SignInRefused ? error : signInError(error);
      }
    },

    async refresh(tokens) {
      if (tokens.refreshToken === undefined) throw new SessionEnded('there is no refresh token');
      const config = await configuration.get();
      try {
        const { resource } = options;
        const proof = await proofs(config);
        const answer = await client.refreshTokenGrant(config, tokens.refreshToken, { resource }, proof);
        return tokensFrom(answer, tokens);
      } catch (error) {
        if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') {
          throw new SessionEnded('the refresh token is no longer good', { cause: error });
        }
        if (isClientRefused(error)) configuration.forget();
        throw new IssuerUnavailable('the tokens could not be refreshed', { cause: error });
      }
    },

    async endSessionUrl(idToken) {
      const config = await configuration.get();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: options.postLogoutRedirectUri,
      });
    },

    async jwksUri() {
      const uri = (await configuration.get()).serverMetadata().jwks_uri;
      if (uri === undefined) throw new IssuerUnavailable('the authorization server publishes no keys');
      return uri;
    },

    async fetchResource(accessToken, url, method, { body, headers } = { body: undefined, headers: new Headers() }) {
      const config = await configuration.get();
      const proof = await proofs(config);
      return client.fetchProtectedResource(config, accessToken, url, method, body, headers, proof);
    },
  };
}

/**
 * Proofs of one key, made when the first is needed. The tokens end with the process, and so does the key.
 * A handle remembers the nonces of each server.
 */
function proofMaker(): (config: client.Configuration) => Promise<client.DPoPOptions> {
  let pair: Promise<client.CryptoKeyPair> | undefined;
  const handles = new WeakMap<client.Configuration, client.DPoPHandle>();
  return async (config) => {
    pair ??= client.randomDPoPKeyPair('ES256');
    const keys = await pair;
    const handle = handles.get(config) ?? client.getDPoPHandle(config, keys);
    handles.set(config, handle);
    return { DPoP: handle };
  };
}

/** The authorization request, with what has to be remembered until its answer. */
async function startSignIn(
  config: client.Configuration,
  { redirectUri, scope, resource }: RelyingPartyOptions,
  { returnTo, acrValues, maxAgeSeconds, subject, login }: SignInPurpose,
): Promise<{ url: URL; transaction: Transaction }> {
  const codeVerifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    resource,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
    ...(login !== undefined && { login_hint: login }),
    ...(acrValues && { acr_values: acrValues.join(' ') }),
    ...(maxAgeSeconds !== undefined && { max_age: String(maxAgeSeconds) }),
  });
  return { url, transaction: { state, nonce, codeVerifier, returnTo, maxAgeSeconds, subject } };
}

function redeemCode(
  config: client.Configuration,
  callbackUrl: URL,
  { state, nonce, codeVerifier, maxAgeSeconds }: Transaction,
  resource: string,
  proofs: client.DPoPOptions,
): ReturnType<typeof client.authorizationCodeGrant> {
  const checks = {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
    ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
  };
  return client.authorizationCodeGrant(config, callbackUrl, checks, { resource }, proofs);
}

type TokenAnswer = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

/** Reads tokens out of an answer; what it leaves out is as it was in the old ones (RFC 6749 section 6). */
function tokenReader({ scope, nowMs = () => performance.now() }: RelyingPartyOptions) {
  return (answer: TokenAnswer, old?: Tokens): Tokens => {
    const idToken = answer.id_token ?? old?.idToken;
    if (idToken === undefined) throw new SignInRefused('invalid_response', 'no ID token');
    return {
      accessToken: answer.access_token,
      expiresAtMs: nowMs() + (answer.expires_in ?? 60) * 1000,
      refreshToken: answer.refresh_token ?? old?.refreshToken,
      idToken,
      scopes: answer.scope?.split(' ') ?? old?.scopes ?? scope.split(' '),
    };
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function userFrom(claims: client.IDToken): User {
  return {
    subject: claims.sub,
    name: text(claims['name']) ?? text(claims['preferred_username']) ?? text(claims['email']) ?? claims.sub,
    email: text(claims['email']),
    login: text(claims['preferred_username']) ?? text(claims['email']),
    sid: text(claims['sid']),
    authTimeSeconds: claims.auth_time,
  };
}

/** Codes of openid-client that say "no proper answer came", as against "the answer was not the expected one". */
const noAnswer = new Set<unknown>([undefined, 'OAUTH_TIMEOUT', 'OAUTH_ABORT', 'OAUTH_RESPONSE_IS_NOT_CONFORM']);

function signInError(error: unknown): Error {
  if (error instanceof client.AuthorizationResponseError) return new SignInRefused(error.error, error);
  if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') {
    return new SignInRefused('invalid_grant', error);
  }
  if (error instanceof client.ClientError && !noAnswer.has(error.code)) {
    return new SignInRefused('invalid_response', error);
  }
  return new IssuerUnavailable('the code could not be redeemed', { cause: error });
}

/** Whether the server did not know us: with a challenge, or by its error code (RFC 6749 section 5.2). */
function isClientRefused(error: unknown): boolean {
  if (error instanceof client.WWWAuthenticateChallengeError) return error.status === 401;
  return error instanceof client.ResponseBodyError && error.error === 'invalid_client';
}
