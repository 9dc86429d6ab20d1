/**
 * The signed-in person's own pages. This folder owns what people see and change about themselves: each page is one file,
 * and none knows another. Who comes without a session is sent to sign in, and who wants to change how one signs in must
 * have done so a moment ago (AS-20).
 */
import { addressOf } from '@gatehouse/html';
import { type Request, type Response, Router } from 'express';
import { acrLevels } from '../../directory/accounts/assurance.ts';
import { hasSecondFactor } from '../../directory/accounts/second-factors.ts';
import { keepText } from '../../pages/language.ts';
import { ownForm } from '../own-form.ts';
import { noStore, refusals } from '../refusals.ts';
import { showActivity } from './activity.ts';
import { askRevokeKey, chooseApi, makeKey, revokeKey, showApiKeys, showMakeKey } from './api-keys.ts';
import { showApplications, withdrawApplication } from './applications.ts';
import { askDeleteAccount, deleteAccount, downloadData, showData } from './data.ts';
import { askForEmail, confirmEmail, showConfirmEmail, showEmail } from './email.ts';
import { showOverview } from './overview.ts';
import {
  addPasskey,
  askRemovePasskey,
  removePasskey,
  renamePasskey,
  showAddPasskey,
  showRenamePasskey,
} from './passkeys.ts';
import { changePassword, showPassword } from './password.ts';
import { changeProfile, showProfile } from './profile.ts';
import {
  addTotp,
  askRemoveTotp,
  askRenewCodes,
  removeTotp,
  renewCodes,
  showAddTotp,
  showSecurity,
} from './security.ts';
import { endOtherSessions, endOwnSession, showSessions } from './sessions.ts';
import { signInCallback, startSignIn } from './sign-in.ts';
import { type AccountParts, isRecent, recentSeconds, type Visit } from './visit.ts';

type Handler = (parts: AccountParts, visit: Visit) => Promise<void>;

interface AccountRoute {
  readonly path: string;
  readonly get?: Handler;
  readonly post?: Handler;
  /** Asks who did not sign in a moment ago to do so again. */
  readonly recent?: boolean;
}

const routes: readonly AccountRoute[] = [
  { path: '/', get: showOverview },
  { path: '/profile', get: showProfile, post: changeProfile },
  { path: '/email', get: showEmail, post: askForEmail, recent: true },
  { path: '/email/confirm/:token', get: showConfirmEmail, post: confirmEmail },
  { path: '/password', get: showPassword, post: changePassword, recent: true },
  { path: '/security', get: showSecurity },
  { path: '/security/totp', get: showAddTotp, post: addTotp, recent: true },
  { path: '/security/totp-remove', get: askRemoveTotp, post: removeTotp, recent: true },
  { path: '/security/passkeys', get: showAddPasskey, post: addPasskey, recent: true },
  { path: '/security/passkeys/:reference/rename', get: showRenamePasskey, post: renamePasskey, recent: true },
  { path: '/security/passkeys/:reference/remove', get: askRemovePasskey, post: removePasskey, recent: true },
  { path: '/security/recovery-codes', get: askRenewCodes, post: renewCodes, recent: true },
  { path: '/sessions', get: showSessions },
  { path: '/sessions/end', post: endOwnSession },
  { path: '/sessions/end-others', post: endOtherSessions },
  { path: '/applications', get: showApplications },
  { path: '/applications/withdraw', post: withdrawApplication },
  { path: '/api-keys', get: showApiKeys },
  { path: '/api-keys/new', get: chooseApi, recent: true },
  { path: '/api-keys/new/:api', get: showMakeKey, post: makeKey, recent: true },
  { path: '/api-keys/:id/revoke', get: askRevokeKey, post: revokeKey, recent: true },
  { path: '/activity', get: showActivity },
  { path: '/data', get: showData },
  { path: '/data/download', get: downloadData, recent: true },
  { path: '/data/delete', get: askDeleteAccount, post: deleteAccount, recent: true },
];

/** A form that was opened in time may be sent a little later. */
const graceSeconds = 600;

async function visitOf(parts: AccountParts, request: Request, response: Response): Promise<Visit | undefined> {
  const session = await parts.readSession(request, response);
  const account = session && (await parts.accounts.findActive(session.accountId));
  if (!session || !account) return undefined;
  return {
    request,
    response,
    session,
    account,
    factors: await parts.secondFactors.of(account.id),
    text: keepText(request, response, { ofPerson: account.locale }),
    theme: { ...parts.theme(), here: addressOf(request) },
    csrf: parts.csrf.token(request, response),
    nowSeconds: Math.floor(parts.clock() / 1000),
  };
}

/** Routes below `/account`. */
export function accountRouter(parts: AccountParts): Router {
  const router = Router();
  const signIn = (request: Request, response: Response, visit?: Visit) => {
    // A page that only takes a form is not one to come back to.
    const returnTo = request.method === 'GET' ? request.baseUrl + request.path.replace(/\/$/u, '') : request.baseUrl;
    startSignIn(parts.issuer, response, {
      returnTo,
      ...(visit ? { maxAgeSeconds: recentSeconds, locale: visit.account.locale } : {}),
      ...(visit && hasSecondFactor(visit.factors) ? { acr: acrLevels[1] } : {}),
    });
  };
  const handle =
    (handler: Handler, recent: boolean, allowanceSeconds: number) => async (request: Request, response: Response) => {
      const visit = await visitOf(parts, request, response);
      if (!visit) signIn(request, response);
      else if (recent && !isRecent(visit, allowanceSeconds)) signIn(request, response, visit);
      else await handler(parts, visit);
    };

  router.use(noStore);
  router.get('/callback', (request, response) => response.redirect(303, signInCallback(request, response)));
  for (const { path, get, post, recent = false } of routes) {
    if (get) router.get(path, handle(get, recent, 0));
    if (post) router.post(path, ...ownForm(parts.csrf), handle(post, recent, graceSeconds));
  }
  router.use(refusals);
  return router;
}
