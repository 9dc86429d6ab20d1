/** A machine on which `docs/deploy.md` can be typed: real nginx, PostgreSQL and mail; what only root could do stands aside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import {
  certificates,
  eventually,
  findCommand,
  findPostgresTool,
  freePort,
  postgres,
  rootDirectory,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { type MailServer, startMailServer } from '../mail-server.ts';
import { caddyfileFor } from './proxy-files.ts';

export interface Machine {
  /** Behind nginx. */
  readonly issuer: string;
  readonly caFile: string;
  readonly mail: MailServer;
  /** Where what is below `/` in the document lies. */
  readonly root: string;
  /**
   * Types the commands of a document, in one shell, and gives what they printed.
   * @param onSection told the number of each section as it begins
   */
  type(document: string, onSection: (section: number) => void): Promise<string>;
  /** Caddy in the place of nginx, with the file of deploy/. */
  changeToCaddy(): Promise<void>;
  stop(): Promise<void>;
}

const nginxConf = (root: string) => {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`);
  return `pid nginx.pid; worker_processes 1; events {} http { ${temporary.join(' ')} include ${root}/etc/nginx/conf.d/*.conf; }\n`;
};

/** The commands, with the number of the section before each block. */
const blocksOf = (document: string): string =>
  [...document.matchAll(/^## (?<number>\d+)\.|^```sh\n(?<block>.*?)^```/gmsu)]
    .map(({ groups }) => (groups?.['number'] ? `echo; echo "## ${groups['number']}"` : (groups?.['block'] ?? '')))
    .join('\n');

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

export async function startMachine(): Promise<Machine> {
  const [{ path: root, remove }, certs, mail, database] = await Promise.all([
    temporaryDirectory(),
    certificates(),
    startMailServer(),
    // In production the server starts with no other.
    postgres({ settings: { fsync: 'on' } }),
  ]);
  for (const folder of ['opt', 'etc/nginx/conf.d', 'etc/systemd/system', 'nginx', 'log', 'work']) {
    mkdirSync(path.join(root, folder), { recursive: true });
  }
  writeFileSync(path.join(root, 'nginx/nginx.conf'), nginxConf(root));
  const url = (name: string) => database.url.replace(/\/postgres$/u, `/${name}`);
  writeFileSync(path.join(root, 'database-url'), `${url('gatehouse')}\n`, { mode: 0o600 });
  const issuer = `https://localhost:${await freePort()}`;
  const { username, password, port } = new URL(database.url);
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  const [first = '', second = '', firstManagement = '', secondManagement = ''] = ports;
  const env = {
    PATH: [
      path.join(import.meta.dirname, 'commands'),
      path.dirname(findPostgresTool('pg_dump') ?? '/usr/bin/pg_dump'),
      path.join(rootDirectory, 'node_modules/.bin'),
      process.env['PATH'],
    ].join(':'),
    HOME: root,
    MACHINE: root,
    CHECKOUT: rootDirectory,
    PROXY_BINARY: findCommand('nginx') ?? '',
    FIRST_PORT: first,
    SECOND_PORT: second,
    FIRST_MANAGEMENT: firstManagement,
    SECOND_MANAGEMENT: secondManagement,
    PGHOST: '127.0.0.1',
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    CURL_CA_BUNDLE: certs.caFile,
    GATEHOUSE_CA_FILE: certs.caFile,
  };
  const end = async (pidFiles: readonly string[]): Promise<void> => {
    const files = pidFiles.map((name) => path.join(root, name)).filter((file) => existsSync(file));
    const pids = files.map((file) => Number(readFileSync(file, 'utf8')));
    for (const pid of pids.filter(runs)) process.kill(pid, 'SIGTERM');
    await eventually(async () => !pids.some(runs));
  };
  const asHere = (commands: string) =>
    commands
      .replaceAll('https://id.example.com', issuer)
      .replaceAll('127.0.0.1:13000', `127.0.0.1:${firstManagement}`)
      .replaceAll('127.0.0.1:13001', `127.0.0.1:${secondManagement}`)
      .replaceAll("'postgres://gatehouse@%2Fvar%2Frun%2Fpostgresql/drill'", url('drill'))
      .replaceAll(
        '--database postgres ',
        `--directory /etc/gatehouse --database-url-file ${root}/database-url ` +
          `--tls-cert-file ${certs.certFile('authorization-server')} --tls-key-file ${certs.keyFile('authorization-server')} `,
      )
      .replaceAll(/(?<= |=)\/(?=(?:etc|opt)\/)/gu, `${root}/`);

  return {
    issuer,
    caFile: certs.caFile,
    mail,
    root,
    async type(document, onSection) {
      const script = `set -eu -o pipefail\n${asHere(blocksOf(document))}`;
      const child = spawn('bash', ['-c', script], { cwd: path.join(root, 'work'), env, stdio: 'pipe' });
      const said: string[] = [];
      for (const stream of [child.stdout, child.stderr]) {
        createInterface(stream).on('line', (line) => {
          said.push(line);
          const section = /^## (?<number>\d+)$/u.exec(line)?.groups?.['number'];
          if (section !== undefined) onSection(Number(section));
        });
      }
      child.stdin.end(`${mail.url}\n`);
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code === 0) return said.join('\n');
      const logs = readdirSync(path.join(root, 'log')).map((name) =>
        readFileSync(path.join(root, 'log', name), 'utf8'),
      );
      throw new Error(`the commands ended with ${code}:\n${said.join('\n')}\n${logs.join('\n').slice(-3000)}`);
    },
    async changeToCaddy() {
      await end(['nginx/nginx.pid']);
      const config = path.join(root, 'Caddyfile');
      const pair = { certFile: certs.certFile('authorization-server'), keyFile: certs.keyFile('authorization-server') };
      writeFileSync(config, caddyfileFor({ issuer, ports: [first, second].map(Number), ...pair }));
      const parameters = [
        'run',
        '--adapter',
        'caddyfile',
        '--config',
        config,
        '--pidfile',
        path.join(root, 'caddy.pid'),
      ];
      const caddy = spawn(findCommand('caddy') ?? '', parameters, {
        env: { PATH: process.env['PATH'], HOME: root },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      caddy.stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
      await eventually(() => said.includes('serving initial configuration') || caddy.exitCode !== null);
      if (caddy.exitCode !== null) throw new Error(`caddy ended with ${caddy.exitCode}:\n${said}`);
    },
    async stop() {
      await end(['3000.pid', '3001.pid', 'nginx/nginx.pid', 'caddy.pid']);
      await mail.stop();
      await database.stop();
      await remove();
    },
  };
}
