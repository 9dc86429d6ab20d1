/** What refusals say about how to get in (RFC 6750, section 3; RFC 9728, section 5.1). */
import { Refused } from '@gatehouse/oauth-guard';
import type { RouteMetadata } from './route-metadata.ts';
import type { Route } from './route-schema.ts';

/** What answers say about how to get in. */
export interface Challenges {
  /** A refusal of the guard, which knows the gateway alone, with what leads to the route. */
  at(route: Route, refused: Refused): Refused;
  /** The challenge for a credential that is missing (no error) or not accepted. */
  of(route: Route, error?: string): string;
}

/** @param guardUrl where the RFC 9728 document of the gateway is, to which its guard points */
export function createChallenges(guardUrl: string, { urlOf }: RouteMetadata): Challenges {
  return {
    at(route, refused) {
      const given = refused.headers['www-authenticate'];
      if (given === undefined) return refused;
      const challenge = given.replaceAll(`"${guardUrl}"`, `"${urlOf(route)}"`);
      const copy = Object.create(Refused.prototype) as Refused;
      return Object.assign(copy, refused, { headers: { ...refused.headers, 'www-authenticate': challenge } });
    },
    of(route, error) {
      const bearer = `Bearer ${error === undefined ? '' : `error="${error}", `}resource_metadata="${urlOf(route)}"`;
      return route.basic_challenge ? `${bearer}, Basic realm="gateway", charset="UTF-8"` : bearer;
    },
  };
}
