/** Requests in the neutral shape of the core. */

import type { GuardRequest } from '../src/index.ts';

export interface RequestParts {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly formToken?: boolean;
  readonly peerAddress?: string;
  readonly certificate?: Uint8Array;
}

export function requestOf(parts: RequestParts = {}): GuardRequest {
  return {
    method: parts.method ?? 'GET',
    url: parts.url ?? '/orders',
    headerValues: (name) => [parts.headers?.[name] ?? []].flat(),
    hasFormToken: () => parts.formToken ?? false,
    peerAddress: parts.peerAddress,
    peerCertificate: () => parts.certificate,
  };
}

/** A request with a bearer token. */
export function carrying(token: string, parts: RequestParts = {}): GuardRequest {
  return requestOf({ ...parts, headers: { authorization: `Bearer ${token}`, ...parts.headers } });
}
