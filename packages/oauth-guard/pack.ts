/**
 * `npm run pack:guard`: builds the package and packs it into a file that any project can install, and says how. The sources
 * themselves cannot be installed: Node runs no TypeScript below `node_modules`.
 */

import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

const source = import.meta.dirname;
const root = join(source, '../..');
const out = resolve(root, process.argv[2] ?? '.');

execFileSync(process.execPath, [join(source, 'build.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
const packed = execFileSync('npm', ['pack', join(source, 'dist'), '--json', '--pack-destination', out], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  shell: process.platform === 'win32',
});
const [{ filename }] = JSON.parse(packed.toString()) as [{ filename: string }];
const file = join(out, filename);
process.stdout.write(`${file}\n\nIn the folder of your API:\n  npm install ${file}\n`);
