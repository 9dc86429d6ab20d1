/** The Caddyfile of deploy/ where a test runs: its host and ports, a certificate from files, nothing beyond this machine. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';

export function caddyfileFor(
  issuer: string,
  ports: readonly string[],
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
): string {
  const shown = readFileSync(path.join(rootDirectory, 'deploy/systemd-caddy/Caddyfile'), 'utf8');
  const site = `${new URL(issuer).host} {\n\tbind 127.0.0.1\n\ttls ${certFile} ${keyFile}\n`;
  const [first = '', second = ''] = ports;
  return `{\n\tadmin off\n\tauto_https disable_redirects\n}\n${shown
    .replace('id.example.com {\n', () => site)
    .replace('127.0.0.1:3000 127.0.0.1:3001', `127.0.0.1:${first} 127.0.0.1:${second}`)}`;
}
