/** An API that oauth-guard protects, to which tokens of other people's issuers are sent. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { DecisionEvent, RequestAuth } from '@gatehouse/oauth-guard';
import { createResourceServer, type ExpressOptions, getAuth } from '@gatehouse/oauth-guard/express';
import { freePort } from '@gatehouse/testkit';

/** What the API made of one token. */
export interface Verdict {
  readonly status: number;
  /** `ok`, or the code of the refusal. */
  readonly reason: DecisionEvent['reason'];
  /** For the log. */
  readonly detail: string | undefined;
  readonly principal: RequestAuth | undefined;
}

export interface ProtectedApi {
  /** What the log would say of the issuer's keys. */
  readonly faults: readonly string[];
  /** Sends a request with a token, as a bearer token unless `send` says otherwise. */
  judge(token: string, send?: (url: string, token: string) => Promise<Response>): Promise<Verdict>;
  stop(): Promise<void>;
}

const asBearer = (url: string, token: string): Promise<Response> =>
  fetch(url, { headers: { authorization: `Bearer ${token}` } });

/** Starts an API on a free port. It lets everybody in whose access token is accepted. */
export async function protectedApi(options: ExpressOptions): Promise<ProtectedApi> {
  const faults: string[] = [];
  let last: DecisionEvent | undefined;
  let principal: RequestAuth | undefined;
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const guard = createResourceServer({
    // So short that a test of new keys does not wait, and long enough for the first answers of a program just started.
    keys: { cooldownSeconds: 0.1, unknownKeySeconds: 0.1, timeoutSeconds: 60 },
    publicUrl: origin,
    ...options,
    observe: {
      decision: (event) => {
        last = event;
      },
      keys: ({ detail }) => {
        if (detail !== undefined) faults.push(detail);
      },
    },
  });
  const requireAuth = guard.requireAuth();
  const server = createServer((request, response) => {
    requireAuth(request, response, () => {
      principal = getAuth(request);
      response.end();
    });
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    faults,
    async judge(token, send = asBearer) {
      principal = undefined;
      const { status } = await send(`${origin}/`, token);
      return { status, reason: last!.reason, detail: last!.detail, principal };
    },
    async stop() {
      guard.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
