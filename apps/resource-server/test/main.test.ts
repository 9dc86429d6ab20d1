import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createTestIssuer, type TestIssuer } from '@gatehouse/oauth-guard/testing';
import {
  certificates,
  freePort,
  runProgram,
  startProgram,
  type TemporaryDirectory,
  type TestCertificates,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const entry = 'apps/resource-server/src/main.ts';
let made: TestCertificates;
let folder: TemporaryDirectory;
let issuer: TestIssuer;
beforeAll(async () => {
  [made, folder] = await Promise.all([certificates(), temporaryDirectory()]);
  issuer = await createTestIssuer({ audience: 'https://localhost:3001' });
});
afterAll(async () => {
  await issuer.close();
  await folder.remove();
});

async function environment(differences: Record<string, string> = {}): Promise<Record<string, string>> {
  return {
    API_ISSUER: issuer.issuer,
    API_PORT: String(await freePort()),
    API_MANAGEMENT_PORT: String(await freePort()),
    API_DATABASE_URL: `sqlite:${join(folder.path, 'api.sqlite')}`,
    API_TLS_CERT_FILE: made.certFile('resource-server'),
    API_TLS_KEY_FILE: made.keyFile('resource-server'),
    API_CA_FILE: made.caFile,
    ...differences,
  };
}

describe('the program', () => {
  it('OPS-05: starts, gets ready, keeps its data and its secrets for itself, and stops on SIGTERM with 0', async () => {
    const env = await environment();
    for (let round = 0; round < 2; round += 1) {
      const program = await startProgram({
        entry,
        env,
        readyUrl: `http://127.0.0.1:${env['API_MANAGEMENT_PORT']}/readyz`,
      });
      expect(await program.stop()).toBe(0);
      expect(program.stderr()).toBe('');
      expect(program.stdout()).not.toContain('"level":"error"');
    }
    const key = join(folder.path, 'api.sqlite.cursor-key');
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder.path, 'api.sqlite')).mode & 0o777).toBe(0o600);
  });

  it('F9: SIGHUP does not end it; it serves the certificate that is there, and names what needs a restart', async () => {
    const keys = join(folder.path, 'cursor-keys');
    writeFileSync(keys, 'k'.repeat(43));
    const env = await environment({ API_CURSOR_KEYS_FILE: keys });
    const readyUrl = `http://127.0.0.1:${env['API_MANAGEMENT_PORT']}/readyz`;
    const program = await startProgram({ entry, env, readyUrl });
    writeFileSync(keys, 'l'.repeat(43));
    process.kill(program.pid, 'SIGHUP');
    const [line] = await program.printed(/.*they count after a restart.*/u);
    expect(JSON.parse(line)).toMatchObject({ settings: ['API_CURSOR_KEYS'] });
    rmSync(keys);
    process.kill(program.pid, 'SIGHUP');
    await program.printed(/API_CURSOR_KEYS: cannot read the file.*a restart would fail/u);
    expect((await fetch(readyUrl)).status).toBe(200);
    expect(await program.stop()).toBe(0);
  });

  it('OPS-15: wrong settings end it with 78 and name every fault', async () => {
    const env = await environment({
      API_MODE: 'production',
      API_ISSUER: 'http://id.example',
      API_CLOCK_TOLERANCE_SECONDS: '61',
      API_AUDIENC: 'x',
      API_TLS_KEY_FILE: join(folder.path, 'missing.key'),
    });
    const { code, stdout, stderr } = await runProgram({ entry, env });
    expect(code).toBe(78);
    expect(stdout).toBe('');
    const names = stderr
      .trim()
      .split('\n')
      .map((line) => line.split(':')[0] ?? '');
    expect(new Set(names)).toEqual(
      new Set(['API_AUDIENC', 'API_CLOCK_TOLERANCE_SECONDS', 'API_CURSOR_KEYS', 'API_ISSUER', 'API_TLS_KEY_FILE']),
    );
    expect(stderr).toContain('API_AUDIENCE');
  });

  it('OPS-15: a missing database folder and an occupied port each give one clear line', async () => {
    const missing = await environment({ API_DATABASE_URL: `sqlite:${join(folder.path, 'nowhere', 'api.sqlite')}` });
    const first = await runProgram({ entry, env: missing });
    expect([first.code, first.stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(first.stderr).toContain('nowhere');
    expect(existsSync(join(folder.path, 'nowhere'))).toBe(false);

    const taken = createServer();
    const { promise: listening, resolve } = Promise.withResolvers<void>();
    taken.listen(0, '127.0.0.1', () => resolve());
    await listening;
    const { port } = taken.address() as { port: number };
    const second = await runProgram({ entry, env: await environment({ API_PORT: String(port) }) });
    taken.close();
    expect([second.code, second.stderr.trim().split('\n').length]).toEqual([1, 1]);
    expect(second.stderr).toContain(String(port));
  });
});
