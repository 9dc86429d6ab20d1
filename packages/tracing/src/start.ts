import { setTracing } from './active.ts';
import type { TracingOptions } from './options.ts';
import { endpointOf, otlpSettingsOfProcess } from './settings.ts';

/**
 * Starts traces where the environment asks for them: to be called before anything is made that makes spans. Ends the
 * process with 78 after all faults of the settings, a line each.
 */
export async function startTracing(options: TracingOptions): Promise<void> {
  const settings = otlpSettingsOfProcess(options.env);
  const url = endpointOf(settings, 'traces');
  if (url === undefined) return;
  const { openTracing } = await import('./open-tracing.ts').catch(notInstalled);
  setTracing(openTracing(settings, { ...options, url }));
}

/** The packages that send are optional ones. */
export function notInstalled(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
  throw new Error('what sends over OTLP is not installed: npm ci without --omit=optional', { cause: error });
}
