import { IncomingMessage, type ServerOptions, ServerResponse } from 'node:http';
import type { Express } from 'express';

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
  return {
    IncomingMessage: withPrototype(IncomingMessage, app.request),
    ServerResponse: withPrototype(ServerResponse, app.response),
  };
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
