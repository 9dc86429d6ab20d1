/** Commands at a server elsewhere, whose admin API listens on an address of its own. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { exportJWK, generateKeyPair } from 'jose';
import { failureOf } from '../../src/cli/failure.ts';
import { readLogin } from '../../src/cli/login/logins.ts';
import { createProgram } from '../../src/cli/program.ts';
import { startServer, type TestServer } from '../server.ts';

const scopes =
  'config:apply settings:read clients:read clients:write resources:read resources:write audit:read users:read'.split(
    ' ',
  );
const orders = 'https://orders.example.com';

let server: TestServer;
let directory: TemporaryDirectory;
let issuer: string;
let api: string;
let keyFile: string;
const before = { ...process.env };
const said = { stdout: '', stderr: '' };

beforeAll(async () => {
  directory = await temporaryDirectory();
  const port = await freePort();
  api = `https://localhost:${port}`;
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  keyFile = path.join(directory.path, 'deployer.json');
  await writeFile(keyFile, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] };
  const machine = { token_endpoint_auth_method: 'private_key_jwt', jwks, grant_types: ['client_credentials'] };
  server = await startServer({
    env: { GATEHOUSE_ADMIN_API: 'management', GATEHOUSE_ADMIN_PORT: String(port) },
    registry: ({ clients }) => {
      clients.push(
        { client_id: 'deployer', ...machine, scopes: { '/admin/v1': scopes } },
        { client_id: 'reader', ...machine, scopes: { '/admin/v1': ['audit:read'] } },
      );
    },
  });
  ({ issuer } = server);
  process.env['XDG_STATE_HOME'] = directory.path;
  for (const stream of ['stdout', 'stderr'] as const)
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
});
beforeEach(() => void Object.assign(said, { stdout: '', stderr: '' }));
afterAll(async () => {
  jest.restoreAllMocks();
  process.env = before;
  await server?.stop();
  await directory?.remove();
});

/** Runs a line at the server; gives the exit code and what it said. */
async function run(line: string): Promise<readonly [code: number, said: string]> {
  said.stdout = '';
  try {
    await createProgram().parseAsync([...line.split(' '), '--server', issuer], { from: 'user' });
    return [0, said.stdout];
  } catch (error) {
    const { exitCode, lines } = failureOf(error);
    return [exitCode, lines.join('\n')];
  }
}

const login = (options = '', client = 'deployer') =>
  run(`login --client-id ${client} --key ${keyFile}${options === '' ? '' : ` ${options}`}`);
const documentOf = async (line: string): Promise<unknown> => {
  const [code, text] = await run(line);
  expect([line, code]).toEqual([line, 0]);
  return JSON.parse(text);
};
const fileOf = async (name: string, registry: object) => {
  const file = path.join(directory.path, name);
  await writeFile(file, JSON.stringify(registry));
  return file;
};

describe('ADM-11 gatehouse login --api', () => {
  it('without it, says that the API is elsewhere', async () => {
    expect((await login())[0]).toBe(0);
    expect(await run('clients list')).toEqual([1, expect.stringContaining(`--server ${issuer} --api URL`)]);
  });

  it('takes an origin that says that it is the admin API of that server, and no other', async () => {
    expect(await login(`--api ${api}/admin`)).toEqual([64, expect.stringContaining('an origin alone')]);
    expect(await login('--api http://admin.example.com')).toEqual([64, expect.stringContaining('must be https')]);
    expect(await login(`--api ${issuer}`)).toEqual([1, expect.stringContaining('nothing there says')]);
    const other = await startServer();
    try {
      expect(await login(`--api ${other.issuer}`)).toEqual([1, expect.stringContaining(`${other.issuer}/admin/v1`)]);
    } finally {
      await other.stop();
    }
    expect((await readLogin(issuer))?.api).toBeUndefined();
  });

  it('keeps it, also when the login is made anew; proofs name that origin', async () => {
    expect((await login(`--api ${api}`))[0]).toBe(0);
    expect((await login())[0]).toBe(0);
    expect((await readLogin(issuer))?.api).toBe(api);
    expect(await run('clients list')).toEqual([0, expect.stringContaining('deployer')]);
    expect(await run('whoami')).toEqual([0, expect.stringContaining(api)]);
  });
});

