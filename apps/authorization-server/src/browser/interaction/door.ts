/**
 * The door of sign-in (OPS-09). A few forms are looked at, some wait, the rest is told to come back before anything is
 * read for it: so a crowd costs the clients that ask for tokens meanwhile next to nothing.
 */
import { AsyncResource } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

export interface SignInDoor {
  /** Serves now or when it is the form's turn; false: too many wait already. */
  enter(response: ServerResponse, serve: () => void): boolean;
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
export function createSignInDoor({ atOnce, queue }: { atOnce: number; queue: number }): SignInDoor {
  let inside = 0;
  /** In the order in which they came. */
  const waiting = new Set<() => void>();

  const letIn = (response: ServerResponse, serve: () => void) => {
    inside += 1;
    response.once('close', () => {
      inside -= 1;
      const [next] = waiting;
      if (!next) return;
      waiting.delete(next);
      next();
    });
    serve();
  };

  return {
    enter(response, serve) {
      if (inside < atOnce) {
        letIn(response, serve);
        return true;
      }
      if (waiting.size >= queue) return false;
      // Whoever lets it in is another request; log lines must name this one.
      const turn = AsyncResource.bind(() => {
        response.off('close', leave);
        letIn(response, serve);
      });
      const leave = () => void waiting.delete(turn);
      response.once('close', leave);
      waiting.add(turn);
      return true;
    },
  };
}
