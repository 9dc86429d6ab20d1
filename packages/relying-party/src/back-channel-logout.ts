/** POST /back-channel-logout: the authorization server says that a session there has ended (Back-Channel Logout 1.0). */
import { formBody, HttpError } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import { Router } from 'express';
import type { LogoutTokens } from './logout-token.ts';
import type { SessionStore } from './session.ts';

/** The route; it needs no cookie, since it is not called by a browser. */
export function backChannelLogoutRoute(
  { sessions, logger }: { readonly sessions: SessionStore; readonly logger: Logger },
  logoutTokens: LogoutTokens,
): Router {
  const router = Router();
  router.post('/back-channel-logout', formBody(16_384), async (req, res) => {
    const { logout_token: token } = req.body as { logout_token?: unknown };
    const order = typeof token === 'string' ? await logoutTokens.read(token) : undefined;
    if (order === undefined) throw new HttpError(400, 'invalid_request', 'The logout token is missing or not good.');
    const { subject, sid } = order;
    const ended = sessions.endWhere((user) =>
      sid === undefined ? user.subject === subject : user.sid === sid && (subject ?? user.subject) === user.subject,
    );
    logger.info({ event: 'back_channel_logout', ended }, 'sessions ended by the authorization server');
    res.status(200).set('Cache-Control', 'no-store').end();
  });
  return router;
}
