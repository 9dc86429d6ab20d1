import { type Csrf, readCookie } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import type { Request, Response } from 'express';
import type { Api } from '../api.ts';
import type { SignedIn } from '../pages/layout.ts';
import type { RelyingParty } from '../relying-party.ts';
import { clearCookie, type Session, type SessionStore, sessionCookie } from '../session.ts';
import type { Transactions } from '../transaction.ts';

/** What the routes are made of. */
export interface Dependencies {
  readonly publicOrigin: string;
  readonly issuer: string;
  readonly relyingParty: RelyingParty;
  readonly api: Api;
  readonly sessions: SessionStore;
  readonly transactions: Transactions;
  readonly csrf: Csrf;
  readonly logger: Logger;
}

/** The session of the browser that asks. */
export function sessionOf({ sessions }: Dependencies, req: Request): Session | undefined {
  const id = readCookie(req, sessionCookie);
  return id === undefined ? undefined : sessions.find(id);
}

/** What the bar on top of a page says about the user. */
export function signedIn({ csrf, issuer }: Dependencies, req: Request, res: Response, { user }: Session): SignedIn {
  return { name: user.name, email: user.email, accountUrl: `${issuer}/account`, csrf: csrf.token(req, res) };
}

/** Ends a session here. */
export function endSession({ sessions }: Dependencies, res: Response, session: Session): void {
  sessions.end(session);
  clearCookie(res, sessionCookie);
}
