/** How the pages stand in the server: loaded by the first browser that comes, with the queue of sign-ins before them. */
import { allowOwnScript, languagePath, type Theme } from '@gatehouse/html';
import { type AddRawHandler, deferredRoutes, setRoute } from '@gatehouse/http';
import type { Express, Request, Response } from 'express';
import { createErrorPage } from '../protocol/endpoints/pages.ts';
import { postedRequests } from '../protocol/endpoints/posted-requests.ts';
import type { BrowserDependencies } from './browser.ts';
import { comeBackSeconds, createSignInQueue, isSignInForm } from './interaction/sign-in-queue.ts';
import { mailboxPath } from './mailbox.ts';

/** Below these lies all that `browser.ts` routes. */
const paths = ['/', languagePath, '/interaction', '/federation', '/account', mailboxPath];

/** Mounts the pages. */
export function mountBrowser(app: Express, dependencies: BrowserDependencies): void {
  app.use(deferredRoutes(paths, async () => (await import('./browser.ts')).browserRoutes(dependencies)));
  app.use(postedRequests);
}

/** Stands in front of Express: a form that cannot be looked at soon costs nothing but this answer. */
export function mountSignInQueue(
  app: Express,
  addRawHandler: AddRawHandler,
  { passwordHashConcurrency, passwordHashQueue }: { passwordHashConcurrency: number; passwordHashQueue: number },
  theme: () => Theme,
): void {
  const signIns = createSignInQueue({ atOnce: passwordHashConcurrency * 2, queue: passwordHashQueue });
  const busyPage = createErrorPage(
    { status: 503, error: 'busy', description: 'too many users sign in at once' },
    theme,
  );
  addRawHandler((request, response) => {
    if (!isSignInForm(request.method, request.url)) return false;
    if (signIns.admit(response, () => void app(request as Request, response as Response))) return true;
    setRoute(response, '/interaction/:uid/login');
    allowOwnScript(response);
    response.writeHead(503, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(comeBackSeconds()),
    });
    response.end(busyPage(request));
    return true;
  });
}
