/** The pages that people see, wired: the way through sign-in, getting back in, and their own account. */
import { type Front, formBody, setRoute } from '@gatehouse/http';
import type { Storage } from '@gatehouse/storage';
import type { Express, Request, Response } from 'express';
import type { Provider } from 'oidc-provider';
import type { Delivery } from '../delivery/delivery.ts';
import { emailCodeSeconds } from '../directory/accounts/email-code.ts';
import { createKnownBrowsers } from '../directory/accounts/known-browsers.ts';
import { accountNotice } from '../directory/accounts/notices.ts';
import { createPasskeys } from '../directory/accounts/passkeys.ts';
import { createSecondFactors } from '../directory/accounts/second-factors.ts';
import type { Theme } from '../pages/layout.ts';
import { mailboxPage } from '../pages/mailbox.ts';
import { chooseLanguage, languagePath } from '../pages/request/language.ts';
import { createErrorPage } from '../protocol/endpoints/pages.ts';
import { postedRequests } from '../protocol/endpoints/posted-requests.ts';
import { createReadSession } from '../protocol/endpoints/sessions.ts';
import { createAtomically } from '../protocol/engine/atomically.ts';
import { accountRouter } from './account/router.ts';
import type { AccountParts } from './account/visit.ts';
import { comeBackSeconds, createSignInDoor, isSignInForm } from './interaction/door.ts';
import { createProgressStore } from './interaction/progress.ts';
import { interactionRouter } from './interaction/router.ts';
import { invitationRouter } from './invitation/router.ts';
import { recoveryRouter } from './recovery/router.ts';
import { createRegistration } from './registration/request.ts';
import { confirmationRouter } from './registration/router.ts';

/** What these pages need from the rest of the house. */
export type BrowserDependencies = Omit<
  AccountParts,
  'secondFactors' | 'passkeys' | 'knownBrowsers' | 'readSession' | 'mailer' | 'wake'
> & {
  readonly storage: Storage;
  readonly delivery: Delivery;
  /** What challenges are made and checked with; the first makes. */
  readonly challengeKeys: () => readonly string[];
  /** The provider that answers now. */
  readonly provider: () => Provider;
  /** Whether people may make themselves an account. */
  readonly registrationOpen: boolean;
  /** Whether codes are mailed to who has no other second factor. */
  readonly emailCodeAllowed: boolean;
  /** What people must accept before they go on; absent: nothing. */
  readonly terms: { readonly version: string; readonly uri: string } | undefined;
  /** How long a grant lasts, for the consent page. */
  readonly grantSeconds: number;
};

/** Mounts them, in the order in which they are asked. */
export function mountBrowser(app: Express, parts: BrowserDependencies): void {
  const { storage, clock, delivery, provider } = parts;
  const { mailer, mailbox, wake } = delivery;
  const people = {
    ...parts,
    secondFactors: createSecondFactors(storage, clock),
    passkeys: createPasskeys(parts),
    knownBrowsers: createKnownBrowsers(storage, clock),
    mailer,
    wake,
  };
  app.post(languagePath, formBody(), (request, response) => chooseLanguage(request, response, parts.issuer));
  const progress = createProgressStore(storage, clock);
  app.use(
    '/interaction',
    interactionRouter({
      ...people,
      atomically: createAtomically(storage),
      progress,
      tellOfFactor: (account) => accountNotice({ mailer, issuer: parts.issuer }, account, 'factor_added'),
      emailCode:
        mailer && parts.emailCodeAllowed
          ? {
              get busy() {
                return mailer.full;
              },
              mail: ({ email: to, name, login, locale }, code) =>
                mailer.mail({
                  kind: 'sign_in_code',
                  to,
                  name: name ?? login,
                  locale,
                  code,
                  usefulSeconds: emailCodeSeconds,
                }),
            }
          : undefined,
      acceptTerms: (accountId, version) => storage.accounts.writes.acceptTerms(accountId, version),
      registration: mailer && createRegistration({ storage, clock, mailer, wake, open: parts.registrationOpen }),
      recoverHref: mailer && '/account/recover',
    }),
  );
  if (mailer) {
    app.use('/account', recoveryRouter({ ...people, mailer }), confirmationRouter({ ...people, progress }));
  }
  // An operator can hand a link over, so it works without a mail server too.
  app.use('/account', invitationRouter(people));
  if (mailbox) {
    app.get('/development/mail', (_request, response) => {
      response.set('cache-control', 'no-store').type('html').send(mailboxPage(mailbox.mails));
    });
  }
  app.use(postedRequests);
  app.use('/account', accountRouter({ ...people, readSession: createReadSession(provider) }));
}

/** Stands in front of Express: a form that cannot be looked at soon costs nothing but this answer. */
export function mountSignInDoor(
  app: Express,
  front: Front,
  { passwordHashConcurrency, passwordHashQueue }: { passwordHashConcurrency: number; passwordHashQueue: number },
  theme: () => Theme,
): void {
  const door = createSignInDoor({ atOnce: passwordHashConcurrency * 2, queue: passwordHashQueue });
  const busyPage = createErrorPage(
    { status: 503, error: 'busy', description: 'too many people sign in at once' },
    theme,
  );
  front((request, response) => {
    if (!isSignInForm(request.method, request.url)) return false;
    if (door.enter(response, () => void app(request as Request, response as Response))) return true;
    setRoute(response, '/interaction/:uid/login');
    response.writeHead(503, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(comeBackSeconds()),
    });
    response.end(busyPage(request));
    return true;
  });
}
