/**
 * Headers that are the same on all answers of a service. Node checks each of them anew for every answer, in a table that grows
 * with them; that is a good part of what a small answer costs. Here they are checked once.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

type Kept = Record<string, readonly [name: string, value: string]>;
type Keeper = ServerResponse & Record<symbol, Kept | null | undefined>;

/** Sets the headers on an answer. */
export type SetHeaders = (response: ServerResponse, requestId: string) => void;

/** Where Node keeps the headers of an answer, by their names in lower case; undefined where it does so otherwise. */
const KEPT = placeOfHeaders();

/**
 * Prepares headers, and beside them `X-Request-Id`.
 * @throws {TypeError} when one of them is none
 */
export function preparedHeaders(pairs: readonly (readonly [name: string, value: string])[]): SetHeaders {
  const checked = newResponse();
  for (const [name, value] of pairs) checked.setHeader(name, value);
  const known = pairs.map(([name, value]) => [name.toLowerCase(), name, value] as const);

  // A function and not a literal with `__proto__: null`: V8 learns its shape, where that one stays a table. Each answer has
  // pairs of its own, as Node changes them when a header is appended.
  function Headers(this: Record<string, readonly [string, string]>, requestId: string): void {
    for (const [key, name, value] of known) this[key] = [name, value];
    this['x-request-id'] = ['X-Request-Id', requestId];
  }
  Headers.prototype = Object.create(null);
  const New = Headers as unknown as new (requestId: string) => Kept;

  return (response, requestId) => {
    if (KEPT !== undefined && (response as Keeper)[KEPT] === null) {
      (response as Keeper)[KEPT] = new New(requestId);
      return;
    }
    for (const [name, value] of pairs) response.setHeader(name, value);
    response.setHeader('X-Request-Id', requestId);
  };
}

function placeOfHeaders(): symbol | undefined {
  const response = newResponse();
  const place = Object.getOwnPropertySymbols(response).find(({ description }) => description === 'kOutHeaders');
  if (place === undefined || response[place] !== null) return undefined;
  response.setHeader('A-Name', 'a value');
  return JSON.stringify(response[place]) === '{"a-name":["A-Name","a value"]}' ? place : undefined;
}

function newResponse(): Keeper {
  return new ServerResponse(new IncomingMessage(new Socket())) as Keeper;
}
