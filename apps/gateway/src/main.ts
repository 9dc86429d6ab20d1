/** Starts the gateway: reads the settings, listens, stops on a signal. */
import { readFileSync } from 'node:fs';
import { changedSettings, developmentSecretFile, outboundAuthorities, settingsOfProcess } from '@gatehouse/config';
import { reloadOnHangUp, runUntilSignal } from '@gatehouse/http';
import { ListenError } from '@gatehouse/http/listen-error';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import { startTracing } from '@gatehouse/tracing';
import { createGateway, type Gateway } from './app.ts';
import { settingsDefinition } from './settings.ts';

const settings = settingsOfProcess(settingsDefinition);
const logger = createLogger({ program: 'gateway', level: settings.logLevel });
await startTracing({ program: 'gateway', logger, env: process.env });
const sources = { argv: process.argv.slice(2), env: process.env };
const onHangUp = reloadOnHangUp({
  logger,
  changedSettings: () => changedSettings(settingsDefinition, sources, settings),
});
const caFile = outboundAuthorities(settings);
if (caFile !== undefined) trustAuthorities(caFile);
const gateway = build();
await gateway.prepare().catch((error: Error) => fail([error.message], 1));
try {
  await gateway.service.start();
} catch (error) {
  if (!(error instanceof ListenError)) throw error;
  fail([error.message], 1);
}
onHangUp(() => gateway.service.reload());
runUntilSignal(gateway.service, { logger, onStop: () => gateway.close() });

function build(): Gateway {
  try {
    return createGateway({ settings, clientSecret: clientSecret(), logger });
  } catch (error) {
    fail([(error as Error).message], 78);
  }
}

function clientSecret(): string {
  if (settings.clientSecret) return settings.clientSecret.reveal();
  const file = developmentSecretFile('gateway');
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    fail([`client_secret: not set, and the authorization server has not made ${file} yet`], 78);
  }
}

function fail(lines: readonly string[], exitCode: number): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(exitCode);
}
