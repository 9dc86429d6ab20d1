/**
 * Owns the checks of what is brought in from outside: the lock file is complete, exact and names no host, and every
 * licence that reaches a running program is one we accept. `npm run packages` runs them.
 */
import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The parts of an entry of package-lock.json that the checks read. */
export interface LockEntry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The part of package-lock.json (version 3) that the checks read. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>;
}

/** The parts of a package.json that name other packages. */
export interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Licences of packages that run in production. They ask for nothing but that their text is kept. */
const ACCEPTED_LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
]);

/** What is wrong with a lock file, one line for each fault. */
export function lockFaults(lock: LockFile): string[] {
  const outside = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
  const names = new Set(outside.map(([path]) => packageName(path)));
  return outside.flatMap(([path, entry]) => [
    ...(/^[a-z+]+:/u.test(entry.resolved ?? '') ? [`${path} names where it was fetched from`] : []),
    ...(entry.integrity?.startsWith('sha512-') ? [] : [`${path} has no integrity`]),
    ...Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${path} may need ${name}, which is not in the lock: "npm ci" would fail`),
    ...(entry.dev || ACCEPTED_LICENCES.has(entry.license ?? '')
      ? []
      : [`${path} runs in production under a licence that is not on the list: ${entry.license}`]),
  ]);
}

/** Direct dependencies that are not pinned to one version. */
export function loosePins(manifests: Readonly<Record<string, Manifest>>): string[] {
  return Object.entries(manifests).flatMap(([file, manifest]) =>
    Object.entries(directDependencies(manifest))
      .filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/u.test(version))
      .map(([name, version]) => `${file} asks for ${name} ${version}, not for one exact version`),
  );
}

/** Everything a manifest names, by name. */
export function directDependencies(manifest: Manifest): Record<string, string> {
  return { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };
}

/** The package.json files of the repository by their paths. */
export function readManifests(root: string): Record<string, Manifest> {
  const files = ['package.json', ...globSync('{apps,packages}/*/package.json', { cwd: root })];
  return Object.fromEntries(files.map((file) => [file, JSON.parse(readFileSync(join(root, file), 'utf8'))]));
}

/** Reads package-lock.json. */
export function readLock(root: string): LockFile {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as LockFile;
}

function packageName(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

if (import.meta.main) {
  const root = resolve(import.meta.dirname, '..');
  const lock = readLock(root);
  const faults = [...lockFaults(lock), ...loosePins(readManifests(root))];
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.stdout.write(
    `${Object.keys(lock.packages).length} packages, ${faults.length} faults in what is brought in\n`,
  );
  process.exitCode = faults.length > 0 ? 1 : 0;
}
