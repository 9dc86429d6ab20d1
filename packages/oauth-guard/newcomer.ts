/**
 * The way of somebody who has never seen this package, timed: pack it as it would be published, install it into an empty folder
 * with the commands of README.md, write the two files that README.md shows, run their test. `npm run newcomer` prints the seconds.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = '@gatehouse/oauth-guard';
const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'oauth-guard-newcomer-'));
const project = join(folder, 'project');
let startedAt = performance.now();

/** What npm run sets for its children would make this npm work on this repository; proxies and authorities are the machine's. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(?:npm_|INIT_CWD$|NODE$)/iu.test(name)),
);

const run = (command: string, ...parameters: string[]): string =>
  execFileSync(command, parameters, { cwd: project, env }).toString();

function step(name: string): void {
  const endedAt = performance.now();
  process.stdout.write(`${((endedAt - startedAt) / 1000).toFixed(1).padStart(6)} s  ${name}\n`);
  startedAt = endedAt;
}

/** A block of code in README.md that begins with this line. */
function shown(firstLine: string): string {
  const start = readme.indexOf(`\n${firstLine}`);
  const end = readme.indexOf('\n```', start);
  if (start === -1 || end === -1) throw new Error(`README.md shows nothing that begins with "${firstLine}"`);
  return readme.slice(start + 1, end + 1);
}

try {
  mkdirSync(project);
  run(process.execPath, join(import.meta.dirname, 'build.ts'), '--out', join(folder, 'built'));
  const [{ filename }] = JSON.parse(
    run('npm', 'pack', join(folder, 'built'), '--json', '--pack-destination', folder),
  ) as [{ filename: string }];
  const tarball = join(folder, filename);
  step('the package is built and packed (what its authors do)');

  const newcomerStartedAt = startedAt;
  for (const line of shown('npm install express').trim().split('\n')) {
    const [command = '', ...parameters] = line.split(' ');
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    run(command, ...parameters.map((parameter) => (parameter === NAME ? tarball : parameter)), ...quiet);
    step(line);
  }
  for (const file of ['app.js', 'app.test.js']) writeFileSync(join(project, file), shown(`// ${file}`));
  const said = run(process.execPath, '--test', '--test-reporter=tap');
  if (!/^# pass 1$/m.test(said) || !/^# fail 0$/m.test(said)) throw new Error(said);
  step('node --test: a protected route, and its test passes');
  process.stdout.write(`${((performance.now() - newcomerStartedAt) / 1000).toFixed(1).padStart(6)} s  in all\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
