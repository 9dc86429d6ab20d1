/**
 * Owns `npm start`: certificates, then the services as children, then one real call to the API, then one block that
 * shows it all. Stops everything on Ctrl-C, when the terminal is closed and when a service ends by itself.
 */
import { execFile } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { promisify } from 'node:util';
import { loadSettings, settingsHelp, settingsOfProcess } from '@gatehouse/config';
import { makeCertificates } from '../../../certs/make.ts';
import { renderBlock } from './block.ts';
import { createChildProcesses } from './child-processes.ts';
import { demonstrate } from './demonstration.ts';
import { occupiedPorts } from './ports.ts';
import { originsOf, planPrograms } from './programs.ts';
import { withProgress } from './progress.ts';
import { registryFor, routesFor } from './registry.ts';
import { root, type Settings, settingsDefinition } from './settings.ts';

/** npm hands a Ctrl-C on to a process that has already had it from the terminal; that repeat is no second wish. */
const REPEAT_MS = 2_000;

const startedInTerminal = process.stdin.isTTY || process.stdout.isTTY;

// A terminal or reader that is gone must not end this process before the others.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const usage = `Usage: npm start [-- FLAGS]

Starts the authorization server, the resource server, the gateway, the web app and the console on this machine, with a demonstration.
Their own settings come from the environment: GATEHOUSE_PORT=5000 API_PORT=5001 npm start. These list them:

  npx --no gatehouse serve --help
  npm start -w apps/resource-server -- --help     (also apps/gateway and apps/web-app)

${settingsHelp(settingsDefinition)}`;

const say = (line: string) => process.stdout.write(`${line}\n`);
const shown = (path: string) => (path.startsWith(root) ? relative(process.cwd(), path) : path);

/** Ends the process after `--help`, which also says how the services are set, and after wrong settings. */
function readSettings(): { settings: Settings; defaults: Settings } {
  if (process.argv.slice(2).some((word) => ['--help', '-h'].includes(word))) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const settings = settingsOfProcess(settingsDefinition);
  return { settings, defaults: loadSettings(settingsDefinition, { argv: [], env: {} }) };
}

async function start(): Promise<void> {
  const { settings, defaults } = readSettings();
  const { stateDirectory, certificatesDirectory } = settings;
  const origins = originsOf(process.env);
  const names = ['authorization-server', 'resource-server', 'gateway', 'web-app', 'console'].filter((name) =>
    existsSync(join(root, 'apps', name, 'src/main.ts')),
  );
  const plans = planPrograms(names, process.env, settings, defaults);

  const occupied = await occupiedPorts(plans);
  if (occupied.length > 0) return fail(occupied.join('\n'));

  const { caFile, made } = await makeCertificates({ directory: certificatesDirectory });
  if (made.length > 0) say(`Made certificates in ${shown(certificatesDirectory)}: ${made.join(', ')}`);
  setDefaultCACertificates([...getCACertificates('default'), await readFile(caFile, 'utf8')]);

  const registry = registryFor(origins, settings, process.env['GATEHOUSE_REGISTRY_FILE']);
  const routes = process.env['GATEWAY_ROUTES_FILE'] ? undefined : routesFor(origins, stateDirectory);
  const logDirectory = join(stateDirectory, 'logs');
  const compileCache = join(root, 'node_modules/.cache/gatehouse');
  const firstStart = !existsSync(compileCache);
  const env = {
    NODE_COMPILE_CACHE: compileCache,
    // As the services' own start scripts have it: memory of password hashes (19 MB each) goes back when they are done.
    MALLOC_ARENA_MAX: '2',
    MALLOC_MMAP_THRESHOLD_: '1048576',
    NODE_OPTIONS: '--max-semi-space-size=4',
    ...process.env,
    ...(registry && { GATEHOUSE_REGISTRY_FILE: registry }),
    ...(routes && { GATEWAY_ROUTES_FILE: routes }),
  };
  const children = createChildProcesses({
    root,
    env,
    logDirectory,
    onDeath: (report) => void end(1, report),
  });

  let ending = 0;
  async function end(code: number, report?: string): Promise<never> {
    ending = Date.now();
    if (report) process.stderr.write(`${report}\n`);
    await withProgress('Stopping', say, children.stop());
    process.exit(code);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (signal === 'SIGHUP' && !terminalIsGone()) children.reload();
      else if (ending === 0) {
        say('Stopping everything.');
        void end(0);
      } else if (Date.now() - ending > REPEAT_MS) {
        children.kill();
      }
    });
  }

  try {
    const [first, ...others] = plans;
    // The others ask the authorization server for its keys when they start.
    if (first && firstStart)
      await withProgress('Making the database and the demo users', say, makeDatabase({ ...env, ...first.env }));
    if (ending > 0) return;
    if (first) await withProgress(`Waiting for the ${first.title.toLowerCase()}`, say, children.start(first));
    await withProgress('Waiting for the others', say, Promise.all(others.map((plan) => children.start(plan))));
    if (ending > 0) return;
    const call = demonstrate({
      issuer: origins['authorization-server']!,
      api: origins['resource-server']!,
      stateDirectory,
    });
    const demonstration = await withProgress('Calling the API', say, call);
    const password = await readFile(join(stateDirectory, 'secrets/users/alice'), 'utf8');
    const block = { plans, password, caFile: shown(caFile), logDirectory: shown(logDirectory), demonstration };
    say(renderBlock(block));
  } catch (error) {
    if (ending === 0) await end(1, Error.isError(error) ? error.message : String(error));
  }
}

/**
 * Also fills the compile cache: whoever compiles TypeScript keeps a parser in memory, and the server that stays should
 * not. What goes wrong is said by the server itself.
 */
async function makeDatabase(env: NodeJS.ProcessEnv): Promise<void> {
  const command = join(root, 'apps/authorization-server/bin/gatehouse.js');
  await promisify(execFile)(process.execPath, [command, 'registry', 'apply'], { cwd: root, env }).catch(
    () => undefined,
  );
}

/** Whether SIGHUP comes from a terminal that was closed, and with it whoever would press Ctrl-C. */
function terminalIsGone(): boolean {
  if (!startedInTerminal) return false;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return false;
  } catch {
    return true;
  }
}

function fail(report: string): void {
  process.stderr.write(`${report}\n`);
  process.exitCode = 1;
}

await start();
