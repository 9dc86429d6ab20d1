/** The few headers of an answer that do not pass as the service wrote them, because they name its own places. */
import type { IncomingMessage } from 'node:http';
import { requestOrigin } from '@gatehouse/http';
import { answeredCookies, type CookieRules } from './cookies.ts';
import { type Place, publicPlace, publicRefresh } from './places.ts';
import { urlOfDocument } from './route-metadata.ts';
import type { Route } from './route-schema.ts';

/** What of a route it takes. */
export interface RewrittenFor extends Place, Pick<Route, 'accept' | 'path' | 'resource'> {
  readonly cookies?: CookieRules | undefined;
}

type Value = string | string[];

const each = (value: Value, change: (one: string) => string): Value =>
  typeof value === 'string' ? change(value) : value.map(change);

/** A parameter of a challenge that says where the metadata are, or a quoted string that may only look like one. */
const METADATA = /(?<name>\bresource_metadata\s*=\s*)(?:"(?:[^"\\]|\\.)*"|[^\s,"]+)|"(?:[^"\\]|\\.)*"/giu;

/**
 * A challenge of the service (RFC 9728, section 5.1), which leads to tokens for the service. Its callers need one for the route: with
 * another resource than the one that they call they would have to stop (section 3.3).
 */
const publicChallenge = (value: string, { accept, path, resource }: RewrittenFor, request: IncomingMessage): string =>
  accept.length === 0
    ? value
    : value.replace(METADATA, (whole, name: string | undefined) =>
        name === undefined
          ? whole
          : `${name}"${urlOfDocument(resource ?? requestOrigin(request) + path.replace(/\/\*$/u, '')).href}"`,
      );

/** By name; an empty list is a header that is not sent. `Link` and what stands in bodies is left to the service. */
export const REWRITTEN: ReadonlyMap<string, (value: Value, route: RewrittenFor, request: IncomingMessage) => Value> =
  new Map([
    ['location', (value, route, request) => each(value, (one) => publicPlace(one, route, request))],
    ['content-location', (value, route, request) => each(value, (one) => publicPlace(one, route, request))],
    ['refresh', (value, route, request) => each(value, (one) => publicRefresh(one, route, request))],
    ['www-authenticate', (value, route, request) => each(value, (one) => publicChallenge(one, route, request))],
    ['set-cookie', (value, { cookies, strip }) => answeredCookies([value].flat(), cookies, strip)],
  ]);
