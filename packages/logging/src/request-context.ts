import { AsyncLocalStorage } from 'node:async_hooks';

/** What follows a request through asynchronous code. */
export interface RequestContext {
  readonly requestId: string;
}

/** Entered once for each request by the HTTP service; the logger adds its `request_id` to every line. */
export const requestContext = new AsyncLocalStorage<RequestContext>();
