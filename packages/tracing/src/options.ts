/** What a program says when it sends something over OTLP. */
export interface TracingOptions {
  /** Its name unless `OTEL_SERVICE_NAME` says another: `gatehouse-` is put in front. */
  readonly program: string;
  /** Told, at most once a minute, what goes wrong with sending. */
  readonly logger: { warn(members: object, message: string): void };
  /** That of the process. */
  readonly env: Readonly<Record<string, string | undefined>>;
}
