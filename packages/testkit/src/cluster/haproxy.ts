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

/**
 * What becomes of connections to a server that is not ready any more: `cut` ends them, as a primary that was demoted must see no more
 * of its clients; with `finish` they go on, and where no server is ready all are tried, because 503 says more than a closed connection.
 */
type WhenNotReady = 'cut' | 'finish';

/** Starts HAProxy in its folder. */
export async function tcpProxy(
  place: Place,
  options: {
    readonly servers: readonly CheckedServer[];
    readonly check: HttpCheck;
    readonly whenNotReady: WhenNotReady;
  },
): Promise<TcpProxy> {
  const port = await freePort();
  const file = place.write('haproxy.cfg', configuration(port, options));
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

function configuration(port: number, { servers, check, whenNotReady }: Parameters<typeof tcpProxy>[1]): string {
  const lines = servers.map(
    ({ name, port: to, checkPort }) => `  server ${name} 127.0.0.1:${to} check port ${checkPort}`,
  );
  const unchecked = servers.map(({ name, port: to }) => `  server ${name}-unchecked 127.0.0.1:${to} backup`);
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
  option allbackups
  http-check send meth ${check.method} uri ${check.path} ver HTTP/1.1 hdr Host localhost
  http-check expect status 200
  default-server inter 300ms fall 2 rise 1${whenNotReady === 'cut' ? ' on-marked-down shutdown-sessions' : ''}
${[...lines, ...(whenNotReady === 'finish' ? unchecked : [])].join('\n')}
`;
}
