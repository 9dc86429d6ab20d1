/** Holds the provider in use. When keys change the next one is built and takes its place between two requests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';

export interface LiveProvider {
  /** The provider that answers new requests. */
  readonly current: Provider;
  /** Replaces it; requests under way finish with the one they began with. */
  swap(next: Provider): void;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

export function createLiveProvider(first: Provider): LiveProvider {
  let current = first;
  let callback = first.callback();
  return {
    get current() {
      return current;
    },
    swap(next) {
      current = next;
      callback = next.callback();
    },
    handle: (request, response) => void callback(request, response),
  };
}
