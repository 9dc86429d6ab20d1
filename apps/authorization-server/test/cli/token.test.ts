import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { certificates, eventually, freePort, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, signIn } from '../browser.ts';
import { claimsOf, headerOf } from '../client.ts';
import { approveDevice } from '../device-approval.ts';
import { api, billing, startServer, type TestServer } from '../server.ts';
import { gatehouse, startCommand } from './command.ts';

let server: TestServer;
let directory: TemporaryDirectory;
const children: ChildProcess[] = [];
let caFile: string;
/** An API that answers with what it was sent. */
let called: { readonly url: string; readonly requests: Record<string, unknown>[]; stop(): void };

beforeAll(async () => {
  directory = await temporaryDirectory();
  server = await startServer({
    registry: (document) => {
      document.clients.push({
        client_id: 'pushed',
        token_endpoint_auth_method: 'none',
        require_pushed_authorization_requests: true,
        redirect_uris: ['http://127.0.0.1/callback'],
        application_type: 'native',
        grant_types: ['authorization_code'],
        scope: 'openid',
      });
    },
  });
  ({ caFile } = await certificates());
  called = await startApi();
});
afterAll(async () => {
  called?.stop();
  for (const child of children) child.kill();
  await server?.stop();
  await directory?.remove();
});

/** It gives a nonce for proofs first (RFC 9449 section 9), and refuses `/forbidden`. */
async function startApi() {
  const made = await certificates();
  const [cert, key] = await Promise.all(
    [made.certFile('resource-server'), made.keyFile('resource-server')].map((file) => readFile(file)),
  );
  const requests: Record<string, unknown>[] = [];
  const listening = createServer({ cert, key }, ({ url, headers }, response) => {
    const { authorization = '', dpop } = headers;
    requests.push({ authorization, dpop });
    const challenge = authorization.startsWith('DPoP ') && claimsOf(String(dpop))['nonce'] !== 'the-nonce';
    if (challenge) {
      response.writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce"', 'dpop-nonce': 'the-nonce' }).end();
    } else if (url === '/forbidden') {
      response.writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope"' }).end('{"no":1}');
    } else response.end('{"hello":"caller"}');
  });
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  const { port } = listening.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    requests,
    stop() {
      listening.closeAllConnections();
      listening.close();
    },
  };
}

const secretFile = (clientId: string) => path.join(server.directory, 'secrets/clients', clientId);

/** The environment of a command that is this client. */
const as = (clientId: string) => ({
  GATEHOUSE_CA_FILE: caFile,
  GATEHOUSE_CLIENT_SECRET_FILE: secretFile(clientId),
});

/** Runs `gatehouse token …` at the server. */
const token = (line: string, env: Record<string, string> = { GATEHOUSE_CA_FILE: caFile }, input = '') =>
  gatehouse(['token', ...line.split(' ')], env, input);
const at = () => `--issuer ${server.issuer}`;

/** An access token of `worker`. */
async function workerToken(): Promise<string> {
  const { stdout, stderr } = await token(
    `client-credentials ${at()} --client-id worker --scope invoice_read --quiet`,
    as('worker'),
  );
  expect(stderr).toBe('');
  return stdout.trim();
}

/** A command that waits for somebody: what it has said so far, and what came of it. */
function started(line: string, env: Record<string, string> = { GATEHOUSE_CA_FILE: caFile }) {
  const child = startCommand(['token', ...line.split(' ')], env);
  children.push(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (text: string) => void (said[name] += text));
  return { said, child, ended: once(child, 'close').then(([code]) => code as number | null) };
}

