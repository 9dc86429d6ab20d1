/** A request to each route of the authorization server, as good as it can be made of what a test has, for tests. */
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:https';
import { authorizationServerRoutes } from '../../../tools/references/endpoints.ts';
import { type Schema, sampleOf } from '../src/admin/openapi/sample.ts';
import { AccountVisitor } from './account.ts';
import { signInAdmin } from './admin-token.ts';
import { type Answer, Browser, csrfOf, openPage, send } from './browser.ts';
import { challengeOf, confidential, encode, type Parameters } from './client.ts';
import type { TestServer } from './server.ts';

/** A request that waits to be sent. */
export interface RouteRequest {
  /** Method and path, as the list of endpoints has them. */
  readonly route: string;
  readonly send: () => Promise<Answer>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { requestBody?: RequestBody }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface RequestBody {
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

/** Hundreds of requests: machines keep their connection. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** What machines send to the endpoints that want more than a client. */
async function machineRequests(server: TestServer): Promise<(route: string, url: string) => Promise<Answer>> {
  const client = await confidential(server, 'web-app');
  const person = await server.person('alice');
  const [tokens, { code, verifier, redirectUri }] = [await client.signIn(person), await client.code(person)];
  const { access_token: token, refresh_token: refreshToken } = tokens;
  const pushed = client.request().parameters;
  const bodies: Readonly<Record<string, Parameters>> = {
    'POST /token': { grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri },
    'POST /token/introspection': { token: refreshToken },
    'POST /token/revocation': { token: refreshToken },
    'POST /request': pushed,
    'POST /auth': pushed,
    'POST /device/auth': { client_id: 'device', scope: 'openid' },
  };
  return (route, url) => {
    const [method = ''] = route.split(' ');
    const own = /^(?:GET|HEAD|POST) \/me$/u.test(route)
      ? { authorization: `Bearer ${token}` }
      : client.authentication.headers;
    const isDevice = route === 'POST /device/auth';
    const body = method === 'POST' ? encode(bodies[route] ?? {}).toString() : undefined;
    const query = route.endsWith(' /auth') && method !== 'POST' ? `?${encode(pushed).toString()}` : '';
    const headers = { accept: 'application/json', ...form, ...(isDevice ? {} : own) };
    return send(method, url + query, headers, body, agent);
  };
}

/** Every operation of the admin API, with the samples of its reference. */
async function adminRequests(server: TestServer): Promise<RouteRequest[]> {
  const admin = await signInAdmin(server);
  const { paths, components } = JSON.parse((await admin.call('GET', '/openapi.json')).body) as OpenApi;
  const named = (reference: string): Schema => components.schemas[reference.split('/').at(-1) ?? ''] ?? {};
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { requestBody }]): RouteRequest => {
      const schema = Object.values(requestBody?.content ?? {})[0]?.schema;
      const filled = path.replaceAll(/\{\w+\}/gu, 'web-app');
      const verb = method.toUpperCase();
      const headers = {
        'if-match': '"1"',
        'idempotency-key': randomBytes(16).toString('hex'),
        ...(schema && { 'content-type': 'application/json' }),
      };
      const body = schema && JSON.stringify(sampleOf(schema, named));
      return {
        route: `${verb} /admin/v1${path}`,
        send: async () => {
          const own = await admin.headers(verb, filled);
          return send(verb, `${server.issuer}/admin/v1${filled}`, { ...own, ...headers }, body, agent);
        },
      };
    }),
  );
}

/** Called by clients, not by browsers. */
const isMachine = (path: string): boolean => !/^\/(?:interaction|federation|account|development|session|$)/u.test(path);

/** Makes them while the server is well: sign-ins, tokens and forms are under way. */
export async function everyRoute(server: TestServer): Promise<RouteRequest[]> {
  const { issuer, settings } = server;
  const askMachine = await machineRequests(server);
  const signingIn = new Browser();
  const client = await confidential(server, 'web-app');
  const page = await openPage(signingIn, client.request({ code_challenge: challengeOf('a') }).url);
  const uid = new URL(page.action).pathname.split('/')[2] ?? '';
  const visitor = new AccountVisitor(server, await server.person('bob'));
  const csrf = csrfOf((await visitor.open('/account/profile')).body);
  const typed = { login: 'alice', password: 'x', email: 'new@example.com', name: 'Ada', otp: '123456', id: 'x' };
  const ask = (method: string, path: string): Promise<Answer> => {
    const url = `${issuer}${path.replace(':uid', uid).replace(':form', 'login').replaceAll(/:\w+/gu, 'x')}`;
    const isSignIn = path.startsWith('/interaction/');
    const browser = isSignIn ? signingIn : visitor.browser;
    return method === 'POST'
      ? browser.post(url, { ...typed, csrf: isSignIn ? page.csrf : csrf })
      : browser.request(method, url, {});
  };
  const { routes, management } = authorizationServerRoutes();
  const at = `http://127.0.0.1:${settings.managementPort}`;
  return [
    ...routes.map(([method, path]): RouteRequest => {
      const route = `${method} ${path}`;
      return { route, send: () => (isMachine(path) ? askMachine(route, issuer + path) : ask(method, path)) };
    }),
    ...(await adminRequests(server)),
    ...management.map(
      ([method, path]): RouteRequest => ({ route: `${method} ${path}`, send: () => fetched(at + path) }),
    ),
  ];
}

async function fetched(url: string): Promise<Answer> {
  const answer = await fetch(url);
  const { status, headers } = answer;
  return { status, headers: Object.fromEntries(headers), body: await answer.text(), location: '', setCookies: [] };
}
