import type { IncomingMessage } from 'node:http';

/** Told of what happened to a request; for metrics and the access log. */
export interface Observe {
  credential(kind: string, outcome: 'accepted' | 'refused'): void;
  exchange(outcome: 'cached' | 'exchanged' | 'shared' | 'refused' | 'failed'): void;
  caller(request: IncomingMessage, caller: { subject: string; kind: string }): void;
}
