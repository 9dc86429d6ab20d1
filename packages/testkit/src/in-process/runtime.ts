/**
 * Jest's `runtime` for files of tests in the process itself. In a `vm` context, as Jest has it, each file would load,
 * compile and warm up the whole server anew: more than a third of the processor time of the suite.
 */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { JestEnvironment } from '@jest/environment';
import jestRuntime from 'jest-runtime';
import { type GlobalsOfTests, setGlobals } from './globals.ts';
import { addressOfRun, resolveForTests } from './modules.ts';

// Its types speak of the CommonJS file; the module has the class itself as its default.
const JestRuntime = jestRuntime as unknown as typeof jestRuntime.default;

const require = createRequire(import.meta.url);
let runs = 0;

/** Loads what runs the tests of a file: it keeps what it knows of them in its module, and in symbols of the global object. */
function loadAfresh(path: string): unknown {
  for (const key of Object.getOwnPropertySymbols(globalThis)) {
    if (['JEST_STATE_SYMBOL', 'EVENT_HANDLERS'].includes(String(key.description))) {
      Reflect.deleteProperty(globalThis, key);
    }
  }
  delete require.cache[path];
  return require(path);
}

type FakeTimers = Parameters<NonNullable<JestEnvironment['fakeTimersModern']>['useFakeTimers']>[0];

function jestOf({ moduleMocker, fakeTimersModern }: JestEnvironment): GlobalsOfTests['jest'] {
  if (!(moduleMocker && fakeTimersModern)) throw new Error('the environment has no mocks or no timers');
  const jest = {
    fn: moduleMocker.fn.bind(moduleMocker),
    spyOn: moduleMocker.spyOn.bind(moduleMocker),
    restoreAllMocks: () => (moduleMocker.restoreAllMocks(), jest),
    useFakeTimers: (options: FakeTimers) => (fakeTimersModern.useFakeTimers(options), jest),
    useRealTimers: () => (fakeTimersModern.useRealTimers(), jest),
    advanceTimersByTime: (ms: number) => fakeTimersModern.advanceTimersByTime(ms),
  } as unknown as GlobalsOfTests['jest'];
  return jest;
}

class InProcessRuntime extends JestRuntime {
  readonly #environment: JestEnvironment;

  constructor(...options: ConstructorParameters<typeof JestRuntime>) {
    super(...options);
    [, this.#environment] = options;
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as Jest has it
  override requireInternalModule<T = unknown>(from: string, to?: string): T {
    return to === undefined ? (loadAfresh(from) as T) : super.requireInternalModule<T>(from, to);
  }

  override setGlobalsForRuntime(
    globals: Parameters<InstanceType<typeof JestRuntime>['setGlobalsForRuntime']>[0],
  ): void {
    setGlobals({ ...globals, jest: jestOf(this.#environment) });
  }

  override async unstable_importModule(path: string): Promise<unknown> {
    resolveForTests();
    runs += 1;
    return await import(addressOfRun(pathToFileURL(path).href, runs));
  }
}

// Jest requires this file, and takes what it gets for the class.
export { InProcessRuntime as 'module.exports' };
