/** One line in the log for each request: who, what, how it ended. No query, no credential. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress, requestId } from '@gatehouse/http';
import type { Logger } from '@gatehouse/logging';
import type { Admission } from './caller.ts';

/** Who a request turned out to come from. */
type KnownCaller = Pick<Admission, 'subject' | 'credential'>;

const ENTRY = Symbol('gateway.entry');

interface Entry {
  readonly logger: Logger;
  readonly startedAt: number;
  readonly ip: string;
  caller: KnownCaller | undefined;
}

type Carrier = IncomingMessage & { [ENTRY]?: Entry };

/** Notes on a request whose it is. On the request itself: what a WeakMap holds outlives every small collection. */
export function noteCaller(request: IncomingMessage, caller: KnownCaller): void {
  const entry = (request as Carrier)[ENTRY];
  if (entry) entry.caller = caller;
}

/** One listener for all requests, see answer.ts. */
function closed(this: ServerResponse): void {
  const { req: request } = this;
  const { logger, startedAt, ip, caller } = (request as Carrier)[ENTRY] as Entry;
  logger.info(
    {
      method: request.method,
      path: (request.url as string).split('?', 1)[0],
      status: this.writableFinished ? this.statusCode : 499,
      ms: Math.round(performance.now() - startedAt),
      ip,
      subject: caller?.subject,
      credential: caller?.credential.kind,
      request_id: requestId(request),
    },
    'request',
  );
}

/** Makes the writer; it is called when a request begins. */
export function createAccessLog(logger: Logger): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    // Once the connection is closed it has no address any more.
    const entry: Entry = { logger, startedAt: performance.now(), ip: clientAddress(request), caller: undefined };
    (request as Carrier)[ENTRY] = entry;
    response.on('close', closed);
  };
}
