/**
 * The upstream side of a sign-in: an authorization request with state, nonce and PKCE, and the answer to it, checked. The protocol is
 * openid-client's; every request goes out by the outbound guard. What a kind of provider has of its own lies in `kinds.ts`.
 */
import * as client from 'openid-client';
import type { OutboundFetch } from '../../../delivery/outbound/guard.ts';
import { type Acr, acrLevels } from '../../accounts/assurance.ts';
import type { Connection } from '../connections.ts';
import { type MappedClaims, mapClaims, nameAt, type RawClaims, subjectAt } from '../mapping.ts';
import { subjectPlace } from '../subject-place.ts';
import { addedBy, sidIn } from './claims-that-count.ts';
import { createConfigurations } from './configurations.ts';
import { UpstreamFailed } from './failed.ts';
import { failureOf } from './failure-of.ts';
import type { Ask, Kind, Said } from './kind.ts';
import { kinds } from './kinds.ts';
import { createLogoutTokens, type ReadLogoutToken } from './logout-token.ts';
import { claimsParameterOf, saysEnough } from './wanted-claims.ts';

export interface UpstreamDependencies {
  readonly fetch: OutboundFetch;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What is wanted of the upstream. */
export interface UpstreamWish {
  /** Where it answers to. */
  readonly redirectUri: string;
  /** Begins the state; so the callback knows whose it is before anything is looked up. */
  readonly statePrefix?: string | undefined;
  readonly loginHint?: string | undefined;
  readonly uiLocales?: string | undefined;
  /** How long ago the user may have proved who they are there, in seconds. 0: now. */
  readonly maxAgeSeconds?: number | undefined;
  /** The level of ours that is wanted. */
  readonly acr?: Acr | undefined;
  /** `select_account`, where the user said that they are somebody else. */
  readonly prompt?: 'login' | 'select_account' | undefined;
}

/** What must be remembered of a request, on the server, until its answer is here. */
export interface UpstreamRequest {
  readonly connection: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly nonce?: string;
  readonly codeVerifier?: string;
  readonly maxAgeSeconds?: number;
}

/** A user of the upstream, proved. */
export interface UpstreamUser {
  readonly issuer: string;
  readonly subject: string;
  /** All that it said. */
  readonly claims: RawClaims;
  readonly mapped: MappedClaims;
  /** The level of ours that the connection is trusted for and the answer says. */
  readonly acr: Acr | undefined;
  /** When the user proved who they are, in seconds since the epoch, if it says so. */
  readonly authTimeSeconds: number | undefined;
  /** The upstream's name for its session. */
  readonly sid: string | undefined;
  readonly tokens: UpstreamTokens;
}

/** Tokens of the upstream, to be kept sealed or not at all. */
export interface UpstreamTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope?: string;
  /** In seconds since the epoch. */
  readonly expires_at?: number;
}

/** All throw UpstreamFailed. */
export interface Upstream {
  /** Where the browser is sent, and what is to be remembered. */
  begin(connection: Connection, wish: UpstreamWish): Promise<{ readonly url: URL; readonly request: UpstreamRequest }>;
  /** @param answer the parameters with which the browser came to the callback, whichever way */
  finish(connection: Connection, request: UpstreamRequest, answer: URLSearchParams): Promise<UpstreamUser>;
  /** The user again, by the refresh token. `denied`: the upstream lets the user in no more. */
  again(connection: Connection, tokens: UpstreamTokens, user: { readonly subject: string }): Promise<UpstreamUser>;
  /** What a logout token says, proved. LogoutTokenRefused when it is not good. */
  readonly readLogout: ReadLogoutToken;
}

