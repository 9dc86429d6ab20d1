import type { ServerResponse } from 'node:http';
import { tracing } from '@gatehouse/tracing';
import type { Outcome } from './answer.ts';

/** Told how the request to the service ended. */
export type EndSpan = (outcome: Outcome | undefined, response: ServerResponse) => void;

const nothing: EndSpan = () => undefined;

/**
 * The span of the request to a service, whose place in the trace the service is told instead of what the caller said. Where
 * nothing is traced the caller's own `traceparent` goes through, as all its headers do.
 * @param upstream its origin
 * @param headers of the request, names and values in turn; changed in place
 */
export function openUpstreamSpan(method: string, upstream: string, headers: string[]): EndSpan {
  const span = tracing()?.openCall(method, new URL(upstream));
  if (span === undefined) return nothing;
  for (let index = headers.length - 2; index >= 0; index -= 2)
    if (/^trace(?:parent|state)$/iu.test(headers[index] as string)) headers.splice(index, 2);
  headers.push(...span.headers);
  return (outcome, response) => {
    const { kind = 'broken', error } = outcome ?? {};
    if (kind === 'answered') span.answered(response.statusCode);
    span.end(kind === 'answered' ? undefined : (error ?? { code: kind }));
  };
}
