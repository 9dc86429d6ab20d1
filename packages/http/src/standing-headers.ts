/** The headers of every answer: security headers and the request's id. */
import type { ServerResponse } from 'node:http';
import { stateOf } from './connection.ts';

/** Sets them on a response, once. */
export function setStandingHeaders(response: ServerResponse): void {
  const state = stateOf(response);
  if (state?.standing === undefined) return;
  for (const [name, value] of state.standing) response.setHeader(name, value);
  response.setHeader('X-Request-Id', state.requestId);
  state.standing = undefined;
}

/**
 * Takes them for whoever writes the head of an answer in one go; nothing sets them any more.
 * @returns names and values; empty when they are set already
 */
export function takeStandingHeaders(response: ServerResponse): readonly (readonly [name: string, value: string])[] {
  const state = stateOf(response);
  if (state?.standing === undefined) return NONE;
  const { standing } = state;
  state.standing = undefined;
  return standing;
}

const NONE: readonly (readonly [string, string])[] = Object.freeze([]);
