/**
 * Signing in to the account pages: an authorization request to this very server, so that every rule of signing in holds
 * here too. What counts afterwards is the server's own session; the code that comes back is not used.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { HttpError } from '@gatehouse/http';
import { readCookie } from '@gatehouse/http/cookies';
import type { Request, Response } from 'express';
import { accountCallbackPath, accountClientId } from '../../directory/clients/built-in.ts';

const cookieName = '__Host-gatehouse_account';
const attributes = 'Path=/; Secure; HttpOnly; SameSite=Lax';
/** Pages that one may be led back to. */
const ownPath = /^\/account(?:\/[\w-]+)*$/u;

/** What the sign-in must reach. */
export interface SignInDemand {
  /** The path to come back to. */
  readonly returnTo: string;
  readonly maxAgeSeconds?: number | undefined;
  readonly acr?: string | undefined;
  readonly locale?: string | undefined;
}

const digest = (value: string) => createHash('sha256').update(value).digest();

/** Sends the user to the sign-in; `signInCallback` brings them back. */
export function startSignIn(issuer: string, response: Response, demand: SignInDemand): void {
  const state = randomBytes(32).toString('base64url');
  const returnTo = ownPath.test(demand.returnTo) ? demand.returnTo : '/account';
  response.appendHeader(
    'set-cookie',
    `${cookieName}=${state}.${encodeURIComponent(returnTo)}; ${attributes}; Max-Age=3600`,
  );
  const parameters = new URLSearchParams({
    client_id: accountClientId,
    redirect_uri: `${issuer}${accountCallbackPath}`,
    response_type: 'code',
    scope: 'openid',
    state,
    code_challenge: digest(randomBytes(32).toString('base64url')).toString('base64url'),
    code_challenge_method: 'S256',
    ...(demand.maxAgeSeconds === undefined ? {} : { max_age: String(demand.maxAgeSeconds) }),
    ...(demand.acr === undefined ? {} : { acr_values: demand.acr }),
    ...(demand.locale === undefined ? {} : { ui_locales: demand.locale }),
  });
  response.redirect(303, `/auth?${parameters.toString()}`);
}

/** Where the user wanted to go. Throws HttpError when the answer belongs to no sign-in of this browser, or is a refusal. */
export function signInCallback(request: Request, response: Response): string {
  const cookie = /^([\w-]{43})\.(.*)$/u.exec(readCookie(request, cookieName) ?? '');
  const { state, error } = request.query;
  const [, expected = '', returnTo = ''] = cookie ?? [];
  if (typeof state !== 'string' || expected === '' || !timingSafeEqual(digest(state), digest(expected))) {
    throw new HttpError(400, 'session_not_found', 'this sign-in belongs to another browser or tab');
  }
  response.appendHeader('set-cookie', `${cookieName}=; ${attributes}; Max-Age=0`);
  if (error !== undefined) throw new HttpError(403, 'access_denied', 'the sign-in was cancelled');
  const path = decodeURIComponent(returnTo);
  return ownPath.test(path) ? path : '/account';
}
