/**
 * Spans by the semantic conventions of OpenTelemetry (HTTP and database, stable). What a span says is decided here and by its
 * callers' constants: an error is told by its kind, never by its message, and a URL by its server alone.
 */
import {
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  type SpanOptions,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { CallSpan, RequestFacts, RequestSpan, SpanAttributes, Tracing } from './active.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']);
/** Trace context alone: baggage, which may say anything about anybody, is neither read nor sent. */
const propagator = new W3CTraceContextPropagator();

const getter = {
  keys: (headers: RequestFacts['headers']) => Object.keys(headers),
  get: (headers: RequestFacts['headers'], name: string) => headers[name],
};
const setter = { set: (headers: string[], name: string, value: string) => void headers.push(name, value) };

/** A method that nobody knows is somebody's text. */
const methodOf = (method: string) => (METHODS.has(method) ? method : '_OTHER');

/** Its code where that is a word, else its name. */
export function errorType(error: unknown): string {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const word = [code, name].find((one) => typeof one === 'string' && /^[A-Za-z]\w{0,63}$/u.test(one));
  return typeof word === 'string' ? word : '_OTHER';
}

const failed = (span: Span, type: string): void => {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
};

/** Makes them with a tracer. */
export function createSpans(tracer: Tracer): Omit<Tracing, 'stop'> {
  async function within<T>(name: string, options: SpanOptions, parent: Context, work: () => Promise<T>): Promise<T> {
    const span = tracer.startSpan(name, options, parent);
    try {
      return await context.with(trace.setSpan(parent, span), work);
    } catch (error) {
      failed(span, errorType(error));
      throw error;
    } finally {
      span.end();
    }
  }

  /** A span below another one: what nobody asked for by a request, such as a poll of the database, makes no trace. */
  function below<T>(name: string, kind: SpanKind, attributes: SpanAttributes, work: () => Promise<T>): Promise<T> {
    const parent = context.active();
    return trace.getSpan(parent) === undefined ? work() : within(name, { kind, attributes }, parent, work);
  }

  return {
    openRequest: (facts) => openRequest(tracer, facts),
    openCall: (method, origin) => openCall(tracer, method, origin),
    step: (name, attributes, work) => below(name, SpanKind.INTERNAL, attributes, work),
    call: (name, attributes, work) => below(name, SpanKind.CLIENT, attributes, work),
    task: (name, attributes, work) => within(name, { kind: SpanKind.INTERNAL, attributes }, context.active(), work),
  };
}

function openRequest(tracer: Tracer, facts: RequestFacts): RequestSpan {
  const method = methodOf(facts.method);
  const foreign = propagator.extract(ROOT_CONTEXT, facts.headers, getter);
  const linked = facts.continues ? undefined : trace.getSpanContext(foreign);
  const parent = facts.continues ? foreign : ROOT_CONTEXT;
  const span = tracer.startSpan(
    method,
    {
      kind: SpanKind.SERVER,
      ...(linked && { links: [{ context: linked }] }),
      attributes: {
        'http.request.method': method,
        'url.scheme': facts.scheme,
        'server.address': facts.host,
        'gatehouse.request_id': facts.requestId,
      },
    },
    parent,
  );
  const inside = trace.setSpan(parent, span);
  const { traceId, spanId } = span.spanContext();
  return {
    traceId,
    spanId,
    run: (work) => context.with(inside, work),
    end(status, route) {
      if (route.startsWith('/')) {
        span.updateName(`${method} ${route}`);
        span.setAttribute('http.route', route);
      }
      if (status !== undefined) span.setAttribute('http.response.status_code', status);
      if (status === undefined) span.setAttribute('error.type', 'client_closed_request');
      else if (status >= 500) failed(span, String(status));
      span.end();
    },
  };
}

function openCall(tracer: Tracer, given: string, origin: URL): CallSpan | undefined {
  const parent = context.active();
  if (trace.getSpan(parent) === undefined) return undefined;
  const method = methodOf(given);
  const span = tracer.startSpan(
    method,
    {
      kind: SpanKind.CLIENT,
      attributes: {
        'http.request.method': method,
        'url.scheme': origin.protocol.slice(0, -1),
        'server.address': origin.hostname,
        'server.port': Number(origin.port) || (origin.protocol === 'https:' ? 443 : 80),
      },
    },
    parent,
  );
  const headers: string[] = [];
  propagator.inject(trace.setSpan(parent, span), headers, setter);
  return {
    headers,
    answered(status) {
      span.setAttribute('http.response.status_code', status);
      if (status >= 400) failed(span, String(status));
    },
    end(error) {
      if (!span.isRecording()) return;
      if (error !== undefined) failed(span, errorType(error));
      span.end();
    },
  };
}
