/** An error answer of an endpoint, before it is a page or JSON (RFC 6749, section 5.2). */
export interface ProtocolError {
  /** HTTP status. */
  readonly status: number;
  /** Stable code. */
  readonly error: string;
  readonly description: string;
  /** The texts of this code stand for it on a page, instead of those of `error`. */
  readonly textCode?: string;
  readonly retryAfterSeconds?: number;
}
