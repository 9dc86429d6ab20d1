/** `npm start -w apps/authorization-server`: the same as `gatehouse serve`. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Compiled once, kept for the next start, in a folder that only the owner of the installation can write to.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/gatehouse'));
const { main } = await import('./cli/main.ts');
await main(['serve', ...process.argv.slice(2)]);