export function createUpstream({ fetch, clock }: UpstreamDependencies): Upstream {
  const configurations = createConfigurations({ fetch, clock });
  const nowSeconds = () => Math.floor(clock() / 1000);

  const asked = async (connection: Connection, action: () => Promise<UpstreamUser>): Promise<UpstreamUser> => {
    try {
      return await action();
    } catch (error) {
      const failed = failureOf(error);
      // What is known of it may be old: another key, another secret.
      if (failed.failure !== 'denied') configurations.forget(connection);
      throw failed;
    }
  };

  async function userOf(
    connection: Connection,
    config: client.Configuration,
    answer: Answer,
    { subject: expectedSubject, beside = {} }: { readonly subject?: string; readonly beside?: RawClaims },
  ): Promise<UpstreamUser> {
    const kind = kinds[connection.kind] as Kind;
    const signed = await saidBy(connection, config, answer, expectedSubject);
    const said = { ...signed, claims: { ...beside, ...signed.claims } };
    const ask: Ask = (url, headers = {}) => askedWith(config, answer.access_token, url, headers);
    const claims = (await kind.complete?.(connection, said, ask)) ?? said.claims;
    const fault = kind.fault?.(connection, claims);
    if (fault !== undefined) throw new UpstreamFailed('denied', fault);
    const subject = said.idToken ? nameAt(claims, 'sub') : subjectAt(claims, subjectPlace(connection));
    if (subject === undefined)
      throw new UpstreamFailed(
        'invalid_answer',
        `the answer has no ${subjectPlace(connection)} that could be a subject`,
      );
    return {
      issuer: said.idToken ? String(claims['iss']) : config.serverMetadata().issuer,
      subject,
      claims,
      mapped: mapClaims(connection.mapping, claims),
      acr: said.idToken ? levelSaid(connection, claims) : undefined,
      authTimeSeconds: typeof claims['auth_time'] === 'number' ? claims['auth_time'] : undefined,
      sid: sidIn(claims),
      tokens: tokensOf(answer, nowSeconds()),
    };
  }

  return {
    readLogout: createLogoutTokens({ fetch, clock, configurations }),
    async begin(connection, wish) {
      const config = await configurations.of(connection);
      const kind = kinds[connection.kind] as Kind;
      const isOpenId = 'discover' in kind.server(connection);
      const request: UpstreamRequest = {
        connection: connection.name,
        redirectUri: wish.redirectUri,
        state: (wish.statePrefix ?? '') + client.randomState(),
        ...(isOpenId && { nonce: client.randomNonce() }),
        ...(kind.pkce?.(connection) !== false && { codeVerifier: client.randomPKCECodeVerifier() }),
        ...(wish.maxAgeSeconds !== undefined && kind.saysWhen && { maxAgeSeconds: wish.maxAgeSeconds }),
      };
      try {
        return { url: await authorizationUrl(connection, config, request, wish), request };
      } catch (error) {
        // An authorization_endpoint to which nobody is sent.
        throw failureOf(error);
      }
    },

    finish: (connection, request, answer) =>
      asked(connection, async () => {
        const config = await configurations.of(connection);
        const { state, nonce, codeVerifier, maxAgeSeconds, redirectUri } = request;
        const callback = new URL(redirectUri);
        callback.search = answer.toString();
        const tokens = await client.authorizationCodeGrant(config, callback, {
          expectedState: state,
          ...(nonce !== undefined && { expectedNonce: nonce, idTokenExpected: true }),
          ...(codeVerifier !== undefined && { pkceCodeVerifier: codeVerifier }),
          ...(maxAgeSeconds !== undefined && { maxAge: maxAgeSeconds }),
        });
        const beside = (kinds[connection.kind] as Kind).besideCode?.(answer) ?? {};
        return userOf(connection, config, tokens, { beside });
      }),

    again: (connection, { refresh_token: refreshToken }, { subject }) =>
      asked(connection, async () => {
        if (refreshToken === undefined) throw new UpstreamFailed('denied', 'no refresh token of the upstream is kept');
        const config = await configurations.of(connection);
        const answer = await client.refreshTokenGrant(config, refreshToken);
        const user = await userOf(connection, config, answer, { subject });
        const { tokens } = user;
        return { ...user, tokens: { ...tokens, refresh_token: tokens.refresh_token ?? refreshToken } };
      }),
  };
}

type Answer = Awaited<ReturnType<typeof client.authorizationCodeGrant>>;

const tokensOf = (answer: Answer, nowSeconds: number): UpstreamTokens => ({
  access_token: answer.access_token,
  ...(answer.refresh_token !== undefined && { refresh_token: answer.refresh_token }),
  ...(answer.id_token !== undefined && { id_token: answer.id_token }),
  ...(answer.scope !== undefined && { scope: answer.scope }),
  ...(answer.expires_in !== undefined && { expires_at: nowSeconds + answer.expires_in }),
});

