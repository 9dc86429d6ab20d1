/** What both signals have in common: who sends, and what is said when it cannot be sent. */
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { parseKeyPairsIntoRecord } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import type { TracingOptions } from './options.ts';
import type { OtlpSettings } from './settings.ts';

/** How often at most the log says that sending fails. */
const SAY_EVERY_MS = 60_000;

/** Who sends: the program, or what `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say. */
export function resourceOf({ serviceName }: OtlpSettings, program: string): Resource {
  const said = detectResources({ detectors: [envDetector] });
  const named = said.attributes['service.name'] ?? `gatehouse-${program}`;
  return defaultResource()
    .merge(said)
    .merge(resourceFromAttributes({ 'service.name': serviceName ?? named }));
}

/** How the exporter is told where and by what headers. */
export function exporterOptions({ exporterOtlpHeaders }: OtlpSettings, url: string) {
  return { url, headers: parseKeyPairsIntoRecord(exporterOtlpHeaders?.reveal() ?? '') };
}

/** Has the program's log say when sending fails. Never what a collector answered: it may repeat what it was sent. */
export function sayFailures(logger: TracingOptions['logger']): void {
  let saidAt = -Infinity;
  const say = (message: string) => {
    if (performance.now() - saidAt < SAY_EVERY_MS) return;
    saidAt = performance.now();
    logger.warn({ detail: reasonOf(message) }, 'traces or audit records cannot be sent over OTLP');
  };
  diag.setLogger(
    { error: say, warn: say, info: nothing, debug: nothing, verbose: nothing },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

function nothing(): void {}

/** OpenTelemetry gives an error as one line of JSON, stack included. */
function reasonOf(message: string): string {
  try {
    const { name, code, message: text } = JSON.parse(message) as Record<string, unknown>;
    return [name, code, text]
      .filter((part) => typeof part === 'string' || typeof part === 'number')
      .join(' ')
      .slice(0, 200);
  } catch {
    return message.slice(0, 200);
  }
}
