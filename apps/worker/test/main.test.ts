import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { text } from 'node:stream/consumers';
import {
  certificates,
  eventually,
  freePort,
  runProgram,
  spawnProgram,
  type TestCertificates,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

const entry = 'apps/worker/src/main.ts';
let made: TestCertificates;
let server: Server;
let origin: string;
/** What the token endpoint and the API were asked. */
const seen = { tokenRequests: [] as string[], authorizations: [] as string[], apiTokens: [] as string[] };
let answers: { expiresIn: number; refuse: string | undefined; invoices: number };

/** Authorization server and API in one, over TLS. */
async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const json = (status: number, body: unknown) =>
    void res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const path = (req.url ?? '').split('?')[0];
  if (path === '/.well-known/openid-configuration') {
    return json(200, { issuer: origin, token_endpoint: `${origin}/token` });
  }
  if (path === '/token') {
    seen.tokenRequests.push(await text(req));
    seen.authorizations.push(req.headers.authorization ?? '');
    const accessToken = `token-${seen.tokenRequests.length}`;
    return json(200, { access_token: accessToken, token_type: 'Bearer', expires_in: answers.expiresIn });
  }
  const token = (req.headers.authorization ?? '').replace('Bearer ', '');
  seen.apiTokens.push(token);
  if (token === answers.refuse) return json(401, { error: 'invalid_token' });
  return json(answers.invoices, { items: [{}, {}], next_cursor: null });
}

beforeAll(async () => {
  made = await certificates();
  const port = await freePort();
  origin = `https://localhost:${port}`;
  const identity = {
    cert: readFileSync(made.certFile('resource-server')),
    key: readFileSync(made.keyFile('resource-server')),
  };
  server = createServer(identity, (req, res) => void answer(req, res)).listen(port, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});
beforeEach(() => {
  answers = { expiresIn: 300, refuse: undefined, invoices: 200 };
  for (const list of Object.values(seen)) list.length = 0;
});

const environment = (more: Record<string, string> = {}) => ({
  WORKER_ISSUER: origin,
  WORKER_API_ORIGIN: origin,
  WORKER_RESOURCE: 'https://localhost:3001',
  WORKER_CLIENT_SECRET: 'a secret: of 100% & more',
  WORKER_CA_FILE: made.caFile,
  WORKER_INTERVAL_SECONDS: '0',
  ...more,
});
const linesOf = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the worker', () => {
  it('fetches one token for its calls and prints one line for each', async () => {
    const { code, stdout, stderr } = await runProgram({ entry, env: environment() });
    expect([code, stderr]).toEqual([0, '']);
    expect(linesOf(stdout)).toEqual([
      { time: expect.any(String), status: 200, invoices: 2, token: 'fetched' },
      { time: expect.any(String), status: 200, invoices: 2, token: 'cached' },
      { time: expect.any(String), status: 200, invoices: 2, token: 'cached' },
    ]);
    expect(seen.tokenRequests).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(seen.tokenRequests[0]))).toEqual({
      grant_type: 'client_credentials',
      resource: 'https://localhost:3001',
      scope: 'invoice_read',
    });
    expect(seen.authorizations[0]).toMatch(/^Basic /);
    expect(stdout).not.toContain('token-1');
  });

  it('replaces a token that the API refuses, once', async () => {
    answers.refuse = 'token-1';
    const { code, stdout } = await runProgram({ entry, env: environment({ WORKER_CALLS: '1' }) });
    expect(code).toBe(0);
    expect(linesOf(stdout)).toMatchObject([{ status: 200, token: 'fetched' }]);
    expect(seen.apiTokens).toEqual(['token-1', 'token-2']);
  });

  it('says what went wrong, without the secret, and ends with 75', async () => {
    const away = `https://localhost:${await freePort()}`;
    const noIssuer = await runProgram({ entry, env: environment({ WORKER_CALLS: '1', WORKER_ISSUER: away }) });
    expect(noIssuer.code).toBe(75);
    expect(linesOf(noIssuer.stdout)).toMatchObject([{ error: 'ECONNREFUSED' }]);
    answers.invoices = 503;
    const noApi = await runProgram({ entry, env: environment({ WORKER_CALLS: '1' }) });
    expect(noApi.code).toBe(75);
    expect(linesOf(noApi.stdout)).toMatchObject([{ status: 503, error: 'unexpected_answer' }]);
    expect(noIssuer.stdout + noIssuer.stderr + noApi.stdout).not.toContain('a secret');
  });

  it('goes on until it is told to stop', async () => {
    const worker = spawnProgram({ entry, env: environment({ WORKER_CALLS: '0', WORKER_INTERVAL_SECONDS: '60' }) });
    await worker.printed(/"invoices":2/);
    expect(await worker.stop()).toBe(0);
  });

  it('F9: SIGHUP does not end it, and its standard output stays for the calls alone', async () => {
    const worker = spawnProgram({ entry, env: environment({ WORKER_CALLS: '0', WORKER_INTERVAL_SECONDS: '1' }) });
    await worker.printed(/"invoices":2/u);
    process.kill(worker.pid, 'SIGHUP');
    await eventually(() => worker.stderr().includes('reading files again'), { what: 'a line about SIGHUP' });
    const calls = linesOf(worker.stdout()).length;
    await eventually(() => linesOf(worker.stdout()).length > calls, { what: 'a further call' });
    expect(await worker.stop()).toBe(0);
  });

  it('OPS-15: wrong settings end it with 78', async () => {
    const { code, stderr } = await runProgram({
      entry,
      env: environment({ WORKER_ISSUER: 'nowhere', WORKER_CALLS: '-1' }),
    });
    expect(code).toBe(78);
    const names = stderr
      .trim()
      .split('\n')
      .map((line) => line.split(':')[0]);
    expect(new Set(names)).toEqual(new Set(['WORKER_CALLS', 'WORKER_ISSUER']));
  });
});
