import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { certificates, eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { Browser, openPage } from '../browser.ts';
import { basic, claimsOf, confidential, postForm, type TestClient } from '../client.ts';
import { startServer, type TestServer, writeRegistry } from '../server.ts';
import { gatehouse, type Ran } from './command.ts';

let server: TestServer;
let webApp: TestClient;
let env: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  webApp = await confidential(server, 'web-app');
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_CA_FILE: (await certificates()).caFile,
    GATEHOUSE_TLS: 'false',
  };
});
afterAll(() => server?.stop());

const run = (command: string, input?: string) => gatehouse(command.split(' '), env, input);

/** Runs a command that must do its work, and gives its JSON. */
async function done(command: string, input?: string): Promise<unknown> {
  const { code, stdout, stderr } = await run(`${command} --json`, input);
  expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: '' });
  expect(stdout).toMatch(/^[^\n]+\n$/u);
  return JSON.parse(stdout);
}

/** What a command that was refused says: one line, and 1; for words that make no sense 64. */
function refusal({ code, stdout, stderr }: Ran, expected: 1 | 64 = 1): string {
  expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({
    code: expected,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toMatch(/^gatehouse: \S/u);
  return stderr;
}

/** Waits until it holds, for a change that another process made. */
const soon = (holds: () => Promise<boolean>) => eventually(holds);

const statusWith = async (clientId: string, secret: string) => {
  const form = { grant_type: 'client_credentials', scope: 'invoice_read' };
  return (await postForm(`${server.issuer}/token`, form, { authorization: basic(clientId, secret) })).status;
};

async function signInStatus(login: string, password: string): Promise<number> {
  const browser = new Browser();
  const page = await openPage(browser, webApp.request().url);
  return (await browser.post(page.action, { csrf: page.csrf, login, password })).status;
}

const refused = async (command: string, input: string) => refusal(await run(command, input));

describe('gatehouse users', () => {
  it('add takes the password from standard input, and the person can sign in', async () => {
    const command = 'users add erin --name Erin --email erin@example.com --claim department=Finance --role accountant';
    expect(await done(command, 'a password of Erin\nnot this line\n')).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/u),
      login: 'erin',
      email_verified: false,
    });
    const tokens = await webApp.signIn({ login: 'erin', password: 'a password of Erin' });
    expect(tokens.access_token).toBeTruthy();
    expect(refusal(await run(command, 'x\n'))).toContain('taken');
    const list = (await done('users list')) as Record<string, unknown>[];
    expect(list.find(({ login }) => login === 'erin')).toMatchObject({
      name: 'Erin',
      claims: { department: 'Finance' },
      roles: ['accountant'],
      status: 'active',
    });
  });

  it('add says that an address is not confirmed, or takes the word of who adds it: then it signs in', async () => {
    const password = 'a password of some length';
    const added = (login: string, ...words: string[]) =>
      gatehouse(['users', 'add', login, '--name', 'N', '--email', `${login}@example.com`, ...words], env, password);
    const unconfirmed = await added('ulla');
    expect(unconfirmed).toMatchObject({ code: 0, stderr: '' });
    expect(unconfirmed.stdout).toMatch(
      /not confirmed: no sign-in by it, no password reset; "gatehouse users set ulla --email-verified"/u,
    );
    expect(await signInStatus('ulla@example.com', password)).toBe(401);
    expect((await added('vera', '--email-verified')).stdout).toBe('vera can sign in, by vera@example.com too\n');
    expect(await signInStatus('vera@example.com', password)).toBe(303);
    await done('users set ulla --email-verified');
    expect(await signInStatus('ulla@example.com', password)).toBe(303);
  });

  it('AS-13: add and set-password refuse what people could not choose either', async () => {
    const add = 'users add mallory --name Mallory --email mallory@example.com';
    expect(await refused(add, 'short\n')).toMatch(/too short: at least 15 characters/u);
    expect(await refused(add, 'mallory-mallory\n')).toMatch(/little more than a name/u);
    expect(await refused('users set-password carol', 'password123456789\n')).toMatch(/attackers try first/u);
  });

  it('add refuses an empty password and an unknown role', async () => {
    const command = 'users add fred --name Fred --email fred@example.com';
    const [empty, later, pilot] = await Promise.all([
      run(command, ''),
      run(command, '\nlater\n'),
      run(`${command} --role pilot`, 'x\n'),
    ]);
    expect([refusal(empty), refusal(later)]).toEqual([
      expect.stringContaining('standard input'),
      expect.stringContaining('standard input'),
    ]);
    expect(refusal(pilot)).toContain('pilot');
    expect(JSON.stringify(await done('users list'))).not.toContain('fred');
  });

  it('AS-05: disable ends what the person has at once, enable lets the person sign in again', async () => {
    const bob = await server.person('bob');
    const tokens = await webApp.signIn(bob);
    expect(await done('users disable bob')).toEqual({
      login: 'bob',
      status: 'disabled',
      changed: true,
      ended: { sessions: 1, grants: 1 },
      refused: { api_keys: 0 },
    });
    const again = await run('users disable bob');
    expect([again.code, again.stdout]).toEqual([0, 'bob is disabled already; nothing was changed\n']);
    expect(await server.audited({ type: 'user.disabled' })).toHaveLength(1);
    expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await signInStatus('bob', bob.password)).toBe(401);
    expect(await done('users enable bob')).toEqual({ login: 'bob', status: 'active', changed: true });
    expect(await signInStatus('bob', bob.password)).toBe(303);
    expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('AS-05: a new password ends all sessions and tokens; the old one is no more', async () => {
    const carol = await server.person('carol');
    const tokens = await webApp.signIn(carol);
    expect(await done('users set-password carol', 'a quite different one\r\n')).toEqual({ login: 'carol' });
    expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    expect(await signInStatus('carol', carol.password)).toBe(401);
    expect(await signInStatus('carol', 'a quite different one')).toBe(303);
  });

  it('AS-10: revoke-sessions ends them all', async () => {
    const alice = await server.person('alice');
    const browser = new Browser();
    const tokens = await webApp.signIn(alice, {}, browser);
    await done('users revoke-sessions alice');
    expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    const { location } = await browser.get(webApp.request({ prompt: 'none' }).url);
    expect(new URL(location).searchParams.get('error')).toBe('login_required');
  });

  it('says who is not there', async () => {
    const commands = ['users disable nobody', 'users set-password nobody', 'users unlock nobody'];
    for (const ran of await Promise.all(commands.map((command) => run(command, 'x\n')))) {
      expect(refusal(ran)).toContain('nobody');
    }
  });
});

