/** Spans of what leaves: each item of the outbox, the mail it is, the requests to addresses of others. */
import type { Tracing } from '@gatehouse/tracing';
import type { MailTransport } from './mail/transport.ts';
import type { OutboundFetch } from './outbound/guard.ts';
import type { OutboxHandler } from './outbox.ts';

/** Nobody else is told our trace: no header is added to what goes to an address that somebody else chose. */
export function tracedFetch(fetch: OutboundFetch, traces: Tracing | undefined): OutboundFetch {
  if (traces === undefined) return fetch;
  return (target, init) => {
    const { hostname, port, protocol } = new URL(target);
    const method = init?.method ?? 'GET';
    const attributes = {
      'http.request.method': method,
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    };
    return traces.call(method, attributes, () => fetch(target, init));
  };
}

/** @param smtpUrl undefined: mails stay in this process */
export function tracedTransport(
  transport: MailTransport,
  smtpUrl: string | undefined,
  traces: Tracing | undefined,
): MailTransport {
  if (traces === undefined || smtpUrl === undefined) return transport;
  const { hostname, port } = new URL(smtpUrl);
  const attributes = {
    'network.protocol.name': 'smtp',
    'server.address': hostname,
    'server.port': Number(port) || undefined,
  };
  return {
    send: (envelope) => traces.call('SMTP', attributes, () => transport.send(envelope)),
    close: () => transport.close(),
  };
}

/** Nobody waits for them: each attempt is a trace of its own. @param handlers by kind */
export function tracedHandlers(
  handlers: Readonly<Record<string, OutboxHandler>>,
  traces: Tracing | undefined,
): Readonly<Record<string, OutboxHandler>> {
  if (traces === undefined) return handlers;
  return Object.fromEntries(
    Object.entries(handlers).map(([kind, handler]): [string, OutboxHandler] => [
      kind,
      (item) => traces.task(`outbox ${kind}`, { 'gatehouse.outbox.attempt': item.attempts }, () => handler(item)),
    ]),
  );
}
