/** Owns `npm start`: the services, then one real call to the API, then one block that shows it all. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadSettings, settingsHelp, settingsOfProcess } from '@gatehouse/config';
import { renderBlock } from './block.ts';
import { runServices, say } from './cli/run-services.ts';
import { demonstrate } from './demonstration.ts';
import { originsOf, planPrograms } from './programs.ts';
import { withProgress } from './progress.ts';
import { registryFor, routesFor } from './registry.ts';
import { root, type Settings, settingsDefinition } from './settings.ts';

const usage = `Usage: npm start [-- FLAGS]

Starts the authorization server, the resource server, the gateway, the web app and the console on this machine, with a demonstration.
Their own settings come from the environment: GATEHOUSE_PORT=5000 API_PORT=5001 npm start. These list them:

  npx --no gatehouse serve --help
  npm start -w apps/resource-server -- --help     (also apps/gateway and apps/web-app)

${settingsHelp(settingsDefinition)}`;

/** Ends the process after `--help`, which also says how the services are set, and after wrong settings. */
function readSettings(): { settings: Settings; defaults: Settings } {
  if (process.argv.slice(2).some((word) => ['--help', '-h'].includes(word))) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const settings = settingsOfProcess(settingsDefinition);
  return { settings, defaults: loadSettings(settingsDefinition, { argv: [], env: {} }) };
}

const { settings, defaults } = readSettings();
const { stateDirectory } = settings;
const origins = originsOf(process.env);
const names = ['authorization-server', 'resource-server', 'gateway', 'web-app', 'console'].filter((name) =>
  existsSync(join(root, 'apps', name, 'src/main.ts')),
);
const plans = planPrograms(names, process.env, settings, defaults);

await runServices({
  command: 'npm start',
  plans,
  places: settings,
  env() {
    const registry = registryFor(origins, settings, process.env['GATEHOUSE_REGISTRY_FILE']);
    const routes = process.env['GATEWAY_ROUTES_FILE'] ? undefined : routesFor(origins, stateDirectory);
    return {
      ...(registry && { GATEHOUSE_REGISTRY_FILE: registry }),
      ...(routes && { GATEWAY_ROUTES_FILE: routes }),
    };
  },
  async report(caFile, logDirectory, shown) {
    const call = demonstrate({
      issuer: origins['authorization-server']!,
      api: origins['resource-server']!,
      stateDirectory,
    });
    const demonstration = await withProgress('Calling the API', say, call);
    const password = await readFile(join(stateDirectory, 'secrets/users/alice'), 'utf8');
    return renderBlock({ plans, password, caFile: shown(caFile), logDirectory, demonstration });
  },
});
