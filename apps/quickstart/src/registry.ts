import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { DEFAULT_ORIGINS } from './programs.ts';
import { DEMO_REGISTRY_FILE, root, type Settings } from './settings.ts';

/** Where each service is reached, by its name. */
type Origins = Readonly<Record<string, string>>;

/** The routes of the gateway: what it uses when nothing is set. */
const DEVELOPMENT_ROUTES = join(root, 'apps/gateway/routes/development.yaml');

/**
 * The registry files: the demonstration's, and beside it those that are set. When services are reached elsewhere than usual (other
 * ports), the development registry is written with those addresses into the state folder. Undefined when nothing differs.
 * @param own what GATEHOUSE_REGISTRY_FILE says: paths with commas between them
 */
export function registryFor(
  origins: Origins,
  { stateDirectory, demoRegistryFile }: Settings,
  own: string | undefined,
): string | undefined {
  const demonstration = moved(demoRegistryFile, join(stateDirectory, 'registry.yaml'), origins);
  const usual = demonstration ?? (demoRegistryFile === DEMO_REGISTRY_FILE ? undefined : demoRegistryFile);
  if (!own) return usual;
  const paths = own.split(',').map((path) => path.trim());
  const others = paths.filter((path) => path !== '' && resolve(root, path) !== DEMO_REGISTRY_FILE);
  return [usual ?? DEMO_REGISTRY_FILE, ...others].join(',');
}

/** The same for the routes of the gateway. */
export const routesFor = (origins: Origins, stateDirectory: string): string | undefined =>
  moved(DEVELOPMENT_ROUTES, join(stateDirectory, 'routes.yaml'), origins);

/**
 * Writes `source` to `file` with the addresses of services that are reached elsewhere than usual. Gives the path; undefined when nothing
 * differs.
 * @param usual where they are in `source`
 */
export function moved(
  source: string,
  file: string,
  origins: Origins,
  usual: Origins = DEFAULT_ORIGINS,
): string | undefined {
  const changed = Object.entries(usual).filter(([name, origin]) => origins[name] !== origin);
  if (changed.length === 0) return undefined;
  const places = new Map(changed.map(([name, origin]) => [origin, origins[name]!]));
  // All at once, so that no address that was just put in is replaced again.
  const pattern = new RegExp(`(?:${[...places.keys()].join('|')})(?!\\d)`, 'gu');
  const text = readFileSync(source, 'utf8').replaceAll(pattern, (origin) => places.get(origin)!);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `# Made from ${basename(source)}, for other ports.\n${text}`);
  return file;
}
