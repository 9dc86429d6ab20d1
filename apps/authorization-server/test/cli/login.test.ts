import { once } from 'node:events';
import { chmod, copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request as httpsRequest } from 'node:https';
import path from 'node:path';
import { certificates, eventually, freePort, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { failureOf } from '../../src/cli/failure.ts';
import { fileOf, readLogin, writeLogin } from '../../src/cli/login/logins.ts';
import { stateDirectory } from '../../src/cli/login/own-files.ts';
import { remoteFetch } from '../../src/cli/login/remote-fetch.ts';
import { createProgram } from '../../src/cli/program.ts';
import { Browser } from '../browser.ts';
import { claimsOf } from '../client.ts';
import { approveDevice } from '../device-approval.ts';
import { startServer, type TestServer } from '../server.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: TestServer;
let directory: TemporaryDirectory;
let keyFile: string;
/** In front of the server: its admin API answers what a test wants, where it wants something. */
let front: { asked: string[]; admin: Handler | undefined; stop(): void };
let issuer: string;
const before = { ...process.env };
const said = { stdout: '', stderr: '' };

/** Passes everything on but what a test answers itself, and notes what came of it. */
async function startFront(port: number, serverPort: number) {
  const made = await certificates();
  const [cert, key] = await Promise.all([
    readFile(made.certFile('authorization-server')),
    readFile(made.keyFile('authorization-server')),
  ]);
  const own = {
    asked: [] as string[],
    admin: undefined as Handler | undefined,
    stop() {
      listening.closeAllConnections();
      listening.close();
    },
  };
  const listening = createServer({ cert, key }, (request, response) => {
    const { url = '', method, headers } = request;
    if (own.admin && url.startsWith('/admin/v1/')) return own.admin(request, response);
    const on = httpsRequest({
      host: '127.0.0.1',
      servername: 'localhost',
      port: serverPort,
      path: url,
      method,
      headers,
      agent: false,
    });
    on.on('response', (answer) => {
      own.asked.push(`${method} ${url.split('?')[0]} ${answer.statusCode}`);
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    on.on('error', () => response.writeHead(502).end());
    request.pipe(on);
  });
  await once(listening.listen(port, '127.0.0.1'), 'listening');
  return own;
}

beforeAll(async () => {
  directory = await temporaryDirectory();
  const [port, serverPort] = [await freePort(), await freePort()];
  issuer = `https://localhost:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  keyFile = path.join(directory.path, 'deployer.json');
  await writeFile(keyFile, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] };
  const scopes = { '/admin/v1': ['clients:read', 'users:read'] };
  server = await startServer({
    env: { GATEHOUSE_ISSUER: issuer, GATEHOUSE_PORT: String(serverPort) },
    registry: ({ clients }) => {
      clients.push(
        {
          client_id: 'remote-cli',
          token_endpoint_auth_method: 'none',
          application_type: 'native',
          first_party: true,
          sender_constrained: 'dpop',
          grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
          scope: 'openid profile offline_access',
          scopes,
        },
        {
          client_id: 'deployer',
          token_endpoint_auth_method: 'private_key_jwt',
          jwks,
          grant_types: ['client_credentials'],
          scopes,
        },
      );
    },
  });
  front = await startFront(port, serverPort);
  process.env['XDG_STATE_HOME'] = directory.path;
  for (const stream of ['stdout', 'stderr'] as const)
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
});
beforeEach(() => {
  Object.assign(said, { stdout: '', stderr: '' });
  front.asked.length = 0;
  front.admin = undefined;
});
afterAll(async () => {
  jest.restoreAllMocks();
  process.env = before;
  front?.stop();
  await server?.stop();
  await directory?.remove();
});

/** Runs a line; gives the exit code and what it said. */
async function run(line: string): Promise<readonly [code: number, said: string]> {
  try {
    await createProgram().parseAsync(line.split(' '), { from: 'user' });
    return [0, said.stdout];
  } catch (error) {
    const { exitCode, lines } = failureOf(error);
    return [exitCode, lines.join('\n')];
  }
}

/** When the access tokens of now are about to end. */
const later = () => Date.now() + 290_000;

const byKey = () => run(`login --server ${issuer} --client-id deployer --key ${keyFile}`);

/** carol signs in by the device flow. */
async function byDevice(): Promise<void> {
  const ended = run(`login --server ${issuer} --client-id remote-cli`);
  const code = await eventually(() => /and enter (\S+)/u.exec(said.stderr)?.[1]);
  await approveDevice({ issuer }, new Browser(), code, await server.person('carol'));
  expect(await ended).toEqual([0, expect.stringContaining(`signed in at ${issuer} as carol; it may: `)]);
}

const get = (send: (request: Request) => Promise<Response>, at = `${issuer}/admin/v1/clients`) => send(new Request(at));

/** Answers with a challenge, as a guard does. */
const challenge = (response: ServerResponse, parameters: string, headers = {}) =>
  response.writeHead(401, { 'www-authenticate': `DPoP ${parameters}`, ...headers }).end('{}');

describe('gatehouse login with the key of a client', () => {
  it('keeps tokens and key in a file for its owner alone, in which nothing can be read', async () => {
    const [code, text] = await byKey();
    expect([code, text]).toEqual([0, `signed in at ${issuer} as deployer; it may: clients:read users:read\n`]);
    const file = fileOf(issuer);
    const { accessToken, dpopKey } = (await readLogin(issuer))!;
    expect(claimsOf(accessToken)).toMatchObject({ aud: `${issuer}/admin/v1`, cnf: { jkt: expect.any(String) } });
    const content = await readFile(file, 'utf8');
    expect(content).not.toContain(accessToken.slice(0, 20));
    expect(content).not.toContain(dpopKey.d);
    const modes = await Promise.all([file, path.join(stateDirectory(), 'login.key')].map((one) => stat(one)));
    expect(modes.map(({ mode }) => mode & 0o777)).toEqual([0o600, 0o600]);
    expect(await readdir(path.dirname(file))).toEqual([path.basename(file)]);
  });

  it('whoami says who, what, how bound and how long; without --server it lists', async () => {
    const [, text] = await run(`whoami --server ${issuer}`);
    expect(text).toMatch(/^client id {7}deployer\nscopes {10}clients:read users:read\nbound {11}to the DPoP key/mu);
    expect(text).toMatch(/^access token {4}ends in 5 minutes/mu);
    said.stdout = '';
    expect(JSON.parse((await run('whoami --json'))[1])).toMatchObject([{ server: issuer, client_id: 'deployer' }]);
  });

  it('the admin API answers', async () => {
    const answer = await get(await remoteFetch(issuer));
    expect([answer.status, JSON.stringify(await answer.json())]).toEqual([200, expect.stringContaining('"deployer"')]);
  });

  it('doctor says what the server says of itself, and how it is reached from here', async () => {
    const found = { code: 'clients', result: 'fault', check: 'clients have a valid secret', advice: 'none: shop' };
    front.admin = (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ examined_at: new Date().toISOString(), findings: [found] }));
    };
    expect(await run(`doctor --server ${issuer} --json`)).toEqual([
      1,
      '1 of 4 checks found something that does not work',
    ]);
    const codes = ['issuer ok', 'issuer ok', 'issuer ok', 'clients fault'];
    const printed = JSON.parse(said.stdout) as (typeof found)[];
    expect(printed.map(({ code, result }) => `${code} ${result}`)).toEqual(codes);
    expect(printed[3]).toEqual(found);
    front.admin = undefined;
    expect(await run(`doctor --server ${issuer}`)).toEqual([1, expect.stringContaining('settings:read')]);
    expect(await run(`doctor --server ${issuer} --send-mail a@b.example`)).toEqual([
      64,
      expect.stringContaining('leave out --server'),
    ]);
  });

  it('requests carry a proof, with the nonce that is demanded', async () => {
    const proofs: Record<string, unknown>[] = [];
    front.admin = ({ headers }, response) => {
      const proof = claimsOf(String(headers['dpop']));
      proofs.push(proof);
      if (proof['nonce'] === undefined) challenge(response, 'error="use_dpop_nonce"', { 'dpop-nonce': 'n1' });
      else
        response.end(JSON.stringify({ scheme: headers.authorization?.split(' ')[0], type: headers['content-type'] }));
    };
    const send = await remoteFetch(issuer);
    const request = new Request(`${issuer}/admin/v1/clients`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(await (await send(request)).json()).toEqual({ scheme: 'DPoP', type: 'application/json' });
    expect(proofs).toHaveLength(2);
    expect(proofs[1]).toMatchObject({
      htm: 'POST',
      htu: `${issuer}/admin/v1/clients`,
      nonce: 'n1',
      ath: expect.any(String),
    });
  });

  it('the token goes to the admin API of its server and nowhere else', async () => {
    const send = await remoteFetch(issuer);
    for (const at of [
      'https://evil.example/admin/v1/clients',
      `${issuer}/admin/v1/../../other`,
      issuer.replace('localhost', 'localhost.evil.example') + '/admin/v1/',
    ])
      await expect(get(send, at)).rejects.toThrow(TypeError);
  });

  it('a token that has ended is renewed once, however many need it', async () => {
    const { accessToken: old } = (await readLogin(issuer))!;
    const sends = await Promise.all([
      remoteFetch(issuer, later),
      remoteFetch(issuer, later),
      remoteFetch(issuer, later),
    ]);
    await Promise.all(sends.map((send) => get(send)));
    expect(front.asked.filter((line) => line === 'POST /token 200')).toHaveLength(1);
    expect((await readLogin(issuer))!.accessToken).not.toBe(old);
  });

  it('a token that the server takes no more is renewed, and the request sent again', async () => {
    await byKey();
    front.asked.length = 0;
    const { accessToken } = (await readLogin(issuer))!;
    front.admin = ({ headers }, response) =>
      headers.authorization?.endsWith(accessToken)
        ? challenge(response, 'error="invalid_token"')
        : response.end('{"ok":1}');
    expect(await (await get(await remoteFetch(issuer))).json()).toEqual({ ok: 1 });
    expect(front.asked.filter((line) => line === 'POST /token 200')).toHaveLength(1);
  });

  it('RFC 9470: says which sign-in is needed', async () => {
    const send = await remoteFetch(issuer);
    front.admin = (_request, response) =>
      challenge(response, 'error="insufficient_user_authentication", acr_values="urn:gatehouse:acr:2"');
    await expect(get(send)).rejects.toThrow(
      `this needs a stronger sign-in: "gatehouse login --server ${issuer} --acr-values 'urn:gatehouse:acr:2'" again`,
    );
    front.admin = (_request, response) =>
      challenge(response, 'error="insufficient_user_authentication", max_age="300"');
    await expect(get(send)).rejects.toThrow('a sign-in of the last 300 s');
    front.admin = (_request, response) => challenge(response, 'error="invalid_token"');
    await expect(get(send)).rejects.toThrow('the server does not take the login (invalid_token)');
  });

  it('what is refused for a reason of its own comes back as it is', async () => {
    front.admin = (_request, response) => {
      response
        .writeHead(403, { 'www-authenticate': 'DPoP error="insufficient_scope"' })
        .end('{"code":"scope_missing"}');
    };
    const answer = await get(await remoteFetch(issuer));
    expect([answer.status, await answer.json()]).toEqual([403, { code: 'scope_missing' }]);
  });
});

/** Where the login lies. */
const file = () => fileOf(issuer);

describe('a login file', () => {
  it('that others may read is refused', async () => {
    await chmod(file(), 0o640);
    expect(await run(`whoami --server ${issuer}`)).toEqual([
      1,
      expect.stringMatching(/not for you alone \(mode 640\)/u),
    ]);
    await chmod(file(), 0o600);
    const key = path.join(stateDirectory(), 'login.key');
    await chmod(key, 0o604);
    expect(await run(`whoami --server ${issuer}`)).toEqual([
      1,
      expect.stringMatching(/login\.key is not for you alone/u),
    ]);
    await chmod(key, 0o600);
  });

  it('of another key, or altered, is refused', async () => {
    process.env['GATEHOUSE_LOGIN_KEY'] = Buffer.alloc(32, 7).toString('base64url');
    expect(await run(`whoami --server ${issuer}`)).toEqual([1, expect.stringContaining('encrypted with another key')]);
    process.env['GATEHOUSE_LOGIN_KEY'] = 'short';
    expect(await run(`whoami --server ${issuer}`)).toEqual([64, expect.stringContaining('32 random bytes')]);
    delete process.env['GATEHOUSE_LOGIN_KEY'];
    const content = await readFile(file(), 'utf8');
    const middle = Math.floor(content.length / 2);
    await writeFile(
      file(),
      content.slice(0, middle) + (content[middle] === 'A' ? 'B' : 'A') + content.slice(middle + 1),
    );
    expect(await run(`whoami --server ${issuer}`)).toEqual([1, expect.stringContaining('is damaged')]);
    await writeFile(file(), content);
  });

  it('of one server is no login at another', async () => {
    const other = 'https://localhost:1';
    await copyFile(file(), fileOf(other));
    expect(await run(`whoami --server ${other}`)).toEqual([1, expect.stringContaining('nobody is signed in')]);
  });

  it('without --server there is no server', async () => {
    for (const line of ['login', 'logout'])
      expect(await run(line)).toEqual([64, expect.stringContaining('--server URL')]);
  });
});

describe('gatehouse login of a user, and logout', () => {
  it('keeps a refresh token; each renewal keeps the next one', async () => {
    await byDevice();
    const first = (await readLogin(issuer))!;
    await (await remoteFetch(issuer, later))(new Request(`${issuer}/admin/v1/clients`));
    const second = (await readLogin(issuer))!;
    expect([first.refreshToken, second.refreshToken]).toEqual([expect.any(String), expect.any(String)]);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(claimsOf(second.accessToken)).toMatchObject({
      client_id: 'remote-cli',
      scope: 'clients:read users:read',
    });
  });

  it('logout revokes the tokens at the server, and removes the login', async () => {
    const login = (await readLogin(issuer))!;
    expect(await run(`logout --server ${issuer}`)).toEqual([0, `signed out at ${issuer}\n`]);
    expect(await readLogin(issuer)).toBeUndefined();
    expect(await run(`logout --server ${issuer}`)).toEqual([1, `nobody is signed in at ${issuer}`]);
    await writeLogin(login);
    const ended = remoteFetch(issuer, () => Date.now() + 900_000);
    await expect(ended).rejects.toThrow(`the login at ${issuer} has ended: "gatehouse login --server ${issuer}" again`);
  });

  it('a server that is away keeps the login; --local removes it', async () => {
    const away = `https://localhost:${await freePort()}`;
    await writeLogin({ ...(await readLogin(issuer))!, server: away });
    expect(await run(`logout --server ${away}`)).toEqual([
      75,
      expect.stringContaining('--local removes it here alone'),
    ]);
    expect(await readLogin(away)).toBeDefined();
    expect(await run(`logout --server ${away} --local`)).toEqual([
      0,
      expect.stringContaining('at the server it was not ended'),
    ]);
    expect(await readLogin(away)).toBeUndefined();
  });
});
