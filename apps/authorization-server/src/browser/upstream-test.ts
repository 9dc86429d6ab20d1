/**
 * `gatehouse connections test NAME --sign-in`: an operator signs in at an upstream to see what would come of it. Nothing is made, and
 * the claims are shown to the browser that began, once; see `directory/operations/sign-in-test.ts`.
 */
import { randomBytes } from 'node:crypto';
import type { Theme } from '@gatehouse/html';
import { HttpError } from '@gatehouse/http';
import { readCookie } from '@gatehouse/http/cookies';
import type { Storage } from '@gatehouse/storage';
import { Router } from 'express';
import { callbackOf } from '../directory/connections/callback.ts';
import type { Connection } from '../directory/connections/connections.ts';
import { UpstreamFailed } from '../directory/connections/upstream/failed.ts';
import type { Upstream } from '../directory/connections/upstream/upstream.ts';
import type { Commit } from '../directory/operations/commit.ts';
import {
  claimsOfIdentity,
  type IdentityDependencies,
  resolveIdentity,
  rolesOfGroups,
} from '../directory/operations/identities.ts';
import {
  beginSignInTest,
  connectionUnderTest,
  endSignInTest,
  findSignInTest,
  requestOfSignInTest,
  signInTestSeconds,
} from '../directory/operations/sign-in-test.ts';
import { type SignInTestResult, signInTestPage } from '../pages/sign-in-test.ts';
import { noStore, refusals } from './refusals.ts';
import { testState } from './upstream-callback.ts';

export interface UpstreamTestDependencies extends IdentityDependencies {
  readonly storage: IdentityDependencies['storage'] & Pick<Storage, 'artefacts' | 'connections' | 'domainProofs'>;
  readonly upstream: Pick<Upstream, 'begin' | 'finish'>;
  readonly commit: Commit;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly theme: () => Theme;
}

const cookieName = '__Host-gatehouse_upstream_test';
const cookie = (value: string, seconds: number): string =>
  `${cookieName}=${value}; Path=/; Max-Age=${seconds}; Secure; HttpOnly; SameSite=Lax`;

/** Routes below `/federation`. */
export function upstreamTest(dependencies: UpstreamTestDependencies): Router {
  const { storage, upstream, commit, clock, issuer, theme } = dependencies;
  const nowSeconds = (): number => Math.floor(clock() / 1000);
  const router = Router({ strict: true });
  router.use(noStore);
  const show = (connection: Connection, result: SignInTestResult) =>
    signInTestPage({ connection, result, theme: theme() });

  router.get('/:connection/test/:token', async (request, response) => {
    const { connection: name, token } = request.params;
    const expiresAtSeconds = await findSignInTest(storage, { name, token, nowSeconds: nowSeconds() });
    const connection = expiresAtSeconds === undefined ? undefined : await connectionUnderTest(storage, name);
    if (!connection || expiresAtSeconds === undefined)
      throw new HttpError(400, 'test_link_used', 'this link was used before or is too old');
    try {
      const wish = { redirectUri: callbackOf(issuer, name), statePrefix: testState };
      const { url, request: begun } = await upstream.begin(connection, wish);
      const browser = randomBytes(32).toString('base64url');
      await commit(beginSignInTest(storage, { token, request: begun, browser, expiresAtSeconds }));
      response.appendHeader('set-cookie', cookie(browser, signInTestSeconds));
      response.redirect(303, url.href);
    } catch (error) {
      if (!(error instanceof UpstreamFailed)) throw error;
      response.type('html').send(show(connection, failedBy(error)));
    }
  });

  // The callback leads here; it checks nothing itself.
  router.get('/:connection/tested', async (request, response) => {
    const { connection: name } = request.params;
    const answer = new URL(request.originalUrl, issuer).searchParams;
    const state = answer.get('state') ?? '';
    const browser = readCookie(request, cookieName);
    const begun =
      browser === undefined || !state.startsWith(testState)
        ? undefined
        : await requestOfSignInTest(storage, { state, browser, nowSeconds: nowSeconds() });
    const connection = begun?.connection === name ? await connectionUnderTest(storage, name) : undefined;
    if (!begun || !connection) {
      throw new HttpError(400, 'upstream_answer_unexpected', 'this browser began no test with that state');
    }
    await commit(endSignInTest(storage, state));
    response.appendHeader('set-cookie', cookie('', 0));
    try {
      const user = await upstream.finish(connection, begun, answer);
      const { tokens: _tokens, ...identity } = user;
      const { decision, account } = await resolveIdentity(dependencies, connection, identity);
      response.type('html').send(
        show(connection, {
          kind: 'proved',
          user: identity,
          decision,
          account: account && { login: account.login, status: account.status },
          roles: rolesOfGroups(connection, user.mapped),
          claims: claimsOfIdentity(dependencies.userClaims(), user.mapped),
        }),
      );
    } catch (error) {
      if (!(error instanceof UpstreamFailed)) throw error;
      response.type('html').send(show(connection, failedBy(error)));
    }
  });
  router.use(refusals);
  return router;
}

const failedBy = ({ failure, message }: UpstreamFailed): SignInTestResult => ({ kind: 'failed', failure, message });
