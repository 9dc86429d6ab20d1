/** The console over TLS with an issuer and a stand-in for the admin API beside it. */
import { loadSettings } from '@gatehouse/config';
import type { Service } from '@gatehouse/http';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import { ABrowser, type AnIssuer, anIssuer, certificates, freePort } from '@gatehouse/testkit';
import { createConsole } from '../src/app.ts';
import { adminScopes } from '../src/scopes.ts';
import { settingsDefinition } from '../src/settings.ts';
import type { ConsolePage } from '../src/visit.ts';
import { type AnAdminApi, anAdminApi } from './an-admin-api.ts';

/** Everything a test of the console needs. */
export interface AConsole {
  readonly origin: string;
  readonly issuer: AnIssuer;
  readonly api: AnAdminApi;
  readonly service: Service;
  readonly log: readonly string[];
  /** A browser in which somebody has signed in. @param language BCP 47 tag */
  signedIn(language?: string): Promise<ABrowser>;
  /** @throws when the console asked for anything that OpenAPI does not name */
  stop(): Promise<void>;
}

/** What a test wants otherwise. */
export interface AConsoleOptions {
  readonly env?: Record<string, string>;
  /** Other pages than the console's own, and operations of the admin API that they call. */
  readonly pages?: readonly ConsolePage[];
  readonly paths?: Parameters<typeof anAdminApi>[0]['paths'];
  /** What the user's roles give; default all. */
  readonly scopes?: readonly string[];
  readonly backChannel?: boolean;
}

/** Starts it. */
export async function aConsole(options: AConsoleOptions = {}): Promise<AConsole> {
  const { env = {}, pages, paths, scopes = adminScopes, backChannel = false } = options;
  const made = await certificates();
  trustAuthorities(made.caFile);
  const [port, issuerPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const origin = `https://localhost:${port}`;
  const apiOrigin = `https://localhost:${apiPort}`;
  const secret = 'a secret of the test, long enough';
  const issuer = await anIssuer({
    port: issuerPort,
    certificates: made,
    clientId: 'console',
    secret,
    webOrigin: origin,
    resource: `https://localhost:${issuerPort}/admin/v1`,
    resourceScopes: scopes.join(' '),
    backChannel,
  });
  const api = await anAdminApi({ port: apiPort, certificates: made, ...(paths && { paths }) });
  const settings = loadSettings(settingsDefinition, {
    argv: [],
    env: {
      CONSOLE_ISSUER: issuer.issuer,
      CONSOLE_PUBLIC_ORIGIN: origin,
      CONSOLE_API_ORIGIN: apiOrigin,
      CONSOLE_SCOPE: ['openid', 'profile', 'email', ...scopes].join(' '),
      CONSOLE_PORT: String(port),
      CONSOLE_MANAGEMENT_PORT: '0',
      CONSOLE_TLS_CERT_FILE: made.certFile('console'),
      CONSOLE_TLS_KEY_FILE: made.keyFile('console'),
      ...env,
    },
  });
  const log: string[] = [];
  const logger = createLogger({ program: 'console', destination: { write: (line: string) => void log.push(line) } });
  const clientSecret = () => Promise.resolve(secret);
  const service = createConsole({ settings, logger, clientSecret, ...(pages && { pages }) });
  await service.start();
  return {
    origin,
    issuer,
    api,
    service,
    log,
    async signedIn(language = 'en') {
      const browser = new ABrowser();
      browser.setCookie(origin, '__Host-gatehouse_language', language);
      await browser.get(`${origin}/sign-in`);
      return browser;
    },
    async stop() {
      await service.stop();
      await api.stop();
      await issuer.stop().catch(() => undefined);
      if (api.unnamed.length > 0) throw new Error(`OpenAPI does not name ${api.unnamed.join(', ')}`);
    },
  };
}
