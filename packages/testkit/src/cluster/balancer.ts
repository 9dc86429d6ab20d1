import { makePlace } from './daemon.ts';
import { type TcpProxy, tcpProxy } from './haproxy.ts';
import { makeHome } from './home.ts';

/** Starts an HAProxy before servers; it passes connections to those whose management port answers 200 to `/readyz`. */
export async function balancer({
  servers,
}: {
  readonly servers: readonly { readonly port: number; readonly managementPort: number }[];
}): Promise<TcpProxy> {
  const home = await makeHome();
  const proxy = await tcpProxy(makePlace(home.path, 'haproxy'), {
    servers: servers.map(({ port, managementPort }, index) => ({
      name: `s${index + 1}`,
      port,
      checkPort: managementPort,
    })),
    check: { method: 'GET', path: '/readyz' },
    whenNotReady: 'finish',
  });
  return {
    ...proxy,
    async stop() {
      await proxy.stop();
      await home.remove();
    },
  };
}
