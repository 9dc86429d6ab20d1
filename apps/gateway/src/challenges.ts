/** What refusals say about how to get in (RFC 6750, section 3; RFC 9449, section 7.1; RFC 9728, section 5.1): as the guard writes it. */
import { FetchRequest, Refused, type ResourceServer } from '@gatehouse/oauth-guard';
import type { RouteMetadata } from './route-metadata.ts';
import type { Route } from './route-schema.ts';
import { scopesToAskFor } from './scopes-to-ask-for.ts';

/** What answers say about how to get in. */
export interface Challenges {
  /** A refusal of the guard, which knows the gateway alone, with what leads to the route. */
  at(route: Route, refused: Refused): Refused;
  /**
   * The challenge for a credential that is missing (no error) or not accepted.
   * @param scopes that would do; those that the route has clients ask for unless told
   */
  of(route: Route, error?: string, scopes?: readonly string[]): string;
}

/** On the first scheme, where the guard has errors too. */
const withScopes = (challenge: string, scopes: readonly string[]): string =>
  scopes.length === 0 ? challenge : challenge.replace(' ', ` scope="${scopes.join(' ')}", `);

/** Makes them; what the guard says to a request without credentials is what all of them begin with. */
export function createChallenges(
  guard: Pick<ResourceServer, 'authenticate' | 'metadataUrl'>,
  { urlOf }: RouteMetadata,
): Challenges {
  const guardUrl = guard.metadataUrl.href;
  const leadTo = (route: Route, challenge: string) => challenge.replaceAll(`"${guardUrl}"`, `"${urlOf(route)}"`);
  const { headers } = guard.authenticate(new FetchRequest(new Request(guardUrl))) as Refused;
  const usual = headers['www-authenticate'] as string;
  return {
    at(route, refused) {
      const given = refused.headers['www-authenticate'];
      if (given === undefined) return refused;
      const copy = Object.create(Refused.prototype) as Refused;
      return Object.assign(copy, refused, {
        headers: {
          ...refused.headers,
          'www-authenticate': withScopes(leadTo(route, given), refused.status === 401 ? scopesToAskFor(route) : []),
        },
      });
    },
    of(route, error, scopes = scopesToAskFor(route)) {
      const wrong = error === undefined ? '' : ` error="${error}",`;
      const challenge = withScopes(leadTo(route, usual).replace(' ', `${wrong} `), scopes);
      return route.basic_challenge ? `${challenge}, Basic realm="gateway", charset="UTF-8"` : challenge;
    },
  };
}
