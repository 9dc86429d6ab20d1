import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { dashedIdentifierLast } from '../../src/cli/dashed-identifier.ts';
import { createProgram } from '../../src/cli/program.ts';
import { gatehouse } from './command.ts';

const kid = '-C7Jtf40M3NC8MBdwY0IYx6IX-C9-FQPUi7Jg6IriDI';

describe('an identifier that begins with a dash', () => {
  it.each<[string, string]>([
    [`keys revoke ${kid} --json`, `keys revoke --json -- ${kid}`],
    [`--json keys retire ${kid}`, `--json keys retire -- ${kid}`],
    [`keys retire --${kid.slice(2)}`, `keys retire -- --${kid.slice(2)}`],
    ['clients secret remove worker -a-b_cdefghi', 'clients secret remove worker -- -a-b_cdefghi'],
    // Whoever writes it already, other identifiers, options, and values of options.
    [`keys revoke -- ${kid}`, `keys revoke -- ${kid}`],
    [`keys revoke x${kid.slice(1)}`, `keys revoke x${kid.slice(1)}`],
    ['keys rotate --purpose cookie', 'keys rotate --purpose cookie'],
    [`tokens revoke --user keys --grant ${kid}`, `tokens revoke --user keys --grant ${kid}`],
    ['clients secret add worker --expires-in-days 3', 'clients secret add worker --expires-in-days 3'],
    ['--help', '--help'],
  ])('%s', (given, expected) => {
    expect(dashedIdentifierLast(given.split(' ')).join(' ')).toBe(expected);
  });

  it('no option of those commands looks like one', () => {
    const flags: string[] = [];
    const walk = (command: Command) => {
      flags.push(...command.options.flatMap(({ long, short }) => [long, short].filter((flag) => flag !== undefined)));
      for (const below of command.commands) walk(below);
    };
    for (const command of createProgram().commands) if (['keys', 'clients'].includes(command.name())) walk(command);
    expect(flags).toContain('--purpose');
    for (const group of ['keys', 'clients'])
      for (const flag of flags) expect(dashedIdentifierLast([group, flag])).toEqual([group, flag]);
  });

  it('reaches the command', async () => {
    const env = { GATEHOUSE_DATABASE_URL: 'sqlite:/nowhere/at/all.sqlite', GATEHOUSE_TLS: 'false' };
    const { code, stderr } = await gatehouse(['keys', 'retire', kid], env);
    expect([code, stderr.includes('unknown option')]).toEqual([1, false]);
  });
});
