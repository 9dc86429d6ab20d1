import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Clients, clientsOf } from '../src/postgres/clients.ts';
import { primarySearch } from '../src/postgres/primary.ts';
import { serverWatch } from '../src/postgres/server-watch.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/**
 * Closes every other connection at once. To the others it says nothing, and closes them when the other side does, as a server that
 * is too busy to answer: such a connection is not given up by itself before the search is over.
 */
async function silentServer(onConnection: () => void): Promise<number> {
  let isClosed = false;
  const server = createServer((socket) => {
    onConnection();
    isClosed = !isClosed;
    if (isClosed) socket.destroy();
    else socket.on('error', () => undefined).resume();
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the search for the primary', () => {
  it('ends when all servers are silent, and the next one asks them anew', async () => {
    let connections = 0;
    const ports = [await silentServer(() => (connections += 1)), await silentServer(() => (connections += 1))];
    const clients = clientsOf(`postgres://u@${ports.map((port) => `127.0.0.1:${port}`).join()}/d`);
    const search = primarySearch(clients, serverWatch({ hasPids: true, hasTimelines: true }), {
      timeoutMs: 500,
      onFound: () => undefined,
    });
    for (const made of [4, 8]) {
      await expect(search.find(10_000)).rejects.toThrow(/terminated|no server/u);
      expect(connections).toBe(made);
    }
  });

  it('takes the one on the latest timeline, also when one that was replaced answers before it', async () => {
    const first = Promise.withResolvers<void>();
    const answers = [
      async () => ({ read_only: 'off', timeline: '00000001', cluster: '7' }),
      async () => {
        await first.promise;
        return { read_only: 'off', timeline: '00000002', cluster: '7' };
      },
      async () => ({ read_only: 'on', timeline: null, cluster: '7' }),
    ];
    const turns: number[] = [];
    const clients = {
      servers: answers.length,
      clientOf: (server: number) => ({
        on: () => undefined,
        connect: async () => undefined,
        query: async () => ({ rows: [await answers[server]?.()] }),
        async end() {
          if (server === 0) setImmediate(first.resolve);
        },
      }),
      turnTo: (server: number) => turns.push(server),
    };
    const watch = serverWatch({ hasPids: true, hasTimelines: true });
    let found = 0;
    const onFound = () => {
      found += 1;
    };
    await primarySearch(clients as unknown as Clients, watch, { timeoutMs: 5000, onFound }).find(5000);
    expect([turns, found]).toEqual([[1], 1]);
  });
});
