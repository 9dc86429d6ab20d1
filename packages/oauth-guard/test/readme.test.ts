import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expectWithin, rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import { toCommonJs } from '../newcomer/commonjs.ts';
import * as entries from '../src/express.ts';
import { createSigningKey } from '../src/testing/signing.ts';
import * as testing from '../src/testing.ts';
import { listening } from './issuers.ts';
import { packageFolder, readme, runSnippet, snippets } from './readme.ts';

/** Of these the tests of MCP say more, and those of frameworks are run by `npm run newcomer`. */
const RUN_ELSEWHERE = ['mcp', 'mcp verifier', 'fastify', 'hono', 'koa', 'nestjs', 'next'];

const resource = 'https://api.example.com';
const ran = new Set<string>();
let issuer: testing.TestIssuer;
let opened: { close(): unknown }[] = [];

beforeAll(async () => {
  issuer = await testing.createTestIssuer({ audience: resource });
});

afterAll(async () => {
  for (const one of opened) one.close();
  await issuer.close();
});

/** Runs a snippet with the entries and these names in scope, and the local issuer in place of the one it names. */
function run(name: string, scope: Record<string, unknown>, ...wanted: string[]): Promise<Record<string, unknown>> {
  ran.add(name);
  return runSnippet(name, issuer.issuer, { ...entries, ...testing, createResourceServer, ...scope }, ...wanted);
}

function createResourceServer(options: entries.ExpressOptions): entries.ExpressResourceServer {
  const api = entries.createResourceServer(options);
  opened.push(api);
  return api;
}

const whoami: express.RequestHandler = (req, res) => {
  res.json({ for: 'auth' in req ? entries.getAuth(req).subject : null });
};

/** An application whose routes answer who called, as the snippets suppose it. */
async function applied(name: string): Promise<Express> {
  const app = express();
  const api = createResourceServer({ resource, issuers: issuer.issuer });
  await run(name, { app, api, list: whoami, pay: whoami });
  return app.use(whoami);
}

async function status(
  app: Express,
  method: 'get' | 'post' | 'delete',
  path: string,
  parameters?: testing.TokenParameters,
): Promise<number> {
  const sent = request(app)[method](path);
  if (parameters === undefined) return (await sent).status;
  return (await sent.set('authorization', `Bearer ${await issuer.issueToken(parameters)}`)).status;
}

/** A new project beside which the built package lies as if it were installed. */
async function installed(manifest: string): Promise<string> {
  const { path: project } = await temporaryDirectory();
  const modules = join(rootDirectory, 'node_modules');
  mkdirSync(join(project, 'node_modules/@gatehouse'), { recursive: true });
  for (const name of ['express', 'supertest']) symlinkSync(join(modules, name), join(project, 'node_modules', name));
  const out = join(project, 'node_modules/@gatehouse/oauth-guard');
  await promisify(execFile)(process.execPath, [join(packageFolder, 'build.ts'), '--out', out]);
  writeFileSync(join(project, 'package.json'), manifest);
  return project;
}

const mfa = (): Record<string, unknown> => ({ acr: 'mfa', auth_time: Math.floor(Date.now() / 1000) });

/** Stands for the package of this name. */
const cookieParser = () => (req: express.Request & { cookies?: object }, _res: unknown, next: () => void) => {
  req.cookies = Object.fromEntries([(req.headers.cookie ?? '=').split('=')]);
  next();
};

