/** Applications of other people, each with the settings that `docs/clients.md` gives for it. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, rootDirectory } from '@gatehouse/testkit';
import type { Page } from 'playwright-core';
import type { Product } from '../../product.ts';
import { APACHE_MODULES, type Command, javaTrust, missing, missingApache } from '../foreign-program.ts';

const here = join(rootDirectory, 'apps/quickstart/test/interop/applications');
/** Where `npm run interop:prepare` puts what it builds. */
const BUILT = join(rootDirectory, 'node_modules/.cache/gatehouse-applications');

/** What an application is told. */
export interface Place {
  readonly product: Product;
  readonly folder: string;
  readonly port: number;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A person with a browser at an application. */
export interface Visit {
  readonly page: Page;
  /** The application's own address. */
  readonly origin: string;
  /** What a page of it says as JSON. */
  readonly said: (path: string) => Promise<Record<string, unknown>>;
}

/** An application, and whether it can be run here. */
export interface Application {
  readonly name: string;
  readonly missing: string | undefined;
  /** Whether it serves https with our certificate. */
  readonly tls: boolean;
  /** What its entry in the registry has beside the usual. */
  readonly registry?: Readonly<Record<string, unknown>>;
  /** Where it is sent back to, if not `/callback`. */
  readonly callbackPath?: string;
  readonly signInPath?: string;
  /** A page of its own that is shown before the redirect; what is clicked there. */
  readonly signInButton?: string;
  /** Where it says who is signed in, as JSON; `/` unless told. */
  readonly userPath?: string;
  /** Lets it refresh, and says whether it got another access token; undefined: it cannot. */
  readonly refresh?: (visit: Visit) => Promise<boolean>;
  /** Where it signs out, given the address of the issuer and its own. */
  readonly signOutPath?: (issuer: string, origin: string, clientId: string) => string;
  start(place: Place): Promise<Command>;
}

const told = ({ product, port, clientId, clientSecret }: Place): Record<string, string> => ({
  ISSUER: product.issuer,
  PORT: String(port),
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
  TLS_CERT_FILE: join(product.certificates, 'web-app.pem'),
  TLS_KEY_FILE: join(product.certificates, 'web-app.key'),
  CA_FILE: product.caFile,
});

const node = (file: string): Pick<Application, 'missing' | 'tls' | 'start'> => ({
  missing: missing(join(BUILT, 'node/node_modules')),
  tls: true,
  start: async (place) => ({
    command: process.execPath,
    parameters: [join(BUILT, 'node', file)],
    env: { ...told(place), NODE_EXTRA_CA_CERTS: place.product.caFile },
  }),
});

const python = (file: string): Pick<Application, 'missing' | 'tls' | 'start'> => ({
  missing: missing(join(BUILT, 'python/bin/flask')),
  tls: true,
  start: async (place) => ({
    command: join(BUILT, 'python/bin/python3'),
    parameters: [join(here, 'python', file)],
    env: {
      ...told(place),
      REQUESTS_CA_BUNDLE: place.product.caFile,
      SSL_CERT_FILE: place.product.caFile,
      PYTHONDONTWRITEBYTECODE: '1',
    },
  }),
});

/** Of an application that has a page for it. */
const refresh = async ({ said }: Visit): Promise<boolean> => (await said('/refresh'))['refreshed'] === true;

/** Neither can send a code challenge; `gatehouse doctor` lists such clients. */
const withoutPkce = { require_pkce: false };

export const applications: readonly Application[] = [
  { name: 'Authlib', refresh, ...python('authlib_app.py') },
  { name: 'requests-oauthlib', refresh, ...python('requests_oauthlib_app.py') },
  { name: 'pyoidc', refresh, registry: withoutPkce, ...python('pyoidc_app.py') },
  { name: 'passport-openidconnect', registry: withoutPkce, ...node('passport-openidconnect.mjs') },
  { name: 'express-openid-connect', refresh, ...node('express-openid-connect.mjs') },
  { name: 'simple-oauth2', refresh, ...node('simple-oauth2.mjs') },
  {
    name: 'Auth.js',
    callbackPath: '/auth/callback/gatehouse',
    signInButton: 'button[type=submit]',
    refresh,
    ...node('auth-js.mjs'),
  },
  {
    name: 'go-oidc',
    missing: missing(join(BUILT, 'go/application')),
    tls: true,
    refresh,
    start: async (place) => ({
      command: join(BUILT, 'go/application'),
      parameters: [],
      env: { ...told(place), SSL_CERT_FILE: place.product.caFile },
    }),
  },
  {
    name: 'oauth2-proxy',
    missing: missing(join(BUILT, 'go/oauth2-proxy')),
    tls: true,
    callbackPath: '/oauth2/callback',
    signInPath: '/oauth2/start',
    userPath: '/oauth2/userinfo',
    // It refreshes by itself when a request finds the session older than cookie_refresh, and then its cookie changes.
    refresh: async ({ page, origin }) => {
      const cookie = async () => (await page.context().cookies()).find(({ name }) => name === '_oauth2_proxy')?.value;
      const before = await cookie();
      await eventually(async () => {
        await page.goto(origin);
        return (await cookie()) !== before;
      });
      return (await page.goto(`${origin}/oauth2/auth`))?.status() === 202;
    },
    signOutPath: (issuer, origin, clientId) => {
      const leave = new URL('/session/end', issuer);
      leave.searchParams.set('client_id', clientId);
      leave.searchParams.set('post_logout_redirect_uri', `${origin}/bye`);
      return `/oauth2/sign_out?${new URLSearchParams({ rd: leave.href }).toString()}`;
    },
    start: async (place) => {
      const { issuer, certificates, caFile } = place.product;
      const file = join(place.folder, 'oauth2-proxy.cfg');
      // In a file, because the secrets of a command line are everybody's to read.
      writeFileSync(
        file,
        `provider = "oidc"
provider_ca_files = ["${caFile}"]
oidc_issuer_url = "${issuer}"
client_id = "${place.clientId}"
client_secret = "${place.clientSecret}"
code_challenge_method = "S256"
scope = "openid profile email offline_access"
redirect_url = "https://localhost:${place.port}/oauth2/callback"
https_address = "127.0.0.1:${place.port}"
tls_cert_file = "${join(certificates, 'web-app.pem')}"
tls_key_file = "${join(certificates, 'web-app.key')}"
http_address = "-"
cookie_secret = "${place.clientSecret.slice(0, 32)}"
cookie_refresh = "1s"
email_domains = ["*"]
upstreams = ["static://200"]
skip_auth_routes = ["^/bye$"]
whitelist_domains = ["${new URL(issuer).host}"]
skip_provider_button = true
`,
        { mode: 0o600 },
      );
      return { command: join(BUILT, 'go/oauth2-proxy'), parameters: ['--config', file], env: {} };
    },
  },
  {
    name: 'Nimbus',
    missing: missing(join(BUILT, 'nimbus/NimbusApplication.class')),
    tls: false,
    refresh,
    start: async (place) => ({
      command: 'java',
      parameters: [
        ...(await javaTrust(place.folder, place.product.caFile)),
        '-cp',
        [join(BUILT, 'nimbus'), join(BUILT, 'nimbus/lib/*')].join(':'),
        'NimbusApplication',
      ],
      env: told(place),
    }),
  },
  {
    name: 'Spring Security',
    missing: missing(join(BUILT, 'spring/example/SpringApplicationOfOthers.class')),
    tls: true,
    callbackPath: '/login/oauth2/code/gatehouse',
    signInPath: '/oauth2/authorization/gatehouse',
    refresh,
    signOutPath: () => '/logout',
    start: async (place) => {
      const registration = 'spring.security.oauth2.client.registration.gatehouse';
      const { TLS_CERT_FILE = '', TLS_KEY_FILE = '' } = told(place);
      const properties = {
        origin: `https://localhost:${place.port}`,
        'server.address': '127.0.0.1',
        'server.port': String(place.port),
        'server.ssl.certificate': TLS_CERT_FILE,
        'server.ssl.certificate-private-key': TLS_KEY_FILE,
        'spring.security.oauth2.client.provider.gatehouse.issuer-uri': place.product.issuer,
        [`${registration}.client-id`]: place.clientId,
        [`${registration}.client-secret`]: place.clientSecret,
        [`${registration}.scope`]: 'openid,profile,email,offline_access',
      };
      const lines = Object.entries(properties).map(([name, value]) => `${name}=${value}\n`);
      writeFileSync(join(place.folder, 'application.properties'), lines.join(''), { mode: 0o600 });
      return {
        command: 'java',
        parameters: [
          ...(await javaTrust(place.folder, place.product.caFile)),
          '-cp',
          [join(BUILT, 'spring'), join(BUILT, 'spring/lib/*')].join(':'),
          'example.SpringApplicationOfOthers',
        ],
        env: {},
      };
    },
  },
  {
    name: 'mod_auth_openidc',
    missing: missingApache(),
    tls: false,
    signInPath: '/',
    userPath: '/callback?info=json',
    refresh: async ({ page, origin, said }) => {
      const token = async () => String((await said('/callback?info=json'))['access_token']);
      const before = await token();
      const back = new URLSearchParams({ refresh: `${origin}/`, access_token: before });
      await page.goto(`${origin}/callback?${back.toString()}`);
      return (await token()) !== before;
    },
    signOutPath: (_issuer, origin) => `/callback?logout=${encodeURIComponent(`${origin}/bye`)}`,
    start: async (place) => {
      mkdirSync(join(place.folder, 'htdocs'));
      writeFileSync(join(place.folder, 'htdocs/index.html'), 'in');
      writeFileSync(join(place.folder, 'htdocs/bye'), '{"bye":true}');
      const env = { ...told(place), MODULES: APACHE_MODULES, STATE: place.folder };
      return {
        command: 'apache2',
        parameters: ['-f', join(here, 'apache/application.conf'), '-D', 'FOREGROUND'],
        env,
      };
    },
  },
];
