/**
 * `browser/` is what users see: signing in, getting back in, and their own account. It owns the routes, what each form does, and
 * nothing that is true without a browser: rules about users lie in `directory/`, documents in `pages/`. Only `app.ts` imports it,
 * by `mount.ts`, which loads all this when the first browser comes, and by `brands.ts`, the looks of all pages. This file hands
 * each folder what it uses.
 *
 *     /                                   welcome.ts     to the account; in development what there is
 *     POST /language                      the language of all pages
 *     /interaction/:uid[/:form]           interaction/   a sign-in: consent, second factors, terms
 *     /federation/:connection/callback    upstream-callback.ts  where upstream providers send browsers back to
 *     /federation/:connection/test/:token upstream-test.ts  an operator's sign-in that makes nothing
 *     /account/recover, /account/reset    recovery/      a forgotten password (with a mail server)
 *     /account/confirm                    registration/  the link that confirms a new address (with a mail server)
 *     /account/invitation                 invitation/    the link to a first password
 *     /account[/:page]                    account/       the pages of a user who is signed in
 *     /development/mail                   mailbox.ts     the mails of a server without a mail server
 *
 * A sign-in: the provider redirects to `/interaction/:uid` → `interaction/router.ts` → `find-interaction.ts` (this browser's?) →
 * `dispatch.ts` decides which step is next → its page. A form goes to the step it belongs to, the outcome by
 * `advance.ts` to the next step, or with a result back to the provider; what was written commits with it.
 *
 * An account page: `account/router.ts` follows the list `account/pages.ts`, looks the session up, sends who has none to sign in
 * (`sign-in.ts`), and hands the page a request of a known user; what the page changes goes through `directory/operations/`.
 */
import { languagePath } from '@gatehouse/html';
import { formBody, noOptions } from '@gatehouse/http';
import type { Storage } from '@gatehouse/storage';
import { Router } from 'express';
import type { Delivery } from '../delivery/delivery.ts';
import type { Mailer } from '../delivery/mail/mailer.ts';
import { emailCodeSeconds } from '../directory/accounts/email-code.ts';
import { createKnownBrowsers } from '../directory/accounts/known-browsers.ts';
import { createLinks } from '../directory/accounts/links.ts';
import { createPasskeys } from '../directory/accounts/passkeys.ts';
import { createSecondFactors } from '../directory/accounts/second-factors.ts';
import type { Audit } from '../directory/audit/audit.ts';
import { createBind } from '../directory/operations/commit.ts';
import { acceptInvitation } from '../directory/operations/invite-user.ts';
import { requestPasswordReset } from '../directory/operations/password-reset.ts';
import { changePassword, resetPassword } from '../directory/operations/passwords.ts';
import { confirmAddress, createRegistration } from '../directory/operations/registration.ts';
import type { Throttle } from '../directory/throttle/throttle.ts';
import { chooseLanguage } from '../pages/language.ts';
import { createReadSession } from '../protocol/endpoints/sessions.ts';
import { createAtomically } from '../protocol/engine/atomically.ts';
import { type AccountDependencies, accountRouter } from './account/router.ts';
import type { EmailCode } from './interaction/email-code.ts';
import { createInteraction, type InteractionDependencies } from './interaction/interaction.ts';
import { createProgressStore } from './interaction/progress.ts';
import { invitationRouter } from './invitation/router.ts';
import { mailboxPath, mailboxRouter } from './mailbox.ts';
import { recoveryRouter } from './recovery/router.ts';
import { refusals } from './refusals.ts';
import { confirmationRouter } from './registration/router.ts';
import { upstreamCallback } from './upstream-callback.ts';
import { upstreamTest } from './upstream-test.ts';
import { type Development, welcome } from './welcome.ts';

/** What the folders need, all together. */
export type BrowserDependencies = Omit<
  AccountDependencies & InteractionDependencies,
  | 'storage'
  | 'secondFactors'
  | 'passkeys'
  | 'knownBrowsers'
  | 'readSession'
  | 'mailer'
  | 'mailboxHref'
  | 'wake'
  | 'atomically'
  | 'progress'
  | 'emailCode'
  | 'registration'
  | 'recoverHref'
  | 'changePassword'
> & {
  readonly storage: Storage;
  readonly audit: Audit;
  readonly throttle: Throttle;
  readonly delivery: Delivery;
  /** What challenges are made and checked with; the first makes. */
  readonly challengeKeys: () => readonly string[];
  /** Whether users may make themselves an account. */
  readonly registrationOpen: boolean;
  /** Whether codes are mailed to users without another second factor. */
  readonly emailCodeAllowed: boolean;
  /** Undefined in production. */
  readonly development: Development | undefined;
};

/** All routes, in the order in which they are asked. */
export function browserRoutes(dependencies: BrowserDependencies): Router {
  const { storage, clock, delivery, provider } = dependencies;
  const { mailer, mailbox, wake } = delivery;
  const mailboxHref = mailbox && mailboxPath;
  const shared = {
    ...dependencies,
    secondFactors: createSecondFactors(storage, clock),
    passkeys: createPasskeys(dependencies),
    knownBrowsers: createKnownBrowsers(storage, clock),
    links: createLinks(storage, clock),
    mailer,
    mailboxHref,
    wake,
  };
  const bind = createBind(dependencies.commit, shared);
  const router = Router();
  router.options(['/', languagePath], noOptions);
  router.get('/', welcome({ ...dependencies, mailboxHref }));
  router.post(languagePath, formBody(), (request, response) => chooseLanguage(request, response, dependencies.issuer));
  const progress = createProgressStore(storage, clock);
  router.use(
    '/interaction',
    createInteraction({
      ...shared,
      atomically: createAtomically(dependencies),
      progress,
      emailCode: mailer && dependencies.emailCodeAllowed ? mailedCodes(mailer) : undefined,
      registration: mailer && createRegistration({ storage, clock, mailer, wake, open: dependencies.registrationOpen }),
      recoverHref: mailer && '/account/recover',
    }),
  );
  router.use('/federation', upstreamCallback());
  router.use('/federation', upstreamTest(shared));
  if (mailer) {
    const operations = { requestPasswordReset: bind(requestPasswordReset), resetPassword: bind(resetPassword) };
    router.use('/account', recoveryRouter({ ...shared, operations, mailer }, mailboxHref));
    router.use('/account', confirmationRouter({ ...shared, progress, confirmAddress: bind(confirmAddress) }));
  }
  // An operator can hand a link over, so it works without a mail server too.
  router.use('/account', invitationRouter({ ...shared, acceptInvitation: bind(acceptInvitation) }));
  if (mailbox) router.use(mailboxPath, mailboxRouter({ mailbox, clock }));
  router.use(
    '/account',
    accountRouter({ ...shared, readSession: createReadSession(provider), changePassword: bind(changePassword) }),
  );
  router.use(refusals);
  return router;
}

/** Codes by mail, as the queue of mails takes them. */
const mailedCodes = (mailer: Mailer): EmailCode => ({
  get busy() {
    return mailer.full;
  },
  mail: ({ email: to, name, login, locale }, code, how) =>
    mailer.mail({
      kind: 'sign_in_code',
      to,
      name: name ?? login,
      locale,
      code,
      usefulSeconds: emailCodeSeconds,
      ...how,
    }),
});
