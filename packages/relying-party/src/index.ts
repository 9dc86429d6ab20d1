/**
 * What an application is that signs users in: a relying party of one authorization server whose tokens stay on the server. It owns
 * the sessions, the way of a browser to the authorization server and back, calls with tokens that are renewed, and logout from
 * either side. Pages, routes and sentences are each application's own. The way of a user:
 *
 * 1. `sign-in.ts`              to the authorization server and back, by `relying-party.ts`, remembered in `transaction.ts`
 * 2. `session.ts`              who is signed in, with the tokens
 * 3. `renewed-call.ts`         calls of an API
 * 4. `back-channel-logout.ts`  the end that the authorization server tells of, by `logout-token.ts`
 */
export { backChannelLogoutRoute } from './back-channel-logout.ts';
export { IssuerUnavailable, SessionEnded, SignInRefused } from './errors.ts';
export { createLogoutTokens } from './logout-token.ts';
export { createRelyingParty, type RelyingParty } from './relying-party.ts';
export { challengeOf, createRenewedCall, type RenewedCall } from './renewed-call.ts';
export { clearCookie, createSessionStore, type Session, sessionCookieOf, setCookie, type Tokens } from './session.ts';
export { type BrowserSessions, createBrowserSessions, meaningOfRefusal } from './sign-in.ts';
export { createTransactions } from './transaction.ts';
