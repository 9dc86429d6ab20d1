/** Bytes as they are, over TLS: for requests that no client library would send. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import type { AnApi } from './an-api.ts';

/** An answer as it came. */
export interface WireAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Opens a connection, with the client certificate of that name if one is given, sends, and reads until the server closes. */
export async function wire(api: AnApi, bytes: string | Buffer, certificate?: string): Promise<WireAnswer[]> {
  const { hostname, port } = new URL(api.origin);
  const identity =
    certificate === undefined
      ? {}
      : {
          cert: readFileSync(api.certificates.certFile(certificate)),
          key: readFileSync(api.certificates.keyFile(certificate)),
        };
  const socket = connect({ host: hostname, port: Number(port), servername: hostname, ...identity });
  const silent = setTimeout(() => socket.destroy(), 10_000);
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  // A server that refuses at once may close before everything was sent; what it said has come all the same.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => {
    socket.once('close', resolve);
  });
  socket.write(bytes);
  await closed;
  clearTimeout(silent);
  return answersIn(text);
}

function answersIn(text: string): WireAnswer[] {
  const answers: WireAnswer[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) throw new Error(`half an answer: ${rest}`);
    const head = rest.slice(0, end);
    const status = Number(/^HTTP\/1\.1 (\d{3})/u.exec(head)?.[1]);
    const length = Number(/^content-length: (\d+)/imu.exec(head)?.[1] ?? 0);
    const begin = end + 4;
    answers.push({ status, head, body: rest.slice(begin, begin + length) });
    rest = rest.slice(begin + length);
  }
  return answers;
}

/** A request with these lines after the first two; it asks to close the connection after the answer. */
export const asking = (api: AnApi, target: string, lines: readonly string[], body = ''): string =>
  [`${target} HTTP/1.1`, `Host: ${new URL(api.origin).host}`, ...lines, 'Connection: close', '', body].join('\r\n');
