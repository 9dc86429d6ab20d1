import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeSettings } from '@gatehouse/config';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../../src/cli/program.ts';
import { settingsDefinition } from '../../../src/settings.ts';

const document = readFileSync(path.join(rootDirectory, 'docs/keys.md'), 'utf8');

/** The command that the words name, as far as they name commands. */
function commandOf(words: readonly string[]): Command | undefined {
  let command: Command | undefined = createProgram();
  for (const word of words) {
    if (command === undefined || !/^[a-z-]+$/u.test(word)) return command;
    command = command.commands.find((one) => one.name() === word);
  }
  return command;
}

describe('docs/keys.md', () => {
  it('names commands that there are, with options that they have', () => {
    const lines = [...document.matchAll(/`gatehouse ([^`]+)`/gu)].map(([, line = '']) => line.split(' '));
    expect(lines.length).toBeGreaterThan(5);
    for (const words of lines) {
      const command = commandOf(words.filter((word) => !word.startsWith('--')));
      expect([words, command?.name()]).toEqual([words, expect.any(String)]);
      const options = words.filter((word) => word.startsWith('--'));
      for (const option of options) expect(command?.options.map(({ long }) => long)).toContain(option);
    }
  });

  it('names settings that there are', () => {
    const known = new Set(describeSettings(settingsDefinition).map(({ env }) => env));
    const named = [...document.matchAll(/GATEHOUSE_[A-Z_]+/gu)].map(([name]) => name);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
