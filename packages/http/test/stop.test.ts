import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import {
  certificates,
  expectWithin,
  freePort,
  type Program,
  startProgram,
  type TemporaryDirectory,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { manageOf } from './running-service.ts';

interface Slow {
  readonly program: Program;
  readonly port: number;
  readonly managementUrl: string;
  readonly secure: boolean;
  /** Of connections to it. */
  agent(): Agent | TlsAgent;
}

const programs: Program[] = [];
const sockets: Socket[] = [];
const directories: TemporaryDirectory[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(programs.splice(0).map((program) => (program.over() ? Promise.resolve() : program.kill9())));
  for (const directory of directories.splice(0)) await directory.remove();
});

async function start(env: Record<string, string> = {}): Promise<Slow> {
  const [port, managementPort] = [await freePort(), await freePort()];
  const managementUrl = `http://127.0.0.1:${managementPort}`;
  const program = await startProgram({
    entry: 'packages/http/test/slow-program.ts',
    env: { PORT: String(port), MANAGEMENT_PORT: String(managementPort), ...env },
    readyUrl: `${managementUrl}/readyz`,
  });
  programs.push(program);
  const secure = 'TLS_CERT_FILE' in env;
  const agent = () => (secure ? new TlsAgent({ rejectUnauthorized: false, servername: 'localhost' }) : new Agent());
  return { program, port, managementUrl, secure, agent };
}

async function tlsFiles(): Promise<Record<string, string>> {
  const made = await certificates();
  return {
    TLS_CERT_FILE: made.certFile('authorization-server'),
    TLS_KEY_FILE: made.keyFile('authorization-server'),
  };
}

interface Got {
  readonly status: number;
  readonly connection: string | undefined;
  readonly body: string;
  readonly retryAfter?: string | undefined;
}

async function get(port: number, path: string, agent: Agent | TlsAgent): Promise<Got> {
  const request = (agent instanceof TlsAgent ? httpsRequest : httpRequest)({
    host: '127.0.0.1',
    port,
    path,
    agent,
    headers: { host: `localhost:${port}` },
  });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const { connection, 'retry-after': retryAfter } = response.headers;
  return { status: response.statusCode ?? 0, connection, retryAfter, body: await text(response) };
}

async function open(port: number, bytes = ''): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  sockets.push(socket);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  if (bytes) socket.write(bytes);
  return socket;
}

function signal({ program }: Slow, name: NodeJS.Signals = 'SIGTERM'): number {
  process.kill(program.pid, name);
  return performance.now();
}

async function begun({ program }: Slow, count: number): Promise<void> {
  await program.printed(new RegExp(`"begun":${count}\\b`, 'u'));
}

/** Keeps processes from accepting and reading; gives what lets them go on. */
async function block(slow: Slow, processes = 1): Promise<() => Promise<void>> {
  const directory = await temporaryDirectory();
  directories.push(directory);
  const file = join(directory.path, 'go-on');
  const blocking = Array.from({ length: processes }, () =>
    get(slow.port, `/busy-until/${encodeURIComponent(file)}`, slow.agent()),
  );
  await slow.program.printed(new RegExp(Array(processes).fill('\\bcomputes\\b').join('[^]*'), 'u'));
  return async () => {
    await writeFile(file, '');
    for (const answer of await Promise.all(blocking)) expect(answer).toMatchObject({ status: 200, body: 'computed' });
  };
}

/** Requests on connections of their own, which wait at the port with all their bytes. */
async function waitingAtPort({ port, secure }: Slow, count: number): Promise<Promise<string>[]> {
  return await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ host: '127.0.0.1', port });
      sockets.push(socket);
      await once(socket, 'connect');
      const stream = secure ? connectTls({ socket, rejectUnauthorized: false, servername: 'localhost' }) : socket;
      stream.write(`GET /now HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`);
      const answer = text(stream);
      answer.catch(() => undefined);
      return { answer };
    }),
  ).then((made) => made.map(({ answer }) => answer));
}

