/**
 * Traces: one span for each request, database unit, signature and outgoing call, joined across programs by W3C trace context,
 * sent over OTLP. Owns when there are any, what stands in them, and whom a trace is continued from; OpenTelemetry does the
 * rest. No SDK is loaded, and nothing is done for a request, unless an endpoint is configured (`settings.ts`):
 * everything asks `tracing()` when it is made, and goes its plain way when that gives nothing.
 */
export { type CallSpan, type RequestSpan, type SpanAttributes, stopTracing, type Tracing, tracing } from './active.ts';
export { openLogExport } from './log-export.ts';
export type { TracingOptions } from './options.ts';
export type { LogExport, OtlpLog } from './otlp-log.ts';
export { otlpSettings } from './settings.ts';
export { startTracing } from './start.ts';
