/** `gatehouse serve`: starts the server and stops it on a signal. */
import { changedSettings, loadSettings, settingsHelp } from '@gatehouse/config';
import { isWorker, joinWorkers, reloadOnHangUp, runUntilSignal, superviseWorkers } from '@gatehouse/http';
import { createLogger } from '@gatehouse/logging';
import { startTracing } from '@gatehouse/tracing';
import { createAuthorizationServer } from '../app.ts';
import { openAuditExport } from '../directory/audit/export.ts';
import { type Settings, settingsDefinition } from '../settings.ts';
import { willReleaseStartMemory } from './release-start-memory.ts';

/** @param argv settings as flags */
export async function serve(argv: readonly string[]): Promise<void> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(settingsHelp(settingsDefinition));
    return;
  }
  const sources = { argv, env: process.env };
  const settings = loadSettings(settingsDefinition, sources);
  const logger = createLogger({ program: 'authorization-server', level: settings.logLevel });
  const onHangUp = reloadOnHangUp({
    logger,
    // The first process says it for its workers.
    changedSettings: isWorker() ? undefined : () => changedSettings(settingsDefinition, sources, settings),
  });
  const { workers, managementHost: host, managementPort: port } = settings;
  if (workers > 1 && !isWorker()) {
    await superviseWorkers({ name: 'authorization-server', workers, management: { host, port }, logger });
    return;
  }
  const releaseStartMemory = willReleaseStartMemory();
  await startTracing({ program: 'authorization-server', logger, env: process.env });
  const auditExport = settings.auditOtlp ? await openAuditExport({ logger, env: process.env }) : undefined;
  const server = await createAuthorizationServer(isWorker() ? asWorker(settings) : settings, {
    logger,
    onAuditRecord: auditExport?.send,
  });
  const onStop = async () => {
    await server.close();
    await auditExport?.close();
  };
  releaseStartMemory();
  const started = server.start();
  runUntilSignal(server.service, { logger, onStop, started });
  await started;
  onHangUp(() => server.service.reload());
  if (isWorker()) joinWorkers(server.service);
}

/** The machine's share of one worker. The management port is the first process's; each worker has one of its own behind it. */
const asWorker = (settings: Settings): Settings => ({
  ...settings,
  managementHost: '127.0.0.1',
  managementPort: 0,
  passwordHashConcurrency: Math.max(1, Math.floor(settings.passwordHashConcurrency / settings.workers)),
});
