import { execFile, execFileSync } from 'node:child_process';
import { appendFile, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { apiKeyOf } from '@gatehouse/logging';
import { rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createUsage } from '../src/usage.ts';
import { aGateway } from './a-gateway.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let file: string;
beforeEach(async () => {
  directory = await temporaryDirectory();
  file = path.join(directory.path, 'usage.jsonl');
});
afterEach(() => directory.remove());

/** What the command prints. */
async function report(...args: string[]): Promise<unknown[]> {
  const command = path.join(rootDirectory, 'apps/gateway/src/cli/usage.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--json', ...args]);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as unknown);
}

const noon = Date.parse('2026-11-22T12:00:00Z');
const make = (more: object = {}) => {
  const failures: unknown[] = [];
  const state = { nowMs: noon, recoveries: 0 };
  const usage = createUsage({
    file,
    flushMs: 3_600_000,
    keptDays: 0,
    quota: 0,
    clock: () => state.nowMs,
    onFailure: (error, again) => failures.push([(error as NodeJS.ErrnoException).code, again]),
    onRecovery: () => void (state.recoveries += 1),
    ...more,
  });
  return { usage, failures, state };
};

/** The day of each line. */
const days = async () => [...(await readFile(file, 'utf8')).matchAll(/"day":"([^"]+)"/gu)].map(([, day]) => day);
const lineOf = (day: string) => `${JSON.stringify({ day, requests: 2, subject: 'alice' })}\n`;

describe('counts by day', () => {
  it('F8: leave the file when they are older than the retention, and only then', async () => {
    const real = path.join(directory.path, 'elsewhere.jsonl');
    await writeFile(real, ['2026-09-01', '2026-10-22', '2026-10-23', '2026-11-21'].map(lineOf).join(''));
    await symlink(real, file);
    const { usage, state, failures } = make({ keptDays: 30 });
    await usage.load();
    usage.count('a', { subject: 'alice' });
    await usage.flush();
    expect(await days()).toEqual(['2026-10-23', '2026-11-21', '2026-11-22']);
    // The next day one more is too old; what is counted meanwhile is in the file that took its place.
    state.nowMs += 24 * 3_600_000;
    usage.count('a', { subject: 'alice' });
    await usage.flush();
    usage.count('a', { subject: 'alice' });
    await usage.close();
    expect(await days()).toEqual(['2026-11-21', '2026-11-22', '2026-11-23', '2026-11-23']);
    expect([failures, await readFile(real, 'utf8')]).toEqual([[], await readFile(file, 'utf8')]);
    const forEver = make();
    await forEver.usage.load();
    forEver.usage.count('a', { subject: 'alice' });
    await forEver.usage.close();
    expect(await days()).toContain('2026-11-21');
  });

  it('GW-07: are added up over days, callers and instances, and survive a restart and a torn line', async () => {
    const { usage, state } = make();
    await usage.load();
    for (let count = 0; count < 3; count += 1) usage.count('a', { subject: 'alice', client_id: 'web-app' });
    usage.count('k', { subject: 'bob', credential_id: 'key-1' });
    await usage.flush();
    state.nowMs += 13 * 3_600_000;
    usage.count('a', { subject: 'alice', client_id: 'web-app' });
    await usage.close();
    await appendFile(file, '{"day":"2026-11-23","subject":"ali');
    const again = make();
    again.usage.count('a', { subject: 'alice', client_id: 'web-app' });
    await again.usage.close();
    const other = path.join(directory.path, 'other.jsonl');
    await writeFile(
      other,
      '{"day":"2026-11-22","requests":10,"subject":"alice","client_id":"web-app"}\nno json\n{"requests":1}\n',
    );
    expect(await report(file, other)).toEqual([
      { day: '2026-11-22', requests: 14, subject: 'alice', client_id: 'web-app' },
      { day: '2026-11-22', requests: 1, subject: 'bob', credential_id: 'key-1' },
      { day: '2026-11-23', requests: 1, subject: 'alice', client_id: 'web-app' },
    ]);
    expect(await report(file, '--day', '2026-11-23')).toHaveLength(1);
    expect((await readFile(file)).includes('\n\n')).toBe(true);
  });

  it('GW-07: a quota counts what was there before a restart, and begins anew with the day', async () => {
    const first = make({ quota: 3 });
    await first.usage.load();
    const count = (usage: typeof first.usage) => usage.count('a', { subject: 'alice' });
    expect([count(first.usage), count(first.usage)].map((left) => left?.remaining)).toEqual([2, 1]);
    await first.usage.close();
    const second = make({ quota: 3 });
    await second.usage.load();
    expect(count(second.usage)).toEqual({ remaining: 0, resetSeconds: 43_200, isOver: false });
    expect(count(second.usage)).toEqual({ remaining: 0, resetSeconds: 43_200, isOver: true });
    second.state.nowMs += 12 * 3_600_000;
    expect(count(second.usage)).toMatchObject({ remaining: 2, isOver: false });
    await second.usage.close();
    expect((await report(file)).map((line) => (line as { requests: number }).requests)).toEqual([3, 1]);
  });

  it('GW-07: what cannot be written is kept until it can', async () => {
    const { usage, failures } = make({ file: path.join(directory.path, 'missing/usage.jsonl') });
    usage.count('a', { subject: 'alice' });
    await usage.flush();
    expect(failures).toHaveLength(1);
    const { mkdir } = await import('node:fs/promises');
    await mkdir(path.join(directory.path, 'missing'));
    await usage.close();
    expect(await report(path.join(directory.path, 'missing/usage.jsonl'))).toEqual([
      { day: '2026-11-22', requests: 1, subject: 'alice' },
    ]);
  });
});

