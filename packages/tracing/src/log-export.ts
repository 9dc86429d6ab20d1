import { SettingsError } from '@gatehouse/config';
import type { TracingOptions } from './options.ts';
import type { LogExport } from './otlp-log.ts';
import { endpointOf, otlpSettingsOfProcess } from './settings.ts';
import { notInstalled } from './start.ts';

const NO_ENDPOINT =
  'or OTEL_EXPORTER_OTLP_ENDPOINT must say where audit records are sent, and OTEL_SDK_DISABLED must not be set';

/**
 * Opens the way of records over OTLP. Faults of the settings of OpenTelemetry end the process with 78.
 * @param options.scope what the records are: the name of their instrumentation scope
 * @throws {SettingsError} when no endpoint is configured
 */
export async function openLogExport(options: TracingOptions & { readonly scope: string }): Promise<LogExport> {
  const settings = otlpSettingsOfProcess(options.env);
  const url = endpointOf(settings, 'logs');
  if (url === undefined) throw new SettingsError([{ name: 'OTEL_EXPORTER_OTLP_LOGS_ENDPOINT', message: NO_ENDPOINT }]);
  const { openLogs } = await import('./open-logs.ts').catch(notInstalled);
  return openLogs(settings, { ...options, url });
}
