/** A server stays for weeks with what its start left behind: compiled code that runs once, caches that are read once, garbage. */
import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives it back to the system: 16 MB less in memory, for 0.15 s in which nothing else runs. Before anything listens, nobody waits for
 * it. V8 does so by itself only when memory runs out.
 */
export function releaseStartMemory(): void {
  // What was compiled is written first: V8 lets go of functions that have not run for long, and the next start wants them.
  flushCompileCache();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  // Code from the compile cache is taken only under the flags under which it was written.
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
