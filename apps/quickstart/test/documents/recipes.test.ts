import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Product, startProduct } from '../product.ts';

const run = promisify(execFile);

/** The recipes by name, in their order. */
function recipes(): Map<string, string> {
  const text = ['docs/curl.md', 'docs/token.md']
    .map((file) => readFileSync(join(rootDirectory, file), 'utf8'))
    .join('\n');
  const blocks = text.matchAll(/<!-- recipe: (?<name>[\w-]+) -->\n```sh\n(?<script>.*?)```/gsu);
  return new Map([...blocks].map(({ groups }) => [groups!['name']!, groups!['script']!]));
}

skipUnless('curl')('the recipes of docs/curl.md and docs/token.md', () => {
  let product: Product;
  let printed: Map<string, string>;

  beforeAll(async () => {
    product = await startProduct();
    // Later recipes use what earlier ones have put into variables, as a reader's shell does.
    const steps = [...recipes()].map(([name, script]) => `echo; echo "## ${name}"\n${script}`);
    const script = `set -eu -o pipefail\n${steps.join('\n')}`
      .replaceAll('https://localhost:3000', product.issuer)
      .replaceAll('https://localhost:3001', product.api)
      .replaceAll('https://localhost:3002', product.gateway)
      .replaceAll('certs/ca.pem', product.caFile)
      .replaceAll('certs/client', join(dirname(product.caFile), 'client'))
      .replaceAll('.gatehouse/', `${product.state}/`);
    // The command line works on the database of the product that was started.
    const env = {
      ...process.env,
      GATEHOUSE_DATABASE_URL: `sqlite:${join(product.state, 'authorization-server.sqlite')}`,
      GATEHOUSE_STATE_DIRECTORY: product.state,
      GATEHOUSE_TLS: 'false',
      GATEHOUSE_CA_FILE: product.caFile,
    };
    const { stdout } = await run('bash', ['-c', script], { cwd: rootDirectory, env });
    printed = new Map(
      stdout
        .split(/^## /mu)
        .slice(1)
        .map((part) => {
          const [name = '', ...lines] = part.split('\n');
          return [name, lines.join('\n').trim()];
        }),
    );
  });
  afterAll(() => product?.stop());

  const outputOf = (name: string) => printed.get(name) ?? '';

  it('discovery gives the metadata of the issuer', () => {
    expect(JSON.parse(outputOf('discovery'))).toMatchObject({ issuer: product.issuer });
  });

  it('client-credentials gives an access token', () => {
    expect(outputOf('client-credentials')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
  });

  it('claims shows what the token says', () => {
    expect(outputOf('claims')).toContain(`aud: '${product.api}'`);
  });

  it('call and invoices get an answer of the API', () => {
    expect(JSON.parse(outputOf('call'))).toMatchObject({ caller: { subject: 'worker', department: 'Finance' } });
    expect(JSON.parse(outputOf('invoices'))).toEqual(expect.objectContaining({ items: expect.any(Array) }));
  });

  it('refused gets a challenge that says where to learn more (RFC 9728)', () => {
    expect(outputOf('refused')).toMatch(/^HTTP\/1\.1 401 /u);
    expect(outputOf('refused')).toMatch(/^www-authenticate: Bearer .*resource_metadata="/imu);
  });

  it('GW-08: the gateway takes a token, an API key, HTTP Basic and a certificate', () => {
    const subjectOf = (name: string) => (JSON.parse(outputOf(name)) as { caller: { subject: string } }).caller.subject;
    expect(subjectOf('gateway-bearer')).toBe('worker');
    expect(subjectOf('gateway-basic')).toMatch(/^service-account:reports-\d+$/u);
    expect(subjectOf('gateway-certificate')).toBe('worker-mtls');
    expect(JSON.parse(outputOf('gateway-api-key'))).toEqual(expect.objectContaining({ items: expect.any(Array) }));
  });

  it('RS-08: mutual-tls gets a token bound to the certificate, and the API takes it with that certificate', () => {
    expect(JSON.parse(outputOf('mutual-tls'))).toMatchObject({ caller: { subject: 'worker-mtls' } });
  });

  it('AS-02: private-key-jwt gets an access token for an assertion', () => {
    const answer = JSON.parse(outputOf('private-key-jwt')) as { access_token: string };
    expect(answer).toMatchObject({ token_type: 'Bearer', scope: 'invoice_read' });
  });

  it('gatehouse token calls the API with a secret, with a key and DPoP, and with a certificate', () => {
    expect(outputOf('token-call')).toContain('"subject":"worker"');
    const { access_token: token, call } = JSON.parse(outputOf('token-dpop')) as { access_token: object; call: object };
    expect(token).toMatchObject({ claims: { sub: 'worker-jwt', cnf: { jkt: expect.any(String) } } });
    expect(call).toMatchObject({ status: 200, body: expect.stringContaining('"subject":"worker-jwt"') });
    expect(JSON.parse(outputOf('token-mtls'))).toMatchObject({ caller: { subject: 'worker-mtls' } });
  });

  it('gatehouse token reads, verifies, introspects and exchanges a token', () => {
    expect(outputOf('token-quiet')).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/u);
    expect(outputOf('token-decode')).toContain('subject   worker');
    expect(outputOf('token-verify')).toContain('signature good');
    expect(outputOf('token-introspect')).toContain('The server says: active');
    expect(outputOf('token-exchange')).toContain('for       https://billing.localhost');
  });

  it('are all looked at here', () => {
    expect([...printed.keys()]).toEqual([
      'discovery',
      'client-credentials',
      'claims',
      'call',
      'invoices',
      'refused',
      'gateway-bearer',
      'gateway-api-key',
      'gateway-basic',
      'gateway-certificate',
      'mutual-tls',
      'private-key-jwt',
      'token-call',
      'token-dpop',
      'token-mtls',
      'token-quiet',
      'token-decode',
      'token-verify',
      'token-introspect',
      'token-exchange',
    ]);
  });
});