describe('gatehouse token client-credentials', () => {
  it('prints the answer, its claims in words, and who it is for', async () => {
    const line = `client-credentials ${at()} --client-id worker --client-secret-stdin --scope invoice_read --resource ${api}`;
    const secret = await server.clientSecret('worker');
    const { code, stdout, stderr } = await token(line, { GATEHOUSE_CA_FILE: caFile }, `${secret}\n`);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`Token response of ${server.issuer}`);
    expect(stdout).toMatch(/^ {2}access_token {2}[\w-]+\.[\w-]+\.[\w-]+$/mu);
    expect(stdout).toMatch(/^ {2}exp {9}\d+ {2}\d{4}-\d\d-\d\dT[\d:]+Z, in 5 minutes$/mu);
    expect(stdout).toMatch(new RegExp(`^ {2}for {7}${api}$`, 'mu'));
    expect(stdout).toContain('subject   worker, the client itself');
    expect(stdout).toContain('lasts     5 minutes');
    expect(stdout).toContain('none: whoever holds it can use it');
    expect(stdout).not.toContain(secret);
  });

  it('with --json one document, with a key instead of a secret', async () => {
    const line = `client-credentials ${at()} --client-id worker-jwt --key ${secretFile('worker-jwt')} --scope invoice_read --json`;
    const { code, stdout } = await token(line);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      response: { expires_in: 300, scope: 'invoice_read' },
      access_token: { header: { typ: 'at+jwt' }, claims: { sub: 'worker-jwt', aud: api } },
    });
  });

  it('with a certificate; the token is bound to it, and the API is called over it', async () => {
    const made = await certificates();
    const files = `--certificate ${made.certFile('client')} --certificate-key ${made.keyFile('client')}`;
    const line = `client-credentials ${at()} --client-id worker-mtls ${files} --scope invoice_read --call ${called.url}/`;
    const { code, stdout } = await token(line);
    expect(code).toBe(0);
    expect(stdout).toMatch(/binding {3}to the certificate [\w-]{43}/u);
    expect(stdout).toMatch(/GET https:\S+: 200\n\{"hello":"caller"\}\n$/u);
  });

  it('RFC 9449: with --dpop-key a key is made for its owner alone, used again, and proves the call with the nonce of the API', async () => {
    const keyFile = path.join(directory.path, 'dpop.json');
    const line = `client-credentials ${at()} --client-id worker --scope invoice_read --dpop-key ${keyFile} --call ${called.url}/ --json`;
    const thumbprints: unknown[] = [];
    for (let run = 0; run < 2; run += 1) {
      called.requests.length = 0;
      const { code, stdout } = await token(line, as('worker'));
      expect(code).toBe(0);
      const answer = JSON.parse(stdout) as { access_token: { claims: { cnf: { jkt: string } } }; call: object };
      expect(answer.call).toMatchObject({ status: 200, body: '{"hello":"caller"}' });
      thumbprints.push(answer.access_token.claims.cnf.jkt);
      const [, second] = called.requests;
      expect(second?.['authorization']).toMatch(/^DPoP /u);
      expect(claimsOf(String(second?.['dpop']))).toMatchObject({ htm: 'GET', nonce: 'the-nonce' });
      expect(headerOf(String(second?.['dpop']))['jwk']).not.toHaveProperty('d');
    }
    expect(thumbprints[0]).toBe(thumbprints[1]);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  });

  it('says what an API refuses, and ends with 1', async () => {
    const line = `client-credentials ${at()} --client-id worker --scope invoice_read --quiet --call ${called.url}/forbidden`;
    const { code, stdout, stderr } = await token(line, as('worker'));
    expect([code, stdout]).toEqual([1, '{"no":1}\n']);
    expect(stderr).toMatch(/forbidden answers 403 with Bearer error="insufficient_scope"; look at --scope/u);
  });

  it('says what the server refuses, and what to do: 1', async () => {
    const wrong = await token(`client-credentials ${at()} --client-id worker`, {
      GATEHOUSE_CA_FILE: caFile,
      GATEHOUSE_CLIENT_SECRET: 'wrong',
    });
    expect([wrong.code, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toMatch(/^gatehouse: the server says invalid_client: .*What to do: look at --client-id/u);
    const scope = await token(`client-credentials ${at()} --client-id worker --scope all`, as('worker'));
    expect([scope.code, scope.stderr]).toEqual([1, expect.stringContaining('invalid_scope')]);
  });

  it('a server that is away is 75; one that cannot be trusted, or is another, is 1', async () => {
    const away = await token(`client-credentials --issuer https://localhost:${await freePort()} --client-id worker`);
    expect([away.code, away.stderr]).toEqual([75, expect.stringContaining('does the server run?')]);
    const foreign = await token(`client-credentials ${at()} --client-id worker`, { GATEHOUSE_MODE: 'production' });
    expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining('--ca FILE')]);
    const other = await token(`client-credentials --issuer ${called.url} --client-id worker`);
    expect([other.code, other.stderr]).toEqual([1, expect.stringContaining('is not as it must be')]);
  });

  it.each([
    ['--key /nowhere/key.json', 'cannot read the key'],
    ['--auth-method private_key_jwt', 'private_key_jwt needs --key'],
    ['--certificate client.pem', 'go together'],
  ])('wrong usage is 64: %s', async (line, said) => {
    const { code, stderr } = await token(`client-credentials ${at()} --client-id worker ${line}`);
    expect([code, stderr]).toEqual([64, expect.stringContaining(said)]);
  });
});

