import type { z } from 'zod';
import type { SettingsDefinition, SettingsOf } from './definition.ts';
import { settingsHelp } from './describe.ts';
import { loadSettings, type SettingsSources } from './load.ts';
import { SettingsError } from './settings-error.ts';

/**
 * The settings of a service from its own flags and environment. Ends the process where it must not start: with 0 after
 * `--help`, which lists every setting, and with 78 after all faults, a line each.
 * @param sources others than those of the process
 */
export function settingsOfProcess<Shape extends Record<string, z.ZodType>>(
  definition: SettingsDefinition<Shape>,
  { argv, env }: SettingsSources = { argv: process.argv.slice(2), env: process.env },
): SettingsOf<SettingsDefinition<Shape>> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(settingsHelp(definition));
    process.exit(0);
  }
  try {
    return loadSettings(definition, { argv, env });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const { name, message } of error.faults) process.stderr.write(`${name}: ${message}\n`);
    process.exit(error.exitCode);
  }
}
