import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { type Forwarder, forwarder } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

/** Its end, whether by a reset or not. */
const closing = (socket: Socket): Promise<unknown> => new Promise((ended) => socket.once('close', ended));

/** What comes back after a word was sent. */
const echoed = async (socket: Socket): Promise<string> => {
  socket.write('hello');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  return answer.toString();
};

describe('a forwarder', () => {
  let echo: Server;
  let way: Forwarder;
  const opened: Socket[] = [];

  beforeEach(async () => {
    echo = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.pipe(socket);
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    way = await forwarder((echo.address() as AddressInfo).port);
  });

  afterEach(async () => {
    for (const socket of opened.splice(0)) socket.destroy();
    await way.close();
    echo.close();
  });

  const through = async (): Promise<Socket> => {
    const socket = connect(way.port, '127.0.0.1');
    socket.on('error', () => undefined);
    opened.push(socket);
    await once(socket, 'connect');
    return socket;
  };

  it('passes on what is written', async () => {
    expect(await echoed(await through())).toBe('hello');
  });

  it('ends connections that are open, and new ones, when it is cut by resets', async () => {
    const before = await through();
    await echoed(before);
    way.cut('reset');
    await closing(before);
    const after = connect(way.port, '127.0.0.1');
    after.on('error', () => undefined);
    await closing(after);
    expect([before.destroyed, after.destroyed]).toEqual([true, true]);
    way.mend();
    expect(await echoed(await through())).toBe('hello');
  });

  it('passes nothing on when it is cut by silence, and lets nothing of that time through later', async () => {
    const before = await through();
    await echoed(before);
    way.cut('silent');
    const after = await through();
    const heard: string[] = [];
    for (const socket of [before, after]) {
      socket.on('data', (data) => heard.push(data.toString()));
      socket.write('unheard');
    }
    const closed = [closing(before), closing(after)];
    expect([before.destroyed, after.destroyed]).toEqual([false, false]);
    way.mend();
    await Promise.all(closed);
    expect(heard).toEqual([]);
    expect(await echoed(await through())).toBe('hello');
  });
});
