/**
 * The calls that go through undici, which is also the fetch of Node: traced by what it tells on its diagnostics channels, so
 * that no program and no library wraps its own. A request that carries a trace context already is left alone.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { CallSpan, Tracing } from './active.ts';

interface Request {
  readonly method: string;
  readonly origin: string | URL;
  /** Names and values in turn. */
  readonly headers: readonly (string | readonly string[])[];
  addHeader(name: string, value: string): void;
}

interface Message {
  readonly request: Request;
  readonly response?: { readonly statusCode: number };
  readonly error?: unknown;
}

/** @returns a function that ends it */
export function traceUndici({ openCall }: Pick<Tracing, 'openCall'>): () => void {
  const open = new WeakMap<Request, CallSpan>();
  const handlers: Readonly<Record<string, (message: Message) => void>> = {
    'undici:request:create'({ request }) {
      if (request.headers.some((header) => header === 'traceparent')) return;
      const call = openCall(request.method, new URL(request.origin));
      if (call === undefined) return;
      open.set(request, call);
      const { headers } = call;
      for (let index = 0; index < headers.length; index += 2)
        request.addHeader(headers[index] as string, headers[index + 1] as string);
    },
    'undici:request:headers': ({ request, response }) => open.get(request)?.answered(response?.statusCode ?? 0),
    'undici:request:trailers': ({ request }) => open.get(request)?.end(),
    'undici:request:error': ({ request, error }) => open.get(request)?.end(error),
  };
  const listeners = Object.entries(handlers).map(
    ([name, handle]) => [name, (message: unknown) => handle(message as Message)] as const,
  );
  for (const [name, listener] of listeners) subscribe(name, listener);
  return () => {
    for (const [name, listener] of listeners) unsubscribe(name, listener);
  };
}
