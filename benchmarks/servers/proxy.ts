/**
 * The least a proxy in Node does: `undici` behind `node:http`. It passes the headers that are not for one connection, streams both
 * bodies with the pace of whoever receives them, and ends one side when the other goes away. It asks nobody who they are.
 * PORT says where it listens, UPSTREAM is the origin behind it; `/api` is taken off the path.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Dispatcher, Pool } from 'undici';

const prefix = '/api';
const oneConnection = new Set([
  'connection',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const pool = new Pool(process.env['UPSTREAM'] as string, { connections: 256 });

/** Names and values in turn, without what belongs to one connection. */
function passing({ rawHeaders, headers }: IncomingMessage): string[] {
  const { connection = 'keep-alive' } = headers;
  const named = connection === 'keep-alive' ? [] : connection.toLowerCase().split(/\s*,\s*/u);
  const passed: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] as string).toLowerCase();
    if (!oneConnection.has(name) && !named.includes(name)) passed.push(name, rawHeaders[index + 1] as string);
  }
  return passed;
}

/** The answer to one request. One listener serves all: with closures made for each, V8 keeps requests alive until a full collection. */
class Answer implements Dispatcher.DispatchHandler {
  readonly #response: Answered;
  #running: Dispatcher.DispatchController | undefined;
  #head: (string | string[])[] | undefined;
  #status = 0;
  #length = -1;

  constructor(response: Answered) {
    this.#response = response;
    response[ANSWER] = this;
    response.on('close', closed);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#running = controller;
    if (this.#response.destroyed) this.left();
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (status < 200) return;
    this.#status = status;
    this.#length = Number(headers['content-length'] ?? -1);
    this.#head = [];
    for (const name of Object.keys(headers))
      if (!oneConnection.has(name)) this.#head.push(name, headers[name] as string | string[]);
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    const response = this.#response;
    if (this.#head) {
      this.#writeHead();
      // In one piece with the head, which Node makes of strings only.
      if (chunk.length === this.#length) return void response.end(chunk.toString('latin1'), 'latin1');
    }
    if (response.write(chunk)) return;
    controller.pause();
    response.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    if (this.#head) this.#writeHead();
    if (!this.#response.writableEnded) this.#response.end();
    this.#running = undefined;
  }

  onResponseError(): void {
    this.#running = undefined;
    if (this.#response.headersSent) return void this.#response.destroy();
    this.#response.statusCode = 502;
    this.#response.end();
  }

  left(): void {
    this.#running?.abort(new Error('the caller went away'));
  }

  #writeHead(): void {
    const head = this.#head as string[];
    this.#head = undefined;
    this.#response.writeHead(this.#status, head);
  }
}

const ANSWER = Symbol('answer');

type Answered = ServerResponse & { [ANSWER]?: Answer | undefined };

function closed(this: Answered): void {
  if (!this.writableFinished) this[ANSWER]?.left();
  this[ANSWER] = undefined;
}

createServer((request, response) => {
  if (request.url === '/') return void response.end('ready');
  const { method, headers } = request;
  const hasBody = headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
  const path = (request.url as string).slice(prefix.length);
  const body = hasBody ? request : null;
  pool.dispatch(
    { method: method as Dispatcher.HttpMethod, path, headers: passing(request), body },
    new Answer(response),
  );
}).listen(Number(process.env['PORT']), '127.0.0.1');
