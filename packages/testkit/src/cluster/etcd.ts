import { eventually } from '../eventually.ts';
import { freePort } from '../ports.ts';
import { type Daemon, makePlace, type Place, requireCommand, startDaemon } from './daemon.ts';

/** One etcd server, in which Patroni keeps who leads. */
export interface Etcd {
  readonly place: Place;
  readonly port: number;
  /** Text under a key, which begins with a slash; undefined where there is none. */
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
    '--enable-v2',
    // An etcd that is alone elects itself: the sooner, the sooner it answers.
    '--heartbeat-interval=50',
    '--election-timeout=500',
  ]);
  const ask = async (path: string): Promise<unknown> =>
    (await fetch(url + path, { signal: AbortSignal.timeout(2000) })).json();
  await eventually(async () => ((await ask('/health')) as { health?: string }).health === 'true', { what: 'etcd' });
  return {
    place,
    port,
    async value(key) {
      const found = (await ask(`/v2/keys${key}`)) as { node?: { value?: string } };
      return found.node?.value;
    },
    stop: () => daemon.end('SIGTERM'),
  };
}
