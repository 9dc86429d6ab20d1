/**
 * `Expect: 100-continue` (RFC 9110, section 10.1.1): the caller is asked for its body when somebody reads it, so that a refusal
 * comes before the body is sent. Node itself asks before anybody has looked at the request.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Serves such requests by the listener of all others. */
export function serveExpectations(server: Server, listener: RequestListener): void {
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    // Every way of reading a stream comes by here, and nothing else does.
    Object.assign(request, {
      _read(size: number) {
        Reflect.deleteProperty(request, '_read');
        if (!response.headersSent && !response.destroyed) response.writeContinue();
        Reflect.apply(Reflect.get(request, '_read'), request, [size]);
      },
    });
    listener(request, response);
  });
}
