import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LineWriter, openLineWriter } from '../src/index.ts';

let directory: TemporaryDirectory;
let file: string;
let writer: LineWriter | undefined;
let failures: string[];
let recoveries: number;
let lost: number;

beforeEach(async () => {
  directory = await temporaryDirectory();
  file = join(directory.path, 'lines.log');
  [failures, recoveries, lost] = [[], 0, 0];
});
afterEach(async () => {
  await writer?.close();
  await directory.remove();
});

function open(to: string | number = file, maxWaiting?: number): LineWriter {
  writer = openLineWriter({
    to,
    ...(maxWaiting === undefined ? {} : { maxWaiting }),
    retryMs: 20,
    onFailure: (error) => void failures.push((error as NodeJS.ErrnoException).code ?? String(error)),
    onRecovery: () => void (recoveries += 1),
    onLoss: (lines) => void (lost += lines),
  });
  return writer;
}
const content = (path = file) => readFileSync(path, 'utf8');
const read = async (fifo: string) => (await promisify(execFile)('head', ['-n', '1', fifo])).stdout;
const flushed = (lines: LineWriter) => new Promise<void>((resolve) => lines.flush(resolve));

describe('F2: a file that lines are added to', () => {
  it('F2: keeps what was in it, keeps the order, and closes with everything written', async () => {
    writeFileSync(file, 'before\n');
    const lines = open();
    const all = Array.from({ length: 3000 }, (_, index) => `line ${index} é\n`);
    for (const line of all) lines.write(line);
    await lines.close();
    expect(content()).toBe(`before\n${all.join('')}`);
    lines.write('after the end\n');
    expect([failures, lost]).toEqual([[], 1]);
  });

  it('F2: on a full disk lines wait up to the bound, what is more is counted, nothing throws', async () => {
    const lines = open('/dev/full', 100);
    for (let index = 0; index < 50; index += 1) lines.write('0123456789\n');
    await eventually(() => failures.length >= 2);
    expect(new Set(failures)).toEqual(new Set(['ENOSPC']));
    expect(lost).toBe(41);
    await lines.close();
    expect(lost).toBe(50);
    expect(recoveries).toBe(0);
  });

  it('F2: a line that was written in part is written again whole, on a line of its own', async () => {
    // A size limit of the shell stands for a disk that fills up in the middle of a line.
    const program = `
      import { openLineWriter } from '${new URL('../src/index.ts', import.meta.url).href}';
      process.on('SIGXFSZ', () => undefined);
      const writer = openLineWriter({ to: process.argv[1], retryMs: 20, onRecovery: () => undefined, onLoss: () => undefined,
        onFailure: ({ code }) => { console.log(code); process.exit(); } });
      for (let n = 0; n < 100; n += 1) writer.write(String(n).padStart(19, '0') + '\\n');`;
    const command = `ulimit -f 1; exec "$0" --input-type=module-typescript --eval "$1" "$2"`;
    const said = execFileSync('bash', ['-c', command, process.execPath, program, file], { encoding: 'utf8' });
    expect(said).toBe('EFBIG\n');
    expect(content()).toHaveLength(1024);
    const lines = open();
    lines.write('next\n');
    await lines.close();
    expect(content().endsWith('next\n')).toBe(true);
  });

  it('F2: a folder that is missing or removed, a directory in its place: tried again until it can be written', async () => {
    const folder = join(directory.path, 'made-later');
    const inside = join(folder, 'lines.log');
    const lines = open(inside);
    lines.write('one\n');
    await eventually(() => failures.includes('ENOENT'));
    mkdirSync(inside, { recursive: true });
    await eventually(() => failures.includes('EISDIR'));
    rmSync(inside, { recursive: true });
    await eventually(() => recoveries === 1);
    expect(content(inside)).toBe('one\n');
    rmSync(folder, { recursive: true });
    lines.reopen();
    lines.write('two\n');
    await eventually(() => failures.filter((code) => code === 'ENOENT').length > 1);
    mkdirSync(folder);
    await eventually(() => recoveries === 2);
    expect([content(inside), lost]).toEqual(['two\n', 0]);
  });

  it('F2: a file that was moved away is left at once when told, and by itself within a second', async () => {
    const lines = open();
    lines.write('old\n');
    await flushed(lines);
    renameSync(file, `${file}.1`);
    lines.reopen();
    lines.write('new\n');
    await eventually(() => content() === 'new\n');
    renameSync(file, `${file}.2`);
    await eventually(() => {
      lines.write('newer\n');
      return content().startsWith('newer\n');
    });
    expect([content(`${file}.1`), failures, lost]).toEqual(['old\n', [], 0]);
  });

  it('F2: a deleted file is made again, for its owner alone', async () => {
    const lines = open();
    await flushed(lines);
    rmSync(file);
    lines.reopen();
    await eventually(() => content() === '');
    expect(execFileSync('stat', ['-c', '%a', file], { encoding: 'utf8' })).toBe('600\n');
  });

  it('F2: a FIFO without a reader blocks nothing; its reader gets what waited, and a second reader what came after', async () => {
    execFileSync('mkfifo', [file]);
    const lines = open();
    lines.write('one\n');
    await eventually(() => failures.includes('ENXIO'));
    expect(await read(file)).toBe('one\n');
    lines.write('two\n');
    // A reader that opens it while the writer still finds out that the first one left sees an end, and comes again.
    await eventually(() => failures.includes('EPIPE'));
    expect(await read(file)).toBe('two\n');
    expect(lost).toBe(0);
  });
});
