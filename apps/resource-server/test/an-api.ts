/** The resource server over TLS with a database of its own and an issuer beside it. */
import { loadSettings } from '@gatehouse/config';
import { type Database, openDatabase } from '@gatehouse/database';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import { createLogger } from '@gatehouse/logging';
import type { SignatureAlgorithm } from '@gatehouse/oauth-guard';
import { createTestIssuer, type TestIssuer, type TokenParameters } from '@gatehouse/oauth-guard/testing';
import { certificates, freePort, type TestCertificates } from '@gatehouse/testkit';
import { createApi } from '../src/app.ts';
import { migrations, type Tables } from '../src/database.ts';
import { seed } from '../src/seed.ts';
import { type Settings, settingsDefinition } from '../src/settings.ts';

/** The ids of the demo users. */
export const people = {
  alice: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01',
  bob: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e02',
  carol: '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e03',
} as const;

/** An open and an approved invoice of Finance, and one of Sales. */
export const invoices = {
  finance: '7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c001',
  approved: '7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c006',
  sales: '7d0b1c55-31c6-4bd2-9d56-a2f4f3b8c010',
} as const;

const rights = {
  alice: { department: 'Finance', roles: ['accountant'] },
  bob: { department: 'Sales', roles: ['sales'] },
  carol: { department: 'Finance', roles: ['admin'] },
} as const;

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of many shapes
  readonly body: any;
}

/** What goes with a request. */
export interface Call {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Everything a test of the API needs. */
export interface AnApi {
  readonly origin: string;
  readonly settings: Settings;
  readonly issuer: TestIssuer;
  readonly database: Database<Tables>;
  readonly certificates: TestCertificates;
  readonly managementUrl: string;
  readonly log: string[];
  /** The audit record. */
  audit(): Record<string, unknown>[];
  /** A token of one of the demo users. */
  tokenOf(person: keyof typeof people, scope: string, more?: TokenParameters): Promise<string>;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  stop(): Promise<void>;
}

/**
 * @param env further settings
 * @param algorithm by which the issuer signs
 */
export async function anApi(env: Record<string, string> = {}, algorithm: SignatureAlgorithm = 'RS256'): Promise<AnApi> {
  const made = await certificates();
  trustAuthorities(made.caFile);
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  const issuer = await createTestIssuer({ audience: origin, algorithm });
  const settings = loadSettings(settingsDefinition, {
    argv: [],
    env: {
      API_ISSUER: issuer.issuer,
      API_PUBLIC_ORIGIN: origin,
      API_AUDIENCE: origin,
      API_PORT: String(port),
      API_MANAGEMENT_PORT: '0',
      API_TLS_CERT_FILE: made.certFile('resource-server'),
      API_TLS_KEY_FILE: made.keyFile('resource-server'),
      API_TLS_CLIENT_CA_FILE: made.caFile,
      ...env,
    },
  });
  const log: string[] = [];
  const logger = createLogger({
    program: 'resource-server',
    destination: { write: (line: string) => void log.push(line) },
  });
  const database = await openDatabase<Tables>({ url: 'sqlite::memory:', migrations });
  await seed(database, issuer.issuer, Math.floor(Date.now() / 1000));
  const api = createApi({ settings, logger, database, cursorKeys: ['c'.repeat(32)] });
  await api.service.start();

  return {
    origin,
    settings,
    issuer,
    database,
    certificates: made,
    managementUrl: api.service.managementUrl,
    log,
    audit: () =>
      log.map((line) => JSON.parse(line) as Record<string, unknown>).filter((line) => line['audit'] === true),
    tokenOf: (person, scope, more = {}) =>
      issuer.issueToken({
        subject: people[person],
        clientId: 'web-app',
        scope,
        ...more,
        claims: { ...rights[person], ...more.claims },
      }),
    async call(method, path, { token, body, headers = {} } = {}) {
      const response = await fetch(origin + path, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
    async stop() {
      await api.service.stop();
      await api.close();
      await issuer.close();
    },
  };
}
