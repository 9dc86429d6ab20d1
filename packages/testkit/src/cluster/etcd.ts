import { eventually } from '../eventually.ts';
import { freePort } from '../ports.ts';
import { type Daemon, makePlace, type Place, requireCommand, startDaemon } from './daemon.ts';

/** One etcd server, in which Patroni keeps who leads. */
export interface Etcd {
  readonly place: Place;
  readonly port: number;
  /** Text under a key; undefined where there is none. */
  value(key: string): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Starts a fresh etcd below the folder and waits until it answers. */
export async function startEtcd(parent: string): Promise<Etcd> {
  const place = makePlace(parent, 'etcd');
  const [port, peers] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const peerUrl = `http://127.0.0.1:${peers}`;
  const daemon: Daemon = startDaemon(place, requireCommand('etcd'), [
    '--name=etcd',
    `--data-dir=${place.folder}/data`,
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=etcd=${peerUrl}`,
    // The shortest lease is one and a half elections long, and an etcd that is alone elects itself.
    '--heartbeat-interval=50',
    '--election-timeout=500',
  ]);
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(url + path, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(2000),
    });
    return answer.json();
  };
  await eventually(async () => ((await ask('/health')) as { health?: string }).health === 'true', { what: 'etcd' });
  return {
    place,
    port,
    async value(key) {
      const found = (await ask('/v3/kv/range', { key: Buffer.from(key).toString('base64') })) as {
        kvs?: { value?: string }[];
      };
      const value = found.kvs?.[0]?.value;
      return value === undefined ? undefined : Buffer.from(value, 'base64').toString('utf8');
    },
    stop: () => daemon.end('SIGTERM'),
  };
}
