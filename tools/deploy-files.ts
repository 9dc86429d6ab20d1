/**
 * Writes `deploy/`: what `gatehouse init` writes for https://id.example.com, for those who look before they run anything.
 * `npm run deploy-files` writes them, a test compares.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { composeDatabaseHost, type Deployment } from '../apps/authorization-server/src/cli/init/deployment.ts';
import { plannedFiles } from '../apps/authorization-server/src/cli/init/planned-files.ts';

const folder = '/etc/letsencrypt/live/id.example.com';

const example: Deployment = {
  issuer: 'https://id.example.com',
  target: 'systemd',
  proxy: 'nginx',
  directory: '/etc/gatehouse',
  installation: '/opt/gatehouse',
  databaseUrl: 'postgres://gatehouse@%2Fvar%2Frun%2Fpostgresql/gatehouse',
  mail: { smtpUrl: 'smtp://mail.example.com:587', from: 'Example <no-reply@example.com>' },
  certificate: { certFile: `${folder}/fullchain.pem`, keyFile: `${folder}/privkey.pem` },
  account: { uid: 1000, gid: 1000 },
};

const variants: Readonly<Record<string, Deployment>> = {
  'systemd-nginx': example,
  'systemd-caddy': { ...example, proxy: 'caddy' },
  'compose-nginx': {
    ...example,
    target: 'compose',
    databaseUrl: `postgres://gatehouse:password@${composeDatabaseHost}:5432/gatehouse`,
  },
};

/** Each file by its path from the root of the repository. Secrets are no part of it. */
export const deployFiles = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(variants).flatMap(([name, deployment]) =>
      plannedFiles(deployment, '')
        .filter(({ secret }) => !secret)
        .map(({ path: file, content }): [string, string] => [`deploy/${name}/${basename(file)}`, content]),
    ),
  );

if (import.meta.main) {
  for (const [file, content] of deployFiles()) {
    const path = join(resolve(import.meta.dirname, '..'), file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
