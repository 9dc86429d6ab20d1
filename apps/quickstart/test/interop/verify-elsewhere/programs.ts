/** The programs in other languages that verify our tokens, each started as its documentation says. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, rootDirectory } from '@gatehouse/testkit';
import type { Product } from '../../product.ts';
import {
  APACHE_MODULES,
  type Command,
  javaTrust,
  missing,
  missingApache,
  type Running,
  startForeign,
} from '../foreign-program.ts';

const here = join(rootDirectory, 'apps/quickstart/test/interop/verify-elsewhere');

/** Where `npm run interop:prepare` puts what it builds. */
const BUILT = join(rootDirectory, 'node_modules/.cache/gatehouse-verify-elsewhere');

/** What a program is told. */
interface Place {
  readonly product: Product;
  readonly port: number;
  /** A folder of its own. */
  readonly folder: string;
}

/** A program, and whether it can be run here. */
export interface Elsewhere {
  readonly name: string;
  readonly missing: string | undefined;
  start(place: Place): Promise<Command>;
}

const settings = ({ product, port }: Place): Record<string, string> => ({
  ISSUER: product.issuer,
  AUDIENCE: product.api,
  PORT: String(port),
});
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
    const trust = await javaTrust(place.folder, place.product.caFile);
    const path = [join(BUILT, 'java'), join(BUILT, 'java/lib/*')].join(':');
    return { command: 'java', parameters: [...trust, '-cp', path, 'Api'], env: settings(place) };
  },
};

const apache: Elsewhere = {
  name: 'Apache with mod_auth_openidc',
  missing: missingApache(),
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

/** Starts a program and waits until it answers. Throws with what it printed when it does not. */
export async function startElsewhere(program: Elsewhere, product: Product, folder: string): Promise<Running> {
  const port = await freePort();
  return await startForeign(program.name, folder, `http://127.0.0.1:${port}/invoices`, () =>
    program.start({ product, port, folder }),
  );
}
