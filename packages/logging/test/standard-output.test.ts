import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { rootDirectory } from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LogFailures } from '../src/index.ts';

interface Started {
  readonly child: ChildProcess;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** What it wrote to standard error. */
  said(): string;
}

let child: ChildProcess | undefined;
afterEach(() => void child?.kill('SIGKILL'));

function start(output: 'pipe' | number): Started {
  child = spawn(process.execPath, [join(rootDirectory, 'packages/logging/test/log-program.ts')], {
    stdio: ['ignore', output, 'pipe', 'ipc'],
  });
  const [stdout, stderr] = [child.stdout, child.stderr] as [Readable, Readable];
  let said = '';
  stderr.setEncoding('utf8').on('data', (text: string) => void (said += text));
  return { child, stdout, stderr, said: () => said };
}

/** Waits until it has failed to write so often; that it still speaks is what shows that it lives. */
async function failed({ child: program }: Started, atLeast: number): Promise<void> {
  for (;;) {
    const [{ failures }] = (await once(program, 'message')) as [LogFailures];
    if (failures >= atLeast) return;
  }
}

async function exitCode({ child: program }: Started): Promise<unknown> {
  const closed = once(program, 'close');
  program.kill('SIGTERM');
  return (await closed)[0];
}

describe('F2: standard output', () => {
  it('F2: on a full disk the program goes on, says it once on standard error, counts, and ends in order', async () => {
    const full = openSync('/dev/full', 'w');
    const program = start(full);
    closeSync(full);
    await failed(program, 2);
    expect(await exitCode(program)).toBe(0);
    expect(program.said().match(/cannot be written to standard output \(ENOSPC\)/gu)).toHaveLength(1);
  });

  it('F2: when its reader goes away the program goes on', async () => {
    const program = start('pipe');
    await once(program.stdout, 'data');
    program.stdout.destroy();
    await failed(program, 2);
    expect(await exitCode(program)).toBe(0);
    expect(program.said()).toContain('(EPIPE)');
  });

  it('F2: when the readers of standard error and output go away the program goes on', async () => {
    const program = start('pipe');
    await once(program.stdout, 'data');
    program.stderr.destroy();
    program.stdout.destroy();
    await failed(program, 2);
    expect(await exitCode(program)).toBe(0);
  });

  it('F2: what waits is written before a process ends, the last line too', async () => {
    const program = start('pipe');
    let text = '';
    program.stdout.setEncoding('utf8').on('data', (part: string) => void (text += part));
    await once(program.child, 'message');
    expect(await exitCode(program)).toBe(0);
    expect(text.match(/"line":\d+/gu)).toHaveLength(1000);
    expect(text).toMatch(/"the last line"\}\n$/u);
  });
});
