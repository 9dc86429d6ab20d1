import type { Csrf } from '@gatehouse/http/csrf';
import type { Logger } from '@gatehouse/logging';
import type { BrowserSessions, Session } from '@gatehouse/relying-party';
import type { Request, Response } from 'express';
import type { Api } from '../api.ts';
import type { SignedIn } from '../pages/layout.ts';

/** What the routes are made of. */
export interface Dependencies {
  readonly issuer: string;
  readonly api: Api;
  readonly sessions: BrowserSessions;
  readonly csrf: Csrf;
  readonly logger: Logger;
}

/** What the bar on top of a page says about the user. */
export function signedIn({ csrf, issuer }: Dependencies, req: Request, res: Response, { user }: Session): SignedIn {
  return { name: user.name, email: user.email, accountUrl: `${issuer}/account`, csrf: csrf.token(req, res) };
}