/** What a browser is to open. */
const addressOf = (stderr: string) => /^https:\S+$/mu.exec(stderr)?.[0];

describe('gatehouse token authorization-code', () => {
  it('RFC 8252: takes the answer on a free port; the page has no script and no token, and strays change nothing', async () => {
    const line = `authorization-code ${at()} --client-id native --scope openid profile profile_read --resource ${api}`;
    const command = started(`${line} --acr-values urn:gatehouse:acr:1 --login-hint alice`);
    const address = new URL(await eventually(() => addressOf(command.said.stderr)));
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({ code_challenge_method: 'S256', login_hint: 'alice', nonce: expect.any(String) });
    expect(asked['redirect_uri']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/u);
    const stray = await fetch(`${asked['redirect_uri']}?code=x&state=other`);
    expect([stray.status, (await fetch(new URL('/other', asked['redirect_uri']))).status]).toEqual([400, 404]);
    const callback = await signIn(new Browser(), address.href, await server.person('alice'));
    const page = await fetch(callback);
    const text = await page.text();
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining("default-src 'none'"),
    ]);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(text).toContain('You can close this window');
    expect(text).not.toContain('<script');
    expect(text).not.toContain(callback.searchParams.get('code'));
    expect(await command.ended).toBe(0);
    expect(command.said.stdout).toMatch(/^ID token: /mu);
    expect(command.said.stdout).toContain('client    native');
    await expect(fetch(callback)).rejects.toThrow();
  });

  it('RFC 9126: pushes the request; RFC 9207: an answer of another issuer is refused', async () => {
    const command = started(`authorization-code ${at()} --client-id pushed --scope openid --par --no-loopback --quiet`);
    const address = new URL(await eventually(() => addressOf(command.said.stderr)));
    expect([...address.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const callback = await signIn(new Browser(), address.href, await server.person('alice'));
    callback.searchParams.set('iss', 'https://evil.example');
    command.child.stdin?.end(`${callback.href}\n`);
    expect(await command.ended).toBe(1);
    expect(command.said.stdout).toBe('');
    expect(command.said.stderr).toMatch(/is not as it must be: .*iss/u);
  });

  it('an answer with another state is refused, and what the server refuses is said', async () => {
    const line = `authorization-code ${at()} --client-id native --scope openid profile_read --resource ${api} --no-loopback`;
    const [forged, refused] = [started(line), started(`${line} --prompt none`)];
    await eventually(() => addressOf(forged.said.stderr));
    forged.child.stdin?.end('http://127.0.0.1/callback?code=x&state=other\n');
    const address = await eventually(() => addressOf(refused.said.stderr));
    const { location } = await new Browser().get(address);
    refused.child.stdin?.end(`${location}\n`);
    expect([await forged.ended, await refused.ended]).toEqual([1, 1]);
    expect(forged.said.stderr).toMatch(/state/u);
    expect(refused.said.stderr).toMatch(/the server says login_required: .*What to do: leave --prompt none out/u);
  });

  it('a redirect URI of another machine is wrong usage', async () => {
    const line = `authorization-code ${at()} --client-id native --redirect-uri https://app.example/callback`;
    const { code, stderr } = await token(line);
    expect([code, stderr]).toEqual([64, expect.stringContaining('--no-loopback')]);
  });
});

