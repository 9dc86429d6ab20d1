/** The mails of a server in development that has no mail server: GET /development/mail, and the HTML of each. */
import { Router } from 'express';
import { logoSource } from '../delivery/mail/message.ts';
import type { Mailbox } from '../delivery/mail/transport.ts';
import { mailboxPage } from '../pages/mailbox.ts';

export const mailboxPath = '/development/mail';

/** A mail brings its own styles, and may do nothing but lead on by a link. */
const mailPolicy =
  "default-src 'none';style-src 'unsafe-inline';img-src data:;frame-ancestors 'self';sandbox allow-same-origin allow-top-navigation-by-user-activation";

/** Routes below `mailboxPath`. */
export function mailboxRouter({ mailbox, clock }: { mailbox: Mailbox; clock: () => number }): Router {
  const router = Router();
  router.use((_request, response, next) => {
    response.set('cache-control', 'no-store').type('html');
    next();
  });
  router.get('/', (_request, response) => {
    const mails = mailbox.mails.map(({ number, atMs, ...mail }) => ({
      ...mail,
      atSeconds: Math.floor(atMs / 1000),
      htmlHref: `${mailboxPath}/${number}`,
    }));
    response.set('content-security-policy', `${response.get('content-security-policy') ?? ''};frame-src 'self'`);
    response.send(mailboxPage(mails, Math.floor(clock() / 1000)));
  });
  router.get('/:number', (request, response, next) => {
    const mail = mailbox.mails.find(({ number }) => String(number) === request.params['number']);
    if (!mail) {
      next();
      return;
    }
    response.set({ 'content-security-policy': mailPolicy, 'x-frame-options': 'SAMEORIGIN' });
    const logo = `data:image/png;base64,${mail.logo?.toString('base64') ?? ''}`;
    // Its links lead out of the frame.
    response.send(mail.html.replace('<head>', '<head><base target="_top">').replaceAll(logoSource, logo));
  });
  return router;
}
