/** Another Gatehouse as the upstream provider of a server, and users who go through both. */
import { freePort } from '@gatehouse/testkit';
import { Browser, errorOf, follow, type Page, type Person, signIn } from './browser.ts';
import { TestClient } from './client.ts';
import { type RegistryDocument, startServer, type TestServer } from './server.ts';

/** Two servers: the first signs users in for the second. */
export interface Federation {
  readonly upstream: TestServer;
  readonly server: TestServer;
  readonly client: TestClient;
  stop(): Promise<void>;
}

const redirectOf = (issuer: string, connection: string) => `${issuer}/federation/${connection}/callback`;

/** Starts both. @param connection changes the connection `corp` of the second */
export async function startFederation({
  connection = {},
  further = [],
  upstreamHost = 'localhost',
  env = {},
  registry,
}: {
  readonly connection?: object;
  /** Further connections to the same provider, by name. */
  readonly further?: readonly object[];
  /** `127.0.0.1` for browsers, which give cookies to all ports of a host. */
  readonly upstreamHost?: 'localhost' | '127.0.0.1';
  /** Further settings of the second. */
  readonly env?: Record<string, string>;
  /** Changes the registry of the second. */
  readonly registry?: (document: RegistryDocument) => void;
} = {}): Promise<Federation> {
  const downstream = { client_id: 'downstream', client_name: 'Downstream', first_party: true };
  const metadata = {
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email offline_access',
  };
  const port = await freePort();
  const issuer = `https://localhost:${port}`;
  const names = [{ name: 'corp', ...connection }, ...further].map((one) => (one as { name?: string }).name ?? 'corp');
  const upstreamPort = String(await freePort());
  const upstream = await startServer({
    env: {
      GATEHOUSE_ISSUER: `https://${upstreamHost}:${upstreamPort}`,
      GATEHOUSE_PORT: upstreamPort,
      GATEHOUSE_OUTBOUND_ALLOW: issuer,
    },
    registry: ({ clients }) =>
      void clients.push({
        ...downstream,
        ...metadata,
        redirect_uris: names.map((name) => redirectOf(issuer, name)),
        backchannel_logout_uri: `${issuer}/federation/${names[0]}/logout`,
        backchannel_logout_session_required: true,
      }),
  });
  const secret = await upstream.clientSecret('downstream');
  const corp = { name: 'corp', kind: 'oidc', issuer: upstream.issuer, client_id: 'downstream', display_name: 'Corp' };
  const connections = [{ ...corp, ...connection }, ...further.map((one) => ({ ...corp, ...one }))];
  const server = await startServer({
    env: { GATEHOUSE_ISSUER: issuer, GATEHOUSE_PORT: String(port), GATEHOUSE_OUTBOUND_ALLOW: upstream.issuer, ...env },
    registry: (document) => {
      (document as unknown as Record<string, unknown>)['connections'] = connections.map((one) => ({
        ...one,
        client_secret: { value: secret },
      }));
      registry?.(document);
    },
  });
  return {
    upstream,
    server,
    client: new TestClient(server, 'web-app', { secret: await server.clientSecret('web-app') }),
    async stop() {
      await server.stop();
      await upstream.stop();
    },
  };
}

/** Presses the button of a connection, and comes to the upstream. */
export async function chooseConnection(browser: Browser, page: Page, connection = 'corp'): Promise<URL> {
  const action = page.action.replace(/\/[\w-]+$/u, '/upstream');
  const answer = await browser.post(action, { csrf: page.csrf, connection });
  if (answer.status !== 303) throw new Error(`the button answers ${answer.status} ${errorOf(answer.body) ?? ''}`);
  return new URL(answer.location);
}

/** Signs in at the upstream and brings the answer back; gives what the browser comes to next. */
export async function throughUpstream(
  browser: Browser,
  to: URL,
  person: Person,
  at: Browser = new Browser(),
): Promise<Page | URL> {
  const back = await signIn(at, to.href, person);
  return comeBack(browser, back);
}

/** The answer of an upstream, brought to the callback. */
export const comeBack = async (browser: Browser, back: URL): Promise<Page | URL> =>
  follow(browser, back.origin, await browser.get(back.href));

/** A new user of the upstream, whose address nobody has here; the password is that of its user `alice`. */
export async function addUpstreamUser({ upstream }: Pick<Federation, 'upstream'>, login: string): Promise<Person> {
  const { accounts, credentials, commit } = upstream.server.storage;
  const { id } = (await accounts.findByLogin('alice'))!;
  const { data } = (await credentials.find(id, 'password'))!;
  const email = `${login}@new.example`;
  await commit([
    accounts.writes.put({ id: login, login, name: login, email, emailVerified: true, status: 'active' }),
    credentials.writes.put({ accountId: login, kind: 'password', data, expectedVersion: 0 }),
  ]);
  const { password } = await upstream.person('alice');
  return { login, password };
}

/** A user of the upstream is connected with one of the server, as by an earlier sign-in. */
export async function connectUser(
  { upstream, server }: Pick<Federation, 'upstream' | 'server'>,
  atUpstream: string,
  here: string,
  connection = 'corp',
): Promise<void> {
  const { id: subject } = (await upstream.server.storage.accounts.findByLogin(atUpstream))!;
  const { accounts, identities, commit } = server.server.storage;
  const { id: accountId } = (await accounts.findByLogin(here))!;
  await commit([identities.writes.link({ issuer: upstream.issuer, subject, accountId, connection, profile: {} })]);
}
