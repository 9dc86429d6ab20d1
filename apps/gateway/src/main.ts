/** Starts the gateway: reads the settings, listens, stops on a signal. */
import { existsSync, readFileSync } from 'node:fs';
import { loadSettings, SettingsError } from '@gatehouse/config';
import { ListenError, runUntilSignal, trustAuthorities } from '@gatehouse/http';
import { createLogger } from '@gatehouse/logging';
import { createGateway, type Gateway } from './app.ts';
import { developmentCaFile, developmentSecretFile, type Settings, settingsDefinition } from './settings.ts';

const settings = readSettings();
const isDevelopment = settings.mode === 'development';
const logger = createLogger({ program: 'gateway', level: settings.logLevel });
const caFile = settings.caFile ?? (isDevelopment && existsSync(developmentCaFile) ? developmentCaFile : undefined);
if (caFile !== undefined) trustAuthorities(caFile);
const gateway = build();
try {
  await gateway.prepare();
  await gateway.service.start();
} catch (error) {
  if (!(error instanceof ListenError)) throw error;
  fail([error.message], 1);
}
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
  try {
    return readFileSync(developmentSecretFile, 'utf8').trim();
  } catch {
    fail([`client_secret: not set, and the authorization server has not made ${developmentSecretFile} yet`], 78);
  }
}

function readSettings(): Settings {
  try {
    return loadSettings(settingsDefinition, { argv: process.argv.slice(2), env: process.env });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    fail(
      error.faults.map(({ name, message }) => `${name}: ${message}`),
      error.exitCode,
    );
  }
}

function fail(lines: readonly string[], exitCode: number): never {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(exitCode);
}
