/** Values that are usually there at once: waiting for a promise on every request costs more than what it waits for. */

/** A value, or a promise of it. */
export type Eventually<T> = T | Promise<T>;

/** Whether a value is yet to come. */
export function isPromise<T>(value: Eventually<T>): value is Promise<T> {
  return typeof (value as { then?: unknown } | undefined)?.then === 'function';
}

/** Goes on with a value, now if it is there. */
export function andThen<T, R>(value: Eventually<T>, proceed: (value: T) => Eventually<R>): Eventually<R> {
  return isPromise(value) ? value.then(proceed) : proceed(value);
}

/** What `attempt` gives; whatever it throws, now or later, is `failed`'s to answer or to throw on. */
export function orElse<T>(attempt: () => Eventually<T>, failed: (error: unknown) => T): Eventually<T> {
  try {
    const value = attempt();
    return isPromise(value) ? value.catch(failed) : value;
  } catch (error) {
    return failed(error);
  }
}
