/** The way of audit records over OTLP: each as one log record, whose body is the record. */
import { openLogExport, type TracingOptions } from '@gatehouse/tracing';
import type { AuditRecord } from './record.ts';

export interface AuditExport {
  /** Never throws and never waits. */
  readonly send: (record: AuditRecord) => void;
  /** Sends what waits, for a while. Never rejects. */
  readonly close: () => Promise<void>;
}

/** @throws {SettingsError} when no endpoint is configured */
export async function openAuditExport(options: Pick<TracingOptions, 'logger' | 'env'>): Promise<AuditExport> {
  const { send, close } = await openLogExport({
    ...options,
    program: 'authorization-server',
    scope: 'gatehouse.audit',
  });
  return {
    send(record) {
      const { time, event, outcome } = record;
      const severity = outcome === 'success' ? 'INFO' : 'WARN';
      send({ timeMs: Date.parse(time), eventName: event, severity, body: JSON.parse(JSON.stringify(record)) });
    },
    close,
  };
}
