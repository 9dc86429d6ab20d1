import path from 'node:path';
import {
  type PostgresServer,
  postgres,
  skipUnless,
  type TemporaryDirectory,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatehouse } from './command.ts';

let directory: TemporaryDirectory;
beforeAll(async () => {
  directory = await temporaryDirectory();
});
afterAll(() => directory?.remove());

const run = (databaseUrl: string, command: string, input?: string) =>
  gatehouse(
    command.split(' '),
    { GATEHOUSE_DATABASE_URL: databaseUrl, GATEHOUSE_STATE_DIRECTORY: directory.path },
    input,
  );

describe('gatehouse migrate partition', () => {
  it('takes a power of two and nothing else, and says why SQLite has none', async () => {
    const file = `sqlite:${path.join(directory.path, 'database.sqlite')}`;
    for (const by of ['', ' --by 3', ' --cancel --by 2']) {
      const { code, stdout, stderr } = await run(file, `migrate partition${by}`);
      expect({ by, code, stdout, stderr }).toEqual({
        by,
        code: 64,
        stdout: '',
        stderr: expect.stringMatching(/^gatehouse: --/u),
      });
    }
    const { code, stderr } = await run(file, 'migrate partition --by 16');
    expect([code, stderr]).toEqual([1, 'gatehouse: SQLite has no partitions: they are for PostgreSQL\n']);
  });

  skipUnless('postgres')('on PostgreSQL', () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await postgres();
    });
    afterAll(() => server?.stop());

    it('says what it needs, asks, does it, shows it and has nothing to do then', async () => {
      const url = await server.newDatabase();
      const early = await run(url, 'migrate partition --by 4');
      expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('run "gatehouse migrate up" first')]);
      await run(url, 'migrate up');
      const plan = await run(url, 'migrate partition --by 4 --dry-run');
      expect([plan.code, plan.stdout]).toEqual([
        0,
        expect.stringMatching(/^artefacts: about 0 rows, 1 MB\nthe database's disk needs/u),
      ]);
      const unsure = await run(url, 'migrate partition --by 4', 'no\n');
      expect([unsure.code, unsure.stderr]).toEqual([1, expect.stringContaining('nothing was done: give --yes')]);
      expect((await run(url, 'migrate status')).stdout).not.toContain('partitions');
      const done = await run(url, 'migrate partition --by 4', 'yes\n');
      expect([done.code, done.stdout]).toEqual([0, 'artefacts has 4 partitions\n']);
      expect((await run(url, 'migrate status')).stdout).toMatch(/artefacts +4 partitions/u);
      const again = await run(url, 'migrate partition --by 4 --json');
      expect([again.code, JSON.parse(again.stdout)]).toEqual([
        0,
        expect.objectContaining({ partitions: 4, changed: false }),
      ]);
      const back = await run(url, 'migrate partition --by 1 --yes --quiet');
      expect([back.code, back.stdout, back.stderr]).toEqual([0, '', '']);
      const cancelled = await run(url, 'migrate partition --cancel');
      expect([cancelled.code, cancelled.stdout]).toEqual([0, 'nothing to do: no copy is begun\n']);
    });
  });
});
