/** A real authorization server on a free port, and a browser without JavaScript, for tests. */
import { readFile } from 'node:fs/promises';
import { request as httpsRequest } from 'node:https';
import path from 'node:path';
import { loadSettings } from '@gatehouse/config';
import { trustAuthorities } from '@gatehouse/http';
import { createLogger } from '@gatehouse/logging';
import { certificates, freePort, temporaryDirectory } from '@gatehouse/testkit';
import { type AuthorizationServer, createAuthorizationServer } from '../src/app.ts';
import { settingsDefinition } from '../src/settings.ts';

export const api = 'https://localhost:3001';
export const webAppRedirect = 'https://localhost:3003/callback';

export interface TestServer {
  readonly issuer: string;
  readonly server: AuthorizationServer;
  /** The log so far, a line each. */
  readonly log: string[];
  readonly directory: string;
  clientSecret(clientId: string): Promise<string>;
  password(login: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a server of its own database; what is started before is stopped by `stop`. */
export async function startServer(env: Record<string, string> = {}): Promise<TestServer> {
  const { path: directory, remove } = await temporaryDirectory();
  const certs = await certificates();
  trustAuthorities(certs.caFile);
  const port = await freePort();
  const issuer = `https://localhost:${port}`;
  const settings = loadSettings(settingsDefinition, {
    argv: [],
    env: {
      GATEHOUSE_ISSUER: issuer,
      GATEHOUSE_PORT: String(port),
      GATEHOUSE_MANAGEMENT_PORT: '0',
      GATEHOUSE_TLS_CERT_FILE: certs.certFile('authorization-server'),
      GATEHOUSE_TLS_KEY_FILE: certs.keyFile('authorization-server'),
      GATEHOUSE_DATABASE_URL: `sqlite:${path.join(directory, 'database.sqlite')}`,
      GATEHOUSE_STATE_DIRECTORY: directory,
      ...env,
    },
  });
  const log: string[] = [];
  const logger = createLogger({
    program: 'authorization-server',
    level: 'info',
    destination: { write: (line: string) => void log.push(line) },
  });
  const server = await createAuthorizationServer(settings, { logger });
  await server.start();
  const secret = (kind: string, name: string) => readFile(path.join(directory, 'secrets', kind, name), 'utf8');
  return {
    issuer,
    server,
    log,
    directory,
    clientSecret: (clientId) => secret('clients', clientId),
    password: (login) => secret('users', login),
    async stop() {
      await server.service.stop();
      await server.close();
      await remove();
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
  readonly location: string;
}

/** A browser without JavaScript: cookies by path, redirects only when told. */
export class Browser {
  readonly #cookies = new Map<string, { value: string; path: string }>();

  get(url: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.request('GET', url, headers);
  }

  post(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
    const body = new URLSearchParams(form).toString();
    const { origin } = new URL(url);
    return this.request('POST', url, { 'content-type': 'application/x-www-form-urlencoded', origin, ...headers }, body);
  }

  request(method: string, url: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => pathname.startsWith(path))
      .map(([name, { value }]) => `${name.split(' ')[0]}=${value}`)
      .join('; ');
    return new Promise((resolve, reject) => {
      const outgoing = httpsRequest(
        url,
        { method, agent: false, headers: { accept: 'text/html', ...(cookie && { cookie }), ...headers } },
        (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () => {
            this.#keep(response.headers['set-cookie'] ?? []);
            const { statusCode = 0, headers: received } = response;
            resolve({ status: statusCode, headers: received, body: text, location: received.location ?? '' });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** The names of the cookies it holds. */
  get cookieNames(): string[] {
    return [...this.#cookies.keys()].map((key) => key.split(' ')[0] as string);
  }

  cookie(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.startsWith(`${name} `))?.[1].value;
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/u);
      const [name = '', value = ''] = pair.split(/=(.*)/su);
      const path = attributes.find((entry) => /^path=/iu.test(entry))?.slice(5) ?? '/';
      const expires = attributes.find((entry) => /^expires=/iu.test(entry))?.slice(8);
      const key = `${name} ${path}`;
      if (value === '' || (expires && Date.parse(expires) < Date.now())) this.#cookies.delete(key);
      else this.#cookies.set(key, { value, path });
    }
  }
}

/** The hidden form token of a page. */
export const csrfOf = (page: string): string => /name="csrf" value="([^"]+)"/u.exec(page)?.[1] ?? '';

/** Follows an authorization request through sign-in (and consent, when asked) to the redirect back to the client. */
export async function signIn(
  browser: Browser,
  authorizationUrl: string,
  person: { login: string; password: string; accept?: boolean },
): Promise<URL> {
  const { origin } = new URL(authorizationUrl);
  let answer = await browser.get(authorizationUrl);
  for (let hop = 0; hop < 10; hop += 1) {
    if (answer.status === 303) {
      const next = new URL(answer.location, origin);
      if (next.origin !== origin) return next;
      answer = await browser.get(next.href);
      continue;
    }
    const action = /<form[^>]* action="([^"]+\/(?:login|consent))"/u.exec(answer.body)?.[1];
    if (answer.status !== 200 || !action)
      throw new Error(`sign-in stopped at ${answer.status}: ${answer.body.slice(0, 2000)}`);
    const csrf = csrfOf(answer.body);
    const form = action.endsWith('/login') ? { csrf, login: person.login, password: person.password } : { csrf };
    answer = await browser.post(new URL(action, origin).href, form);
  }
  throw new Error('sign-in does not end');
}
