/** The way of an operator who tries a cluster on one machine: every command of deploy/cluster/README.md, typed in its order. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory, skipUnless, temporaryDirectory, unprivileged } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';

/** The blocks of commands, without those that install packages. */
const commandsOf = (document: string): string =>
  [...document.matchAll(/^```sh\n(?<block>.*?)^```/gmsu)]
    .map(({ groups }) => groups?.['block'] ?? '')
    .filter((block) => !block.includes('apt-get'))
    .join('\n');

skipUnless(
  'postgres',
  'patroni',
  'etcd',
  'pgbouncer',
  'haproxy',
  'curl',
  'openssl',
)('deploy/cluster/README.md, typed from top to bottom', () => {
  it('sign-ins go on after a switchover, and after the machine of the primary is gone', async () => {
    const home = await temporaryDirectory();
    const account = unprivileged();
    if (account) chownSync(home.path, account.uid, account.gid);
    const document = readFileSync(path.join(rootDirectory, 'deploy/cluster/README.md'), 'utf8');
    const script = `set -eu -o pipefail\n${commandsOf(document)}`;
    const binaries = path.join(rootDirectory, 'node_modules/.bin');
    const child = spawn('bash', ['-c', script], {
      ...account,
      cwd: rootDirectory,
      env: { PATH: `${binaries}:${process.env['PATH']}:/usr/sbin`, HOME: home.path },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => void (said += text));
    const [code] = (await once(child, 'exit')) as [number | null];
    const folder = path.join(home.path, 'gatehouse-cluster');
    // Where a command failed, what was started still runs.
    for (const file of existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.pid')) : []) {
      try {
        process.kill(Number(readFileSync(path.join(folder, file), 'utf8')), 'SIGTERM');
      } catch {}
    }
    const logs =
      code === 0
        ? ''
        : readdirSync(folder)
            .filter((name) => name.endsWith('.log'))
            .map((name) => `${name}:\n${readFileSync(path.join(folder, name), 'utf8').slice(-1500)}`)
            .join('\n');
    await home.remove();
    expect({ code, said: said.slice(-2000), logs }).toMatchObject({ code: 0, logs: '' });
    expect(said.match(/^201$/gmu)).toHaveLength(3);
  }, 900_000);
});
