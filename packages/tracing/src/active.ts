/** What spans are made with, while there are any. This module loads nothing. */

/** A trace and the place in it, as they stand in a line of the log: hexadecimal. */
export interface TracePlace {
  readonly traceId: string;
  readonly spanId: string;
}

/** What a span may say. Never a path with someone's values in it, a query, a header, a token, or who somebody is. */
export type SpanAttributes = Readonly<Record<string, string | number | undefined>>;

/** What is known of a request before it is served. */
export interface RequestFacts {
  readonly method: string;
  readonly scheme: string;
  /** The host of the public origin. */
  readonly host: string;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Whether the caller's trace is continued, its decision to record included. A foreign one is only linked. */
  readonly continues: boolean;
}

/** The span of a request that is being served. */
export interface RequestSpan extends TracePlace {
  /** Runs `work` so that what it begins belongs to this span. */
  run<T>(work: () => T): T;
  /** @param status undefined: the caller went away before the answer was written */
  end(status: number | undefined, route: string): void;
}

/** The span of a call that was sent. */
export interface CallSpan {
  /** `traceparent`, and `tracestate` where there is one: names and values in turn. */
  readonly headers: readonly string[];
  answered(status: number): void;
  /** Once; later ones are ignored. */
  end(error?: unknown): void;
}

/** Makes spans. */
export interface Tracing {
  openRequest(facts: RequestFacts): RequestSpan;
  /** An HTTP request to another server. Undefined where nothing is being traced: calls by a timer are on their own. */
  openCall(method: string, origin: URL): CallSpan | undefined;
  /** A step of what is being traced; without a span where nothing is. */
  step<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** The same for a request to another server that is not HTTP, or whose headers are not ours to add to. */
  call<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** Something that no request waits for: a trace of its own, unless one is being made. */
  task<T>(name: string, attributes: SpanAttributes, work: () => Promise<T>): Promise<T>;
  /** Sends what waits, and ends. */
  stop(): Promise<void>;
}

let active: Tracing | undefined;

/** What spans are made with; undefined when traces are not configured. */
export const tracing = (): Tracing | undefined => active;

/** Called once, before anything that asks `tracing()` is made. */
export function setTracing(made: Tracing | undefined): void {
  active = made;
}

/** Sends the spans that wait and ends tracing. Never rejects; for as long as the endpoint may take, see `OTEL_EXPORTER_OTLP_TIMEOUT`. */
export async function stopTracing(): Promise<void> {
  const ending = active;
  active = undefined;
  await ending?.stop().catch(() => undefined);
}
