import { IncomingMessage, type ServerOptions, ServerResponse } from 'node:http';
import type { Express } from 'express';
import { announceUnread } from './unread-body.ts';

/** The classes a Node server makes requests and responses of. */
export interface MessageClasses {
  readonly IncomingMessage: NonNullable<ServerOptions['IncomingMessage']>;
  readonly ServerResponse: NonNullable<ServerOptions['ServerResponse']>;
}

/**
 * Requests and responses that are Express's from their birth. Express otherwise changes the prototype of both on every
 * request, which costs about a tenth of a small one, because the engine then loses what it knew about their shape.
 */
export function expressMessages(app: Express): MessageClasses {
  Object.assign(app.response, { writeHead });
  return {
    IncomingMessage: withPrototype(IncomingMessage, app.request),
    ServerResponse: withPrototype(ServerResponse, app.response),
  };
}

type WriteHead = (this: ServerResponse, status: number, reason?: unknown, headers?: unknown) => ServerResponse;
// oxlint-disable-next-line typescript/unbound-method -- called on the response
const nodesWriteHead = ServerResponse.prototype.writeHead as WriteHead;

/** Node's, which every answer passes. */
function writeHead(this: ServerResponse, status: number, reason?: unknown, headers?: unknown): ServerResponse {
  if (!this.req.complete) announceUnread(this);
  return nodesWriteHead.call(this, status, reason, headers);
}

function withPrototype<Made extends typeof IncomingMessage | typeof ServerResponse>(
  base: Made,
  prototype: object,
): Made {
  function Message(...parameters: unknown[]): object {
    return Reflect.construct(base, parameters, Message) as object;
  }
  Message.prototype = prototype;
  return Message as unknown as Made;
}
