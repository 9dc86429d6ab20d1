import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino';
import { redactLine, withoutCredentials } from './credentials.ts';
import { redact } from './redact.ts';
import { requestContext } from './request-context.ts';
import { standardOutput } from './standard-output.ts';

export type { Logger } from 'pino';

/** What a service says about its log. */
export interface LoggerOptions {
  /** Stands in every line as `program`. */
  readonly program: string;
  /** Least level that is written; `silent` for none. Default `info`. */
  readonly level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Where lines go; default standard output. */
  readonly destination?: DestinationStream;
}

/** A logger that writes JSON lines with ISO time and the request's id, and no secret. */
export function createLogger({ program, level = 'info', destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { program },
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin,
    serializers: { err: unchanged },
    formatters: { level: levelName, log: redactMembers },
    hooks: { streamWrite: redactLine },
  };
  const logger = pino(options, destination ?? standardOutput());
  // pino formats the members of a line, but not those that a child logger puts into each of its lines.
  const child = Reflect.get(logger, 'child') as unknown as ChildMethod;
  logger.child = function redactedChild(this: Logger, bindings: Bindings, childOptions?: ChildLoggerOptions) {
    return child.call(this, redactMembers(bindings), childOptions);
  } as unknown as typeof logger.child;
  return logger;
}

type ChildMethod = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger;

/** `redactMembers` has made a plain object of the error already. */
function unchanged(value: unknown): unknown {
  return value;
}

/** A fresh object each time: pino writes the members of the line into it. */
function mixin(): object {
  const context = requestContext.getStore();
  if (context === undefined) return {};
  const { requestId: request_id, trace } = context;
  return trace ? { request_id, trace_id: trace.traceId, span_id: trace.spanId } : { request_id };
}

function levelName(level: string): object {
  return { level };
}

function redactMembers(members: Record<string, unknown>): Record<string, unknown> {
  const { req, res, ...others } = members;
  const result = redact(others) as Record<string, unknown>;
  if (req !== undefined) result['req'] = request(req);
  if (res !== undefined) result['res'] = response(res);
  return result;
}

/** Of a request only the method and the path: headers, query and body hold credentials. */
function request(value: unknown): unknown {
  const { method, url = '' } = value as { method?: string; url?: string };
  return { method, path: withoutCredentials(url.split('?', 1)[0] ?? '').replaceAll(/[\w-]{40,}/gu, ':id') };
}

function response(value: unknown): unknown {
  return {
    status: (value as { statusCode?: number; status?: number }).statusCode ?? (value as { status?: number }).status,
  };
}
