import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { createSealer, openStorage } from '@gatehouse/storage';
import { certificates, expectWithin, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverEnvironment } from '../server.ts';
import { gatehouse } from './command.ts';

let directory: TemporaryDirectory;
let env: Record<string, string>;

beforeAll(async () => {
  directory = await temporaryDirectory();
  env = await serverEnvironment(directory.path);
});
afterAll(() => directory?.remove());

const at = (name: string) => path.join(directory.path, name);
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('gatehouse config', () => {
  const wrong = {
    GATEHOUSE_PORT: '70000',
    GATEHOUSE_MODE: 'prodution',
    GATEHOUSE_ISSUER: 'ftp://id.example.com',
    GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: '5 minutes',
    GATEHOUSE_TRUSTED_PROXIES: '10.0.0.0/99',
    GATEHOUSE_TLS_KEY_FILE: '/nowhere/key.pem',
    GATEHOUSE_ACESS_TOKEN_TTL_SECONDS: '300',
    GATEHOUSE_ENCRYPTION_KEYS: 'short',
  };

  it('OPS-01: check lists every fault at once, each on a line with the name of its setting, and exits 78', async () => {
    const { code, stdout, stderr } = await gatehouse(['config', 'check'], { ...env, ...wrong });
    expect([code, stdout]).toEqual([78, '']);
    for (const name of Object.keys(wrong)) {
      expect([name, lines(stderr).filter((line) => line.startsWith(`gatehouse: ${name}: `)).length]).toEqual([name, 1]);
    }
    expect(lines(stderr)).toHaveLength(Object.keys(wrong).length);
    expect(stderr).toMatch(/ACESS_TOKEN.*GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS/u);
    expect(stderr).not.toContain('short');
  });

  it('OPS-01: serve and every other command refuse the same settings in the same way', async () => {
    const commands = [['serve'], ['users', 'list'], ['migrate', 'up']];
    for (const { code, stdout, stderr } of await Promise.all(
      commands.map((command) => gatehouse(command, { ...env, ...wrong })),
    )) {
      expect([code, stdout, lines(stderr).length]).toEqual([78, '', Object.keys(wrong).length]);
    }
  });

  it('F22: a URL whose password breaks it is one line with its name, exit 78, and no part of the password', async () => {
    const raw = 'p@Left#Mid%rd/Right?x';
    const urls = {
      GATEHOUSE_DATABASE_URL: `postgres://gh:${raw}@127.0.0.1/x`,
      GATEHOUSE_SMTP_URL: `smtp://gh:${raw}@127.0.0.1`,
    };
    for (const command of [['serve'], ['users', 'list']]) {
      const { code, stdout, stderr } = await gatehouse(command, { ...env, ...urls });
      expect([code, stdout, lines(stderr).length]).toEqual([78, '', 2]);
      for (const name of Object.keys(urls))
        expect(stderr).toMatch(new RegExp(`^gatehouse: ${name}: .*percent-encoded`, 'mu'));
      expect(stderr).not.toMatch(/Left|Mid|rd\/|Right/u);
    }
  });

  it('OPS-01: check says that all is well, and names the faults of the registry too', async () => {
    const fine = await gatehouse(['config', 'check'], env);
    expect(fine).toMatchObject({ code: 0, stdout: 'the settings are in order\n', stderr: '' });
    const asJson = await gatehouse(['config', 'check', '--json'], env);
    expect(JSON.parse(asJson.stdout)).toEqual({ faults: [] });
    await writeFile(at('broken.yaml'), 'clients: [{client_id: "a b"}]\nresource: []\nusers: 7\n');
    const broken = await gatehouse(['config', 'check'], { ...env, GATEHOUSE_REGISTRY_FILE: at('broken.yaml') });
    expect([broken.code, lines(broken.stderr).length >= 3]).toEqual([78, true]);
    for (const line of lines(broken.stderr)) expect(line).toContain('broken.yaml: ');
  });

  it('OPS-01: check names faults of the settings and of every registry file at once, each with its entry', async () => {
    await writeFile(
      at('shop.yaml'),
      'clients: [{client_id: shop, nme: x}, {client_id: b, grant_types: [client_credentials], scopes: {"https://api.example": [read]}}]\n',
    );
    await writeFile(at('roles.yaml'), 'roles: {clerk: {"https://localhost:3001": [profile_red]}}\n');
    const { code, stderr } = await gatehouse(['config', 'check'], {
      ...env,
      GATEHOUSE_REGISTRY_FILE: `${at('shop.yaml')},${at('roles.yaml')}`,
      GATEHOUSE_PORT: 'none',
    });
    expect(code).toBe(78);
    const faults = lines(stderr);
    expect(faults).toHaveLength(5);
    expect(faults[0]).toMatch(/^gatehouse: GATEHOUSE_PORT: /u);
    const place = (file: string) => `gatehouse: GATEHOUSE_REGISTRY_FILE: ${at(file)}: `;
    expect(faults.slice(1)).toEqual([
      `${place('shop.yaml')}clients[0] ("shop"): has no member "nme"`,
      `${place('shop.yaml')}clients[0] ("shop"): redirect_uris go together with the authorization_code grant`,
      `${place('shop.yaml')}clients[1] ("b"): scopes: there is no resource https://api.example`,
      `${place('roles.yaml')}roles.clerk: there is no resource https://localhost:3001`,
    ]);
  });

  it('OPS-01: production mode refuses what is only for development', async () => {
    const production = { ...env, GATEHOUSE_MODE: 'production', GATEHOUSE_ISSUER: 'http://localhost:3000' };
    const { code, stderr } = await gatehouse(['config', 'check'], {
      ...production,
      GATEHOUSE_DATABASE_URL: 'sqlite::memory:',
      GATEHOUSE_SMTP_URL: 'smtp://mail.example.com',
    });
    expect(code).toBe(78);
    for (const name of ['ISSUER', 'ENCRYPTION_KEYS', 'REGISTRY_FILE', 'DATABASE_URL', 'MAIL_FROM', 'TLS_CERT_FILE']) {
      expect([name, stderr.includes(`GATEHOUSE_${name}: `)]).toEqual([name, true]);
    }
  });

  it('AS-18: print shows the result without secrets', async () => {
    const key = Buffer.alloc(32, 5).toString('base64url');
    await writeFile(at('key'), `${key}\n`);
    const { code, stdout } = await gatehouse(['config', 'print'], {
      ...env,
      GATEHOUSE_ENCRYPTION_KEYS_FILE: at('key'),
    });
    expect(code).toBe(0);
    expect(stdout).toContain('[redacted]');
    expect(stdout).not.toContain(key);
    expect(JSON.parse(stdout)).toMatchObject({ issuer: env['GATEHOUSE_ISSUER'] });
  });

  it('AS-18: a secret is never taken from an argument', async () => {
    const { code, stderr } = await gatehouse(['serve', '--encryption-keys', 'a-secret-on-the-command-line'], env);
    expect(code).toBe(78);
    expect(stderr).toContain('--encryption-keys-file');
    expect(stderr).not.toContain('a-secret-on-the-command-line');
  });
});