describe('F2: the file of usage', () => {
  it('F2: a full disk loses and doubles nothing, and what waits does not grow with the time', async () => {
    const { usage, failures, state } = make();
    await symlink('/dev/full', file);
    for (let round = 0; round < 3; round += 1) {
      usage.count('a', { subject: 'alice' });
      await usage.flush();
    }
    expect(failures).toEqual([
      ['ENOSPC', false],
      ['ENOSPC', true],
      ['ENOSPC', true],
    ]);
    await rm(file);
    await usage.flush();
    expect(state.recoveries).toBe(1);
    expect((await readFile(file, 'utf8')).trim()).toBe('{"day":"2026-11-22","subject":"alice","requests":3}');
    await usage.close();
  });

  it('F2: a file that was moved away or removed is made again', async () => {
    const { usage, failures } = make();
    for (const away of ['.1', '.2']) {
      usage.count('a', { subject: 'alice' });
      await usage.flush();
      await rename(file, `${file}${away}`);
    }
    usage.count('a', { subject: 'alice' });
    await usage.close();
    expect(await report(file, `${file}.1`, `${file}.2`)).toEqual([
      { day: '2026-11-22', requests: 3, subject: 'alice' },
    ]);
    expect(failures).toEqual([]);
  });

  it('F2: a FIFO holds nothing up, and is refused at the start, for it cannot be read', async () => {
    execFileSync('mkfifo', [file]);
    const { usage, failures } = make();
    await expect(usage.load()).rejects.toThrow(/no regular file/u);
    usage.count('a', { subject: 'alice' });
    await usage.flush();
    expect(failures).toEqual([['ENXIO', false]]);
    await usage.close();
  });
});

it('GW-07: the gateway counts each caller, shows the day’s quota in every answer, and refuses what is beyond it', async () => {
  const gateway = await aGateway({ env: { GATEWAY_USAGE_FILE: file, GATEWAY_QUOTA_REQUESTS_PER_DAY: '2' } });
  const token = await gateway.issuer.issueToken({ subject: 'alice', clientId: 'web-app', scope: 'invoice_read' });
  const key = apiKeyOf('u'.repeat(38));
  gateway.issuer.apiKeys.set(key, { sub: 'bob', scope: 'invoice_read' });
  try {
    const first = await gateway.call('/api/x', { token });
    expect(first.headers['ratelimit-policy']).toBe('"day";q=2;w=86400');
    expect(first.headers['ratelimit']).toMatch(/^"day";r=1;t=\d+$/u);
    expect((await gateway.call('/api/x', { token })).status).toBe(200);
    const over = await gateway.call('/api/x', { token });
    expect([over.status, over.headers['ratelimit']]).toEqual([429, expect.stringMatching(/^"day";r=0;t=\d+$/u)]);
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect((await gateway.call('/api/x', { token: `${token}x` })).status).toBe(401);
    expect((await gateway.call('/api/x', { headers: { 'x-api-key': key } })).status).toBe(200);
    expect(gateway.arrived).toHaveLength(3);
  } finally {
    await gateway.stop();
  }
  expect(await report(file)).toEqual([
    expect.objectContaining({ requests: 2, subject: 'alice', client_id: 'web-app' }),
    expect.objectContaining({ requests: 1, subject: 'bob' }),
  ]);
});
