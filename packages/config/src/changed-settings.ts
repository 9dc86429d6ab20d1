import type { z } from 'zod';
import type { SettingsDefinition, SettingsOf } from './definition.ts';
import { written } from './describe.ts';
import { loadSettings, type SettingsSources } from './load.ts';
import { environmentName } from './names.ts';

/**
 * The settings, as they are called in the environment, that would be others if the service started now: the file of a
 * secret, or the configuration file, is not what it was.
 * @param running what it runs with
 * @throws {SettingsError} when it would not start
 */
export function changedSettings<Shape extends Record<string, z.ZodType>>(
  definition: SettingsDefinition<Shape>,
  sources: SettingsSources,
  running: SettingsOf<SettingsDefinition<Shape>>,
): string[] {
  const [before, now] = [running, loadSettings(definition, sources)] as Readonly<Record<string, unknown>>[];
  return Object.keys(definition.fields)
    .filter((field) => written(before?.[field]) !== written(now?.[field]))
    .map((field) => environmentName(definition.prefix, field));
}
