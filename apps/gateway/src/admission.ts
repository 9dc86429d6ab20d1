/**
 * Everything that stands between a request and its service: who is calling, the token that goes in for them, how often they
 * may call, and whether the token has what the route needs. A caller who is known is let in without a promise.
 */
import type { IncomingMessage } from 'node:http';
import { HttpError } from '@gatehouse/http';
import { Refused } from '@gatehouse/oauth-guard';
import type { Allowances } from './allowances.ts';
import { addHeaders } from './answer-headers.ts';
import type { Authenticate } from './authenticate.ts';
import type { Admission, Caller } from './caller.ts';
import type { Challenges } from './challenges.ts';
import { andThen, type Eventually, orElse } from './eventually.ts';
import type { Guesses } from './guesses.ts';
import type { Observe } from './observe.ts';
import type { Route } from './route-schema.ts';
import type { ServiceTokens } from './service-tokens.ts';

/** What it takes to decide. */
export interface AdmissionDependencies {
  readonly authenticate: Authenticate;
  readonly serviceTokens: ServiceTokens;
  readonly allowances: Allowances;
  readonly guesses: Guesses;
  readonly challenges: Challenges;
  readonly observe: Pick<Observe, 'credential' | 'caller'>;
}

/**
 * Lets a request in, or gives the guard's refusal. Throws or rejects with HttpError.
 * @param answer collects names and values in turn for the answer, whatever it will be
 * @param ticket that the request brings instead of another credential
 */
export type Admit = (
  request: IncomingMessage,
  route: Route,
  answer: string[],
  ticket?: string,
) => Eventually<Admission | Refused>;

/** Makes it. */
export function createAdmission(dependencies: AdmissionDependencies): Admit {
  const { authenticate, serviceTokens, allowances, guesses, challenges, observe } = dependencies;

  const mustAllow = (admission: Admission, route: Route) => {
    const { scopes } = route;
    if (scopes === undefined || scopes.every((scope) => admission.scopes.includes(scope))) return;
    throw new HttpError(403, 'insufficient_scope', 'The credential lacks a scope that this service needs.', {
      headers: { 'WWW-Authenticate': challenges.of(route, 'insufficient_scope', scopes) },
    });
  };

  return (request, route, answer, ticket) => {
    const called = (caller: Caller | Refused): Eventually<Admission | Refused> => {
      if (caller instanceof Refused) {
        observe.credential('access_token', 'refused');
        guesses.countRefusal(request, caller.code);
        return challenges.at(route, caller);
      }
      addHeaders(answer, caller.headers);
      return andThen(serviceTokens(caller, route), (admission) => {
        const taken = allowances.take(admission.caller, answer);
        mustAllow(admission, route);
        allowances.count(admission, taken, answer);
        observe.credential(caller.credential.kind, 'accepted');
        observe.caller(request, admission);
        return admission;
      });
    };

    return orElse<Admission | Refused>(
      () => andThen(authenticate(request, route, ticket), called),
      (error) => {
        if ((error as HttpError).code === 'invalid_token') guesses.count(request);
        throw error;
      },
    );
  };
}
