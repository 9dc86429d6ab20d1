/** Starts the resource server: reads the settings, opens the database, listens, stops on a signal. */
import { mkdirSync } from 'node:fs';
import { changedSettings, developmentDirectory, outboundAuthorities, settingsOfProcess } from '@gatehouse/config';
import { openDatabase, StorageSetupError } from '@gatehouse/database';
import { reloadOnHangUp, runUntilSignal } from '@gatehouse/http';
import { ListenError } from '@gatehouse/http/listen-error';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import { startTracing } from '@gatehouse/tracing';
import { createApi } from './app.ts';
import { developmentCursorKey } from './cursor-keys.ts';
import { migrations, type Tables } from './database.ts';
import { seed } from './seed.ts';
import { settingsDefinition } from './settings.ts';

const settings = settingsOfProcess(settingsDefinition);
const isDevelopment = settings.mode === 'development';
const logger = createLogger({ program: 'resource-server', level: settings.logLevel });
await startTracing({ program: 'resource-server', logger, env: process.env });
const sources = { argv: process.argv.slice(2), env: process.env };
const onHangUp = reloadOnHangUp({
  logger,
  changedSettings: () => changedSettings(settingsDefinition, sources, settings),
});
try {
  await run();
} catch (error) {
  if (!(error instanceof StorageSetupError || error instanceof ListenError)) throw error;
  fail([error.message], 1);
}

async function run(): Promise<void> {
  const caFile = outboundAuthorities(settings);
  if (caFile !== undefined) trustAuthorities(caFile);
  const databaseUrl = settings.databaseUrl.reveal();
  const isDefaultPlace = databaseUrl.startsWith(`sqlite:${developmentDirectory}`);
  if (isDevelopment && isDefaultPlace) mkdirSync(developmentDirectory, { recursive: true, mode: 0o700 });
  const database = await openDatabase<Tables>({
    url: databaseUrl,
    caFile: settings.databaseCaFile,
    poolSize: settings.databasePoolSize,
    migrations,
    logger,
  });
  if (isDevelopment) await seed(database, settings.issuer, Math.floor(Date.now() / 1000));
  const cursorKeys = settings.cursorKeys?.map((key) => key.reveal()) ?? [developmentCursorKey(databaseUrl)];
  const api = createApi({ settings, logger, database, cursorKeys });
  await api.service.start();
  onHangUp(() => api.service.reload());
  runUntilSignal(api.service, { logger, onStop: () => api.close() });
}

function fail(lines: readonly string[], exitCode: number): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(exitCode);
}
