import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Product, startProduct } from './product.ts';

const run = promisify(execFile);

let product: Product;
beforeAll(async () => {
  product = await startProduct();
}, 60_000);
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

  it('is told nothing secret that it would write down', async () => {
    const log = await readFile(join(product.state, 'logs/gateway.log'), 'utf8');
    expect(log).toContain('/api/secure-data');
    expect(log).not.toContain(await product.secretOf('gateway'));
  });
});
