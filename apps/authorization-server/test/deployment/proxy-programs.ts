/** nginx, Caddy and HAProxy with the files of deploy/, before instances of a test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { eventually, findCommand, freePort, temporaryDirectory } from '@gatehouse/testkit';
import { caddyfileFor, haproxyFileFor, nginxFileFor, type Site } from './proxy-files.ts';

export type ProxyName = 'nginx' | 'caddy' | 'haproxy' | 'haproxy-tcp';

export interface RunningProxy {
  /** What redirects to https; none with Caddy, which does so by itself on port 80. */
  readonly plainPort: number;
  /** All it has logged. */
  log(): string;
  stop(): Promise<void>;
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });

/** Gives the command and writes what it reads. */
function prepared(
  name: ProxyName,
  folder: string,
  site: Site & { readonly managementPorts: readonly number[] },
  plainPort: number,
): string[] {
  const file = path.join(folder, 'proxy.conf');
  if (name === 'caddy') {
    writeFileSync(file, caddyfileFor(site));
    return ['caddy', 'run', '--adapter', 'caddyfile', '--config', file];
  }
  if (name === 'nginx') {
    const logs = path.join(folder, 'logs');
    mkdirSync(logs);
    writeFileSync(path.join(folder, 'gatehouse.conf'), nginxFileFor(site, { plainPort, logs }));
    const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`);
    const main = `pid nginx.pid; daemon off; worker_processes 1; events {} http { ${kinds.join(' ')} include ${folder}/gatehouse.conf; }\n`;
    writeFileSync(file, main);
    return ['nginx', '-p', folder, '-c', file, '-e', path.join(logs, 'start.log')];
  }
  const pemFile = path.join(folder, 'gatehouse.pem');
  const pem =
    name === 'haproxy-tcp' ? '' : [site.certFile, site.keyFile].map((part) => readFileSync(part, 'utf8')).join('\n');
  writeFileSync(pemFile, pem, { mode: 0o600 });
  const place = { plainPort, managementPorts: site.managementPorts, pemFile };
  writeFileSync(file, haproxyFileFor(name === 'haproxy' ? 'haproxy.cfg' : 'tcp.cfg', site, place));
  return ['haproxy', '-db', '-f', file];
}

/** Starts it on the port of the issuer. */
export async function startProxy(
  name: ProxyName,
  site: Site & { readonly managementPorts: readonly number[] },
): Promise<RunningProxy> {
  const { path: folder, remove } = await temporaryDirectory();
  const plainPort = await freePort();
  const [command = '', ...parameters] = prepared(name, folder, site, plainPort);
  const child: ChildProcess = spawn(findCommand(command) ?? command, parameters, {
    env: { PATH: process.env['PATH'], HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => void (said += text));
  }
  const port = Number(new URL(site.issuer).port);
  await eventually(async () => child.exitCode !== null || (await answers(port)));
  if (child.exitCode !== null) throw new Error(`${command} ended with ${child.exitCode}:\n${said}`);
  return {
    plainPort,
    log() {
      const logs = name === 'nginx' ? path.join(folder, 'logs') : undefined;
      const files = logs ? readdirSync(logs).map((file) => readFileSync(path.join(logs, file), 'utf8')) : [];
      return [said, ...files].join('\n');
    },
    async stop() {
      if (child.exitCode === null) {
        const exited = once(child, 'exit');
        child.kill('SIGTERM');
        await exited;
      }
      await remove();
    },
  };
}
