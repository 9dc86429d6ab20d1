/** Values that are usually there at once. Waiting for a promise on every request would cost more than the look-up it waits for. */

/** A value, or a promise of it. */
export type Eventually<T> = T | Promise<T>;

/** Goes on with a value, now if it is there. */
export function andThen<T, R>(value: Eventually<T>, proceed: (value: T) => Eventually<R>): Eventually<R> {
  return isPromise(value) ? value.then(proceed) : proceed(value);
}

/** Whether a value is yet to come. */
export function isPromise<T>(value: Eventually<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function';
}
