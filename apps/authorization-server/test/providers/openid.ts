/** What providers with ID tokens have in common, for tests: codes, PKCE, signed tokens, keys. */
import { createHash, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { answerJson, formOf, type Listener, urlOf } from './providers.ts';

export type Claims = Readonly<Record<string, unknown>>;

export interface OpenIdOptions {
  /** Of ID tokens; for one of the tests' users. */
  readonly issuerOf: (user: Claims) => string;
  /** Whether the client has proved itself in the form of the token request. */
  readonly isClient: (form: URLSearchParams, authorization: string | undefined) => Promise<boolean> | boolean;
  /** What else is said of a user in an ID token. */
  readonly claimsOf?: (user: Claims) => Claims;
  readonly pkce: boolean;
}

export interface OpenId {
  /** Who is signed in there. A member of it goes into the ID token as it is, whatever it is. */
  user: Claims;
  /** The last authorization request. */
  asked: URLSearchParams;
  /** How often each endpoint was asked. */
  readonly counts: Record<'token' | 'userinfo', number>;
  /** A code for who is signed in, noted with the request. */
  codeFor(request: URLSearchParams): string;
  readonly token: Listener;
  readonly keys: Listener;
  readonly userinfo: Listener;
}

export async function createOpenId({ issuerOf, isClient, claimsOf, pkce }: OpenIdOptions): Promise<OpenId> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const kid = randomUUID();
  const codes = new Map<string, { readonly asked: URLSearchParams; readonly user: Claims }>();
  const tokens = new Map<string, Claims>();
  const counts = { token: 0, userinfo: 0 };

  async function redeem(form: URLSearchParams, authorization: string | undefined, response: ServerResponse) {
    const code = form.get('code') ?? '';
    const given = codes.get(code);
    if (!(await isClient(form, authorization))) return answerJson(response, 401, { error: 'invalid_client' });
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isGood =
      form.get('grant_type') === 'authorization_code' &&
      given !== undefined &&
      given.asked.get('redirect_uri') === form.get('redirect_uri') &&
      (!pkce || given.asked.get('code_challenge') === challenge);
    if (!isGood) return answerJson(response, 400, { error: 'invalid_grant' });
    const { asked, user } = given;
    const accessToken = randomUUID();
    tokens.set(accessToken, user);
    const nonce = asked.get('nonce');
    const claims: JWTPayload = {
      iss: issuerOf(user),
      aud: asked.get('client_id')!,
      ...(nonce !== null && { nonce }),
      ...(claimsOf ? claimsOf(user) : user),
    };
    const idToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid })
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    return answerJson(response, 200, {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3599,
      scope: asked.get('scope'),
      id_token: idToken,
    });
  }

  const openId: OpenId = {
    user: {},
    asked: new URLSearchParams(),
    counts,
    codeFor(request) {
      const code = `4/${randomUUID()}`;
      codes.set(code, { asked: request, user: openId.user });
      openId.asked = request;
      return code;
    },
    async token(request, response) {
      counts.token += 1;
      await redeem(await formOf(request), request.headers.authorization, response);
    },
    async keys(_request, response) {
      answerJson(response, 200, { keys: [{ ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' }] });
    },
    userinfo(request, response) {
      counts.userinfo += 1;
      const user = tokens.get(request.headers.authorization?.replace('Bearer ', '') ?? '');
      if (user) answerJson(response, 200, user);
      else response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end();
    },
  };
  return openId;
}

/** Sends the browser back with these parameters. */
export function leadBack(response: ServerResponse, asked: URLSearchParams, parameters: Record<string, string>): void {
  const back = new URL(asked.get('redirect_uri')!);
  back.search = new URLSearchParams({ ...parameters, state: asked.get('state') ?? '' }).toString();
  response.writeHead(302, { location: back.href }).end();
}

/** Answers by path. */
export const byPath =
  (paths: Readonly<Record<string, Listener>>): Listener =>
  (request, response) => {
    const listener = paths[urlOf(request).pathname];
    if (listener) void listener(request, response);
    else response.writeHead(404).end();
  };
