/** Loads what sends logs. Only imported when somebody wants them sent. */
import { setTimeout } from 'node:timers/promises';
import { SeverityNumber } from '@opentelemetry/api';
import { OTLPLogExporter as JsonExporter } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { exporterOptions, resourceOf, sayFailures } from './endpoint.ts';
import type { TracingOptions } from './options.ts';
import type { LogExport } from './otlp-log.ts';
import type { OtlpSettings } from './settings.ts';

/** A collector that does not take the last records must not hold up a stop. */
const CLOSING_MS = 2000;

/** @param options.url where logs are sent */
export function openLogs(
  settings: OtlpSettings,
  { url, program, scope, logger }: TracingOptions & { readonly scope: string; readonly url: string },
): LogExport {
  sayFailures(logger);
  const Exporter = settings.exporterOtlpProtocol === 'http/json' ? JsonExporter : ProtobufExporter;
  const provider = new LoggerProvider({
    resource: resourceOf(settings, program),
    processors: [new BatchLogRecordProcessor({ exporter: new Exporter(exporterOptions(settings, url)) })],
  });
  const logs = provider.getLogger(scope);
  return {
    send({ timeMs, eventName, severity, body }) {
      logs.emit({
        timestamp: timeMs,
        eventName,
        severityNumber: SeverityNumber[severity],
        severityText: severity,
        body,
      });
    },
    close: () =>
      Promise.race([provider.shutdown(), setTimeout(CLOSING_MS, undefined, { ref: false })]).catch(() => undefined),
  };
}
