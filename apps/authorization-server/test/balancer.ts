/** Something in front of several servers that hands connections on, for tests. */
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

/** Hands every connection to the next port in turn, as a TCP balancer does. `served` counts them by port. */
export async function startBalancer(
  port: number,
  ports: readonly number[],
): Promise<Server & { readonly served: number[] }> {
  const served = ports.map(() => 0);
  let turn = 0;
  const balancer = createServer((socket) => {
    const index = turn++ % ports.length;
    served[index] = (served[index] ?? 0) + 1;
    const upstream = connect(ports[index] as number, '127.0.0.1');
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  balancer.listen(port, '127.0.0.1');
  await once(balancer, 'listening');
  return Object.assign(balancer, { served });
}
