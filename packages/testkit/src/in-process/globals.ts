/** What `import … from '@jest/globals'` gives: the functions of the file of tests that runs. Bindings are live, so whoever imported them before has the new ones. */
import type * as jestGlobals from '@jest/globals';

type Globals = typeof jestGlobals;
/** What the suite uses of `jest`. There are no mocks of modules: what is under test is loaded before. */
type Jest = Pick<
  Globals['jest'],
  'advanceTimersByTime' | 'fn' | 'restoreAllMocks' | 'spyOn' | 'useFakeTimers' | 'useRealTimers'
>;
export type GlobalsOfTests = Omit<Pick<Globals, TestFunction>, 'jest'> & { readonly jest: Jest };
type TestFunction =
  | 'afterAll'
  | 'afterEach'
  | 'beforeAll'
  | 'beforeEach'
  | 'describe'
  | 'expect'
  | 'it'
  | 'jest'
  | 'test';

export let afterAll: GlobalsOfTests['afterAll'];
export let afterEach: GlobalsOfTests['afterEach'];
export let beforeAll: GlobalsOfTests['beforeAll'];
export let beforeEach: GlobalsOfTests['beforeEach'];
export let describe: GlobalsOfTests['describe'];
export let expect: GlobalsOfTests['expect'];
export let it: GlobalsOfTests['it'];
export let jest: GlobalsOfTests['jest'];
export let test: GlobalsOfTests['test'];

export function setGlobals(now: GlobalsOfTests): void {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = now);
  // For what is loaded outside of Jest too, and so imports nothing of it.
  Object.assign(globalThis, { describe, it });
}
