/**
 * The console: pages for those who run the server. It is a relying party like any other (`packages/relying-party`): no token reaches
 * the browser, and what it knows and does is what the admin API gives and takes in the user's name. Nobody imports it but its tests;
 * `main.ts` starts it. The one place where it is wired, and the way of a request, from top to bottom:
 *
 * - the style sheet, `POST /language`
 * - `GET /sign-in`, `GET /callback`, `GET /continue`, `POST /logout`   `routes/sign-in.ts`
 * - `POST /back-channel-logout`                                          `packages/relying-party`
 * - every page of `sections/all.ts`                                      `routes/pages.ts`
 *
 * **To add a page.** A page is a function from a `Visit` to an `Answer` (`visit.ts`); it knows neither Express nor tokens.
 *
 * 1. Write `sections/<section>/<page>.ts`. It exports a `ConsolePage`: `path` as Express writes it; `scope`, without which it is neither shown
 *    nor linked; `show` for GET, `change` for POST (with `changeScope`). Its line in `sections/all.ts` is all that it takes to be served;
 *    it is in the navigation when its path is one of `sectionPaths` (`pages/layout.ts`).
 * 2. Call the API by `visit.api`: `answerOf(await visit.api.GET('/clients/{client_id}', { params: { path: { client_id } } }))`. Paths, parameters and
 *    answers are typed from OpenAPI. Throw nothing of your own for what the API refuses: 404, a missing scope, a second factor that is
 *    wanted, an ended session and an API that is away all have pages (`routes/pages.ts`).
 * 3. Put the body together from `pages/`: `table` and `searchForm` (a list, its search, `next`), `facts`, `part`, `badge`, `chips`, `code` (one
 *    thing), `postForm` with `input`, `select`, `textArea`, `checkBox` (a form), `chart`. Escape nothing: `html` does. No script, no inline style.
 * 4. Change things by `change(visit, …)` (`change.ts`): it shows what will happen, asks for a reason where one is recorded, does it when it is
 *    confirmed, shows faults in the form and both versions after a conflict. A form of an object that exists carries its `etag`:
 *    `postForm(visit, controls, { etag })`, from `response.headers.get('etag')` of the GET.
 * 5. Sentences: `texts/en/<page>.ts` (`export const <page> = { … } as const`), the same in the five folders beside it, and `texts/<page>.ts` as
 *    `texts/frame.ts` is; in the page `<page>(visit.language)`. The type check names what a language lacks. Look in `texts/en/frame.ts` first.
 * 6. Its test is `test/<page>.test.ts` with `aConsole()`, which serves the page over TLS with a stand-in for the admin API.
 */
import { randomBytes } from 'node:crypto';
import { createLanguageChoice, languagePath } from '@gatehouse/html';
import { createService, formBody, type Service } from '@gatehouse/http';
import { createCsrf } from '@gatehouse/http/csrf';
import { raw } from '@gatehouse/http/html';
import { listeningOptions } from '@gatehouse/http/listening';
import type { Logger } from '@gatehouse/logging';
import {
  backChannelLogoutRoute,
  createBrowserSessions,
  createLogoutTokens,
  createRelyingParty,
  createSessionStore,
  createTransactions,
} from '@gatehouse/relying-party';
import type { Express, RequestHandler } from 'express';
import { createAdminApi } from './admin-api.ts';
import { stylesheet } from './pages/assets.ts';
import { errorCodeOf, errorPage } from './pages/problem.ts';
import type { Dependencies } from './routes/dependencies.ts';
import { pageRoutes } from './routes/pages.ts';
import { protocolErrors, signInRoutes } from './routes/sign-in.ts';
import { consolePages } from './sections/all.ts';
import type { Settings } from './settings.ts';
import { languages } from './texts/languages.ts';
import type { ConsolePage } from './visit.ts';

/** What the console is made of beside its settings. */
export interface ConsoleOptions {
  readonly settings: Settings;
  readonly logger: Logger;
  /** Gives the client secret when it is first needed. */
  readonly clientSecret: () => Promise<string>;
  /** Other pages, for tests of what all have in common. */
  readonly pages?: readonly ConsolePage[];
}

const [english, ...others] = languages.map((language) => ({ language }));

/** Builds the console, not yet listening. */
export function createConsole({ settings, logger, clientSecret, pages = consolePages }: ConsoleOptions): Service {
  const { publicOrigin, issuer, clientId } = settings;
  const resource = settings.resource ?? `${issuer}/admin/v1`;
  const relyingParty = createRelyingParty({
    issuer,
    clientId,
    clientSecret,
    redirectUri: `${publicOrigin}/callback`,
    postLogoutRedirectUri: `${publicOrigin}/`,
    resource,
    scope: settings.scope,
    dpop: true,
  });
  const sessions = createSessionStore({
    idleSeconds: settings.sessionIdleSeconds,
    absoluteSeconds: settings.sessionTtlSeconds,
    capacity: settings.sessionLimit,
  });
  const dependencies: Dependencies = {
    issuer,
    resource,
    authority: settings.mode === 'development' ? settings.caFile : undefined,
    publicOrigin,
    logger,
    adminApi: createAdminApi({
      address: settings.apiOrigin === undefined ? resource : `${settings.apiOrigin}/admin/v1`,
      relyingParty,
      renewBeforeSeconds: settings.renewBeforeSeconds,
    }),
    sessions: createBrowserSessions({
      application: 'console',
      publicOrigin,
      relyingParty,
      sessions,
      transactions: createTransactions('console'),
    }),
    // Sessions end with the process, and so do its forms: the key need not outlive it.
    csrf: createCsrf({ keys: [randomBytes(32).toString('base64url')], cookieName: '__Host-console-csrf' }),
    languageChoice: createLanguageChoice([english as { language: 'en' }, ...others]),
    pages,
    notices: new WeakMap(),
    parked: new WeakMap(),
  };
  const logoutTokens = createLogoutTokens({ issuer, clientId, jwksUri: () => relyingParty.jwksUri() });

  return createService({
    name: 'console',
    publicOrigin,
    ...listeningOptions(settings),
    logger,
    // The pages can say what is missing, so the authorization server being away does not make this application unready.
    readiness: {},
    // Browsers check `form-action` along the whole chain of redirects after a form was sent.
    formAction: ["'self'", new URL(issuer).origin],
    renderError: ({ code, status, requestId }, request) => {
      const { language } = dependencies.languageChoice.textOf(request);
      const here = request.method === 'GET' ? (request.url ?? '/') : '/';
      const retryPath = here.startsWith('/callback') ? '/sign-in' : here;
      return raw(errorPage({ code: errorCodeOf(code, status), language, requestId, here, retryPath }));
    },
    mount(app: Express) {
      // Pages are not stored, so no browser would ever send a tag back.
      app.set('etag', false);
      app.set('query parser', 'simple');
      app.get(stylesheet.path, sendStylesheet);
      app.post(languagePath, formBody(), (req, res) =>
        dependencies.languageChoice.chooseLanguage(req, res, publicOrigin),
      );
      app.use(signInRoutes(dependencies));
      app.use(backChannelLogoutRoute({ sessions, logger }, logoutTokens));
      app.use(pageRoutes(dependencies));
      app.use(protocolErrors);
    },
  });
}

const sendStylesheet: RequestHandler = (_req, res) => {
  res.type('css').set('Cache-Control', 'public, max-age=31536000, immutable').send(stylesheet.body);
};
