import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Product, startProduct } from './product.ts';

const run = promisify(execFile);

let product: Product;
beforeAll(async () => {
  product = await startProduct();
});
afterAll(() => product?.stop());

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

async function workerToken(): Promise<string> {
  const answer = await fetch(`${product.issuer}/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`worker:${await product.secretOf('worker')}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials&scope=invoice_read',
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The command as somebody types it; gives status and body. */
async function curl(...args: string[]): Promise<{ status: number; body: string }> {
  const { stdout } = await run('curl', ['-sS', '--cacert', product.caFile, '-w', '\n%{http_code}', ...args]);
  const [status = '', ...body] = stdout.split('\n').toReversed();
  return { status: Number(status), body: body.toReversed().join('\n') };
}

/** Runs the command line on the database of the product. */
async function gatehouse(...args: string[]): Promise<Record<string, string>> {
  const command = join(rootDirectory, 'apps/authorization-server/bin/gatehouse.js');
  const env = {
    ...process.env,
    GATEHOUSE_DATABASE_URL: `sqlite:${join(product.state, 'authorization-server.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: product.state,
    GATEHOUSE_TLS: 'false',
  };
  const { stdout } = await run(process.execPath, [command, ...args, '--json'], { env });
  return JSON.parse(stdout) as Record<string, string>;
}

skipUnless('curl')('the gateway in front of the API', () => {
  it('GW-08: a token for the API comes in, one from the gateway arrives, with the gateway as the actor', async () => {
    const token = await workerToken();
    const bearer = ['-H', `Authorization: Bearer ${token}`];
    const secure = await curl(...bearer, `${product.gateway}/api/secure-data`);
    expect(secure.status).toBe(200);
    const echo = await curl(...bearer, '-H', 'X-User: mallory', `${product.gateway}/echo/invoices?a=b`);
    const { path, headers } = JSON.parse(echo.body) as { path: string; headers: Record<string, string> };
    expect(path).toBe('/invoices?a=b');
    expect(echo.body).not.toContain('mallory');
    expect(echo.body).not.toContain(token);
    expect(claimsOf(String(headers['authorization']).slice(7))).toMatchObject({
      sub: 'worker',
      client_id: 'gateway',
      act: { sub: 'gateway' },
      aud: product.api,
      department: 'Finance',
    });
    const invoices = await curl(...bearer, `${product.gateway}/api/invoices`);
    expect(invoices.status).toBe(200);
    expect((await curl(...bearer, '-X', 'POST', '--json', '{}', `${product.gateway}/api/invoices`)).status).toBe(403);
  });

  it('GW-03: nobody gets in without a credential, and everybody learns where to get one', async () => {
    expect((await curl(`${product.gateway}/api/secure-data`)).status).toBe(401);
    const metadata = await curl(`${product.gateway}/.well-known/oauth-protected-resource`);
    expect(JSON.parse(metadata.body)).toMatchObject({ resource: product.gateway });
    const ofApi = await curl(`${product.gateway}/api/.well-known/oauth-protected-resource`);
    expect(JSON.parse(ofApi.body)).toMatchObject({ resource: product.api });
  });

  it('GW-07: curl -u with a service account, X-API-Key of a person, and --cert of a client all get in; a revoked key is out within 2 s', async () => {
    const add = (...args: string[]) => gatehouse(...args, '--resource', product.api);
    const invoices = `${product.gateway}/api/invoices`;
    const secure = `${product.gateway}/api/secure-data`;
    const { secret } = await add(
      'service-accounts',
      'add',
      'reports',
      '--scope',
      'invoice_read',
      '--claim',
      'department=Finance',
    );
    expect((await curl('-u', `reports:${secret}`, secure)).status).toBe(200);
    expect((await curl('-u', `reports:${secret}`, invoices)).status).toBe(200);
    expect((await curl('-u', 'reports:wrong', secure)).status).toBe(401);

    const { api_key: key, id = '' } = await add('api-keys', 'add', 'bob', '--scope', 'invoice_read', 'profile_read');
    const byKey = await curl('-H', `X-API-Key: ${key}`, invoices);
    expect(byKey.status).toBe(200);
    // Bob is in Sales: whatever the credential, Finance's invoices are not his.
    const departments = (JSON.parse(byKey.body) as { items?: { department: string }[] }).items ?? [];
    expect(new Set(departments.map(({ department }) => department))).toEqual(new Set(['Sales']));
    expect((await curl('-H', `X-API-Key: ${key}`, '--json', '{}', invoices)).status).toBe(403);

    await gatehouse('api-keys', 'revoke', id);
    await eventually(async () => (await curl('-H', `X-API-Key: ${key}`, invoices)).status === 401);

    const certificate = [
      '--cert',
      join(product.certificates, 'client.pem'),
      '--key',
      join(product.certificates, 'client.key'),
    ];
    expect((await curl(...certificate, secure)).status).toBe(200);
    const self = [
      '--cert',
      join(product.certificates, 'web-app.pem'),
      '--key',
      join(product.certificates, 'web-app.key'),
    ];
    expect((await curl(...self, secure)).status).toBe(401);
    await expect(run('curl', ['-sS', secure])).rejects.toMatchObject({ code: 60 });
  });

  it('is told nothing secret that it would write down', async () => {
    const log = await readFile(join(product.state, 'logs/gateway.log'), 'utf8');
    expect(log).toContain('/api/secure-data');
    expect(log).not.toContain(await product.secretOf('gateway'));
  });
});
