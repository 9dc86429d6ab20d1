/** Who calls with a ticket: the credential that was sealed in it, if this request is the one that the ticket was given for. */
import type { IncomingMessage } from 'node:http';
import { HttpError, upgradeOf } from '@gatehouse/http';
import { AccessTokenError, type RequestAuth, type ResourceServer } from '@gatehouse/oauth-guard';
import type { Caller } from './caller.ts';
import { canonicalPath } from './canonical-path.ts';
import type { Challenges } from './challenges.ts';
import { credentialKinds } from './credentials/credentials.ts';
import { readCredential } from './credentials/read.ts';
import type { CrossOrigin } from './cross-origin.ts';
import type { Route } from './route-schema.ts';
import type { Ticket, Tickets } from './tickets.ts';

/** What it takes. */
export interface TicketAuthenticationDependencies {
  readonly tickets: Tickets;
  readonly crossOrigin: CrossOrigin;
  readonly challenges: Challenges;
  readonly guardOf: (request: IncomingMessage) => ResourceServer;
}

/** Gives the caller. Rejects with HttpError for every doubt. */
export type AuthenticateTicket = (request: IncomingMessage, route: Route, sealed: string) => Promise<Caller>;

/** Makes it. */
export function createTicketAuthentication(dependencies: TicketAuthenticationDependencies): AuthenticateTicket {
  const { tickets, crossOrigin, challenges, guardOf } = dependencies;
  const refused = (route: Route, code: string, message: string, error?: string) =>
    new HttpError(401, code, message, { headers: { 'WWW-Authenticate': challenges.of(route, error) } });

  /** A browser says the origin of a page with every WebSocket, but not with a GET of the page's own origin. */
  const comesFrom = (request: IncomingMessage, route: Route, origin: string) => {
    const { origin: given, 'sec-fetch-site': site = 'same-origin' } = request.headers;
    if (given === undefined) return !upgradeOf(request) && site === 'same-origin' && crossOrigin.isOwn(route, origin);
    return given === origin && crossOrigin.mayCall(route, origin);
  };

  const isFor = ({ host, path, origin, credential }: Ticket, request: IncomingMessage, route: Route) =>
    request.method === 'GET' &&
    host === request.headers.host &&
    path === canonicalPath(request.url as string, true).path &&
    comesFrom(request, route, origin) &&
    route.accept.includes(credential.kind);

  const verified = async (token: string, request: IncomingMessage, route: Route): Promise<RequestAuth> => {
    try {
      return await guardOf(request).verify(token);
    } catch (error) {
      if (!(error instanceof AccessTokenError)) throw error;
      if (error.status === 401)
        throw refused(route, 'invalid_ticket', 'The token of this ticket has ended.', 'invalid_token');
      throw new HttpError(503, 'temporarily_unavailable', 'The token of this ticket cannot be checked at the moment.', {
        headers: { 'Retry-After': '1' },
        detail: error,
      });
    }
  };

  return async (request, route, sealed) => {
    if (!route.accept.includes('ticket'))
      throw refused(route, 'unauthorized', 'This needs a credential of a kind that is accepted here.');
    const { kind } = readCredential(request);
    // What belongs to the connection is there whether the caller means it or not.
    if (kind === 'access_token' || (kind !== 'none' && credentialKinds[kind].header !== undefined))
      throw new HttpError(400, 'several_credentials', 'Send a ticket or another credential.');
    const ticket = await tickets.use(sealed);
    if (ticket === undefined || !isFor(ticket, request, route))
      throw refused(
        route,
        'invalid_ticket',
        'This ticket was used, is too old, or is for another address or page; ask for a new one.',
        'invalid_token',
      );
    const { credential, bound } = ticket;
    if (credential.kind !== 'access_token') return { credential, auth: undefined, headers: {}, isVerified: false };
    if (bound) return { credential, auth: bound as RequestAuth, headers: {}, isVerified: false };
    return { credential, auth: await verified(credential.value, request, route), headers: {}, isVerified: true };
  };
}
