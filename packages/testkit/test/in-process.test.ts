import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { rootDirectory, temporaryDirectory } from '../src/index.ts';

interface Config {
  readonly testEnvironment: string;
  readonly runtime: string;
  readonly [option: string]: unknown;
}

const folder = join(import.meta.dirname, 'in-process');

const atRoot = (path: string) => path.replace('<rootDir>', rootDirectory);

/** Runs the files of a kind, one after the other in one process, as `npm test` would run them; gives what Jest says at the end. */
async function run(kind: string) {
  const { path: cacheDirectory, remove } = await temporaryDirectory();
  const { default: base } = (await import(join(rootDirectory, 'jest.config.js'))) as { readonly default: Config };
  const { testEnvironment, runtime, transform, extensionsToTreatAsEsm, moduleFileExtensions } = base;
  const config = {
    transform,
    extensionsToTreatAsEsm,
    moduleFileExtensions,
    rootDir: folder,
    cacheDirectory,
    testEnvironment: atRoot(testEnvironment),
    runtime: atRoot(runtime),
    testMatch: [`<rootDir>/*.${kind}.ts`],
  };
  const jest = join(rootDirectory, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', jest, '--runInBand', '--json', '--config', JSON.stringify(config)];
  const { stdout, code } = await promisify(execFile)(process.execPath, options, { cwd: folder }).then(
    (ran) => ({ ...ran, code: 0 }),
    (error: { readonly stdout: string; readonly code: number }) => error,
  );
  await remove();
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(stdout) as {
    readonly numPassedTests: number;
    readonly numFailedTests: number;
    readonly testResults: readonly { readonly name: string; readonly message: string }[];
  };
  return { code, numPassedTests, numFailedTests, messages: testResults.map(({ message }) => message).join('\n') };
}

describe('files of tests in the process itself', () => {
  it('find the process as the one before them found it', async () => {
    expect(await run('changes')).toEqual({ code: 0, numPassedTests: 4, numFailedTests: 0, messages: '\n' });
  });

  it('fail by what is wrong, also outside of a test', async () => {
    const { code, numPassedTests, messages } = await run('failure');
    expect([code, numPassedTests]).toEqual([1, 1]);
    expect(messages).toContain('Expected: 2');
    for (const text of ['nobody waits for this', 'the end failed', 'not even loaded']) expect(messages).toContain(text);
  });
});
