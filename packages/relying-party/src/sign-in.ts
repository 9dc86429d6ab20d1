/** The way of a browser to the authorization server and back; what a page says about it is the application's. */
import { readCookie } from '@gatehouse/http/cookies';
import type { Request, Response } from 'express';
import { SignInRefused } from './errors.ts';
import type { RelyingParty, SignInPurpose } from './relying-party.ts';
import { clearCookie, type Session, type SessionStore, sessionCookieOf, setCookie } from './session.ts';
import type { Transaction, Transactions } from './transaction.ts';

/** What came of a sign-in. */
export type SignInOutcome =
  /** This browser started no such sign-in, or too long ago. */
  | { readonly outcome: 'unknown' }
  /** `former` is the session that the user still has, when a step-up failed. */
  | { readonly outcome: 'refused'; readonly error: SignInRefused; readonly returnTo: string; readonly former?: Session }
  /** A session has begun; `former` is the one in whose place it came, of the same user or another. */
  | {
      readonly outcome: 'signed_in' | 'confirmed' | 'somebody_else';
      readonly session: Session;
      readonly former: Session | undefined;
      readonly returnTo: string;
    };

/** The browser's session, and how it comes to have one. */
export interface BrowserSessions {
  /** The session of the browser that asks. */
  of(req: Request): Session | undefined;
  /** Sends the browser to the authorization server. @throws IssuerUnavailable */
  start(req: Request, res: Response, purpose: SignInPurpose): Promise<void>;
  /** Takes it back, and gives it a new session. @throws IssuerUnavailable */
  finish(req: Request, res: Response): Promise<SignInOutcome>;
  /** Ends a session here, and gives the address that ends it at the authorization server too. */
  end(res: Response, session: Session | undefined): Promise<URL | undefined>;
}

/** What the way is made of. */
export interface BrowserSessionsOptions {
  /** Names the cookies. */
  readonly application: string;
  readonly publicOrigin: string;
  readonly relyingParty: Pick<RelyingParty, 'start' | 'finish' | 'endSessionUrl'>;
  readonly sessions: SessionStore;
  readonly transactions: Transactions;
}

/** Makes it. */
export function createBrowserSessions(options: BrowserSessionsOptions): BrowserSessions {
  const { publicOrigin, relyingParty, sessions, transactions } = options;
  const sessionCookie = sessionCookieOf(options.application);
  const idOf = (req: Request) => readCookie(req, sessionCookie);
  const of = (req: Request) => sessions.find(idOf(req) ?? '');

  async function redeem(req: Request, transaction: Transaction) {
    try {
      return await relyingParty.finish(new URL(req.originalUrl, publicOrigin), transaction);
    } catch (error) {
      if (error instanceof SignInRefused) return error;
      throw error;
    }
  }

  return {
    of,
    async start(req, res, purpose) {
      const { url, transaction } = await relyingParty.start(purpose);
      transactions.remember(req, res, transaction);
      res.set('Cache-Control', 'no-store').redirect(303, url.href);
    },
    async finish(req, res) {
      const { state } = req.query;
      const transaction = typeof state === 'string' ? transactions.recall(req, res, state) : undefined;
      if (transaction === undefined) return { outcome: 'unknown' };
      const { returnTo, subject } = transaction;
      const result = await redeem(req, transaction);
      const former = of(req);
      if (result instanceof SignInRefused) {
        const stays = subject !== undefined && former !== undefined;
        return { outcome: 'refused', error: result, returnTo, ...(stays && { former }) };
      }
      sessions.drop(idOf(req) ?? '');
      const session: Session = { ...result, refreshing: undefined };
      setCookie(res, sessionCookie, sessions.add(session));
      if (subject === undefined) return { outcome: 'signed_in', session, former, returnTo };
      // Somebody else came back: that is a plain sign-in, and what the first user had begun does not go on.
      return { outcome: subject === result.user.subject ? 'confirmed' : 'somebody_else', session, former, returnTo };
    },
    async end(res, session) {
      clearCookie(res, sessionCookie);
      if (session === undefined) return undefined;
      sessions.end(session);
      return relyingParty.endSessionUrl(session.tokens.idToken);
    },
  };
}

/** What a refused sign-in means to a user. */
export function meaningOfRefusal({
  code,
}: SignInRefused): 'sign_in_cancelled' | 'sign_in_refused' | 'sign_in_unknown' | 'sign_in_unavailable' {
  if (code === 'access_denied') return 'sign_in_cancelled';
  if (code === 'temporarily_unavailable' || code === 'server_error') return 'sign_in_unavailable';
  return code === 'invalid_grant' || code === 'invalid_response' ? 'sign_in_unknown' : 'sign_in_refused';
}
