/** An error answer of an endpoint, before it is a page or JSON (RFC 6749, section 5.2). */
export interface ProtocolError {
  /** HTTP status. */
  readonly status: number;
  /** Stable code. */
  readonly error: string;
  readonly description: string;
  readonly retryAfterSeconds?: number;
}
