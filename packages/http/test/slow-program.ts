/** A service with slow answers, run as a process of its own by the tests of stopping. */
import { once } from 'node:events';
import { existsSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger } from '@gatehouse/logging';
import { createService, isWorker, joinWorkers, runUntilSignal, superviseWorkers } from '../src/index.ts';

const {
  PORT,
  MANAGEMENT_PORT,
  TLS_CERT_FILE,
  TLS_KEY_FILE,
  DRAIN_TIMEOUT_MS,
  DRAIN_DELAY_MS,
  ON_STOP,
  STARTS,
  WORKERS,
} = process.env;
const logger = createLogger({ program: 'slow' });
const management = { host: '127.0.0.1', port: isWorker() ? 0 : Number(MANAGEMENT_PORT) };
const signalled = once(process, 'SIGTERM');
let begun = 0;
let shed = (): void => undefined;
const begin = () => {
  begun += 1;
  logger.info({ begun });
};
const service = createService({
  name: 'slow',
  publicOrigin: `${TLS_CERT_FILE ? 'https' : 'http'}://localhost:${PORT}`,
  host: '127.0.0.1',
  port: Number(PORT),
  tls: TLS_CERT_FILE && TLS_KEY_FILE ? { certFile: TLS_CERT_FILE, keyFile: TLS_KEY_FILE } : undefined,
  management,
  trustedProxies: [],
  logger,
  readiness: {},
  drainTimeoutMs: Number(DRAIN_TIMEOUT_MS ?? 10_000),
  drainDelayMs: Number(DRAIN_DELAY_MS ?? 0),
  shed: () => shed(),
  mount(app) {
    app.get('/after-signal/:ms', async (request, response) => {
      begin();
      await signalled;
      await sleep(Number(request.params.ms));
      response.send('answered');
    });
    app.get('/never', begin);
    app.get('/half', (_request, response) => {
      begin();
      response.write('half');
    });
    app.get('/answers-after-its-refusal', (_request, response) => {
      begin();
      response.on('finish', () => {
        response.setHeader('X-Late', '1');
        response.status(200).send('late');
        Readable.from(['later']).pipe(response);
      });
    });
    const queue: (() => void)[] = [];
    shed = () => queue.forEach((refuse) => refuse());
    app.get('/queued', async (_request, response) => {
      begin();
      await new Promise<void>((refuse) => queue.push(refuse));
      response.status(503).set('Retry-After', '7').send('busy');
    });
    // As a program that computes: nothing is accepted or read before the file exists.
    app.get('/busy-until/:file', async (request, response) => {
      begin();
      await new Promise<void>((resolve) => logger.flush(() => resolve()));
      // Said from here, where nothing else runs any more: the flush waits, and meanwhile requests are answered.
      writeSync(1, 'computes\n');
      const pause = new Int32Array(new SharedArrayBuffer(4));
      while (!existsSync(request.params.file)) Atomics.wait(pause, 0, 0, 5);
      response.send('computed');
    });
    app.get('/now', (_request, response) => void response.send('now'));
  },
});
async function serve(): Promise<void> {
  const started = service.start().then(() => (STARTS === 'until-signal' ? signalled : undefined));
  runUntilSignal(service, {
    logger,
    started,
    stopTimeoutMs: Number(DRAIN_TIMEOUT_MS ?? 10_000),
    onStop: async () => {
      if (ON_STOP === 'fails') throw new Error('cannot close the database');
      if (ON_STOP === 'hangs') await sleep(60_000);
      logger.info('closed');
    },
  });
  await started;
  if (isWorker()) joinWorkers(service);
}
if (WORKERS && !isWorker()) await superviseWorkers({ name: 'slow', workers: Number(WORKERS), management, logger });
else await serve();
