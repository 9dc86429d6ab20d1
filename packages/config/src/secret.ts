import { inspect } from 'node:util';

/** What stands wherever a secret would have been printed. */
export const REDACTED = '[redacted]';

/**
 * A value that does not print: `String()`, JSON, `util.inspect` and the logger show `[redacted]`.
 * Call `reveal()` where the value is used, and nowhere else.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    Object.freeze(this);
  }

  /** The value itself. */
  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }

  [inspect.custom](): string {
    return REDACTED;
  }
}
