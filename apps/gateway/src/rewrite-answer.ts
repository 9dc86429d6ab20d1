/** The few headers of an answer that do not pass as the service wrote them, because they name its own places. */
import type { IncomingMessage } from 'node:http';
import { answeredCookies, type CookieRules } from './cookies.ts';
import { type Place, publicPlace, publicRefresh } from './places.ts';

/** What of a route it takes. */
export interface RewrittenFor extends Place {
  readonly cookies?: CookieRules | undefined;
}

type Value = string | string[];

const each = (value: Value, change: (one: string) => string): Value =>
  typeof value === 'string' ? change(value) : value.map(change);

/** By name; an empty list is a header that is not sent. `Link` and what stands in bodies is left to the service. */
export const REWRITTEN: ReadonlyMap<string, (value: Value, route: RewrittenFor, request: IncomingMessage) => Value> =
  new Map([
    ['location', (value, route, request) => each(value, (one) => publicPlace(one, route, request))],
    ['content-location', (value, route, request) => each(value, (one) => publicPlace(one, route, request))],
    ['refresh', (value, route, request) => each(value, (one) => publicRefresh(one, route, request))],
    ['set-cookie', (value, { cookies, strip }) => answeredCookies([value].flat(), cookies, strip)],
  ]);
