/** The files of deploy/ for nginx, Caddy and HAProxy where a test runs: other ports, names and paths, and all else as it is. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';

export interface Site {
  readonly issuer: string;
  /** Of the instances. */
  readonly ports: readonly number[];
  readonly certFile: string;
  readonly keyFile: string;
}

const fileOf = (name: string): string => readFileSync(path.join(rootDirectory, 'deploy', name), 'utf8');

/** Replaces each, and fails where a file no longer has one. */
function replaced(text: string, changes: readonly (readonly [RegExp | string, string])[]): string {
  let result = text;
  for (const [from, to] of changes) {
    const changed = result.replaceAll(from, () => to);
    if (changed === result) throw new Error(`deploy/ has no ${from} any more`);
    result = changed;
  }
  return result;
}

const upstreams = ({ ports: [first, second] }: Site): [string, string][] => [
  ['127.0.0.1:3000', `127.0.0.1:${first}`],
  ['127.0.0.1:3001', `127.0.0.1:${second}`],
];

export const caddyfileFor = (site: Site): string =>
  replaced(fileOf('caddy/Caddyfile'), [
    [/^\{\n/gmu, '{\n\tadmin off\n\tauto_https disable_redirects\n'],
    [
      'id.example.com {\n',
      `${new URL(site.issuer).host} {\n\tbind 127.0.0.1\n\ttls ${site.certFile} ${site.keyFile}\n`,
    ],
    ['Host id.example.com', `Host ${new URL(site.issuer).host}`],
    ...upstreams(site),
  ]);

/** @param place.plainPort in the place of 80 */
export function nginxFileFor(site: Site, place: { readonly plainPort: number; readonly logs: string }): string {
  const { hostname, port } = new URL(site.issuer);
  return replaced(fileOf('nginx/nginx.conf'), [
    [/^ {2}listen \[::\].*\n/gmu, ''],
    ['listen 80;', `listen 127.0.0.1:${place.plainPort};`],
    ['listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`],
    ['server_name id.example.com', `server_name ${hostname}`],
    ['/etc/letsencrypt/live/id.example.com/fullchain.pem', site.certFile],
    ['/etc/letsencrypt/live/id.example.com/privkey.pem', site.keyFile],
    ['/var/log/nginx', place.logs],
    ...upstreams(site),
  ]);
}

/**
 * @param name `haproxy.cfg`, where HAProxy ends TLS, or `tcp.cfg`
 * @param place.pemFile chain and key in one file
 */
export function haproxyFileFor(
  name: 'haproxy.cfg' | 'tcp.cfg',
  site: Site,
  place: { readonly plainPort: number; readonly managementPorts: readonly number[]; readonly pemFile: string },
): string {
  const [first, second] = place.managementPorts;
  return replaced(fileOf(`haproxy/${name}`), [
    // Only root may become another.
    [/^ {2}(?:user|group|chroot) .*\n/gmu, ''],
    [/^ {2}bind \[::\].*\n/gmu, ''],
    ['bind :443', `bind 127.0.0.1:${new URL(site.issuer).port}`],
    ...(name === 'tcp.cfg'
      ? []
      : ([
          ['bind :80', `bind 127.0.0.1:${place.plainPort}`],
          ['/etc/haproxy/gatehouse.pem', place.pemFile],
          ['prefix https://id.example.com', `prefix ${site.issuer}`],
        ] as const)),
    ['port 13000', `port ${first}`],
    ['port 13001', `port ${second}`],
    ...upstreams(site),
  ]);
}
