/** The web app over TLS with an issuer and an API beside it. */
import { loadSettings } from '@gatehouse/config';
import type { Service } from '@gatehouse/http';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import { type AnIssuer, anIssuer, certificates, freePort } from '@gatehouse/testkit';
import { createWebApp } from '../src/app.ts';
import { settingsDefinition } from '../src/settings.ts';
import { type AnApi, anApi } from './an-api.ts';

/** Everything a test of the web app needs. */
export interface AWebApp {
  readonly origin: string;
  readonly issuer: AnIssuer;
  readonly api: AnApi;
  readonly service: Service;
  readonly log: readonly string[];
  stop(): Promise<void>;
}

/**
 * @param env further settings
 * @param options `backChannel`: the issuer tells the web app about ended sessions; `wrongSecretFirst`: the
 *   secret that is read first is out of date
 */
export async function aWebApp(
  env: Record<string, string> = {},
  { backChannel = false, wrongSecretFirst = false } = {},
): Promise<AWebApp> {
  const made = await certificates();
  trustAuthorities(made.caFile);
  const [port, issuerPort, apiPort] = await Promise.all([freePort(), freePort(), freePort()]);
  const origin = `https://localhost:${port}`;
  const secret = 'a secret of the test, long enough';
  const apiOrigin = `https://localhost:${apiPort}`;
  const issuer = await anIssuer({
    port: issuerPort,
    certificates: made,
    webOrigin: origin,
    resource: apiOrigin,
    secret,
    clientId: 'web-app',
    resourceScopes: 'invoice_read invoice_approve',
    backChannel,
  });
  const api = await anApi({ port: apiPort, issuer: issuer.issuer, certificates: made });
  const settings = loadSettings(settingsDefinition, {
    argv: [],
    env: {
      WEB_ISSUER: issuer.issuer,
      WEB_PUBLIC_ORIGIN: origin,
      WEB_API_ORIGIN: apiOrigin,
      WEB_RESOURCE: apiOrigin,
      WEB_SCOPE: 'openid profile email invoice_read invoice_approve',
      WEB_PORT: String(port),
      WEB_MANAGEMENT_PORT: '0',
      WEB_TLS_CERT_FILE: made.certFile('web-app'),
      WEB_TLS_KEY_FILE: made.keyFile('web-app'),
      ...env,
    },
  });
  let asked = 0;
  const log: string[] = [];
  const logger = createLogger({ program: 'web-app', destination: { write: (line: string) => void log.push(line) } });
  const service = createWebApp({
    settings,
    logger,
    clientSecret: () => Promise.resolve(asked++ === 0 && wrongSecretFirst ? 'an old one' : secret),
  });
  await service.start();
  return {
    origin,
    issuer,
    api,
    service,
    log,
    async stop() {
      await service.stop();
      await api.stop();
      await issuer.stop().catch(() => undefined);
    },
  };
}
