/** The span of each request, and whose trace it continues. */
import type { IncomingMessage } from 'node:http';
import { type RequestSpan, tracing } from '@gatehouse/tracing';
import { peerAddress, TrustedProxies } from './connection.ts';

/**
 * Opens spans, where requests are traced. A caller that is not listed could have all its requests recorded, or none, or put
 * them into somebody else's trace: its trace is only linked, and a new one begins.
 * @param callers addresses and networks, of the peer or of whom a trusted proxy forwards
 * @throws {TypeError} when one of them is neither
 */
export function requestTraces(
  publicOrigin: string,
  callers: readonly string[] = [],
): ((request: IncomingMessage, requestId: string, caller?: string) => RequestSpan) | undefined {
  const known = new TrustedProxies(callers);
  const traces = tracing();
  if (traces === undefined) return undefined;
  const { protocol, hostname: host } = new URL(publicOrigin);
  const scheme = protocol.slice(0, -1);
  return (request, requestId, caller) =>
    traces.openRequest({
      method: request.method ?? '',
      scheme,
      host,
      requestId,
      headers: request.headers,
      continues: known.includes(peerAddress(request)) || (caller !== undefined && known.includes(caller)),
    });
}
