/**
 * Where pages ask for tickets, with the credential that they would send if they could: it is looked at, and counted, as on the
 * route that the ticket is for.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerPreflight, HttpError, isPreflight, jsonBody, setRoute, setStandingHeaders } from '@gatehouse/http';
import { Refused, type RequestAuth } from '@gatehouse/oauth-guard';
import { z } from 'zod';
import type { Admit } from './admission.ts';
import { setHeaders } from './answer-headers.ts';
import type { Admission } from './caller.ts';
import { canonicalPath } from './canonical-path.ts';
import { credentialKinds } from './credentials/credentials.ts';
import type { CrossOrigin } from './cross-origin.ts';
import type { Route } from './route-schema.ts';
import type { Router } from './routes.ts';
import { type BoundToken, type Ticket, type Tickets, ticketSeconds } from './tickets.ts';

/** Where it is. */
export const ticketPath = '/.gatehouse/ticket';

/** What it takes. */
export interface TicketEndpointDependencies {
  readonly router: Router;
  readonly admit: Admit;
  readonly crossOrigin: CrossOrigin;
  readonly tickets: Tickets;
}

/** Answers a request at its path. Throws or rejects with HttpError. */
export type TicketEndpoint = (request: IncomingMessage, response: ServerResponse) => Promise<void> | true;

const question = z.strictObject({ path: z.string().startsWith('/') });
const readJson = jsonBody(4096);

/** The path that the ticket is for, in its canonical spelling. */
async function pathOf(request: IncomingMessage, response: ServerResponse): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    readJson(request as never, response as never, (error?: unknown) =>
      error === undefined ? resolve() : reject(error),
    );
  });
  const asked = question.safeParse((request as { body?: unknown }).body);
  if (asked.success) return canonicalPath(asked.data.path, true).path;
  throw new HttpError(400, 'invalid_request', 'The body must be JSON such as {"path": "/api/events"}.');
}

/** Makes it. */
export function createTicketEndpoint({
  router,
  admit,
  crossOrigin,
  tickets,
}: TicketEndpointDependencies): TicketEndpoint {
  const routeOf = (path: string, host: string): Route => {
    const match = router('GET', path, host);
    if (typeof match !== 'string' && !('allow' in match) && match.accept.includes('ticket')) return match;
    throw new HttpError(400, 'no_ticket_here', 'No route takes tickets at this path.');
  };

  /** A page that is not trusted with what the browser adds by itself must not turn it into a ticket. */
  const mustMeanIt = ({ credential: { kind } }: Admission, route: Route, origin: string) => {
    const isAddedByBrowser = kind !== 'access_token' && credentialKinds[kind].addedByBrowsers !== 'never';
    if (isAddedByBrowser && !crossOrigin.isTrustedWithCredentials(route, origin))
      throw new HttpError(403, 'origin_not_allowed', 'Pages of this origin need a credential of their own.');
  };

  const give = async (request: IncomingMessage, response: ServerResponse, answer: string[]): Promise<void> => {
    const { host = '', origin } = request.headers;
    if (request.method !== 'POST')
      throw new HttpError(405, 'method_not_allowed', 'Tickets are asked for by POST.', { headers: { Allow: 'POST' } });
    if (origin === undefined)
      throw new HttpError(403, 'origin_required', 'Tickets are for pages: the request needs the header Origin.');
    const path = await pathOf(request, response);
    const route = routeOf(path, host);
    if (!crossOrigin.mayCall(route, origin))
      throw new HttpError(403, 'origin_not_allowed', 'Pages of this origin may not call this.');
    const admission = await admit(request, route, answer);
    setStandingHeaders(response);
    setHeaders(response, answer);
    if (admission instanceof Refused) {
      admission.send(response);
      return;
    }
    mustMeanIt(admission, route, origin);
    const { caller, credential, auth } = admission;
    const bound = auth && Object.keys(auth.confirmation).length > 0 ? boundToken(auth) : undefined;
    const ticket: Ticket = { host, path, origin, caller, credential, ...(bound && { bound }) };
    const body = JSON.stringify({ ticket: await tickets.seal(ticket), expires_in: ticketSeconds });
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };

  return (request, response) => {
    setRoute(response, ticketPath);
    const rules = crossOrigin.ofHost(request);
    if (rules && isPreflight(request)) {
      rules.setPreflightHeaders(response, request);
      answerPreflight(response);
      return true;
    }
    crossOrigin.setHostHeaders(request, response);
    const answer: string[] = [];
    return give(request, response, answer).catch((error: unknown) => {
      setHeaders(response, answer);
      throw error;
    });
  };
}

/** What an admission looks at. */
const boundToken = ({ subject, clientId, scopes, confirmation, payload: { aud, exp } }: RequestAuth): BoundToken => ({
  subject,
  clientId,
  scopes,
  confirmation,
  payload: { aud, exp } as RequestAuth['payload'],
});
