/**
 * Load shedding for sign-in (OPS-09). A few forms are looked at, some wait in a queue, the rest is told to come back before
 * anything is read for it: so a crowd costs the clients that ask for tokens meanwhile next to nothing.
 */
import { AsyncResource } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

export interface SignInQueue {
  /** Serves now or when the form's turn comes; false: too many wait already. */
  admit(response: ServerResponse, serve: () => void): boolean;
}

/** In every spelling that the router takes: letter case, a query, encoded letters. */
const loginForm = /^\/interaction\/[^/?]+\/(?:login|[^/?]*%[^/?]*)(?:\?|$)/iu;

/** True for a form with a password in it, by its method and path. */
export const isSignInForm = (method: string | undefined, url: string | undefined): boolean =>
  method === 'POST' && loginForm.test(url ?? '');

/** Seconds after which to come back: not all in the same moment. */
export const comeBackSeconds = (): number => 2 + Math.floor(Math.random() * 4);

/**
 * @param options.atOnce forms that are looked at; a few more than hashes are computed, so that these never wait
 * @param options.queue forms that wait
 */
export function createSignInQueue({ atOnce, queue }: { atOnce: number; queue: number }): SignInQueue {
  let served = 0;
  /** In the order in which they came. */
  const waiting = new Set<() => void>();

  const start = (response: ServerResponse, serve: () => void) => {
    served += 1;
    response.once('close', () => {
      served -= 1;
      const [next] = waiting;
      if (!next) return;
      waiting.delete(next);
      next();
    });
    serve();
  };

  return {
    admit(response, serve) {
      if (served < atOnce) {
        start(response, serve);
        return true;
      }
      if (waiting.size >= queue) return false;
      // Another request starts it; log lines must name this one.
      const turn = AsyncResource.bind(() => {
        response.off('close', leave);
        start(response, serve);
      });
      const leave = () => void waiting.delete(turn);
      response.once('close', leave);
      waiting.add(turn);
      return true;
    },
  };
}
