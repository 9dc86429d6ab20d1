import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createSealer } from '@gatehouse/storage';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverEnvironment } from '../server.ts';
import { gatehouse } from './command.ts';

const [lost, kept] = [randomBytes(32), randomBytes(32)];
const [lostId = '', keptId = ''] = createSealer([lost, kept]).keyIds;
const keys = (...list: Buffer[]) => ({
  GATEHOUSE_ENCRYPTION_KEYS: list.map((key) => key.toString('base64url')).join(','),
});

let directory: TemporaryDirectory;
let env: Record<string, string>;
let database: string;
beforeAll(async () => {
  directory = await temporaryDirectory();
  env = await serverEnvironment(directory.path);
  database = path.join(directory.path, 'database.sqlite');
  const made = await gatehouse(['keys', 'rotate'], { ...env, ...keys(lost) });
  expect(made.stderr).toBe('');
});
afterAll(() => directory.remove());

interface Finding {
  readonly check: string;
  readonly result: string;
  readonly advice: string;
}

async function doctor(with_: Record<string, string>): Promise<readonly Finding[]> {
  const { code, stdout, stderr } = await gatehouse(['doctor', '--json'], { ...env, ...with_ });
  const findings = JSON.parse(stdout) as Finding[];
  const faults = findings.filter(({ result }) => result === 'fault').length;
  // Nothing listens at the issuer here, so there is one at least.
  expect([code, faults > 0]).toEqual([1, true]);
  expect(stderr).toBe(`gatehouse: ${faults} of ${findings.length} checks found something that does not work\n`);
  return findings;
}

/** The one line on standard error. */
async function refusalOf(command: string, with_: Record<string, string>): Promise<string> {
  const { code, stderr } = await gatehouse([command], { ...env, ...with_ });
  expect([command, code]).toEqual([command, command === 'serve' ? 78 : 1]);
  const lines = stderr.trimEnd().split('\n');
  expect(lines).toHaveLength(1);
  for (const key of [lost, kept]) expect(stderr).not.toContain(key.toString('base64url'));
  return lines[0] as string;
}

describe('F23: an encryption key is lost or wrong', () => {
  it('F23: serve says which key is needed and where it belongs, and changes nothing', async () => {
    const said = await refusalOf('serve', keys(kept));
    expect(said).toContain(`signing_keys.sealed_private_key is encrypted with the encryption key ${lostId}`);
    expect(said).toContain(`configured: ${keptId}`);
    expect(said).toContain('Add that key to GATEHOUSE_ENCRYPTION_KEYS');
    const connection = new DatabaseSync(database, { readOnly: true });
    const accounts = connection.prepare('select count(*) as n from credentials').get();
    connection.close();
    expect(accounts).toEqual({ n: 0 });
  });

  it('F23: doctor goes on, and says what needs which key', async () => {
    const findings = await doctor(keys(kept));
    expect(findings.find(({ check }) => check === 'signing keys')).toMatchObject({ result: 'fault' });
    expect(findings.find(({ check }) => check.startsWith('secrets cannot be opened'))).toMatchObject({
      result: 'fault',
      check: expect.stringMatching(
        new RegExp(`\\d+ in signing_keys\\.sealed_private_key need the key ${lostId}$`, 'u'),
      ),
      advice: expect.stringContaining('Add that key to GATEHOUSE_ENCRYPTION_KEYS'),
    });
  });

  it('F23: reseal says the same and leaves the rows', async () => {
    expect(await refusalOf('reseal', keys(kept))).toContain(`signing_keys.sealed_private_key need the key ${lostId}`);
    const findings = await doctor(keys(kept, lost));
    expect(findings.find(({ check }) => check === 'secrets can be opened')).toMatchObject({ result: 'ok' });
  });

  it('F23: in development, without the file of the key', async () => {
    const development = await temporaryDirectory();
    const its = await serverEnvironment(development.path);
    expect((await gatehouse(['keys', 'rotate'], its)).code).toBe(0);
    await rm(path.join(development.path, 'encryption.key'));
    expect(await refusalOf('serve', its)).toContain('put the file encryption.key back into the state directory');
    await development.remove();
  });

  it('F23: one row that was altered is named by its primary key', async () => {
    const connection = new DatabaseSync(database);
    const { kid } = connection.prepare('select min(kid) as kid from signing_keys').get() as { kid: string };
    const alter = 'update signing_keys set sealed_private_key = substr(sealed_private_key, 1, 60) where kid = ?';
    connection.prepare(alter).run(kid);
    connection.close();
    const findings = await doctor(keys(lost));
    expect(findings.find(({ check }) => check.startsWith('secrets cannot be opened'))).toMatchObject({
      check: expect.stringContaining(`1 in signing_keys.sealed_private_key altered or moved (${kid})`),
      advice: 'Restore it from a backup',
    });
    expect(await refusalOf('serve', keys(lost))).toContain(`of the row ${kid} was altered or moved. Restore it`);
  });
});
