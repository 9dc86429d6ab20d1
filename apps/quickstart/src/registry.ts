import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DEFAULT_ORIGINS } from './programs.ts';
import { root } from './settings.ts';

/** The development registry: what the authorization server applies when nothing is set. */
const DEVELOPMENT_REGISTRY = join(root, 'apps/authorization-server/registry/development.yaml');

/** The routes of the gateway: what it uses when nothing is set. */
const DEVELOPMENT_ROUTES = join(root, 'apps/gateway/routes/development.yaml');

/**
 * When programs are reached elsewhere than usual (other ports), writes the development registry with those addresses
 * into the state folder and gives its path; otherwise undefined.
 */
export const registryFor = (origins: Readonly<Record<string, string>>, stateDirectory: string): string | undefined =>
  moved(DEVELOPMENT_REGISTRY, join(stateDirectory, 'registry.yaml'), origins);

/** The same for the routes of the gateway. */
export const routesFor = (origins: Readonly<Record<string, string>>, stateDirectory: string): string | undefined =>
  moved(DEVELOPMENT_ROUTES, join(stateDirectory, 'routes.yaml'), origins);

function moved(source: string, file: string, origins: Readonly<Record<string, string>>): string | undefined {
  const changed = Object.entries(DEFAULT_ORIGINS).filter(([name, origin]) => origins[name] !== origin);
  if (changed.length === 0) return undefined;
  const places = new Map(changed.map(([name, origin]) => [origin, origins[name]!]));
  // All at once, so that no address that was just put in is replaced again.
  const pattern = new RegExp(`(?:${[...places.keys()].join('|')})(?!\\d)`, 'gu');
  const text = readFileSync(source, 'utf8').replaceAll(pattern, (origin) => places.get(origin)!);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `# Made by npm start from ${basename(source)}, for other ports.\n${text}`);
  return file;
}
