/** The headers of every answer: security headers and the request's id. */
import type { ServerResponse } from 'node:http';
import { stateOf } from './connection.ts';
import type { HeaderPairs } from './security-headers.ts';

/** Sets them on a response, once. */
export function setStandingHeaders(response: ServerResponse): void {
  const state = stateOf(response);
  if (state?.standing === undefined) return;
  state.standing.setOwn(response, state.requestId);
  state.standing = undefined;
}

/**
 * For whoever passes on the answer of another application: nothing sets them any more. Policies about content (CSP, framing,
 * cross-origin isolation) are that application's business.
 * @returns names and values of those that such an answer carries all the same; empty when they are set already
 */
export function takeStandingHeaders(response: ServerResponse): HeaderPairs {
  const state = stateOf(response);
  if (state?.standing === undefined) return NONE;
  const { standing } = state;
  state.standing = undefined;
  return standing.passedOn;
}

const NONE: HeaderPairs = Object.freeze([]);
