/** Starts the web app: reads the settings, listens, stops on a signal. */
import { readFile } from 'node:fs/promises';
import { changedSettings, developmentSecretFile, outboundAuthorities, settingsOfProcess } from '@gatehouse/config';
import { reloadOnHangUp, runUntilSignal } from '@gatehouse/http';
import { ListenError } from '@gatehouse/http/listen-error';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import { startTracing } from '@gatehouse/tracing';
import { createWebApp } from './app.ts';
import { settingsDefinition } from './settings.ts';

const settings = settingsOfProcess(settingsDefinition);
const caFile = outboundAuthorities(settings);
if (caFile !== undefined) trustAuthorities(caFile);

const logger = createLogger({ program: 'web-app', level: settings.logLevel });
await startTracing({ program: 'web-app', logger, env: process.env });
const sources = { argv: process.argv.slice(2), env: process.env };
const onHangUp = reloadOnHangUp({
  logger,
  changedSettings: () => changedSettings(settingsDefinition, sources, settings),
});
const service = createWebApp({ settings, logger, clientSecret });
try {
  await service.start();
} catch (error) {
  if (!(error instanceof ListenError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
onHangUp(() => service.reload());
runUntilSignal(service, { logger });

/** In development the authorization server makes the secret, perhaps after this application started. */
async function clientSecret(): Promise<string> {
  return settings.clientSecret?.reveal() ?? (await readFile(developmentSecretFile('web-app'), 'utf8')).trim();
}
