/**
 * The settings of traces and of audit records over OTLP. They have the names of the OpenTelemetry specification, because
 * operators, operators' operators and collectors set those; all programs read the same. What is not listed here belongs to
 * OpenTelemetry's exporter, which reads it itself: timeout, compression, certificates.
 */
import {
  defineSettings,
  describeSettings,
  httpUrl,
  integer,
  oneOf,
  type SettingsOf,
  secret,
  settingsOfProcess,
  text,
  toggle,
} from '@gatehouse/config';

/** Their definition. A secret may be read from a file: `OTEL_EXPORTER_OTLP_HEADERS_FILE`. */
export const otlpSettings = defineSettings({
  prefix: 'OTEL_',
  program: 'opentelemetry',
  fields: {
    exporterOtlpEndpoint: httpUrl()
      .optional()
      .describe('Where traces are sent over OTLP/HTTP: `/v1/traces` is added to it; not set: there are none'),
    exporterOtlpTracesEndpoint: httpUrl().optional().describe('The same for traces alone, as it is'),
    exporterOtlpLogsEndpoint: httpUrl().optional().describe('The same for audit records, as it is'),
    exporterOtlpHeaders: secret()
      .optional()
      .describe('Headers for the endpoint, such as `authorization=Bearer%20…`, separated by commas'),
    exporterOtlpProtocol: oneOf('http/protobuf', 'http/json').default('http/protobuf').describe('How they are written'),
    sdkDisabled: toggle().default(false).describe('Sends nothing, whatever else is set'),
    tracesExporter: oneOf('otlp', 'none').default('otlp').describe('`none`: no traces'),
    serviceName: text().optional().describe('Name of the service in traces; else its own, such as `gateway`'),
    tracesSampler: oneOf(
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
      'always_on',
      'always_off',
      'traceidratio',
    )
      .default('parentbased_always_on')
      .describe('Which traces are recorded'),
    tracesSamplerArg: text()
      .optional()
      .refine((value) => value === undefined || (/^\d*\.?\d+$/u.test(value) && Number(value) <= 1), 'must be 0 to 1')
      .describe('The share of traces for the samplers by ratio, 0 to 1; not set: 1'),
    bspScheduleDelay: integer({ min: 10, max: 600_000 })
      .default(5000)
      .describe('Milliseconds for which spans wait to be sent together'),
    bspMaxQueueSize: integer({ min: 1, max: 1_000_000 })
      .default(2048)
      .describe('Spans that wait at most; further ones are dropped'),
  },
});

/** As they are read. */
export type OtlpSettings = SettingsOf<typeof otlpSettings>;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads them. A variable of OpenTelemetry's that is not ours is no fault. Ends the process with 78 after all faults, a line each.
 */
export function otlpSettingsOfProcess(env: Environment): OtlpSettings {
  const names = describeSettings(otlpSettings).flatMap(({ env: name }) => [name, `${name}_FILE`]);
  return settingsOfProcess(otlpSettings, { argv: [], env: Object.fromEntries(names.map((name) => [name, env[name]])) });
}

/** Where a signal is sent; undefined: nowhere. */
export function endpointOf(settings: OtlpSettings, signal: 'traces' | 'logs'): string | undefined {
  const { exporterOtlpEndpoint: all, exporterOtlpTracesEndpoint, exporterOtlpLogsEndpoint } = settings;
  if (settings.sdkDisabled) return undefined;
  if (signal === 'traces' && settings.tracesExporter === 'none') return undefined;
  const own = signal === 'traces' ? exporterOtlpTracesEndpoint : exporterOtlpLogsEndpoint;
  return own ?? (all && `${all.replace(/\/$/u, '')}/v1/${signal}`);
}
