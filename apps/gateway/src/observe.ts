import type { IncomingMessage } from 'node:http';
import type { Admission } from './caller.ts';

/** Told of what happened to a request; for metrics and the access log. */
export interface Observe {
  credential(kind: string, outcome: 'accepted' | 'refused'): void;
  exchange(outcome: 'cached' | 'exchanged' | 'shared' | 'refused' | 'failed'): void;
  caller(request: IncomingMessage, caller: Pick<Admission, 'subject' | 'credential'>): void;
}
