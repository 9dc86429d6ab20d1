import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@gatehouse/testkit';
import { afterEach, describe, expect, it } from '@jest/globals';
import { gatehouse } from '../../cli/command.ts';
import { confidential } from '../../client.ts';
import { serverEnvironment, startServer, type TestServer } from '../../server.ts';

let server: TestServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** A server whose audit stream goes there, and that many tokens of it. */
async function issue(file: string, tokens = 3): Promise<TestServer> {
  server ??= await startServer({ env: { GATEHOUSE_AUDIT_FILE: file } });
  const worker = await confidential(server, 'worker');
  for (let count = 0; count < tokens; count += 1) {
    const { status } = await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
    expect(status).toBe(200);
  }
  return server;
}

const metric = async ({ server: { service } }: TestServer, name: string) =>
  Number(
    new RegExp(`^${name}\\{[^}]*destination="stream"[^}]*\\} (\\d+)$`, 'mu').exec(await service.metrics.metrics())?.[1],
  );
const said = ({ log }: TestServer, what: string) => log.filter((line) => line.includes(what));
const fails = 'the audit stream cannot be written';

describe('F2: the audit stream', () => {
  it('F2: on a full disk tokens are given, the failure is counted and said once, the stop is in order', async () => {
    const test = await issue('/dev/full');
    await eventually(async () => (await metric(test, 'audit_failures_total')) >= 2);
    expect(said(test, fails)).toHaveLength(1);
    expect(said(test, fails)[0]).toContain('ENOSPC');
    expect((await test.audited({ type: 'token.issued' })).length).toBeGreaterThanOrEqual(3);
    await issue('/dev/full');
  });

  it('F2: a folder that is missing is said at the start; once it is there, everything that waited is in the file', async () => {
    server = await startServer({ env: {} });
    const folder = join(server.directory, 'later');
    await server.stop();
    server = await startServer({ env: { GATEHOUSE_AUDIT_FILE: join(folder, 'audit.log') } });
    const test = server;
    await eventually(() => said(test, fails).length === 1);
    await issue('');
    mkdirSync(folder, { recursive: true });
    await eventually(() => said(test, 'the audit stream is written again').length === 1);
    expect(readFileSync(join(folder, 'audit.log'), 'utf8').match(/"token\.issued"/gu)).toHaveLength(3);
    expect(await metric(test, 'audit_lost_total')).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('F2: a FIFO that nobody reads, and a directory in the place of the file, stop nobody', async () => {
    server = await startServer();
    const place = join(server.directory, 'place');
    await server.stop();
    mkdirSync(server.directory, { recursive: true });
    execFileSync('mkfifo', [place]);
    server = await startServer({ env: { GATEHOUSE_AUDIT_FILE: place } });
    const test = await issue(place);
    await eventually(() => said(test, 'ENXIO').length === 1);
    renameSync(place, `${place}.fifo`);
    mkdirSync(place);
    await issue(place);
    rmSync(place, { recursive: true });
    await eventually(() => said(test, 'the audit stream is written again').length === 1);
    expect(readFileSync(place, 'utf8').match(/"token\.issued"/gu)).toHaveLength(6);
    rmSync(test.directory, { recursive: true, force: true });
  });

  it('F2: a stop writes what waits, and while the stream fails the database has the records that are left to it', async () => {
    server = await startServer();
    const file = join(server.directory, 'audit.log');
    await server.stop();
    const env = { GATEHOUSE_AUDIT_FILE: file, GATEHOUSE_AUDIT_TOKENS: 'stream' };
    mkdirSync(file, { recursive: true });
    server = await startServer({ env });
    const test = await issue(file, 1);
    await eventually(() => said(test, 'EISDIR').length === 1);
    await issue(file, 2);
    expect((await test.audited({ type: 'token.issued' })).length).toBeGreaterThanOrEqual(2);
    await issue(file, 4);
    rmSync(file, { recursive: true });
    await test.server.service.stop();
    await test.server.close();
    server = undefined;
    expect(readFileSync(file, 'utf8').match(/"token\.issued"/gu)).toHaveLength(7);
    rmSync(join(file, '..'), { recursive: true });
    rmSync(test.directory, { recursive: true, force: true });
  });

  it('F2: a command whose record does not get into the stream has done its work and says so', async () => {
    const test = await issue('/dev/full', 0);
    const env = {
      GATEHOUSE_ISSUER: test.issuer,
      GATEHOUSE_DATABASE_URL: test.settings.databaseUrl.reveal(),
      GATEHOUSE_STATE_DIRECTORY: test.directory,
      GATEHOUSE_TLS_CERT_FILE: test.settings.tlsCertFile,
      GATEHOUSE_TLS_KEY_FILE: test.settings.tlsKeyFile,
      GATEHOUSE_AUDIT_FILE: '/dev/full',
    };
    const { code, stderr } = await gatehouse(['users', 'disable', 'bob'], env);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^gatehouse: warning: .*\/dev\/full: ENOSPC/u)]);
    const fifo = join(test.directory, 'fifo');
    execFileSync('mkfifo', [fifo]);
    const waits = await gatehouse(['users', 'enable', 'bob'], { ...env, GATEHOUSE_AUDIT_FILE: fifo });
    expect([waits.code, waits.stderr]).toEqual([0, expect.stringContaining('ENXIO')]);
  });
});

describe('F2: gatehouse config check', () => {
  const faults: readonly [string, (directory: string) => string, RegExp][] = [
    ['a folder that is missing', (directory) => join(directory, 'missing/audit.log'), /ENOENT.*make it/u],
    ['a folder that is a file', (directory) => join(directory, 'file/audit.log'), /is no folder/u],
    ['a directory in its place', (directory) => directory, /is a folder/u],
    ['a file system that is read only', () => '/proc/audit.log', /no space is left|not writable/u],
  ];
  it('F2: names what is wrong with the place of the audit file', async () => {
    server = await startServer();
    const { directory } = server;
    writeFileSync(join(directory, 'file'), '');
    const env = await serverEnvironment(directory);
    for (const [what, place, says] of faults) {
      const run = await gatehouse(['config', 'check'], { ...env, GATEHOUSE_AUDIT_FILE: place(directory) });
      expect([what, run.code, run.stderr]).toEqual([what, 78, expect.stringMatching(says)]);
      expect(run.stderr).toMatch(/^gatehouse: GATEHOUSE_AUDIT_FILE: .*\n$/u);
    }
    if (process.getuid?.() !== 0) {
      const closed = join(directory, 'closed');
      mkdirSync(closed);
      chmodSync(closed, 0o500);
      const run = await gatehouse(['config', 'check'], { ...env, GATEHOUSE_AUDIT_FILE: join(closed, 'audit.log') });
      expect([run.code, run.stderr]).toEqual([78, expect.stringContaining('not writable')]);
    }
    const fine = await gatehouse(['config', 'check'], { ...env, GATEHOUSE_AUDIT_FILE: join(directory, 'audit.log') });
    expect([fine.code, fine.stderr]).toEqual([0, '']);
  });
});
