#!/usr/bin/env -S MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=1048576 node --max-semi-space-size=4
// Each password hash takes 19 MiB; with these settings the C library gives them back when the hash is done.
import module from 'node:module';
import { join } from 'node:path';

if (!process.features.typescript) {
  process.stderr.write(
    `gatehouse needs Node.js 24 or later, this is ${process.version}. Run it as "npx --no gatehouse": the project brings its own Node.js.\n`,
  );
  process.exit(1);
}
// Compiled once, kept for the next start, in a folder that only the owner of the installation can write to.
module.enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
const { main } = await import('../src/cli/main.ts');
await main(process.argv.slice(2));
