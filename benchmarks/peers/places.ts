/** Where the servers of others are, which versions, and how they get there. Nothing of this is part of `npm ci`. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../processes.ts';

const cache = join(ROOT, 'node_modules/.cache/gatehouse-peers');
/** What `npm run issuers:prepare` brings: Keycloak from Maven Central, Hydra built from the Go proxy. */
const issuers = join(ROOT, 'node_modules/.cache/gatehouse-issuers');
const listed = join(import.meta.dirname, 'npm');

/** The version of a package that this repository, or the list beside this file, pins. */
export function pinnedVersion(name: string): string {
  for (const folder of [listed, ROOT]) {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    ) as {
      dependencies?: Record<string, string>;
      devDependencies?: Record<string, string>;
    };
    const version = dependencies[name] ?? devDependencies[name];
    if (version !== undefined) return version;
  }
  throw new Error(`no version of ${name} is pinned`);
}

/** Installs what the list says, once; gives the folder, which has better-auth.js beside the packages. */
export function npmPeers(): string {
  const folder = join(cache, 'npm');
  const list = readFileSync(join(listed, 'package-lock.json'), 'utf8');
  const done = join(folder, 'installed-from');
  if (!existsSync(done) || readFileSync(done, 'utf8') !== list) {
    process.stderr.write('peers: installing packages from npm (38 MB)\n');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) cpSync(join(listed, file), join(folder, file));
    execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
    writeFileSync(done, list);
  }
  cpSync(join(listed, 'better-auth.js'), join(folder, 'better-auth.js'));
  return folder;
}

export const hydraFile = join(issuers, 'hydra');

export const missingHydra = (): string | undefined =>
  existsSync(hydraFile) ? undefined : '"npm run issuers:prepare" has not built it';

export const missingKeycloak = (): string | undefined => {
  if (!existsSync(join(issuers, 'keycloak/built-from'))) return '"npm run issuers:prepare" has not brought it';
  return undefined;
};

export const keycloakVersion = (): string => readFileSync(join(issuers, 'keycloak/built-from'), 'utf8').trim();

/** Keycloak, built for PostgreSQL: what its guide calls an optimized server. Made once. */
export function keycloakFolder(): string {
  const version = keycloakVersion();
  const folder = join(cache, `keycloak-${version}`);
  if (existsSync(folder)) return folder;
  process.stderr.write('peers: building Keycloak for PostgreSQL (half a minute)\n');
  const half = `${folder}-half`;
  rmSync(half, { recursive: true, force: true });
  cpSync(join(issuers, 'keycloak'), half, { recursive: true });
  execFileSync('bash', [join(half, 'bin/kc.sh'), 'build', '--db=postgres', '--cache=local'], { stdio: 'ignore' });
  renameSync(half, folder);
  return folder;
}
