/** Requests that schemathesis makes up from the OpenAPI document, against the running admin API. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { adminScopes } from '../../../../authorization-server/src/directory/resources/admin-api.ts';
import { type Product, startProduct } from '../../product.ts';
import { missing } from '../foreign-program.ts';

const program = join(rootDirectory, 'node_modules/.cache/gatehouse-schemathesis/bin/schemathesis');
const document = join(rootDirectory, 'docs/openapi/admin.json');
const scopes = Object.keys(adminScopes);
const fewest = 5000;
/** Every case that schemathesis makes up (`npm run test:admin-api`), or one of some of each kind, the same in each run. */
const all = process.env['ADMIN_API'] === 'all';
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

const methods = ['get', 'put', 'post', 'patch', 'delete'];

/** Each operation of the document, to be asked with valid data, and with invalid data. */
function operationsOf(path: string): string[] {
  const { paths } = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const named = Object.entries(paths).flatMap(([address, item]) =>
    methods.filter((method) => method in item).map((method) => `${method.toUpperCase()} ${address}`),
  );
  return named.flatMap((name) => [`${name} negative`, `${name} positive`]).toSorted();
}

/** What the hooks counted. */
function operationsAsked(folder: string): string[] {
  const counted = JSON.parse(readFileSync(join(folder, 'asked.json'), 'utf8')) as readonly (readonly [
    string,
    string,
  ])[];
  return [...new Set(counted.map(([operation, mode]) => `${operation} ${mode}`))].toSorted();
}

const why = missing(program);

(why ? describe.skip : describe)(`schemathesis${why ? ` [SKIP: ${why}]` : ''}`, () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({}, ({ clients }) => {
      const client = { client_id: 'schemathesis', grant_types: ['client_credentials'], first_party: true };
      clients.push({ ...client, scopes: { '/admin/v1': scopes } });
    });
  });
  afterAll(() => product?.stop());

  it(`ADM-11 finds no answer in ${fewest} that is a failure, or that OpenAPI does not describe`, async () => {
    const parameters = ['--url', `${product.issuer}/admin/v1`, '--tls-verify', product.caFile];
    const amount = ['--phases', 'coverage,fuzzing,stateful', '--max-examples', '25', '--seed', '1', '--no-shrink'];
    const words = ['--continue-on-failure', '--suppress-health-check', 'all', '--warnings', 'off', '--no-color'];
    const { PATH = '', HOME = '' } = process.env;
    const env = {
      PATH,
      HOME,
      ISSUER: product.issuer,
      CLIENT_ID: 'schemathesis',
      CLIENT_SECRET: await product.secretOf('schemathesis'),
      SCOPE: scopes.join(' '),
      AUTHORITIES: product.caFile,
      ONE_OF: all ? '1' : '4',
      SCHEMATHESIS_HOOKS: 'hooks',
      PYTHONPATH: import.meta.dirname,
      PYTHONDONTWRITEBYTECODE: '1',
      NO_COLOR: '1',
    };
    // What it found is on its standard output; so it is with a failure.
    const ran = await promisify(execFile)(
      program,
      ['run', document, ...parameters, '--checks', checks.join(','), ...amount, ...words],
      { env, cwd: product.state, maxBuffer: 64 * 1024 * 1024 },
    ).catch((error: { readonly stdout: string; readonly stderr: string }) => ({ ...error, failed: true }));
    const [, generated = '0', passed] = /(\d+) generated, (\d+) passed/u.exec(ran.stdout) ?? [];
    // It also fails where it could not ask, and then counts what it has asked as passed.
    if ('failed' in ran || passed !== generated) throw new Error(`${ran.stdout}${ran.stderr}`);
    expect(Number(generated)).toBeGreaterThanOrEqual(fewest);
    expect(operationsAsked(product.state)).toEqual(operationsOf(document));
  }, 3_600_000);
});
