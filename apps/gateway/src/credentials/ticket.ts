/** Where a page puts a ticket: into the query, or into the protocols of a WebSocket, the only header that it can write there. */
import type { IncomingMessage } from 'node:http';
import { HttpError } from '@gatehouse/http';

/** A ticket as it was sent. Nothing is verified yet. */
export interface PresentedTicket {
  readonly value: string;
  /** What a browser has to be answered that offered no other protocol: it takes no connection without one. */
  readonly protocol: string | undefined;
}

const PARAMETER = 'gatehouse_ticket=';
const PROTOCOL = 'gatehouse.ticket.';
const HEADER = 'sec-websocket-protocol';

/** The query without its tickets. */
function takeFromQuery(request: IncomingMessage): string[] {
  const url = request.url as string;
  const question = url.indexOf('?');
  if (question === -1 || !url.includes(PARAMETER, question)) return [];
  const parameters = url.slice(question + 1).split('&');
  const rest = parameters.filter((one) => !one.startsWith(PARAMETER)).join('&');
  request.url = url.slice(0, question) + (rest === '' ? '' : `?${rest}`);
  return parameters.filter((one) => one.startsWith(PARAMETER)).map((one) => one.slice(PARAMETER.length));
}

/** The protocols without tickets; the header goes when nothing is left. */
function takeFromProtocols(request: IncomingMessage): { found: string[]; isAlone: boolean } {
  const { headers, rawHeaders } = request;
  const offered = headers[HEADER];
  if (offered === undefined || !offered.includes(PROTOCOL)) return { found: [], isAlone: false };
  const protocols = offered.split(',').map((one) => one.trim());
  const rest = protocols.filter((one) => !one.startsWith(PROTOCOL)).join(', ');
  for (let index = rawHeaders.length - 2; index >= 0; index -= 2)
    if (rawHeaders[index]?.toLowerCase() === HEADER) rawHeaders.splice(index, 2);
  if (rest === '') delete headers[HEADER];
  else {
    headers[HEADER] = rest;
    rawHeaders.push('Sec-WebSocket-Protocol', rest);
  }
  return { found: protocols.filter((one) => one.startsWith(PROTOCOL)), isAlone: rest === '' };
}

/**
 * Takes the ticket out of a request, so that neither a log nor the service sees it.
 * @throws {HttpError} 400 when there are several
 */
export function takeTicket(request: IncomingMessage): PresentedTicket | undefined {
  const { found, isAlone } = takeFromProtocols(request);
  const values = [...takeFromQuery(request), ...found.map((one) => one.slice(PROTOCOL.length))];
  if (values.length > 1) throw new HttpError(400, 'several_credentials', 'Send one ticket.');
  const [value] = values;
  return value === undefined ? undefined : { value, protocol: isAlone ? found[0] : undefined };
}
