import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort, rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { commands } from '../../src/cli/commands/commands.ts';
import type { CommandRow, GroupRow } from '../../src/cli/commands/row.ts';
import { createProgram } from '../../src/cli/program.ts';
import { gatehouse } from './command.ts';
import { startOf, startOfServer } from './lazy-start.ts';

/** The command line itself: what does the work of a command is not in it. */
const itself =
  /^(?:apps\/authorization-server\/(?:bin\/gatehouse\.js|src\/cli\/(?:main|program|named-server|colour|dashed-identifier)\.ts|src\/cli\/commands\/[a-z-]+\.ts)|(?:apps\/authorization-server\/)?node_modules\/commander\/.*)$/u;

const rows = (list: readonly (CommandRow | GroupRow)[]): CommandRow[] =>
  list.flatMap((row) => ('usage' in row ? [row] : rows(row.commands)));

describe('a start of the command line', () => {
  it.each(['--help', '--version', 'users --help', 'clients secret add --help'])(
    '%s loads no module of the server',
    async (line) => {
      const { modules } = await startOf(line.split(' '));
      expect(modules).toContain('apps/authorization-server/src/cli/program.ts');
      expect(modules.filter((file) => !itself.test(file))).toEqual([]);
    },
  );

  it('a command loads what it needs', async () => {
    const { modules } = await startOf(['registry', 'schema']);
    expect(modules).toContain('apps/authorization-server/src/directory/registry/json-schema.ts');
    expect(modules).not.toContain('apps/authorization-server/src/app.ts');
  });

  it('each row names a function that there is', async () => {
    for (const row of rows(Object.values(commands).flat())) {
      expect([row.usage, typeof (await row.action(commands))]).toEqual([row.usage, 'function']);
    }
  });

  it('the version is that of the package', async () => {
    const text = readFileSync(path.join(rootDirectory, 'apps/authorization-server/package.json'), 'utf8');
    const { stdout } = await gatehouse(['--version'], {});
    expect(stdout).toBe(`${(JSON.parse(text) as { version: string }).version}\n`);
  });

  it('every example names a command and options that there are', () => {
    const lines: string[] = [];
    const collect = (list: readonly (CommandRow | GroupRow)[]) => {
      for (const row of list) {
        lines.push(...(row.examples ?? []).map(([line]) => line));
        if (!('usage' in row)) collect(row.commands);
      }
    };
    collect(Object.values(commands).flat());
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const words = line.split(' ');
      const program: Command = createProgram();
      let command = program;
      for (let below; (below = command.commands.find((one) => one.name() === words[0])); words.shift()) command = below;
      expect([line, command.commands]).toEqual([line, []]);
      const options = [...command.options, ...program.options].map(({ long }) => long);
      for (const word of words)
        if (word.startsWith('--')) expect([line, options]).toEqual([line, expect.arrayContaining([word])]);
    }
  });
});

/** What only somebody who comes needs: users, operators, upstream providers, and those who type a command. */
const later =
  /^(?:apps\/authorization-server\/src\/(?:admin-api\.ts|admin\/resources\/|browser\/(?:browser\.ts|account\/)|cli\/program\.ts)|packages\/oauth-guard\/|(?:apps\/authorization-server\/)?node_modules\/(?:commander|openid-client|oauth4webapi)\/)/u;

describe('a start of the server', () => {
  it('loads pages, the admin API and the upstream side when somebody comes for them, and then all of them work', async () => {
    const directory = await temporaryDirectory();
    const [port, managementPort] = [await freePort(), await freePort()];
    const origin = `http://localhost:${port}`;
    const env = {
      GATEHOUSE_ISSUER: origin,
      GATEHOUSE_TLS: 'false',
      GATEHOUSE_PORT: String(port),
      GATEHOUSE_MANAGEMENT_PORT: String(managementPort),
      GATEHOUSE_DATABASE_URL: `sqlite:${path.join(directory.path, 'database.sqlite')}`,
      GATEHOUSE_STATE_DIRECTORY: directory.path,
    };
    const readyUrl = `http://127.0.0.1:${managementPort}/readyz`;
    const alone = await startOfServer(env, readyUrl);
    expect(alone.modules).toContain('apps/authorization-server/src/app.ts');
    expect(alone.modules.filter((file) => later.test(file))).toEqual([]);
    const both = await startOfServer(env, readyUrl, async () => {
      const paths = ['/', '/admin/v1/users', '/.well-known/oauth-protected-resource/admin/v1', '/account/recover'];
      const answers = await Promise.all(paths.map((asked) => fetch(new URL(asked, origin), { redirect: 'manual' })));
      expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
    });
    expect(both.modules).toContain('apps/authorization-server/src/admin-api.ts');
    expect(both.modules).toContain('apps/authorization-server/src/browser/browser.ts');
    await directory.remove();
  });
});