describe('the README', () => {
  it('its first steps work as they stand, in a new project with the built package', async () => {
    const { path: project } = await temporaryDirectory();
    const modules = join(rootDirectory, 'node_modules');
    mkdirSync(join(project, 'node_modules/@gatehouse'), { recursive: true });
    for (const name of ['express', 'supertest']) symlinkSync(join(modules, name), join(project, 'node_modules', name));
    const out = join(project, 'node_modules/@gatehouse/oauth-guard');
    await promisify(execFile)(process.execPath, [join(packageFolder, 'build.ts'), '--out', out]);
    writeFileSync(join(project, 'package.json'), '{"type":"module"}');
    let lines = 0;
    for (const name of ['app.js', 'app.test.js']) {
      ran.add(name);
      const code = snippets.get(name) as string;
      lines += code.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import')).length;
      writeFileSync(join(project, name), code);
    }
    expect(lines).toBe(10);
    const startedAt = performance.now();
    const env = { ...process.env, NODE_OPTIONS: '', NODE_TEST_CONTEXT: undefined };
    const { stdout } = await promisify(execFile)(process.execPath, ['--test', '--test-reporter=tap'], {
      cwd: project,
      env,
    });
    expect(stdout).toMatch(/^# pass 1$/m);
    expect(stdout).toMatch(/^# fail 0$/m);
    expectWithin(performance.now() - startedAt, 20_000);

    ran.add('server.js');
    const server = (snippets.get('server.js') as string)
      .replace("'https://localhost:3000'", `'${issuer.issuer}'`)
      .replace('app.listen(3004)', 'const own = app.listen(0, () => console.log(own.address().port))');
    expect(server.split('\n').length).toBeLessThanOrEqual(10);
    writeFileSync(join(project, 'server.js'), server);
    const child = spawn(process.execPath, ['server.js'], { cwd: project, env });
    try {
      const [port] = (await once(child.stdout, 'data')) as [Buffer];
      const orders = `http://127.0.0.1:${String(port).trim()}/orders`;
      expect((await fetch(orders)).headers.get('www-authenticate')).toMatch(
        /^Bearer scope="orders_read", resource_met/,
      );
      const token = await issuer.issueToken({ audience: 'https://orders.localhost', scope: 'orders_read' });
      const answer = await fetch(orders, { headers: { authorization: `Bearer ${token}` } });
      expect(await answer.json()).toEqual({ for: 'alice' });
    } finally {
      child.kill();
    }
    rmSync(project, { recursive: true, force: true });
  });

  it('G23: its test for Jest passes in a CommonJS project, under Jest without flags', async () => {
    const project = await installed('{}');
    ran.add('orders.test.js');
    writeFileSync(join(project, 'app.js'), toCommonJs(snippets.get('app.js') as string));
    writeFileSync(join(project, 'orders.test.js'), snippets.get('orders.test.js') as string);
    // Neighbours: every part that signs, and a second copy of the package in one program.
    const neighbour = `
      const guard = require('@gatehouse/oauth-guard/express');
      jest.resetModules();
      const again = require('@gatehouse/oauth-guard/express');
      const { createDpopClient, createTestIssuer } = require('@gatehouse/oauth-guard/testing');
      test.each(['RS256', 'ES256', 'EdDSA'])('%s, bound to a key, introspected and refused', async (algorithm) => {
        const resource = 'https://api.example.com';
        const issuer = await createTestIssuer({ audience: resource, algorithm });
        const introspection = { client: { id: 'api', ...require('node:crypto').generateKeyPairSync('ed25519'), algorithm: 'EdDSA', keyId: 'k' } };
        const api = again.createResourceServer({ resource, issuers: [{ issuer: issuer.issuer, algorithms: [algorithm], introspection }] });
        const client = await createDpopClient();
        const token = await issuer.issueToken({ dpop: client });
        const dpopProof = await client.proof({ url: resource + '/orders', token });
        expect((await api.verify(token, { url: '/orders', dpopProof })).subject).toBe('alice');
        expect((await api.verify(issuer.issueOpaqueToken({ subject: 'bob' }))).subject).toBe('bob');
        await expect(api.verify('x.y.z')).rejects.toBeInstanceOf(again.AccessTokenError);
        expect(guard.AccessTokenError).not.toBe(again.AccessTokenError);
        api.close();
        await issuer.close();
      });`;
    writeFileSync(join(project, 'neighbour.test.js'), neighbour);
    const { NODE_OPTIONS: _flags, ...env } = process.env;
    const jest = [
      join(rootDirectory, 'node_modules/jest/bin/jest.js'),
      '--rootDir',
      project,
      '--cacheDirectory',
      join(project, 'cache'),
    ];
    const { stderr } = await promisify(execFile)(process.execPath, jest, { cwd: project, env });
    expect(stderr).toMatch(/^Tests: +4 passed, 4 total$/m);
    rmSync(project, { recursive: true, force: true });
  });

  it('routes', async () => {
    const app = await applied('routes');
    expect(await status(app, 'get', '/orders', {})).toBe(200);
    expect(await status(app, 'get', '/orders')).toBe(401);
    expect(await status(app, 'get', '/reports', { scope: 'reports_read', claims: { department: 'Finance' } })).toBe(
      200,
    );
    expect(await status(app, 'get', '/reports', { scope: 'reports_read', claims: { department: 'Sales' } })).toBe(403);
    expect(await status(app, 'get', '/board', { scope: 'admin', claims: { roles: ['auditor'] } })).toBe(200);
    expect(await status(app, 'get', '/board', { scope: 'admin', claims: { roles: ['clerk'] } })).toBe(403);
    expect(await status(app, 'post', '/payments', { scope: 'pay', claims: mfa() })).toBe(200);
    expect(await status(app, 'post', '/payments', { scope: 'pay', claims: { ...mfa(), auth_time: 5 } })).toBe(401);
    expect(await status(app, 'post', '/transfers', { scope: 'pay' })).toBe(401);
    expect(await status(app, 'get', '/news')).toBe(200);
    const clerk = { claims: { realm_access: { roles: ['clerk'] } } };
    expect(await status(app, 'get', '/staff', clerk)).toBe(403);
    expect(await status(app, 'get', '/keycloak', clerk)).toBe(200);
    expect(await status(app, 'get', '/keycloak', {})).toBe(403);
    expect(await status(app, 'get', '/users/bob', { subject: 'bob' })).toBe(200);
    expect(await status(app, 'get', '/users/bob', {})).toBe(403);
  });

  it('rules', async () => {
    const app = await applied('rules');
    expect(await status(app, 'get', '/.well-known/oauth-protected-resource')).toBe(200);
    expect(await status(app, 'get', '/health')).toBe(200);
    expect(await status(app, 'get', '/orders/7', { scope: 'orders_read' })).toBe(200);
    expect(await status(app, 'post', '/orders/7', { scope: 'orders_read' })).toBe(403);
    expect(await status(app, 'delete', '/orders/7', { scope: 'orders_write' })).toBe(403);
    expect(await status(app, 'get', '/admin/a/b', { scope: 'admin', claims: mfa() })).toBe(200);
    expect(await status(app, 'get', '/admin/a/b', { scope: 'admin' })).toBe(401);
    expect(await status(app, 'get', '/other', { scope: 'admin' })).toBe(403);
  });

  it('profiles (G4)', async () => {
    const { api } = (await run('profiles', {}, 'api')) as { api: entries.ExpressResourceServer };
    api.close();
    const { issuer: iss } = issuer;
    const own = (await run('own profile', {}, 'api')) as { api: entries.ExpressResourceServer };
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss, sub: 'alice', aud: resource, iat: now, exp: now + 60, client: 'web', permissions: ['read'] };
    const token = (more: object): string =>
      issuer.signJws({ alg: 'RS256', typ: 'JWT' }, { ...claims, user: { roles: ['clerk'] }, ...more });
    const auth = await own.api.verify(token({ purpose: 'access' }));
    expect(auth).toMatchObject({ clientId: 'web', scopes: ['read'], roles: ['clerk'] });
    await expect(own.api.verify(token({ purpose: 'id' }))).rejects.toMatchObject({
      code: 'invalid_claims',
      detail: 'purpose is not "access", as in an access token of this issuer',
    });
  });

  it('options', async () => {
    const { api } = (await run('options', {}, 'api')) as { api: entries.ExpressResourceServer };
    const client = await testing.createDpopClient();
    const token = await issuer.issueToken({ dpop: client, scope: 'orders_write' });
    const auth = await api.verify(token, {
      url: '/orders',
      dpopProof: await client.proof({ url: `${resource}/orders`, token }),
    });
    expect(auth.hasScope('orders_read')).toBe(true);
    await expect(api.verify(await issuer.issueToken())).rejects.toMatchObject({ code: 'dpop_scheme_required' });
  });

  it('tenants', async () => {
    const key = await createSigningKey('RS256');
    const server = await listening((asked, response, url) => {
      const [, tenant] = (asked.url as string).split(/\/(?=[^/]*\/v2\.0$)/);
      const answer =
        asked.url === '/jwks' ? { keys: [key.publicJwk] } : { issuer: `${url}/${tenant}`, jwks_uri: `${url}/jwks` };
      response.end(JSON.stringify(answer));
    });
    opened.push(server);
    const tenants = new Set(['one', 'two'].map((name) => `${server.url}/${name}/v2.0`));
    ran.add('tenants');
    const scope = { createResourceServer, tenants };
    const { api } = (await runSnippet('tenants', server.url, scope, 'api')) as { api: entries.ExpressResourceServer };
    const now = Math.floor(Date.now() / 1000);
    const token = (iss: string): string =>
      key.signJws(
        { alg: 'RS256', typ: 'JWT', kid: key.publicJwk.kid },
        { iss, sub: 'a', aud: resource, azp: 'c', scp: 'read', iat: now - 1, exp: now + 300 },
      );
    for (const iss of tenants) expect(await api.verify(token(iss))).toMatchObject({ issuer: iss, subject: 'a' });
    for (const iss of [`${server.url}/three/v2.0`, 'https://evil.example/one/v2.0'])
      await expect(api.verify(token(iss))).rejects.toMatchObject({ code: 'wrong_issuer' });
    expect(server.paths.filter((path) => path.includes('three'))).toEqual([]);
  });

  it('readiness', async () => {
    const app = express();
    const away = createResourceServer({ resource, issuers: 'http://127.0.0.1:9', keys: { preload: false } });
    await run('readiness', { app, api: away });
    expect(await status(app, 'get', '/readyz')).toBe(503);
    const api = createResourceServer({ resource, issuers: issuer.issuer });
    await api.preload();
    const other = express();
    await run('readiness', { app: other, api });
    expect(await status(other, 'get', '/readyz')).toBe(200);
  });

  it('nonces', async () => {
    const process = { env: { DPOP_NONCE_SECRET: 'a secret of at least thirty-two bytes' } };
    const { api } = (await run('nonces', { process }, 'api')) as { api: entries.ExpressResourceServer };
    const client = await testing.createDpopClient();
    const token = await issuer.issueToken({ dpop: client });
    const verify = async (nonce?: string): Promise<unknown> => {
      const dpopProof = await client.proof({ url: `${resource}/`, token, ...(nonce === undefined ? {} : { nonce }) });
      return api.verify(token, { dpopProof });
    };
    const asked = await verify().catch((error: unknown) => error);
    expect(asked).toMatchObject({ code: 'use_dpop_nonce' });
    expect(await verify((asked as entries.AccessTokenError).headers['dpop-nonce'])).toMatchObject({ subject: 'alice' });
  });

  it('certificates', async () => {
    const { api } = (await run('certificates', {}, 'api')) as { api: entries.ExpressResourceServer };
    const token = await issuer.issueToken({ certificate: Buffer.from('x') });
    await expect(api.verify(token)).rejects.toMatchObject({ code: 'certificate_missing' });
  });

  it('opaque', async () => {
    const process = { env: { INTROSPECTION_SECRET: 's3cret' } };
    const { api } = (await run('opaque', { process }, 'api')) as { api: entries.ExpressResourceServer };
    expect(await api.verify(issuer.issueOpaqueToken({ subject: 'bob' }))).toMatchObject({ subject: 'bob' });
  });

  it('revocation feed', async () => {
    const process = { env: { API_CLIENT_SECRET: 's3cret' } };
    const { api } = (await run('revocation feed', { process }, 'api')) as { api: entries.ExpressResourceServer };
    expect(await api.preload()).toBe(false);
    expect(api.revocations).toMatchObject({ loaded: false, entries: 0 });
    await expect(api.verify(await issuer.issueToken())).rejects.toMatchObject({ code: 'revocation_unavailable' });
  });

  it('revocation', async () => {
    const { api } = (await run('revocation', {}, 'api')) as { api: entries.ExpressResourceServer };
    await expect(api.verify(await issuer.issueToken({ claims: { jti: 'the-id-of-one-token' } }))).rejects.toMatchObject(
      { code: 'token_revoked' },
    );
    await expect(api.verify(await issuer.issueToken({ claims: { iat: 5 } }))).rejects.toMatchObject({
      code: 'token_revoked',
    });
    expect(await api.verify(await issuer.issueToken({ subject: 'bob' }))).toMatchObject({ subject: 'bob' });
  });

  it('metrics', async () => {
    const counted: unknown[] = [];
    const warned: unknown[] = [];
    const scope = {
      histogram: { observe: (labels: object, seconds: number) => counted.push({ ...labels, timed: seconds >= 0 }) },
      log: { warn: (fields: object) => warned.push(fields) },
    };
    const { observe } = (await run('metrics', scope, 'observe')) as { observe: entries.Observer };
    const api = createResourceServer({ resource, issuers: issuer.issuer, observe });
    await api.verify(await issuer.issueToken());
    expect(counted).toEqual([{ outcome: 'accepted', reason: 'ok', source: 'verified', timed: true }]);
    const away = createResourceServer({ resource, issuers: 'http://127.0.0.1:9', observe, keys: { preload: false } });
    await away.preload();
    expect(warned).toEqual([{ issuer: 'http://127.0.0.1:9', detail: expect.stringContaining('127.0.0.1:9') }]);
  });

  it('node:http and fetch', async () => {
    const api = createResourceServer({ resource, issuers: issuer.issuer });
    const { server } = (await run(
      'node:http',
      { api, createServer: (listener: RequestListener) => createServer(listener) },
      'server',
    )) as { server: ReturnType<typeof createServer> };
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    opened.push({ close: () => (server.closeAllConnections(), server.close()) });
    const headers = { authorization: `Bearer ${await issuer.issueToken({ scope: 'orders_read' })}` };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await (await fetch(url, { headers })).text()).toBe('for alice');
    expect((await fetch(url)).status).toBe(401);
    const { handler } = (await run('fetch', { api }, 'handler')) as {
      handler: (request: Request) => Promise<Response>;
    };
    expect(await (await handler(new Request(url, { headers }))).json()).toEqual({ for: 'alice' });
  });

  it('G18: error handler', async () => {
    const app = express();
    await run('error handler', { app, list: whoami });
    const { headers, body, status: refused } = await request(app).get('/orders');
    expect([refused, body.code, headers['content-type']]).toEqual([
      401,
      'no_credentials',
      'application/problem+json; charset=utf-8',
    ]);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
    expect(await status(app, 'get', '/orders', {})).toBe(200);
  });

  it('cookie and event source', async () => {
    const token = await issuer.issueToken({ subject: 'bob' });
    const app = express();
    await run('cookie', { app, cookieParser, list: whoami });
    await run('event source', { app, events: whoami });
    const { body } = await request(app).get('/orders').set('cookie', `access_token=${token}`);
    expect(body).toEqual({ for: 'bob' });
    expect((await request(app).get(`/events?access_token=${token}`)).body).toEqual({ for: 'bob' });
    expect((await request(app).get(`/orders?access_token=${token}`)).status).toBe(400);
  });

  it('web socket', async () => {
    const server = createServer();
    const sockets = {
      handleUpgrade: (req: IncomingMessage, socket: Socket, _head: Buffer, ready: (ws: object) => void) => {
        const key = createHash('sha1').update(
          `${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`,
        );
        const [protocol] = (req.headers['sec-websocket-protocol'] as string).split(',');
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key.digest('base64')}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`,
        );
        ready({
          send: (text: string) => {
            socket.end(Buffer.concat([Buffer.from([0x81, text.length]), Buffer.from(text), Buffer.from([0x88, 0])]));
          },
        });
      },
    };
    await run('web socket', { server, sockets, ServerResponse });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    opened.push({ close: () => (server.closeAllConnections(), server.close()) });
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const said = (protocols: string[]): Promise<string> =>
      new Promise((resolve) => {
        const ws = new WebSocket(url, protocols);
        ws.addEventListener('message', ({ data }) => resolve(`${ws.protocol}: ${data as string}`));
        ws.addEventListener('error', () => resolve('refused'));
      });
    expect(await said(['orders', await issuer.issueToken()])).toBe('orders: for alice');
    expect(await said(['orders', 'rubbish'])).toBe('refused');
    const refused = await new Promise<IncomingMessage>((resolve) => {
      httpRequest(
        url.replace('ws', 'http'),
        { headers: { connection: 'upgrade', upgrade: 'websocket' } },
        resolve,
      ).end();
    });
    expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Bearer/)]);
    refused.resume();
  });

  it('testing', async () => {
    const seen: string[] = [];
    const kept: testing.TestIssuer[] = [];
    const scope = {
      createTestIssuer: async (options: testing.TestIssuerOptions) => {
        const made = await testing.createTestIssuer(options);
        kept.push(made);
        opened.push(made);
        return made;
      },
      createDpopClient: async () => ({
        ...(await testing.createDpopClient()),
        fetch: async (url: string) => seen.push(url),
      }),
    };
    const { token } = (await run('testing', scope, 'token')) as { token: string };
    expect(seen).toEqual(['http://localhost:3001/orders']);
    expect(kept[0]?.publicKeys).toHaveLength(2);
    expect(kept[0]?.revocations.size).toBe(1);
    expect(token.split('.')).toHaveLength(3);
  });

  it('runs every snippet that it shows', () => {
    expect([...ran, ...RUN_ELSEWHERE].toSorted()).toEqual([...snippets.keys()].toSorted());
    expect(readme.match(/```(?:js|ts)\n/g)).toHaveLength(snippets.size);
  });

  it('lists every refusal as the code has it', () => {
    const rows = Object.entries(entries.REFUSALS).map(([code, definition]: [string, entries.RefusalDefinition]) => {
      const error = definition.error === undefined ? '' : `\`${definition.error}\``;
      return `| \`${code}\` | ${definition.status} | ${error} | ${definition.description} |`;
    });
    const table = ['| code | status | error | sentence |', '|---|---|---|---|', ...rows].join('\n');
    const written = /<!-- refusals -->\n([^]*)\n<!-- \/refusals -->/.exec(readme)?.[1];
    expect(written).toBe(table);
  });

  it('names every option', () => {
    const written = [...readme.matchAll(/^\| `([\w.]+)`(?:, `(\w+)`)? \|/gm)].flatMap(([, first, second]) => [
      first,
      second,
    ]);
    let message = '';
    try {
      entries.createResourceServer({ nothing: 1 } as never);
    } catch (error) {
      ({ message } = error as Error);
    }
    const names = message.split('there are ')[1]?.split(', ') as string[];
    for (const name of names.filter((option) => option !== 'keys')) expect(written).toContain(name);
  });
});
