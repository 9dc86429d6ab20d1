/** What somebody gets who speaks plain HTTP to a port that speaks TLS: where to go, in place of a connection that just ends. */
import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';

/** The connection below the failed handshake; Node has no public name for it. */
const connectionOf = (socket: TLSSocket) => Reflect.get(socket, '_parent') as Socket | undefined;

/**
 * Answers on handshakes that failed because HTTP came; a connection that speaks TLS never gets here.
 * Nothing of the request is read, so the answer is the same for all.
 */
export function answerPlainHttp(server: Server, publicOrigin: string): void {
  const body = `This port speaks HTTPS: use ${publicOrigin}/ in place of http://.\n`;
  const answer = [
    'HTTP/1.1 400 Bad Request',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code !== 'ERR_SSL_HTTP_REQUEST') return;
    const connection = connectionOf(socket);
    if (!connection?.writable) return;
    connection.write(answer);
    connection.destroySoon();
  });
}