describe('gatehouse tokens and users unlock', () => {
  it('AS-05: tokens revoke ends what a grant gave, and nothing of another grant', async () => {
    const alice = await server.person('alice');
    const [one, other] = [await webApp.signIn(alice), await webApp.signIn(alice)];
    await done(`tokens revoke --grant ${String(claimsOf(one.access_token)['gid'])}`);
    expect((await webApp.refresh(one.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await webApp.refresh(other.refresh_token)).status).toBe(200);
  });

  it('AS-05: tokens revoke ends what a person has; nobody, a bad time and no target are refused', async () => {
    const alice = await server.person('alice');
    const tokens = await webApp.signIn(alice);
    await done('tokens revoke --user alice');
    expect((await webApp.refresh(tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    refusal(await run('tokens revoke --user nobody'));
    const wrong = ['tokens revoke --before soon', 'tokens revoke'];
    for (const ran of await Promise.all(wrong.map((command) => run(command)))) refusal(ran, 64);
  });

  it('AS-14: users unlock says whom it lets in again', async () => {
    expect(await done('users unlock alice')).toEqual({ login: 'alice' });
  });
});

describe('gatehouse clients', () => {
  it('AS-09: secret add makes one more, shown once and kept as a hash; secret remove takes it away', async () => {
    const made = (await done('clients secret add worker')) as { client_secret: string; fingerprint: string };
    expect(made.client_secret).toMatch(/^[\w-]{43}$/u);
    const first = await server.clientSecret('worker');
    expect(await soon(async () => (await statusWith('worker', made.client_secret)) === 200)).toBe(true);
    expect(await statusWith('worker', first)).toBe(200);
    const shown = await run('clients show worker');
    expect(JSON.parse(shown.stdout)).toMatchObject({ client_id: 'worker', disabled: false });
    expect(shown.stdout).toContain(made.fingerprint);
    expect(shown.stdout).not.toContain(made.client_secret);
    await done(`clients secret remove worker ${made.fingerprint}`);
    expect(await soon(async () => (await statusWith('worker', made.client_secret)) === 401)).toBe(true);
    expect(await statusWith('worker', first)).toBe(200);
    expect(refusal(await run(`clients secret remove worker ${made.fingerprint}`))).toContain(made.fingerprint);
  });

  it('AS-09: a client that uses no secret gets none, and a new one is told with its fingerprint', async () => {
    for (const clientId of ['worker-jwt', 'worker-mtls', 'spa']) {
      expect(refusal(await run(`clients secret add ${clientId}`))).toContain('uses no secret');
    }
    const { stdout } = await run('clients secret add worker');
    const [, fingerprint] =
      /^fingerprint ([\w-]{12}); it does not expire, and earlier secrets stay valid$/mu.exec(stdout) ?? [];
    expect((await run('clients show worker')).stdout).toContain(`"${fingerprint}"`);
  });

  it('AS-09: a secret may expire', async () => {
    const made = (await done('clients secret add worker --expires-in-days 2')) as { expires_at_seconds: number };
    expect(made.expires_at_seconds - Date.now() / 1000).toBeGreaterThan(172_000);
    const wrong = ['0', 'soon'].map((days) => run(`clients secret add worker --expires-in-days ${days}`));
    for (const ran of await Promise.all(wrong)) refusal(ran, 64);
  });

  it('AS-09: disable refuses the client from now on', async () => {
    const secret = await server.clientSecret('gateway');
    expect(await done('clients disable gateway')).toMatchObject({
      client_id: 'gateway',
      disabled: true,
      changed: true,
    });
    expect(await done('clients disable gateway')).toMatchObject({ disabled: true, changed: false });
    expect(await soon(async () => (await statusWith('gateway', secret)) === 401)).toBe(true);
    const list = (await done('clients list')) as Record<string, unknown>[];
    expect(list.find(({ client_id: id }) => id === 'gateway')).toMatchObject({ status: 'disabled' });
    expect(list.find(({ client_id: id }) => id === 'worker')).toMatchObject({ status: 'active' });
  });

  it('add takes a file with clients alone', async () => {
    const file = path.join(server.directory, 'more-clients.yaml');
    const client = {
      client_id: 'extra',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code'],
      redirect_uris: ['https://extra.example/callback'],
    };
    await writeFile(file, stringify({ clients: [client] }));
    expect(await done(`clients add ${file}`)).toEqual([{ kind: 'client', name: 'extra', change: 'added' }]);
    await writeFile(file, stringify({ clients: [client], roles: { clerk: {} } }));
    const [unknown, more] = await Promise.all([run('clients show extraa'), run(`clients add ${file}`)]);
    expect(refusal(unknown)).toContain('extraa');
    expect(refusal(more)).toContain('registry apply');
    env['GATEHOUSE_REGISTRY_FILE'] = file;
    const asked = await run('clients remove extra', 'no\n');
    expect([asked.code, asked.stdout]).toEqual([1, '']);
    expect(asked.stderr).toContain(`its 0 secrets removed\n${file} declares it: take it out there too`);
    expect(asked.stderr).toContain('type yes to go on: ');
    expect(await done('clients list')).toContainEqual(expect.objectContaining({ client_id: 'extra' }));
    expect(await done('clients remove extra --yes')).toMatchObject({ removed: true, declared_in: [file] });
    delete env['GATEHOUSE_REGISTRY_FILE'];
    expect(await done('clients list')).not.toContainEqual(expect.objectContaining({ client_id: 'extra' }));
  });
});

describe('gatehouse registry', () => {
  it('apply carries a file over once; again changes nothing, and what operators did stays', async () => {
    const file = await writeRegistry(server.directory, ({ resources }) => {
      resources.push({ indicator: 'https://new.example', name: 'New', scopes: { look: 'Look' } });
    });
    const changes = (await done(`registry apply ${file}`)) as Record<string, unknown>[];
    expect(changes).toEqual([{ kind: 'resource', name: 'https://new.example', change: 'added' }]);
    expect(await done(`registry apply ${file}`)).toEqual({ changes: [] });
    const list = (await done('clients list')) as Record<string, unknown>[];
    expect(list.find(({ client_id: id }) => id === 'gateway')).toMatchObject({ status: 'disabled' });
  });

  it('AS-18: export gives what the database holds, as a registry that is in order, without secrets and users', async () => {
    const { code, stdout } = await run('registry export');
    expect(code).toBe(0);
    const file = path.join(server.directory, 'exported.json');
    await writeFile(file, stdout);
    expect(await done(`registry check ${file}`)).toMatchObject({ clients: expect.any(Number), users: 0 });
    expect(await done(`registry apply ${file}`)).toEqual({ changes: [] });
    expect(await done(`registry diff ${file}`)).toEqual({ changes: [] });
    for (const client of ['web-app', 'worker']) expect(stdout).not.toContain(await server.clientSecret(client));
    expect(stdout).not.toContain('alice');
  });

  it('diff says what apply would change, and changes nothing', async () => {
    const file = path.join(server.directory, 'different.json');
    await writeFile(file, JSON.stringify({ branding: { name: 'Another' }, roles: { 'role-of-diff': {} } }));
    const found = [
      { pointer: '/roles', after: { 'role-of-diff': { name: 'role-of-diff', scopes: {} } } },
      { pointer: '/policies', after: { branding: { name: 'Another' } } },
    ];
    for (let time = 0; time < 2; time += 1) expect(await done(`registry diff ${file}`)).toEqual(found);
    expect(await done('clients health web-app')).toMatchObject({ client_id: 'web-app', findings: expect.any(Array) });
  });

  it('check lists every fault and exits 78; schema prints what editors need', async () => {
    const file = path.join(server.directory, 'faulty.yaml');
    await writeFile(file, stringify({ clients: [{ client_id: 'a b' }], user: [], resources: [{ indicator: 'x' }] }));
    const { code, stdout, stderr } = await run(`registry check ${file}`);
    expect([code, stdout]).toEqual([78, '']);
    for (const place of ['clients[0] ("a b")', 'resources[0] ("x")', '"user"']) expect(stderr).toContain(place);
    const schema = await run('registry schema');
    expect(JSON.parse(schema.stdout)).toMatchObject({ title: 'Gatehouse registry', type: 'object' });
  });
});

describe('gatehouse migrate, keys, gc, backup, reseal and doctor', () => {
  it('migrate says what is missing, brings it, and then has nothing to do', async () => {
    const fresh = { ...env, GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'fresh.sqlite')}` };
    const status = async () => {
      const { stdout } = await gatehouse(['migrate', 'status', '--json'], fresh);
      return (JSON.parse(stdout) as { status: string }[]).map((row) => row.status);
    };
    const pending = await status();
    expect([pending.length > 0, new Set(pending)]).toEqual([true, new Set(['pending'])]);
    const up = await gatehouse(['migrate', 'up'], fresh);
    expect([up.code, up.stdout]).toEqual([0, `${pending.length} migrations applied\n`]);
    expect(new Set(await status())).toEqual(new Set(['applied']));
    const table = await gatehouse(['migrate', 'status'], fresh);
    expect(table.stdout).toMatch(/^version +name +status +applied_at\n1 +initial +applied +\d{4}-/u);
  });

  it('AS-18: keys list names the keys and prints none', async () => {
    const keys = (await done('keys list')) as Record<string, unknown>[];
    expect(keys.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['token', 'cookie', 'dpop-nonce']));
    expect(JSON.stringify(keys)).not.toMatch(/PRIVATE|"d"/u);
  });

  it('gc removes what expired and nothing else', async () => {
    const tokens = await webApp.signIn(await server.person('alice'));
    expect(Object.values((await done('gc')) as object).every((count) => typeof count === 'number')).toBe(true);
    expect((await webApp.refresh(tokens.refresh_token)).status).toBe(200);
  });

  it('AS-18: backup writes a copy of the sealed database beside the running server, and never over a file', async () => {
    const file = path.join(server.directory, 'copy.sqlite');
    expect(await done(`backup ${file}`)).toMatchObject({ path: file });
    expect((await stat(file)).mode & 0o077).toBe(0);
    const copy = await readFile(file);
    expect(copy.includes(await server.clientSecret('worker'))).toBe(false);
    expect(refusal(await run(`backup ${file}`))).toContain('copy.sqlite');
  });

  it('reseal and doctor look at every secret', async () => {
    const [resealed, doctor] = await Promise.all([done('reseal'), done('doctor')]);
    expect(resealed).toEqual({ resealed: 0, faults: [] });
    const findings = doctor as { check: string; result: string }[];
    expect(findings.filter(({ result }) => result === 'fault')).toEqual([]);
    expect(findings.find(({ check }) => check.startsWith('database'))).toMatchObject({ result: 'ok' });
    // A client that was registered, and given no secret yet, can do nothing.
    const { clients } = server.server.storage;
    const metadata = { ...(await clients.find('worker'))!.metadata };
    await server.server.storage.commit([clients.writes.put({ clientId: 'no-secret', metadata })]);
    const { code, stdout, stderr } = await run('doctor --json');
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^gatehouse: 1 of \d+ checks found something/u)]);
    const after = JSON.parse(stdout) as { check: string; advice?: string }[];
    expect(JSON.stringify(after.find(({ check }) => check.includes('valid secret')))).toContain('none: no-secret (');
    await server.server.storage.commit([clients.writes.remove('no-secret')]);
  });

  it('prints tables for people', async () => {
    const { stdout } = await run('users list');
    const [header = '', ...rows] = stdout.trimEnd().split('\n');
    expect(header.split(/ {2,}/u)).toEqual(['id', 'login', 'name', 'claims', 'roles', 'status']);
    expect(rows.length).toBeGreaterThanOrEqual(5);
  });

  it('AS-18: no password or secret that passed through a command is in the database', async () => {
    await server.restart();
    const database = await readFile(path.join(server.directory, 'database.sqlite'));
    for (const secret of ['a password of Erin', 'a quite different one', await server.clientSecret('worker')]) {
      expect([secret, database.includes(secret)]).toEqual([secret, false]);
    }
  });
});
