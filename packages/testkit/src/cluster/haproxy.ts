import { eventually } from '../eventually.ts';
import { freePort } from '../ports.ts';
import { accepts } from './accepts.ts';
import { type Daemon, lastOfLog, type Place, requireCommand, startDaemon } from './daemon.ts';

/** An HAProxy that passes TCP on to those servers whose HTTP check says that they are ready. */
export interface TcpProxy {
  readonly port: number;
  /** kill -9: every connection through it is gone, and nothing listens until `start`. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  stop(): Promise<void>;
  log(): string;
}

/** One server, and the port of the same machine that speaks for it. */
export interface CheckedServer {
  readonly name: string;
  readonly port: number;
  readonly checkPort: number;
}

/** What a server that is ready answers with 200. */
interface HttpCheck {
  readonly method: 'GET' | 'OPTIONS';
  readonly path: string;
}

/** Starts HAProxy in its folder. */
export async function tcpProxy(
  place: Place,
  { servers, check }: { readonly servers: readonly CheckedServer[]; readonly check: HttpCheck },
): Promise<TcpProxy> {
  const port = await freePort();
  const file = place.write('haproxy.cfg', configuration(port, servers, check));
  let daemon: Daemon | undefined;
  async function start(): Promise<void> {
    const started = startDaemon(place, requireCommand('haproxy'), ['-db', '-f', file]);
    daemon = started;
    await eventually(() => !started.running() || accepts(port), { what: 'HAProxy' });
    if (!started.running()) throw new Error(`HAProxy ended:\n${lastOfLog(place)}`);
  }
  await start();
  return {
    port,
    kill: async () => daemon?.end('SIGKILL'),
    start,
    stop: async () => daemon?.end('SIGTERM'),
    log: () => lastOfLog(place),
  };
}

function configuration(port: number, servers: readonly CheckedServer[], check: HttpCheck): string {
  return `global
  maxconn 2000
defaults
  mode tcp
  timeout connect 1s
  timeout client 1h
  timeout server 1h
  timeout check 1s
  retries 2
  option redispatch
listen servers
  bind 127.0.0.1:${port}
  balance roundrobin
  option httpchk
  http-check send meth ${check.method} uri ${check.path} ver HTTP/1.1 hdr Host localhost
  http-check expect status 200
  default-server inter 300ms fall 2 rise 1 on-marked-down shutdown-sessions
${servers.map((server) => `  server ${server.name} 127.0.0.1:${server.port} check port ${server.checkPort}`).join('\n')}
`;
}