async function authorizationUrl(
  connection: Connection,
  config: client.Configuration,
  { state, nonce, codeVerifier, maxAgeSeconds, redirectUri }: UpstreamRequest,
  { loginHint, uiLocales, acr, prompt }: UpstreamWish,
): Promise<URL> {
  const kind = kinds[connection.kind] as Kind;
  const scope = connection.scope ?? kind.scope;
  const wanted = acr === undefined ? [] : (connection.required_acr[acr]?.request ?? []);
  const claims = nonce === undefined ? undefined : claimsParameterOf(connection, scope, config.serverMetadata());
  return client.buildAuthorizationUrl(config, {
    ...kind.parameters?.(connection),
    redirect_uri: redirectUri,
    // An empty one is no scope (RFC 6749, section 3.3).
    ...(scope !== '' && { scope }),
    ...(claims !== undefined && { claims }),
    state,
    ...(nonce !== undefined && { nonce }),
    ...(codeVerifier !== undefined && {
      code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }),
    ...(kind.responseMode !== undefined && { response_mode: kind.responseMode }),
    ...(loginHint !== undefined && { login_hint: loginHint }),
    ...(uiLocales !== undefined && { ui_locales: uiLocales }),
    ...(maxAgeSeconds !== undefined && { max_age: String(maxAgeSeconds) }),
    ...(prompt !== undefined && kind.prompt !== 'none' && { prompt: kind.prompt ?? prompt }),
    ...(wanted.length > 0 && { acr_values: wanted.join(' ') }),
  });
}

/** What is said of the user: by the ID token and, for what it lacks, by the userinfo endpoint. */
async function saidBy(
  connection: Connection,
  config: client.Configuration,
  answer: Answer,
  expectedSubject: string | undefined,
): Promise<Said> {
  const server = (kinds[connection.kind] as Kind).server(connection);
  if ('userinfo' in server) {
    const claims = await askedWith(config, answer.access_token, server.userinfo, {});
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
      throw new UpstreamFailed('invalid_answer', 'the userinfo endpoint does not answer an object');
    return { claims: claims as RawClaims, idToken: false };
  }
  const claims = answer.claims();
  if (claims && expectedSubject !== undefined && claims.sub !== expectedSubject)
    throw new UpstreamFailed('invalid_answer', 'the ID token is of another user');
  const subject = claims?.sub ?? expectedSubject;
  const { userinfo_endpoint: userinfo } = config.serverMetadata();
  const isEnough = claims !== undefined && saysEnough(connection, claims, config.serverMetadata());
  if (isEnough || userinfo === undefined || subject === undefined)
    return { claims: { ...claims }, idToken: claims !== undefined };
  const more = await client.fetchUserInfo(config, answer.access_token, subject).catch((cause: unknown) => {
    if (!(cause instanceof client.WWWAuthenticateChallengeError)) throw cause;
    throw new UpstreamFailed('invalid_answer', 'the userinfo endpoint refuses the access token', { cause });
  });
  // What the ID token says of the sign-in is signed; userinfo adds to it and never replaces it.
  const issuer = config.serverMetadata().issuer;
  return { claims: { ...addedBy(connection, more, claims ?? {}), iss: issuer, ...claims }, idToken: true };
}

/** A GET with the access token. */
async function askedWith(
  config: client.Configuration,
  accessToken: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<unknown> {
  const response = await client.fetchProtectedResource(
    config,
    accessToken,
    new URL(url),
    'GET',
    undefined,
    new Headers({ accept: 'application/json', ...headers }),
  );
  if (response.status >= 500 || response.status === 429)
    throw new UpstreamFailed('unavailable', `${new URL(url).origin} answers ${response.status}`);
  if (response.status !== 200)
    throw new UpstreamFailed('invalid_answer', `${new URL(url).origin} answers ${response.status} to the access token`);
  try {
    return await response.json();
  } catch (cause) {
    throw new UpstreamFailed('invalid_answer', `${new URL(url).origin} does not answer JSON`, { cause });
  }
}

/** The highest level that the claims reach by what the connection is trusted for. */
function levelSaid({ required_acr: trusted }: Connection, { acr, amr }: RawClaims): Acr | undefined {
  const methods = Array.isArray(amr) ? (amr as unknown[]) : [];
  return acrLevels.findLast((level) => {
    const rule = trusted[level];
    return rule !== undefined && (rule.acr.some((one) => one === acr) || rule.amr.some((one) => methods.includes(one)));
  });
}
