/** Who calls: from the one credential of a request to somebody who can be named. Any doubt is a refusal (GW-03). */
import type { IncomingMessage } from 'node:http';
import { HttpError, upgradeOf } from '@gatehouse/http';
import { NodeRequest, type Refused, type RequestAuth, type ResourceServer } from '@gatehouse/oauth-guard';
import type { AuthenticateTicket } from './authenticate-ticket.ts';
import type { Caller } from './caller.ts';
import type { Challenges } from './challenges.ts';
import { credentialKinds, type OwnKind } from './credentials/credentials.ts';
import { type RawCredential, readCredential } from './credentials/read.ts';
import type { CrossOrigin } from './cross-origin.ts';
import { andThen, type Eventually } from './eventually.ts';
import type { Exchangeable } from './exchange.ts';
import type { RouteMetadata } from './route-metadata.ts';
import type { Route } from './route-schema.ts';

/** Gives the caller, or the guard's refusal. Throws HttpError for the refusals that the guard does not know. */
export type Authenticate = (request: IncomingMessage, route: Route, ticket?: string) => Eventually<Caller | Refused>;

/**
 * @param guardOf the verifier for the host of a request
 * @param byTicket looks at tickets; undefined where no route takes them
 * @param crossOrigin says which pages may have the browser add a credential by itself
 * @param audience the gateway's own resource indicator: tokens for it are good on every route
 */
export function createAuthenticate(
  guardOf: (request: IncomingMessage) => ResourceServer,
  challenges: Challenges,
  audience: string,
  { resourceOf }: RouteMetadata,
  crossOrigin: CrossOrigin,
  byTicket: AuthenticateTicket | undefined,
): Authenticate {
  const unauthorized = (route: Route, code: string, message: string, error?: string) =>
    new HttpError(401, code, message, { headers: { 'WWW-Authenticate': challenges.of(route, error) } });

  const checkForm = (credential: RawCredential, route: Route): Exchangeable => {
    if (credential.kind === 'none' || !route.accept.includes(credential.kind)) {
      throw unauthorized(route, 'unauthorized', 'This needs a credential of a kind that is accepted here.');
    }
    if (credential.kind === 'access_token') return { kind: 'access_token', value: '' };
    const fault = credentialKinds[credential.kind].fault?.(credential.value);
    if (fault !== undefined) throw unauthorized(route, 'invalid_token', fault, 'invalid_token');
    return credential;
  };

  /** A browser adds these by itself, to requests of pages that know nothing of them: those are refused. */
  const mustBeMeant = (kind: OwnKind, request: IncomingMessage, route: Route): void => {
    const { origin } = request.headers;
    const { addedByBrowsers } = credentialKinds[kind];
    if (origin === undefined || addedByBrowsers === 'never') return;
    const isExplicit = addedByBrowsers === 'once typed' && !upgradeOf(request);
    if (isExplicit ? crossOrigin.mayCall(route, origin) : crossOrigin.isTrustedWithCredentials(route, origin)) return;
    throw new HttpError(403, 'origin_not_allowed', 'Pages of this origin may not call this.');
  };

  /** A token for one service does not open another one. */
  const mustBeFor = (route: Route, { payload: { aud } }: RequestAuth): void => {
    if (aud !== audience && aud !== route.audience && aud !== resourceOf(route))
      throw unauthorized(route, 'wrong_audience', 'The access token was issued for another resource.', 'invalid_token');
  };

  return (request, route, ticket) => {
    if (ticket !== undefined && byTicket) {
      return byTicket(request, route, ticket).then((caller) => {
        if (caller.auth) mustBeFor(route, caller.auth);
        return caller;
      });
    }
    const credential = checkForm(readCredential(request), route);
    if (credential.kind !== 'access_token') {
      mustBeMeant(credential.kind, request, route);
      return { credential, auth: undefined, headers: {}, isVerified: false };
    }
    return andThen(guardOf(request).authenticate(new NodeRequest(request)), (decision) => {
      if (!decision.ok) return decision;
      const { auth, headers } = decision as { auth: RequestAuth; headers: Record<string, string> };
      mustBeFor(route, auth);
      return { credential: { kind: 'access_token' as const, value: auth.token }, auth, headers, isVerified: true };
    });
  };
}
