/** The programs in other languages that verify our tokens, each started as its documentation says. */

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findCommand, freePort, rootDirectory } from '@gatehouse/testkit';
import type { Product } from '../../product.ts';

const run = promisify(execFile);
const here = join(rootDirectory, 'apps/quickstart/test/interop/verify-elsewhere');

/** Where `npm run interop:prepare` puts what it builds. */
const BUILT = join(rootDirectory, 'node_modules/.cache/gatehouse-verify-elsewhere');
const APACHE_MODULES = '/usr/lib/apache2/modules';

/** What a program is told. */
interface Place {
  readonly product: Product;
  readonly port: number;
  /** A folder of its own. */
  readonly folder: string;
}

/** How a program is started. */
interface Command {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A program, and whether it can be run here. */
export interface Elsewhere {
  readonly name: string;
  readonly missing: string | undefined;
  start(place: Place): Promise<Command>;
}

const PREPARE = '"npm run interop:prepare" has not built it';
const settings = ({ product, port }: Place): Record<string, string> => ({
  ISSUER: product.issuer,
  AUDIENCE: product.api,
  PORT: String(port),
});
const missing = (file: string, reason = PREPARE): string | undefined => (existsSync(file) ? undefined : reason);

const python: Elsewhere = {
  name: 'Python with PyJWT',
  missing: missing(join(BUILT, 'python/bin/python3')),
  start: (place) =>
    Promise.resolve({
      command: join(BUILT, 'python/bin/python3'),
      parameters: [join(here, 'python/api.py')],
      env: { ...settings(place), SSL_CERT_FILE: place.product.caFile },
    }),
};

const go: Elsewhere = {
  name: 'Go with go-oidc',
  missing: missing(join(BUILT, 'go-api')),
  start: (place) =>
    Promise.resolve({
      command: join(BUILT, 'go-api'),
      parameters: [],
      env: { ...settings(place), SSL_CERT_FILE: place.product.caFile },
    }),
};

const java: Elsewhere = {
  name: 'Java with Nimbus',
  missing: missing(join(BUILT, 'java/Api.class')),
  async start(place) {
    const store = join(place.folder, 'authorities.p12');
    const password = ['-storepass', 'changeit', '-storetype', 'PKCS12'];
    await run('keytool', ['-importcert', '-noprompt', '-file', place.product.caFile, '-keystore', store, ...password]);
    const trust = [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
    const path = [join(BUILT, 'java'), join(BUILT, 'java/lib/*')].join(':');
    return { command: 'java', parameters: [...trust, '-cp', path, 'Api'], env: settings(place) };
  },
};

const apache: Elsewhere = {
  name: 'Apache with mod_auth_openidc',
  missing:
    missing(
      join(APACHE_MODULES, 'mod_auth_openidc.so'),
      'no mod_auth_openidc was found (Debian: libapache2-mod-auth-openidc)',
    ) ?? (findCommand('apache2') ? undefined : 'no apache2 was found'),
  async start(place) {
    const { product, folder } = place;
    mkdirSync(join(folder, 'htdocs'));
    writeFileSync(join(folder, 'htdocs/invoices'), '{"for":"whoever may"}');
    const metadata = (await (await fetch(`${product.issuer}/.well-known/openid-configuration`)).json()) as {
      jwks_uri: string;
    };
    const env = {
      ...settings(place),
      MODULES: APACHE_MODULES,
      STATE: folder,
      JWKS_URI: metadata.jwks_uri,
      CA_FILE: product.caFile,
    };
    return { command: 'apache2', parameters: ['-f', join(here, 'apache/api.conf'), '-D', 'FOREGROUND'], env };
  },
};

/** All of them. */
export const everywhere: readonly Elsewhere[] = [python, go, java, apache];

/** A program that runs. */
export interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a program and waits until it answers. Throws with what it printed when it does not. */
export async function startElsewhere(program: Elsewhere, product: Product, folder: string): Promise<Running> {
  const port = await freePort();
  mkdirSync(folder);
  const { command, parameters, env } = await program.start({ product, port, folder });
  const { PATH = '' } = process.env;
  const child = spawn(command, parameters, { cwd: folder, env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const url = `http://127.0.0.1:${port}/invoices`;
  const ended = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  const limit = Date.now() + 20_000;
  while (!(await answers(url))) {
    if (isOver(child) || Date.now() > limit) {
      child.kill('SIGKILL');
      throw new Error(`${program.name} does not answer:\n${printed}`);
    }
    await delay(50);
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(late);
    },
  };
}

const isOver = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => undefined);
  await answer?.body?.cancel();
  return answer !== undefined;
}
