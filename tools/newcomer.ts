/**
 * The first hour of three strangers, each by one document and nothing else, with the time that it takes: `npm run newcomer`.
 *
 * - `sign-in`: docs/add-sign-in.md, from registering to an API of one's own that answers for alice;
 * - `operator`: docs/deploy.md, from an empty machine to a user who signs in through nginx, by PostgreSQL and an invitation mail;
 * - `guard`: README.md of oauth-guard, an API of one's own that answers 200 and 401, and an application of each framework.
 *
 * Names choose among them; what else is given is for the guard (`npm run newcomer -- guard hono next`). The first two are tests
 * that `npm test` runs too, so `quick`, which CI runs after it, is the guard without what brings hundreds of megabytes.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** CI: what is missing on this machine, nginx say, is a failure and not a skip. */
const env = { ...process.env, CI: 'true' };

function run(command: string, ...parameters: readonly string[]): boolean {
  return spawnSync(command, parameters, { cwd: root, env, stdio: 'inherit' }).status === 0;
}
const test = (...parameters: readonly string[]): boolean =>
  run('npm', '--silent', 'test', '--', '--reporters=default', '--verbose=false', ...parameters);

const named = process.argv.slice(2);
const WALKS: Readonly<Record<string, () => boolean>> = {
  'sign-in': () => test('apps/quickstart/test/interop/examples', '-t', 'docs/add-sign-in.md leads'),
  operator: () => test('apps/authorization-server/test/deployment/walk.test.ts'),
  guard: () => run(process.execPath, 'packages/oauth-guard/newcomer.ts', ...named.filter((name) => !(name in WALKS))),
};

const chosen = Object.keys(WALKS).filter((name) => named.includes(name));
const isOwn = named.length > 0 && chosen.length === 0;
const walks = isOwn ? ['guard'] : chosen.length > 0 ? chosen : Object.keys(WALKS);
const ended = walks.map((name) => {
  process.stdout.write(`\n== ${name}\n`);
  const startedAt = performance.now();
  const passed = WALKS[name]!();
  return `${name}: ${passed ? 'arrived' : 'FAILED'} after ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes`;
});
process.stdout.write(`\n${ended.join('\n')}\n`);
process.exitCode = ended.some((line) => line.includes('FAILED')) ? 1 : 0;
