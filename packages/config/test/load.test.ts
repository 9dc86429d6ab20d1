import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cidrs,
  defineSettings,
  httpUrl,
  list,
  loadSettings,
  port,
  type Secret,
  SettingsError,
  type SettingsFault,
  type SettingsSources,
  seconds,
  secret,
  secretList,
  text,
  toggle,
} from '../src/index.ts';

const definition = defineSettings({
  prefix: 'TEST_',
  program: 'tester',
  fields: {
    issuer: httpUrl().default('https://localhost:3000').describe('Who issues tokens'),
    port: port().default(3000),
    name: text().describe('What it is called'),
    verbose: toggle().default(false),
    trustedProxies: cidrs().default([]),
    scopes: list().default(['a', 'b']),
    ttlSeconds: seconds({ min: 1, max: 600 }).default(300),
    adminPassword: secret().optional(),
    signingKeys: secretList().optional(),
  },
});

function load(sources: Partial<SettingsSources> = {}) {
  return loadSettings(definition, { argv: [], env: { TEST_NAME: 'x' }, ...sources });
}

function faultsOf(run: () => unknown): readonly SettingsFault[] {
  try {
    run();
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  throw new Error('no fault was found');
}

let directory: TemporaryDirectory;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory.remove());

function write(name: string, content: string): string {
  const path = join(directory.path, name);
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

describe('loadSettings: sources', () => {
  it('takes a flag before the environment, the environment before the file, the file before the default', () => {
    const configFile = write('order.yaml', 'port: 1\nttl_seconds: 1\nname: file\n');
    expect(load({ configFile, env: {} })).toMatchObject({ port: 1, ttlSeconds: 1, name: 'file' });
    expect(load({ configFile, env: { TEST_PORT: '2' } })).toMatchObject({ port: 2, ttlSeconds: 1 });
    expect(load({ configFile, env: { TEST_PORT: '2' }, argv: ['--port', '3'] }).port).toBe(3);
    expect(load().issuer).toBe('https://localhost:3000');
  });

  it('gives each setting the type of its kind', () => {
    const settings = load({
      argv: ['--trusted-proxies=10.0.0.0/8, ::1', '--verbose'],
      env: { TEST_NAME: 'n', TEST_TTL_SECONDS: '60', TEST_SIGNING_KEYS: 'one,two', TEST_ADMIN_PASSWORD: 'pw' },
    });
    // The assignments are the test: they do not compile when a type is lost.
    const ttl: number = settings.ttlSeconds;
    const proxies: readonly string[] = settings.trustedProxies;
    const verbose: boolean = settings.verbose;
    const password: Secret | undefined = settings.adminPassword;
    const keys: readonly Secret[] | undefined = settings.signingKeys;
    expect({ ttl, proxies, verbose }).toEqual({ ttl: 60, proxies: ['10.0.0.0/8', '::1'], verbose: true });
    expect(password?.reveal()).toBe('pw');
    expect(keys?.map((key) => key.reveal())).toEqual(['one', 'two']);
  });

  it('reads a toggle as a flag with and without a value, and with no- before it', () => {
    expect(load({ argv: ['--verbose'] }).verbose).toBe(true);
    expect(load({ argv: ['--verbose', 'true', '--port', '1'] })).toMatchObject({ verbose: true, port: 1 });
    expect(load({ argv: ['--verbose=false'] }).verbose).toBe(false);
    expect(load({ argv: ['--no-verbose'], env: { TEST_NAME: 'x', TEST_VERBOSE: 'true' } }).verbose).toBe(false);
    expect(load({ env: { TEST_NAME: 'x', TEST_VERBOSE: 'false' } }).verbose).toBe(false);
  });

  it('finds the file by --config, then TEST_CONFIG_FILE, then the path that the program names', () => {
    const one = write('one.yaml', 'port: 1');
    const two = write('two.json', '{"port": 2, "scopes": ["x", "y"], "name": 7}');
    const three = write('three.yaml', 'port: 3');
    const env = { TEST_NAME: 'x', TEST_CONFIG_FILE: two };
    expect(load({ argv: ['--config', one], env, configFile: three }).port).toBe(1);
    expect(load({ env, configFile: three })).toMatchObject({ port: 2, scopes: ['x', 'y'], name: 'x' });
    expect(load({ configFile: three }).port).toBe(3);
    expect(load({ env: { TEST_CONFIG_FILE: two } }).name).toBe('7');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(load({ env: { TEST_NAME: 'x', TEST_PORT: '', TEST_SCOPES: '' } })).toMatchObject({
      port: 3000,
      scopes: ['a', 'b'],
    });
  });

  it('gives settings that cannot be changed, lists and defaults included', () => {
    const settings = load() as unknown as { port: number; scopes: string[] };
    expect(() => (settings.port = 1)).toThrow(TypeError);
    expect(() => settings.scopes.push('c')).toThrow(TypeError);
    expect(load().scopes).toEqual(['a', 'b']);
  });
});

describe('loadSettings: faults', () => {
  it('OPS-15: tells all faults at once, of every source, with exit code 78', () => {
    const configFile = write('faulty.yaml', 'ttl_seconds: 601\nverbos: true\n');
    const run = () =>
      load({
        configFile,
        argv: ['--prot', '1', 'serve'],
        env: { TEST_PORT: '70000', TEST_ISUER: 'https://a', TEST_VERBOSE: 'maybe' },
      });
    expect(faultsOf(run)).toEqual([
      { name: '--prot', message: 'unknown flag; did you mean --port?' },
      { name: 'tester', message: 'argument 3 is not a flag' },
      { name: 'TEST_ISUER', message: 'unknown setting; did you mean TEST_ISSUER?' },
      { name: 'verbos', message: `unknown setting in ${configFile}; did you mean verbose?` },
      { name: 'TEST_PORT', message: 'must be a whole number from 0 to 65535' },
      { name: 'TEST_NAME', message: 'is required (What it is called)' },
      { name: 'TEST_VERBOSE', message: 'must be true or false' },
      {
        name: 'TEST_TTL_SECONDS',
        message: `must be a whole number of seconds from 1 to 600 (ttl_seconds in ${configFile})`,
      },
    ]);
    expect(new SettingsError([]).exitCode).toBe(78);
  });

  it('names the nearest setting only when one is near', () => {
    const [fault] = faultsOf(() => load({ env: { TEST_NAME: 'x', TEST_SOMETHING_ELSE_ENTIRELY: '1' } }));
    expect(fault).toEqual({ name: 'TEST_SOMETHING_ELSE_ENTIRELY', message: 'unknown setting' });
  });

  it('passes over what Kubernetes sets for a Service of the same name, and explains its PORT', () => {
    const links = { TEST_SERVICE_HOST: '10.0.0.1', TEST_SERVICE_PORT_HTTP: '80', TEST_PORT_80_TCP_ADDR: '10.0.0.1' };
    expect(load({ env: { TEST_NAME: 'x', ...links } }).port).toBe(3000);
    const [fault] = faultsOf(() => load({ env: { TEST_NAME: 'x', TEST_PORT: 'tcp://10.0.0.1:80' } }));
    expect(fault?.message).toContain('enableServiceLinks: false');
  });

  it('refuses a file that cannot be read or parsed, and does not quote it', () => {
    const missing = join(directory.path, 'missing.yaml');
    expect(faultsOf(() => load({ argv: ['--config', missing] }))).toEqual([
      { name: 'config', message: `cannot read ${missing}: it does not exist` },
    ]);
    const broken = write('broken.yaml', 'name: x\nadmin_password: "hunter2\n');
    const [fault] = faultsOf(() => load({ argv: ['--config', broken] }));
    expect(fault).toMatchObject({
      name: 'config',
      message: expect.stringMatching(/^cannot parse .*, line \d: MISSING_CHAR$/u),
    });
    const sequence = write('list.yaml', '- a\n');
    expect(faultsOf(() => load({ argv: ['--config', sequence] }))[0]?.message).toContain('must hold names and values');
    const nested = write('nested.yaml', 'name: { deep: true }\n');
    expect(faultsOf(() => load({ argv: ['--config', nested], env: {} }))[0]).toEqual({
      name: 'name',
      message: `must be a value or a list of values in ${nested}`,
    });
  });

  it('runs the rules between settings also when others are faulty, and ends one that reads a faulty setting', () => {
    const ruled = defineSettings({
      prefix: 'TEST',
      program: 'tester',
      fields: { port: port().default(1), host: text().default('h'), issuer: httpUrl().default('http://h') },
      refine: [
        (settings, fault) => fault('issuer', `no ${settings.issuer}`),
        (settings, fault) => fault('port', `never seen: ${settings.port}`),
        (settings, fault) => (settings.host === 'h' ? fault('host', 'not h') : undefined),
      ],
    });
    expect(faultsOf(() => loadSettings(ruled, { argv: [], env: { TEST_PORT: 'x' } }))).toEqual([
      { name: 'TEST_PORT', message: 'must be a whole number from 0 to 65535' },
      { name: 'TEST_ISSUER', message: 'no http://h' },
      { name: 'TEST_HOST', message: 'not h' },
    ]);
  });
});

describe('loadSettings: secrets', () => {
  it('AS-18: reads a secret from the file that NAME_FILE names, without its last line end', () => {
    const path = write('password', 'correct horse\n');
    const keys = write('keys', 'first\nsecond\n');
    const settings = load({
      env: { TEST_NAME: 'x', TEST_ADMIN_PASSWORD_FILE: path },
      argv: ['--signing-keys-file', keys],
    });
    expect(settings.adminPassword?.reveal()).toBe('correct horse');
    expect(settings.signingKeys?.map((key) => key.reveal())).toEqual(['first', 'second']);
    const configFile = write('with-file.yaml', `admin_password_file: ${path}\n`);
    expect(load({ configFile }).adminPassword?.reveal()).toBe('correct horse');
  });

  it('refuses a secret that is set both ways, and a file that is missing, unreadable or empty', () => {
    const path = write('secret', 'x');
    const empty = write('empty', '\n');
    const missing = join(directory.path, 'nowhere');
    expect(
      faultsOf(() => load({ env: { TEST_NAME: 'x', TEST_ADMIN_PASSWORD: 'a', TEST_ADMIN_PASSWORD_FILE: path } })),
    ).toEqual([
      { name: 'TEST_ADMIN_PASSWORD', message: 'set either TEST_ADMIN_PASSWORD or TEST_ADMIN_PASSWORD_FILE, not both' },
    ]);
    expect(faultsOf(() => load({ env: { TEST_NAME: 'x', TEST_ADMIN_PASSWORD_FILE: missing } }))).toEqual([
      {
        name: 'TEST_ADMIN_PASSWORD',
        message: `cannot read the file ${missing}: it does not exist (TEST_ADMIN_PASSWORD_FILE)`,
      },
    ]);
    expect(
      faultsOf(() => load({ env: { TEST_NAME: 'x', TEST_ADMIN_PASSWORD_FILE: directory.path } }))[0]?.message,
    ).toContain(`cannot read the file ${directory.path}: it is a directory`);
    expect(faultsOf(() => load({ env: { TEST_NAME: 'x', TEST_ADMIN_PASSWORD_FILE: empty } }))[0]?.message).toContain(
      'must not be empty',
    );
    chmodSync(path, 0o600);
  });

  it('refuses a secret as an argument, and never repeats it', () => {
    const faults = faultsOf(() =>
      load({
        argv: ['--admin-password', 'hunter2', '--admin-password=hunter2', '--admin-pasword', 'hunter2', 'hunter2'],
      }),
    );
    expect(faults).toHaveLength(4);
    expect(faults[0]?.message).toContain('use --admin-password-file');
    expect(JSON.stringify(faults)).not.toContain('hunter2');
    expect(new SettingsError(faults).message).not.toContain('hunter2');
  });
});
