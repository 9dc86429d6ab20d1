/** How modules are found while Jest runs files of tests in the process: what is under test is loaded once, the modules of tests anew for each file. */
import { registerHooks } from 'node:module';

const GLOBALS = new URL('./globals.ts', import.meta.url).href;
const OF_TESTS = /\/(?:test|testkit\/src)\/[^?]*$/u;
const RUN = 'run';

const runOf = (url: string | undefined): string | undefined =>
  url?.startsWith('file:') ? (new URL(url).searchParams.get(RUN) ?? undefined) : undefined;

/** The address of a file of tests that is loaded anew; so is each module of tests that it imports. */
export function addressOfRun(url: string, run: number): string {
  return `${url}?${RUN}=${run}`;
}

let isRegistered = false;

export function resolveForTests(): void {
  if (isRegistered) return;
  isRegistered = true;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === '@jest/globals') return { url: GLOBALS, format: 'module-typescript', shortCircuit: true };
      const found = next(specifier, context);
      const run = runOf(context.parentURL);
      if (run === undefined || !OF_TESTS.test(found.url) || found.url.includes('/node_modules/')) return found;
      return { ...found, url: `${found.url}?${RUN}=${run}` };
    },
  });
}
