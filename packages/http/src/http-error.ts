/** What may go with a refusal. */
export interface HttpErrorOptions {
  /** For the log; never leaves the server. */
  readonly detail?: unknown;
  /** Further headers of the answer: `Retry-After`, `WWW-Authenticate`, … */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A refusal: a status, a stable code for applications and a sentence for readers. The last error handler answers it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  /** Stable, in snake_case; the `error` member of the answer. */
  readonly code: string;
  readonly detail: unknown;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param status 400 to 599
   * @param code stable and public, such as `csrf_failed`
   * @param message a sentence that helps the caller; public
   * @throws {TypeError} when the status is not that of an error
   */
  constructor(status: number, code: string, message: string, { detail, headers = {}, cause }: HttpErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (!Number.isInteger(status) || status < 400 || status > 599) throw new TypeError(`${status} is no error status`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.headers = headers;
  }
}
