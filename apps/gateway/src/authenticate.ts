/** Who calls: from the one credential of a request to somebody who can be named. Any doubt is a refusal (GW-03). */
import type { IncomingMessage } from 'node:http';
import { HttpError } from '@gatehouse/http';
import { NodeRequest, type Refused, type RequestAuth, type ResourceServer } from '@gatehouse/oauth-guard';
import { looksLikeApiKey } from './credentials/api-key.ts';
import { type RawCredential, readCredential } from './credentials/read.ts';
import { andThen, type Eventually } from './eventually.ts';
import type { Exchangeable } from './exchange.ts';
import type { Route } from './route-schema.ts';

/** A caller whose credential has the right form; an access token is verified, the rest is verified by the exchange. */
export interface Caller {
  readonly credential: Exchangeable;
  /** Present for access tokens. */
  readonly auth: RequestAuth | undefined;
  /** To be set on the answer whatever it will be, such as a fresh `dpop-nonce`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Gives the caller, or the guard's refusal. Throws HttpError for the refusals that the guard does not know. */
export type Authenticate = (request: IncomingMessage, route: Route) => Eventually<Caller | Refused>;

/** What answers say about how to get in. */
export interface Challenges {
  /** The challenge for a credential that is missing (no error) or not accepted. */
  of(route: Route, error?: string): string;
}

/** @param metadataUrl where the RFC 9728 document of the gateway is */
export function createChallenges(metadataUrl: string): Challenges {
  return {
    of({ basic_challenge: asksForPassword }, error) {
      const bearer = `Bearer ${error === undefined ? '' : `error="${error}", `}resource_metadata="${metadataUrl}"`;
      return asksForPassword ? `${bearer}, Basic realm="gateway", charset="UTF-8"` : bearer;
    },
  };
}

/**
 * @param guardOf the verifier for the host of a request
 * @param audience the gateway's own resource indicator: tokens for it are good on every route
 */
export function createAuthenticate(
  guardOf: (request: IncomingMessage) => ResourceServer,
  challenges: Challenges,
  audience: string,
): Authenticate {
  const unauthorized = (route: Route, code: string, message: string, error?: string) =>
    new HttpError(401, code, message, { headers: { 'WWW-Authenticate': challenges.of(route, error) } });

  const checkForm = (credential: RawCredential, route: Route): Exchangeable => {
    if (credential.kind === 'none' || !route.accept.includes(credential.kind)) {
      throw unauthorized(route, 'unauthorized', 'This needs a credential of a kind that is accepted here.');
    }
    if (credential.kind === 'api_key' && !looksLikeApiKey(credential.value)) {
      throw unauthorized(route, 'invalid_token', 'This is no API key.', 'invalid_token');
    }
    return credential.kind === 'access_token' ? { kind: 'access_token', value: '' } : credential;
  };

  return (request, route) => {
    const credential = checkForm(readCredential(request), route);
    if (credential.kind !== 'access_token') return { credential, auth: undefined, headers: {} };
    return andThen(guardOf(request).authenticate(new NodeRequest(request)), (decision) => {
      if (!decision.ok) return decision;
      const { auth, headers } = decision as { auth: RequestAuth; headers: Record<string, string> };
      // A token for one service does not open another one.
      if (auth.payload.aud !== audience && auth.payload.aud !== route.audience) {
        throw unauthorized(
          route,
          'wrong_audience',
          'The access token was issued for another resource.',
          'invalid_token',
        );
      }
      return { credential: { kind: 'access_token' as const, value: auth.token }, auth, headers };
    });
  };
}
