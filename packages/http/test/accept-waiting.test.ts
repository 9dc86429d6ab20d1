import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { acceptWaiting } from '../src/accept-waiting.ts';

const busyFor = (milliseconds: number): void => {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
};

it('OPS-05: a connection that arrives in the last moment, while something else is done, is accepted', async () => {
  const server = createServer((_request, response) => response.end('served'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  let rounds = 0;
  let late: Socket | undefined;
  // In each turn of the event loop before the look whether all is quiet, since it was queued before that.
  const beforeEachLook = (): void => {
    rounds += 1;
    if (rounds === 2) {
      late = connect(port, '127.0.0.1');
      late.end('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      busyFor(5);
    }
    if (rounds < 5) setImmediate(beforeEachLook);
  };
  setImmediate(beforeEachLook);
  await acceptWaiting(server, 10_000);
  server.close();
  const chunks: Buffer[] = await late!.toArray();
  expect(Buffer.concat(chunks).toString()).toMatch(/served$/u);
});