describe('usage', () => {
  it('is 64 when it is wrong, with a word about what would be right, and 0 when it was asked for', async () => {
    const wrong = [['frobnicate'], ['users', 'add', 'ann'], ['keys', 'list', '--wide'], ['clients', 'show', 'a', 'b']];
    for (const { code, stdout, stderr } of await Promise.all(wrong.map((args) => gatehouse(args, env)))) {
      expect([code, stdout, stderr.length > 10]).toEqual([64, '', true]);
    }
    expect((await gatehouse(['user', 'list'], env)).stderr).toMatch(/Did you mean users/u);
    const asked = [['--help'], ['--version'], ['clients', 'secret', 'add', '--help']];
    for (const { code, stdout, stderr } of await Promise.all(asked.map((args) => gatehouse(args, env)))) {
      expect([code, stdout.length > 4, stderr]).toEqual([0, true, '']);
    }
    const help = await gatehouse(['serve', '--help'], {});
    for (const flag of ['--issuer', '--port', '--tls-cert-file', '--encryption-keys-file'])
      expect(help.stdout).toContain(flag);
  });
});

/** One line on standard error that says what to do, and the end within two seconds. */
async function refusal(changes: Record<string, string>): Promise<string> {
  const { code, stdout, stderr, tookMs } = await gatehouse(['serve'], {
    ...env,
    GATEHOUSE_LOG_LEVEL: 'error',
    ...changes,
  });
  expect({ code, stdout, lines: lines(stderr).length, ...changes }).toEqual({
    code: stderr.includes('GATEHOUSE_') || stderr.includes('.yaml') ? 78 : 1,
    stdout: '',
    lines: 1,
    ...changes,
  });
  expectWithin(tookMs, 2000);
  expect(stderr).not.toMatch(/ at |\.ts:|node:/u);
  return stderr;
}

