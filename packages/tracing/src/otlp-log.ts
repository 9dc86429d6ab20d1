import type { AnyValue } from '@opentelemetry/api';

/** A record to be sent as an OTLP log. */
export interface OtlpLog {
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly eventName: string;
  readonly severity: 'INFO' | 'WARN';
  /** The record, as a structure. */
  readonly body: AnyValue;
}

/** Sends records. */
export interface LogExport {
  /** Never throws and never waits; what does not fit into the queue is dropped. */
  readonly send: (log: OtlpLog) => void;
  /** Sends what waits, and ends. Never rejects. */
  readonly close: () => Promise<void>;
}
