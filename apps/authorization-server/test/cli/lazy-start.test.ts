import { readFileSync } from 'node:fs';
import path from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { commands } from '../../src/cli/commands/commands.ts';
import type { CommandRow, GroupRow } from '../../src/cli/commands/row.ts';
import { createProgram } from '../../src/cli/program.ts';
import { gatehouse } from './command.ts';
import { startOf } from './lazy-start.ts';

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