describe('a start that cannot be', () => {
  it('OPS-01: a missing database folder is one clear line', async () => {
    const url = `sqlite:${at('no/such/folder/database.sqlite')}`;
    expect(await refusal({ GATEHOUSE_DATABASE_URL: url })).toMatch(/no\/such\/folder/u);
  });

  it('OPS-01: a database that is none, or of a kind that nobody knows, is one clear line', async () => {
    await writeFile(
      at('text.sqlite'),
      'this is no database, but it is long enough to look like one from afar'.repeat(100),
    );
    expect(await refusal({ GATEHOUSE_DATABASE_URL: `sqlite:${at('text.sqlite')}` })).toMatch(/text\.sqlite|database/u);
    expect(await refusal({ GATEHOUSE_DATABASE_URL: 'mysql://localhost/x' })).toMatch(/sqlite: or postgres:/u);
  });

  it('OPS-01: an occupied port is one clear line, the public and the management one', async () => {
    const taken = createServer().listen(Number(env['GATEHOUSE_PORT']), '127.0.0.1');
    await once(taken, 'listening');
    try {
      expect(await refusal({})).toMatch(new RegExp(`Port ${env['GATEHOUSE_PORT']} .*taken`, 'u'));
      const management = { GATEHOUSE_MANAGEMENT_PORT: String(env['GATEHOUSE_PORT']) };
      expect(await refusal(management)).toMatch(new RegExp(`Port ${env['GATEHOUSE_PORT']} .*taken`, 'u'));
    } finally {
      taken.close();
    }
  });

  it('OPS-01: a TLS key that is absent, no key, or of another certificate is one clear line', async () => {
    expect(await refusal({ GATEHOUSE_TLS_KEY_FILE: at('absent.key') })).toMatch(/absent\.key/u);
    await writeFile(at('garbage.key'), 'garbage');
    expect(await refusal({ GATEHOUSE_TLS_KEY_FILE: at('garbage.key') })).toMatch(/garbage\.key/u);
    await mkdir(at('folder.key'));
    expect(await refusal({ GATEHOUSE_TLS_KEY_FILE: at('folder.key') })).toMatch(/folder\.key/u);
    const certs = await certificates();
    const other = await refusal({ GATEHOUSE_TLS_KEY_FILE: certs.keyFile('web-app') });
    expect(other).toMatch(/does not belong to/u);
    if (process.getuid?.() === 0) return; // whoever may read everything cannot be refused
    await writeFile(at('locked.key'), await readFile(certs.keyFile('authorization-server')));
    await chmod(at('locked.key'), 0);
    expect(await refusal({ GATEHOUSE_TLS_KEY_FILE: at('locked.key') })).toMatch(/locked\.key/u);
  });

  it('OPS-01: a registry that is absent is one clear line, one with faults a line for each', async () => {
    expect(await refusal({ GATEHOUSE_REGISTRY_FILE: at('absent.yaml') })).toMatch(/absent\.yaml/u);
    await writeFile(at('faults.yaml'), 'clients: [{client_id: "a b"}]\nresource: []\nusers: 7\n');
    const { code, stderr, stdout } = await gatehouse(['serve'], { ...env, GATEHOUSE_REGISTRY_FILE: at('faults.yaml') });
    expect([code, stdout]).toEqual([78, '']);
    expect(lines(stderr).length).toBeGreaterThanOrEqual(3);
  });

  it('OPS-01: a database with another encryption key is one clear line', async () => {
    const sealed = { ...env, GATEHOUSE_DATABASE_URL: `sqlite:${at('sealed.sqlite')}` };
    const [key, otherKey] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64url')) as [string, string];
    const storage = await openStorage({
      url: sealed.GATEHOUSE_DATABASE_URL,
      sealer: createSealer([Buffer.from(key, 'base64url')]),
    });
    await storage.commit([
      storage.signingKeys.writes.insertIfNone({
        kid: 'k',
        purpose: 'cookie',
        state: 'current',
        algorithm: 'secret',
        privateKey: 'x'.repeat(43),
        createdAtSeconds: 1,
      }),
    ]);
    await storage.close();
    expect(await refusal({ ...sealed, GATEHOUSE_ENCRYPTION_KEYS: otherKey })).toMatch(/key/u);
  });

  it('a database server that is away is 75: try again', async () => {
    const url = { GATEHOUSE_DATABASE_URL: 'postgres://gatehouse@127.0.0.1:1/gatehouse' };
    const { code, stdout, stderr } = await gatehouse(['users', 'list'], { ...env, ...url });
    expect([code, stdout, lines(stderr).length]).toEqual([75, '', 1]);
  });
});
