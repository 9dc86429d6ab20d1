/** Bounds on what one connection may cost. Times in milliseconds. */
export interface RequestLimits {
  /** Request line and headers together; beyond it 431. Default 16 384. */
  readonly maxHeaderBytes: number;
  /** Header lines; beyond it 431. Default 100. */
  readonly maxHeaders: number;
  /** From the first byte of a request to the end of its headers; beyond it 408. A connection that says nothing is cut after this too. Default 10 000. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to its last; beyond it 408; 0: no limit but that something moves. Default 30 000. */
  readonly requestTimeoutMs: number;
  /** An idle connection is kept this long. Should be longer than a proxy in front keeps it. Default 65 000. */
  readonly keepAliveTimeoutMs: number;
  /** A request or answer of which nothing moves for this long is cut off. Default 120 000. */
  readonly inactivityTimeoutMs: number;
  /** From connecting to the end of the TLS handshake. Default 10 000. */
  readonly tlsHandshakeTimeoutMs: number;
  /** Connections at once; more are closed at once. Default 10 000. */
  readonly maxConnections: number;
}

const DEFAULT_LIMITS: RequestLimits = {
  maxHeaderBytes: 16_384,
  maxHeaders: 100,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  inactivityTimeoutMs: 120_000,
  tlsHandshakeTimeoutMs: 10_000,
  maxConnections: 10_000,
};

/** The limits with their defaults. */
export function completeLimits(limits: Partial<RequestLimits> = {}): RequestLimits {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_LIMITS, ...(Object.fromEntries(given) as Partial<RequestLimits>) };
}
