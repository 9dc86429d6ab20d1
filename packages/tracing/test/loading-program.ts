/** Builds what is traced, as programs do, and says which modules of OpenTelemetry's SDK were loaded. */
import { registerHooks } from 'node:module';

const { PORT } = process.env;
const loaded: string[] = [];
registerHooks({
  load(url, context, next) {
    // prom-client loads the API.
    if (/\/@opentelemetry\/(?!api\/)/u.test(url)) loaded.push(url.replace(/.*\/node_modules\//u, ''));
    return next(url, context);
  },
});
const { startTracing, stopTracing, tracing } = await import('@gatehouse/tracing');
await startTracing({ program: 'loading', logger: { warn: () => undefined }, env: process.env });
const { createService } = await import('@gatehouse/http');
const { createLogger } = await import('@gatehouse/logging');
const { openDatabase } = await import('@gatehouse/database');

const database = await openDatabase({ url: 'sqlite::memory:', migrations: [] });
const service = createService({
  name: 'loading',
  publicOrigin: `http://127.0.0.1:${PORT}`,
  host: '127.0.0.1',
  port: Number(PORT),
  management: { host: '127.0.0.1', port: 0 },
  trustedProxies: [],
  logger: createLogger({ program: 'loading', level: 'silent' }),
  readiness: {},
  mount: () => undefined,
});
await service.start();
await (await fetch(service.url)).text();
const traced = tracing() !== undefined;
await service.stop();
await database.close();
await stopTracing();
process.stdout.write(JSON.stringify({ traced, loaded }));
