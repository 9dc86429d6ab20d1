import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory, skipUnless } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { gatehouse } from './command.ts';

const command = path.join(rootDirectory, 'bin/gatehouse');
const env = { ...process.env, PATH: `${path.dirname(command)}:${process.env['PATH']}`, LC_ALL: 'C.UTF-8' };

async function printed(shell: string, args: readonly string[]): Promise<string[]> {
  const { stdout } = await promisify(execFile)(shell, args, { env });
  return stdout.split('\n').filter((line) => line !== '');
}

/** The words that bash offers in place of the last one. */
const inBash = (words: readonly string[]) =>
  printed('bash', [
    '--norc',
    '-c',
    'source <(gatehouse completion bash); COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gatehouse; printf "%s\\n" "${COMPREPLY[@]}"',
    'bash',
    'gatehouse',
    ...words,
  ]);

const inFish = (line: string) =>
  printed('fish', ['--no-config', '-c', 'gatehouse completion fish | source; complete -C "$argv[1]"', line]);

/** What zsh hands to its completion system, `word:meaning`. */
const inZsh = (words: readonly string[]) =>
  printed('zsh', [
    '-fc',
    'compdef() { :; }; _describe() { print -rl -- "${(@P)2}"; }; source <(gatehouse completion zsh); words=("$@"); CURRENT=$#; _gatehouse',
    'zsh',
    'gatehouse',
    ...words,
  ]);

describe('gatehouse completion', () => {
  it('bash completes commands, sub-commands, options and the values of choices', async () => {
    expect(await inBash(['us'])).toEqual(['users']);
    expect(await inBash(['clients', 'secret', 'a'])).toEqual(['add']);
    expect(await inBash(['users', 'set', 'alice', '--add'])).toEqual(['--add-role']);
    expect(await inBash(['completion', ''])).toEqual(['bash', 'zsh', 'fish']);
  });

  it('offers nothing where it knows nothing, and nothing hidden', async () => {
    expect(await inBash(['users', 'set', ''])).toEqual([]);
    expect(await inBash(['nonsense', ''])).toContain('users');
    expect(await inBash(['rese'])).toEqual([]);
  });

  it('refuses another shell as wrong usage', async () => {
    const { code, stderr } = await gatehouse(['completion', 'tcsh'], {});
    expect([code, stderr]).toEqual([64, expect.stringContaining('bash, zsh, fish')]);
  });
});

skipUnless('fish')('gatehouse completion fish', () => {
  it('completes commands with their meaning, and options', async () => {
    expect(await inFish('gatehouse us')).toEqual([expect.stringMatching(/^users\t.+/u)]);
    expect(await inFish('gatehouse users set alice --add')).toEqual([expect.stringMatching(/^--add-role\t.+/u)]);
  });
});

skipUnless('zsh')('gatehouse completion zsh', () => {
  it('completes commands with their meaning, and options', async () => {
    expect(await inZsh(['us'])).toEqual([expect.stringMatching(/^users:.+/u)]);
    expect(await inZsh(['users', 'set', 'alice', '--add'])).toEqual([expect.stringMatching(/^--add-role:.+/u)]);
  });
});
