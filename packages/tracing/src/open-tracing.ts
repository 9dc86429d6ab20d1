/** Loads what makes and sends spans. Only imported when traces are configured. */
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Tracing } from './active.ts';
import { exporterOptions, resourceOf, sayFailures } from './endpoint.ts';
import type { TracingOptions } from './options.ts';
import { samplerOf } from './sampler.ts';
import type { OtlpSettings } from './settings.ts';
import { createSpans } from './spans.ts';
import { traceUndici } from './undici.ts';

/** @param options.url where traces are sent */
export function openTracing(
  settings: OtlpSettings,
  { url, program, logger }: Pick<TracingOptions, 'program' | 'logger'> & { readonly url: string },
): Tracing {
  sayFailures(logger);
  const Exporter = settings.exporterOtlpProtocol === 'http/json' ? JsonExporter : ProtobufExporter;
  const { bspMaxQueueSize: maxQueueSize } = settings;
  const provider = new TracerProvider({
    resource: resourceOf(settings, program),
    sampler: samplerOf(settings),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: new Exporter(exporterOptions(settings, url)),
        scheduledDelayMillis: settings.bspScheduleDelay,
        maxQueueSize,
        maxExportBatchSize: Math.min(512, maxQueueSize),
      }),
    ],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  const spans = createSpans(provider.getTracer('gatehouse'));
  const forget = traceUndici(spans);
  return {
    ...spans,
    async stop() {
      forget();
      await provider.shutdown();
      trace.disable();
      context.disable();
    },
  };
}