describe('gatehouse token device', () => {
  it('RFC 8628: shows the code, the address and both as a QR code, and waits', async () => {
    const command = started(`device ${at()} --client-id device --scope openid profile_read --resource ${api} --json`);
    const code = await eventually(() => /and enter (\S+)/u.exec(command.said.stderr)?.[1]);
    await eventually(() => command.said.stderr.includes('Waiting for an answer, for 10 minutes'));
    expect(command.said.stderr).toContain(`or open ${server.issuer}/device?user_code=${code}`);
    expect(command.said.stderr).toContain('█▀▀▀▀▀█');
    await approveDevice(server, new Browser(), code, await server.person('alice'));
    expect(await command.ended).toBe(0);
    expect(JSON.parse(command.said.stdout)).toMatchObject({
      access_token: { claims: { aud: api, scope: 'profile_read', client_id: 'device' } },
      id_token: { claims: { aud: 'device' } },
    });
  });

  it('says that the client may not', async () => {
    const { code, stderr } = await token(`device ${at()} --client-id worker --scope openid`, as('worker'));
    expect([code, stderr]).toEqual([1, expect.stringContaining('is not allowed for this client')]);
  });
});

describe('gatehouse token exchange, introspect and decode', () => {
  let subject: string;
  beforeAll(async () => {
    subject = await workerToken();
  });

  it('RFC 8693: exchanges the token on standard input, and says who acts', async () => {
    const line = `exchange ${at()} --client-id api --resource ${billing}`;
    const { code, stdout } = await token(line, as('api'), subject);
    expect(code).toBe(0);
    expect(stdout).toContain('issued_token_type  urn:ietf:params:oauth:token-type:access_token');
    expect(stdout).toMatch(new RegExp(`^ {2}for {7}${billing}$`, 'mu'));
    expect(stdout).toContain('actor     api');
  });

  it('RFC 7662: introspects; what is not active ends with 1', async () => {
    const active = await token(`introspect ${at()} --client-id api`, as('api'), subject);
    expect([active.code, active.stdout]).toEqual([0, expect.stringContaining('The server says: active')]);
    const file = path.join(directory.path, 'token');
    await writeFile(file, 'nothing-known');
    const not = await token(`introspect ${at()} --client-id api --token-file ${file} --json`, as('api'));
    expect([not.code, JSON.parse(not.stdout)]).toEqual([1, { active: false }]);
  });

  it('decodes on this machine alone, and says when a token ends', async () => {
    const { code, stdout } = await token('decode', {}, subject);
    expect([code, stdout]).toEqual([0, expect.stringContaining('not looked at; --issuer URL does')]);
    const old = `${Buffer.from('{"alg":"RS256"}').toString('base64url')}.${Buffer.from(`{"exp":1,"sub":"\u001B[31m"}`.replace('\u001B', '\\u001b')).toString('base64url')}.x`;
    const ended = await token('decode', {}, old);
    expect(ended.stdout).toMatch(/ended {5}[\d,]+ days ago/u);
    expect(ended.stdout).not.toContain('\u001B');
  });

  it('with --issuer verifies the signature: of another, of nobody and of another issuer it is not good', async () => {
    const good = await token(`decode ${at()}`, { GATEHOUSE_CA_FILE: caFile }, `Bearer ${subject}`);
    expect([good.code, good.stdout]).toEqual([0, expect.stringContaining('signature good')]);
    const [header = '', claims = '', signature = ''] = subject.split('.');
    const other = Buffer.from(JSON.stringify({ ...claimsOf(subject), iss: 'https://evil.example' })).toString(
      'base64url',
    );
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const forged = await token(`decode ${at()}`, { GATEHOUSE_CA_FILE: caFile }, `${header}.${other}.${signature}`);
    const unsigned = await token(`decode ${at()} --json`, { GATEHOUSE_CA_FILE: caFile }, `${none}.${claims}.`);
    expect([forged.code, forged.stderr]).toEqual([1, expect.stringContaining('not by the key that it names')]);
    expect(forged.stderr).toContain('https://evil.example issued it');
    expect([unsigned.code, JSON.parse(unsigned.stdout)]).toMatchObject([1, { signature: 'bad' }]);
    expect(unsigned.stderr).toContain('it is not signed');
  });

  it('says that an opaque token says nothing', async () => {
    const { code, stderr } = await token('decode', {}, 'opaque');
    expect([code, stderr]).toEqual([1, expect.stringContaining('gatehouse token introspect')]);
  });
});