describe('ADM-11 the registry of a server elsewhere', () => {
  it('is exported without hashes of secrets', async () => {
    const declared = (await documentOf('registry export')) as { clients: Record<string, unknown>[] };
    expect(declared.clients.map(({ client_id: id }) => id)).toEqual(expect.arrayContaining(['web-app', 'deployer']));
    for (const client of declared.clients) expect(Object.keys(client)).not.toContain('client_secrets');
  });

  it('is compared with files and made as they say, once', async () => {
    const file = await fileOf('shop.json', {
      resources: [{ indicator: orders, name: 'Orders', scopes: { read: 'See orders' } }],
      roles: { helpdesk: { '/admin/v1': ['users:read'] } },
      clients: [{ client_id: 'picker', grant_types: ['client_credentials'], scopes: { [orders]: ['read'] } }],
    });
    expect(await run(`registry check ${file}`)).toEqual([0, 'in order: 1 resource, 1 role, 1 client, 0 users\n']);
    const pointers = ((await documentOf(`registry diff ${file} --json`)) as { pointer: string }[]).map(
      ({ pointer }) => pointer,
    );
    expect(pointers).toEqual(['/resources', '/roles', '/clients'].map((one) => expect.stringContaining(one)));
    expect(await server.server.storage.clients.find('picker')).toBeUndefined();

    expect(await run(`registry apply ${file}`)).toEqual([0, expect.stringMatching(/^client {4,}picker {2,}added$/mu)]);
    expect((await server.server.storage.roles.find('helpdesk'))?.definition).toEqual({
      [`${issuer}/admin/v1`]: ['users:read'],
    });
    expect(await run(`registry apply ${file}`)).toEqual([0, 'nothing to change\n']);
    expect(await run(`registry diff ${file}`)).toEqual([0, 'nothing to change\n']);
    expect(await server.audited({ type: 'registry.applied' })).toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ actor: { type: 'client', id: 'deployer' } }) }),
    );
  });

  it('may be named by files, and faults of theirs are found before anything is sent', async () => {
    const naming = { client_id: 'other', grant_types: ['client_credentials'], scopes: { [orders]: ['read'] } };
    const inOrder = await fileOf('other.json', { clients: [naming] });
    expect((await run(`registry check ${inOrder}`))[0]).toBe(0);
    const faulty = await fileOf('faulty.json', { clients: [{ ...naming, scopes: { [orders]: ['raed'] } }] });
    for (const verb of ['check', 'diff', 'apply']) {
      expect(await run(`registry ${verb} ${faulty}`)).toEqual([78, expect.stringContaining('did you mean read?')]);
    }
  });

  it('takes no users, and needs the names of the files', async () => {
    const file = await fileOf('users.json', { users: [{ login: 'eve', name: 'Eve', email: 'eve@example.com' }] });
    expect(await run(`registry apply ${file}`)).toEqual([1, expect.stringContaining('gatehouse users')]);
    expect(await run('registry apply')).toEqual([64, expect.stringContaining('which files?')]);
  });
});

const events = async (words: string) =>
  ((await documentOf(`audit list --json ${words}`)) as { event: string }[]).map(({ event }) => event);

describe('ADM-11 audit and health of a server elsewhere', () => {
  it('the audit is listed as on the machine', async () => {
    expect(await events('--client picker')).toEqual(['client.added']);
    expect(await events('--action registry.* --since 1h --limit 1')).toEqual(['registry.applied']);
    expect(await events('--action client.added role.added --reverse --limit 2')).toHaveLength(2);
    expect((await events('--limit 300')).length).toBeGreaterThan(20);
    expect(await events('--user carol --action user.added')).toEqual(['user.added']);
    expect(await events('--until 2020-01-01')).toEqual([]);
    const [, text] = await run('audit list --action user.added');
    expect(text).toMatch(/user\.added {2,}success {2}user carol, by system registry$/mu);
    expect(await run('audit list --user nobody')).toEqual([1, expect.stringContaining('nobody with the login nobody')]);
  });

  it('with a login that reads the audit alone, users are shown by their identifiers', async () => {
    await login('', 'reader');
    const { id } = (await server.server.storage.accounts.findByLogin('carol'))!;
    expect(await run('audit list --action user.added')).toEqual([0, expect.stringContaining(`user ${id}`)]);
    expect(await run('registry export')).toEqual([1, expect.stringContaining('settings:read')]);
    await login();
  });

  it('report says what holds of a profile, and ends with 1 when a MUST does not', async () => {
    const [code, text] = await run('report --profile oauth21 --client web-app');
    expect(code).toBe(0);
    expect(text).toContain('\nclient web-app\n');
    expect(await documentOf('report --profile oauth21 --client web-app --json')).toMatchObject({ must_fail: 0 });
  });

  it('clients health says what a client uses, and shows no secret', async () => {
    const [code, text] = await run('clients health web-app');
    expect(code).toBe(0);
    expect(text).toMatch(/^last used {7}never\nPKCE {12}required, last used never\n/mu);
    expect(await documentOf('clients health web-app --json')).toMatchObject({ client_id: 'web-app' });
    expect(await run('clients health nobody')).toEqual([1, expect.stringContaining('no client nobody')]);
  });
});
