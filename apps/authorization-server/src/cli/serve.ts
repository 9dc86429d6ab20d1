/** `gatehouse serve`: starts the server and stops it on a signal. */
import { loadSettings, SettingsError } from '@gatehouse/config';
import { runUntilSignal } from '@gatehouse/http';
import { createLogger } from '@gatehouse/logging';
import { createAuthorizationServer } from '../app.ts';
import { RegistryError } from '../registry/load.ts';
import { settingsDefinition } from '../settings.ts';

/** Prints what is wrong, a line each, and ends with EX_CONFIG. */
function refuse(lines: readonly string[]): never {
  for (const line of lines) process.stderr.write(`gatehouse: ${line}\n`);
  process.exit(78);
}

export async function serve(argv: readonly string[]): Promise<void> {
  try {
    const settings = loadSettings(settingsDefinition, { argv: [...argv], env: process.env });
    const logger = createLogger({ program: 'authorization-server', level: settings.logLevel });
    const server = await createAuthorizationServer(settings, { logger });
    runUntilSignal(server, { logger });
    await server.start();
  } catch (error) {
    if (error instanceof SettingsError) refuse(error.faults.map((fault) => `${fault.name}: ${fault.message}`));
    if (error instanceof RegistryError) refuse(error.faults);
    const { code, message } = error as { code?: string; message?: string };
    if (!code) throw error;
    process.stderr.write(`gatehouse: ${message}\n`);
    process.exit(1);
  }
}
