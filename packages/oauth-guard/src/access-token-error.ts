/** Refusals for those who want an exception. */

import type { RefusalCode } from './errors.ts';

/**
 * A refusal as an exception, for callers of `verify` and for Express's own error handling, which honours `status` and `headers`.
 * The message is the fixed sentence of the refusal; `toJSON` is the body that a client may see.
 *
 * @example
 * const code = await api.verify(token).then(() => 'ok', (error: AccessTokenError) => error.code);
 */
export class AccessTokenError extends Error {
  override readonly name = 'AccessTokenError';
  readonly code: RefusalCode;
  readonly status: number;
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: RefusalBody;
  /** Why, in words for the log, such as the name of the claim that is wrong. It must not be sent. */
  readonly detail: string | undefined;

  constructor(refused: {
    code: RefusalCode;
    status: number;
    headers: Readonly<Record<string, string>>;
    body: RefusalBody;
    detail?: string | undefined;
  }) {
    super(refused.body.error_description);
    this.code = refused.code;
    this.status = refused.status;
    this.statusCode = refused.status;
    this.headers = refused.headers;
    this.body = refused.body;
    this.detail = refused.detail;
  }

  toJSON(): RefusalBody {
    return this.body;
  }
}

/**
 * The JSON body of a refusal. `error` is missing where RFC 6750 wants no error code.
 *
 * @example
 * const sentence = ({ code, error_description }: RefusalBody) => `${code}: ${error_description}`;
 */
export interface RefusalBody {
  readonly error?: string;
  readonly error_description: string;
  readonly code: RefusalCode;
}
