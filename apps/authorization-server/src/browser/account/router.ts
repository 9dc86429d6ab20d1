/**
 * The signed-in user's own pages. This folder owns what users see and change about themselves: each page is one file,
 * and none knows another; `pages.ts` lists them. Who comes without a session is sent to sign in, and who wants to change how one
 * signs in must have done so a moment ago (AS-20).
 */
import { addressOf, type Theme } from '@gatehouse/html';
import type { Csrf } from '@gatehouse/http/csrf';
import { type Request, type Response, Router } from 'express';
import type { Accounts } from '../../directory/accounts/accounts.ts';
import { acrLevels } from '../../directory/accounts/assurance.ts';
import { hasSecondFactor, type SecondFactors } from '../../directory/accounts/second-factors.ts';
import { recentSeconds } from '../../directory/accounts/sessions.ts';
import type { Clients } from '../../directory/clients/clients.ts';
import { gatewaysAmong } from '../../directory/clients/gateway.ts';
import type { MenuEntry } from '../../pages/account/frame.ts';
import { keepText } from '../../pages/language.ts';
import { ownForm } from '../own-form.ts';
import { noStore, refusals } from '../refusals.ts';
import { type AccountRequest, type AccountSessionView, type Handler, isRecent } from './account-request.ts';
import { accountMenu, accountPages, type PagesDependencies } from './pages.ts';
import { signInCallback, startSignIn } from './sign-in.ts';

interface RequestDependencies {
  readonly issuer: string;
  readonly readSession: (request: Request, response: Response) => Promise<AccountSessionView | undefined>;
  readonly accounts: Pick<Accounts, 'findActive'>;
  readonly clients: Pick<Clients, 'list'>;
  readonly secondFactors: Pick<SecondFactors, 'of'>;
  readonly csrf: Pick<Csrf, 'token' | 'check'>;
  /** The look of pages that speak of no application. */
  readonly theme: () => Theme;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What the router takes itself, and what it hands on to the pages. */
export type AccountDependencies = RequestDependencies & PagesDependencies;

/** A form that was opened in time may be sent a little later. */
const graceSeconds = 600;

/** What nothing here takes is not offered. */
const menuOf = async (clients: Pick<Clients, 'list'>): Promise<readonly MenuEntry[]> =>
  gatewaysAmong(await clients.list()).length > 0
    ? accountMenu
    : accountMenu.filter(({ section }) => section !== 'apiKeys');

/** The request of a known user; undefined when nobody is signed in. */
async function signedIn(
  { readSession, accounts, clients, secondFactors, theme, csrf, clock }: RequestDependencies,
  http: Request,
  response: Response,
): Promise<AccountRequest | undefined> {
  const session = await readSession(http, response);
  const account = session && (await accounts.findActive(session.accountId));
  if (!session || !account) return undefined;
  return {
    http,
    response,
    session,
    account,
    factors: await secondFactors.of(account.id),
    text: keepText(http, response, { ofUser: account.locale }),
    theme: { ...theme(), here: addressOf(http) },
    menu: await menuOf(clients),
    csrf: csrf.token(http, response),
    nowSeconds: Math.floor(clock() / 1000),
  };
}

/** Routes below `/account`. */
export function accountRouter(dependencies: AccountDependencies): Router {
  const router = Router();
  const signIn = (http: Request, response: Response, known?: AccountRequest) => {
    // A page that only takes a form is not one to come back to.
    const returnTo = http.method === 'GET' ? http.baseUrl + http.path.replace(/\/$/u, '') : http.baseUrl;
    startSignIn(dependencies.issuer, response, {
      returnTo,
      ...(known ? { maxAgeSeconds: recentSeconds, locale: known.account.locale } : {}),
      ...(known && hasSecondFactor(known.factors) ? { acr: acrLevels[1] } : {}),
    });
  };
  const handle =
    (handler: Handler<PagesDependencies>, recent: boolean, allowanceSeconds: number) =>
    async (http: Request, response: Response) => {
      const request = await signedIn(dependencies, http, response);
      if (!request) signIn(http, response);
      else if (recent && !isRecent(request, allowanceSeconds)) signIn(http, response, request);
      else await handler(dependencies, request);
    };

  router.use(noStore);
  router.get('/callback', (http, response) => response.redirect(303, signInCallback(http, response)));
  for (const { routes } of accountPages) {
    for (const [path, { get, post, recent = false }] of Object.entries(routes)) {
      if (get) router.get(path, handle(get, recent, 0));
      if (post) router.post(path, ...ownForm(dependencies.csrf), handle(post, recent, graceSeconds));
    }
  }
  router.use(refusals);
  return router;
}
