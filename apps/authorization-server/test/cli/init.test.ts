import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { deployFiles } from '../../../../tools/deploy-files.ts';
import { nextSteps } from '../../src/cli/init/next-steps.ts';
import { deploymentFrom, type InitOptions } from '../../src/cli/init/options.ts';
import { plannedFiles } from '../../src/cli/init/planned-files.ts';
import { gatehouse } from './command.ts';

let home: TemporaryDirectory;
beforeAll(async () => {
  home = await temporaryDirectory();
});
afterAll(() => home?.remove());

const issuer = 'https://id.example.com';
const around = { installation: '/opt/gatehouse', account: { uid: 1000, gid: 1000 } };
const chosen = (options: InitOptions) =>
  deploymentFrom({ issuer, database: 'postgres', ...options }, undefined, around);
const contents = async (options: InitOptions) =>
  new Map(plannedFiles(await chosen(options), 'key').map(({ path: file, content }) => [path.basename(file), content]));

describe('gatehouse init', () => {
  it('writes files that pass "config check" at once, secrets for nobody else, and never over anything', async () => {
    const directory = path.join(home.path, 'etc');
    const smtpUrl = path.join(home.path, 'smtp');
    writeFileSync(smtpUrl, 'smtp://gh:secret-of-mail@mail.example.com:587\n');
    const words = ['init', '--issuer', issuer, '--database', 'postgres', '--smtp-url-file', smtpUrl, '--yes'];
    const dry = await gatehouse([...words, '--directory', directory, '--dry-run'], {});
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain('proxy_set_header Host $http_host;');
    expect(dry.stdout).not.toContain('secret-of-mail');
    expect(existsSync(directory)).toBe(false);

    const done = await gatehouse([...words, '--directory', directory], {});
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(/^next:\n {2}sudo install .*gatehouse@\.service/mu);
    expect(done.stdout).not.toContain('secret-of-mail');
    const modes = ['.', 'gatehouse.yaml', 'secrets', 'secrets/encryption-keys', 'secrets/smtp-url'].map((name) =>
      (statSync(path.join(directory, name)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['750', '640', '700', '600', '600']);
    const env = { GATEHOUSE_CONFIG_FILE: path.join(directory, 'gatehouse.yaml') };
    expect(await gatehouse(['config', 'check'], env)).toMatchObject({
      code: 0,
      stdout: 'the settings are in order\n',
    });

    const key = readFileSync(path.join(directory, 'secrets/encryption-keys'), 'utf8');
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    const again = await gatehouse([...words, '--directory', directory], {});
    expect([again.code, again.stdout]).toEqual([1, '']);
    expect(again.stderr).toMatch(/secrets\/encryption-keys.* are there already; nothing was written/u);
    expect(readFileSync(path.join(directory, 'secrets/encryption-keys'), 'utf8')).toBe(key);
  });

  it.each<[InitOptions, RegExp]>([
    [{ issuer: 'id.example.com' }, /--issuer must be an https origin alone/u],
    [{ issuer: 'http://id.example.com' }, /--issuer must be an https origin/u],
    [{ issuer: 'https://id.example.com;{$home}', proxy: 'caddy' }, /--issuer must be an https origin/u],
    [{ issuer: 'https://*.example.com' }, /--issuer must be an https origin/u],
    [{ directory: '/etc/ga%ite' }, /--directory must be a path without .* percent signs/u],
    [{ database: 'mysql://db/x' }, /--database .*"sqlite", "postgres" or a URL/u],
    [{ database: 'postgres://gh:pw@db/x' }, /never given as an argument.*--database-url-file/u],
    [{ database: 'sqlite', target: 'compose' }, /PostgreSQL in containers/u],
    [{ database: 'sqlite:/srv/id.sqlite' }, /\/var\/lib\/gatehouse, the only folder/u],
    [{ smtpUrl: 'smtp://gh:pw@mail.example.com' }, /never given as an argument.*--smtp-url-file/u],
    [{ smtpUrl: 'mail.example.com' }, /such as smtp:\/\/user:password@mail\.example\.com:587/u],
    [{ smtpUrl: 'smtp://mail.example.com', mailFrom: 'a@localhost' }, /--mail-from must not be at localhost/u],
    [{ mailFrom: 'a@b.example' }, /goes with --smtp-url/u],
    [{ proxy: 'apache' }, /--proxy must be one of nginx, caddy, haproxy, haproxy-tcp, none/u],
    [{ proxy: 'haproxy', target: 'compose' }, /--proxy must be nginx, caddy or none in containers/u],
    [{ directory: '/etc/a;b' }, /--directory must be a path without/u],
  ])('refuses %p with what to write', async (options, fault) => {
    await expect(chosen(options)).rejects.toThrow(fault);
    await expect(chosen(options)).rejects.not.toThrow(/pw/u);
  });

  it('asks for what no flag says, again until the answer is one; without a terminal it names what is missing', async () => {
    const answers = ['id.example.com', issuer, '', 'sqlite', '', 'caddy', '/srv/id'];
    const asked: string[] = [];
    const deployment = await deploymentFrom(
      {},
      async (question, offered) => {
        asked.push(question);
        return answers.shift() || (offered ?? '');
      },
      around,
    );
    expect(answers).toEqual([]);
    expect(asked[1]).toMatch(/^ {2}must be an https origin alone.*\nPublic address/u);
    expect(deployment).toMatchObject({
      issuer,
      target: 'systemd',
      proxy: 'caddy',
      directory: '/srv/id',
      databaseUrl: 'sqlite:/var/lib/gatehouse/gatehouse.sqlite',
      mail: undefined,
    });
    await expect(deploymentFrom({}, undefined, around)).rejects.toThrow(/^--issuer, --database: needed/u);
  });

  it('two instances where the database is shared and a proxy spreads requests, else one', async () => {
    const serversOf = async (options: InitOptions) =>
      [...((await contents(options)).get('nginx.conf') ?? '').matchAll(/^ {2}server (?<address>\S+) /gmu)].map(
        ({ groups }) => groups?.['address'],
      );
    expect(await serversOf({})).toEqual(['127.0.0.1:3000', '127.0.0.1:3001']);
    expect(await serversOf({ database: 'sqlite' })).toEqual(['127.0.0.1:3000']);
    expect(await serversOf({ target: 'compose' })).toEqual(['gatehouse-1:3000', 'gatehouse-2:3000']);
    const own = await contents({ proxy: 'none' });
    expect(own.get('gatehouse.yaml')).toContain('tls_cert_file: /etc/letsencrypt/live/id.example.com/fullchain.pem');
    expect(own.get('gatehouse@.service')).toContain('AmbientCapabilities=CAP_NET_BIND_SERVICE');
    // HAProxy hands connections on, and the instances end TLS.
    const handedOn = await contents({ proxy: 'haproxy-tcp' });
    expect(handedOn.get('gatehouse.yaml')).toMatch(/^host: 127\.0\.0\.1\ntls_cert_file: /mu);
    expect(handedOn.get('haproxy.cfg')).toMatch(/server gatehouse-3001 127\.0\.0\.1:3001 check port 13001/u);
    expect(handedOn.get('gatehouse@.service')).not.toContain('AmbientCapabilities');
    expect([...own.keys()]).not.toContain('nginx.conf');
    expect(nextSteps(await chosen({ database: 'sqlite' })).join('\n')).toMatch(
      /0700 \/var\/lib\/gatehouse\n.*migrate up/u,
    );
  });

  it('deploy/ holds what it writes', () => {
    for (const [file, content] of deployFiles()) {
      expect({ file, content: readFileSync(path.join(rootDirectory, file), 'utf8') }).toEqual({ file, content });
    }
  });

  it('the compose files run as the account that may read the secrets, and no secret stands in one', async () => {
    for (const proxy of ['nginx', 'caddy', 'none']) {
      const text = (await contents({ target: 'compose', proxy })).get('compose.yaml') as string;
      const { services } = parse(text, { merge: true }) as { services: Record<string, Record<string, unknown>> };
      expect(services['gatehouse-1']).toMatchObject({ read_only: true, user: '1000:1000', cap_drop: ['ALL'] });
      expect(Object.keys(services).includes('gatehouse-2')).toBe(proxy !== 'none');
      expect(text).not.toMatch(/postgres:\/\//u);
    }
  });
});
