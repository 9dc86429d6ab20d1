import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_ORIGINS } from './programs.ts';
import { root } from './settings.ts';

/** The development registry: what the authorization server applies when nothing is set. */
const DEVELOPMENT_REGISTRY = join(root, 'apps/authorization-server/registry/development.yaml');

/**
 * When programs are reached elsewhere than usual (other ports), writes the development registry with those addresses
 * into the state folder and gives its path; otherwise undefined.
 */
export function registryFor(origins: Readonly<Record<string, string>>, stateDirectory: string): string | undefined {
  const moved = Object.entries(DEFAULT_ORIGINS).filter(([name, origin]) => origins[name] !== origin);
  if (moved.length === 0) return undefined;
  const places = new Map(moved.map(([name, origin]) => [origin, origins[name]!]));
  // All at once, so that no address that was just put in is replaced again.
  const pattern = new RegExp(`(?:${[...places.keys()].join('|')})(?!\\d)`, 'gu');
  const text = readFileSync(DEVELOPMENT_REGISTRY, 'utf8').replaceAll(pattern, (origin) => places.get(origin)!);
  const file = join(stateDirectory, 'registry.yaml');
  mkdirSync(stateDirectory, { recursive: true, mode: 0o700 });
  writeFileSync(file, `# Made by npm start from the development registry, for other ports.\n${text}`);
  return file;
}
