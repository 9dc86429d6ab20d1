/** Holds the provider in use. When keys or policies change the next one is built and takes its place between two requests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { Keyring } from './keys/keyring.ts';

export interface LiveProvider {
  /** The provider that answers new requests. */
  readonly current: Provider;
  /** Puts one with these keys in its place; requests under way finish with the one they began with. */
  use(keyring: Keyring): void;
  /** Fastens something to the provider in use and to every later one: listeners to its events. */
  attach(fasten: (provider: Provider) => void): void;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** @param build makes a provider with these keys; it throws rather than make one that does not work */
export function createLiveProvider(build: (keyring: Keyring) => Provider, keyring: Keyring): LiveProvider {
  const attached: ((provider: Provider) => void)[] = [];
  let current = build(keyring);
  let callback = current.callback();
  return {
    get current() {
      return current;
    },
    use(keys) {
      const next = build(keys);
      for (const fasten of attached) fasten(next);
      const nextCallback = next.callback();
      current = next;
      callback = nextCallback;
    },
    attach(fasten) {
      attached.push(fasten);
      fasten(current);
    },
    handle: (request, response) => void callback(request, response),
  };
}
