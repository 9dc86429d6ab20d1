import { AsyncLocalStorage } from 'node:async_hooks';

/** What follows a request through asynchronous code. */
export interface RequestContext {
  readonly requestId: string;
  /** The trace it belongs to and its place there, hexadecimal; undefined when it is not traced. */
  readonly trace?: { readonly traceId: string; readonly spanId: string } | undefined;
}

/** Entered once for each request by the HTTP service; the logger adds its `request_id`, and the ids of its trace, to every line. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
