/** `gatehouse serve`: starts the server and stops it on a signal. */
import { loadSettings, settingsHelp } from '@gatehouse/config';
import { runUntilSignal } from '@gatehouse/http';
import { createLogger } from '@gatehouse/logging';
import { createAuthorizationServer } from '../app.ts';
import { settingsDefinition } from '../settings.ts';

/** @param argv settings as flags */
export async function serve(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(settingsHelp(settingsDefinition));
    return;
  }
  const settings = loadSettings(settingsDefinition, { argv, env: process.env });
  const logger = createLogger({ program: 'authorization-server', level: settings.logLevel });
  const server = await createAuthorizationServer(settings, { logger });
  await server.start();
  runUntilSignal(server.service, { logger, onStop: () => server.close() });
}