describe('OPS-05: graceful stop', () => {
  it('OPS-05: SIGTERM answers 100 requests in flight over TLS, without a reset, and exits 0', async () => {
    const slow = await start(await tlsFiles());
    const agent = new TlsAgent({
      keepAlive: true,
      maxSockets: 100,
      rejectUnauthorized: false,
      servername: 'localhost',
    });
    const answers = Promise.all(Array.from({ length: 100 }, () => get(slow.port, '/after-signal/500', agent)));
    await begun(slow, 100);
    const began = signal(slow);
    await slow.program.printed(/is stopping/u);
    const ready = await manageOf(slow.managementUrl, '/readyz');
    expect(ready).toMatchObject({ status: 503, body: '{"status":"draining","checks":{}}' });
    expect((await manageOf(slow.managementUrl, '/livez')).status).toBe(200);
    for (const answer of await answers) expect(answer).toEqual({ status: 200, connection: 'close', body: 'answered' });
    expect(await slow.program.ended).toBe(0);
    expectWithin(performance.now() - began, 5000);
    expect(slow.program.stdout()).toMatch(/"in_flight":100[^]*"closed"[^]*"stopped"/u);
    agent.destroy();
  });

  it('OPS-05: idle connections are closed at once, new ones refused, half a request holds nothing up', async () => {
    const slow = await start();
    const agent = new Agent({ keepAlive: true });
    expect(await get(slow.port, '/now', agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
    const [idle] = Object.values(agent.freeSockets).flat();
    const answer = get(slow.port, '/after-signal/1800', new Agent());
    await begun(slow, 1);
    const silent = await open(slow.port);
    const half = await open(slow.port, 'GET /now HTTP/1.1\r\nHost: localhost');
    const late = await open(slow.port, 'GET /now HTTP/1.1\r\n');
    // Connections are accepted in their order: when a later one was served, these are the server's.
    await get(slow.port, '/now', new Agent());
    const closed = Promise.all([silent, half].map((socket) => once(socket, 'close')));
    const idleClosed = once(idle as Socket, 'close');
    const began = signal(slow);
    await idleClosed;
    late.write(`Host: localhost:${slow.port}\r\n\r\n`);
    expectWithin(performance.now() - began, 500);
    await expect(get(slow.port, '/now', new Agent())).rejects.toMatchObject({
      code: expect.stringMatching(/^ECONN(?:REFUSED|RESET)$/u),
    });
    expect(await text(late)).toMatch(/^HTTP\/1\.1 200[^]*Connection: close[^]*now$/u);
    await closed;
    expectWithin(performance.now() - began, 1700);
    expect(await answer).toMatchObject({ status: 200, connection: 'close' });
    expect(await slow.program.ended).toBe(0);
    agent.destroy();
  });

  it('OPS-05: with a delay the service is not ready at once but still serves until balancers have seen it', async () => {
    const slow = await start({ DRAIN_DELAY_MS: '5000' });
    const agent = new Agent({ keepAlive: true });
    await get(slow.port, '/now', agent);
    signal(slow);
    await slow.program.printed(/is stopping/u);
    expect((await manageOf(slow.managementUrl, '/readyz')).status).toBe(503);
    expect(await get(slow.port, '/now', new Agent())).toMatchObject({ status: 200, connection: 'close' });
    expect(await get(slow.port, '/now', agent)).toMatchObject({ status: 200, connection: 'close' });
    expect(await slow.program.ended).toBe(0);
    agent.destroy();
  });

  it('OPS-05: a request that never ends is answered before the deadline, one half answered is cut, and the exit is still 0', async () => {
    const slow = await start({ DRAIN_TIMEOUT_MS: '3000' });
    const never = get(slow.port, '/never', new Agent());
    const half = get(slow.port, '/half', new Agent());
    half.catch(() => undefined);
    await begun(slow, 2);
    const began = signal(slow, 'SIGINT');
    expect(await never).toMatchObject({ status: 503, connection: 'close', retryAfter: '2' });
    await expect(half).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await slow.program.ended).toBe(0);
    expectWithin(performance.now() - began, 3000);
    expect(slow.program.stdout()).toContain('"refused":1,"cut":1');
  });

  it('OPS-05: a second signal forces the end', async () => {
    const slow = await start();
    get(slow.port, '/never', new Agent()).catch(() => undefined);
    await begun(slow, 1);
    signal(slow);
    await slow.program.printed(/is stopping/u);
    const again = signal(slow);
    expect(await slow.program.ended).toBe(1);
    expectWithin(performance.now() - again, 1000);
  });

  it('a signal while the start goes on, although it listens already, stops it in order', async () => {
    const starting = await start({ STARTS: 'until-signal' });
    signal(starting);
    expect(await starting.program.ended).toBe(0);
    expect(starting.program.stdout()).toContain('closed');
  });

  it('OPS-05: what fails or hangs while closing ends the process with 1, in time', async () => {
    const fails = await start({ ON_STOP: 'fails' });
    signal(fails);
    expect(await fails.program.ended).toBe(1);
    expect(fails.program.stdout()).toContain('cannot close the database');
    const hangs = await start({ ON_STOP: 'hangs', DRAIN_TIMEOUT_MS: '3000' });
    const began = signal(hangs);
    expect(await hangs.program.ended).toBe(1);
    expectWithin(performance.now() - began, 3000);
  });
});

describe('D14: what reached the machine before the stop is answered', () => {
  it.each([
    ['plain', 300, async () => ({})],
    ['TLS', 100, tlsFiles],
  ] as const)('D14: %s connections that wait to be accepted at SIGTERM', async (_name, count, env) => {
    const slow = await start(await env());
    const goOn = await block(slow);
    const answers = await waitingAtPort(slow, count);
    signal(slow);
    await goOn();
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatch(/^HTTP\/1\.1 200[^]*Connection: close[^]*now$/u);
    }
    expect(await slow.program.ended).toBe(0);
  });

  it('D14: a request that waits unread on a connection that was kept', async () => {
    const slow = await start();
    const agent = new Agent({ keepAlive: true });
    expect(await get(slow.port, '/now', agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
    const goOn = await block(slow);
    const answer = get(slow.port, '/now', agent);
    const others = await waitingAtPort(slow, 20);
    signal(slow);
    await goOn();
    expect(await answer).toMatchObject({ status: 200, body: 'now' });
    await Promise.all(others);
    expect(await slow.program.ended).toBe(0);
    agent.destroy();
  });

  it('D14: connections that wait for workers, in the first process and at the port', async () => {
    const slow = await start({ WORKERS: '2' });
    const goOn = await block(slow, 2);
    const answers = await waitingAtPort(slow, 100);
    signal(slow);
    await goOn();
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 200[^]*now$/u);
    expect(await slow.program.ended).toBe(0);
  });
});

describe('D15: what a stop has no time for is answered, not reset', () => {
  it.each([
    ['plain', async () => ({})],
    ['TLS', tlsFiles],
  ] as const)('D15: 20 requests that wait, %s', async (_name, env) => {
    const slow = await start({ DRAIN_TIMEOUT_MS: '3000', ...(await env()) });
    const answers = Array.from({ length: 20 }, () => get(slow.port, '/never', slow.agent()));
    await begun(slow, 20);
    signal(slow);
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatchObject({ status: 503, connection: 'close', retryAfter: '2' });
      expect(JSON.parse(answer.body)).toMatchObject({ error: 'temporarily_unavailable' });
    }
    expect(await slow.program.ended).toBe(0);
  });

  it('D15: handlers answer for what the program gives up', async () => {
    const slow = await start({ DRAIN_TIMEOUT_MS: '3000' });
    const answer = get(slow.port, '/queued', new Agent());
    await begun(slow, 1);
    signal(slow);
    expect(await answer).toMatchObject({ status: 503, connection: 'close', retryAfter: '7', body: 'busy' });
    expect(await slow.program.ended).toBe(0);
    expect(slow.program.stdout()).not.toContain('"refused"');
  });

  it('D15: a handler that answers after the refusal neither fails nor ends the process', async () => {
    const slow = await start({ DRAIN_TIMEOUT_MS: '3000' });
    const answer = get(slow.port, '/answers-after-its-refusal', new Agent());
    await begun(slow, 1);
    signal(slow);
    expect(await answer).toMatchObject({ status: 503, retryAfter: '2' });
    expect(await slow.program.ended).toBe(0);
    expect(slow.program.stdout()).not.toContain('request failed');
  });

  it('D15: a delay that leaves no time does not lead to resets', async () => {
    const slow = await start({ DRAIN_TIMEOUT_MS: '3000', DRAIN_DELAY_MS: '2500' });
    const answer = get(slow.port, '/never', new Agent());
    await begun(slow, 1);
    signal(slow);
    expect(await answer).toMatchObject({ status: 503, connection: 'close', retryAfter: '2' });
    await slow.program.ended;
  });
});
