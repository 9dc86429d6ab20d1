import type { z } from 'zod';
import type { SettingsDefinition, SettingsOf } from './definition.ts';
import { firstInside, traitsOf } from './kinds.ts';
import { environmentName, fileKey, flagName } from './names.ts';
import { REDACTED, Secret } from './secret.ts';
import { type Topic, topicOf, topics } from './topics.ts';

/** One setting, for documentation, `--help` and tests that compare a compose file with the code. */
export interface SettingDescription {
  /** In the environment. A secret may also be given as this with `_FILE` behind. */
  readonly env: string;
  /** As a flag. A secret has only the flag that names its file. */
  readonly flag: string;
  readonly meaning: string;
  /** What may be written, with its unit: "seconds, 10 to 600". */
  readonly kind: string;
  readonly topic: Topic;
  /** As it would be written, or nothing when there is none. */
  readonly default: string | undefined;
  readonly secret: boolean;
  readonly required: boolean;
}

/** Every setting of a service, in the order of its definition. */
export function describeSettings<Shape extends Record<string, z.ZodType>>(
  definition: SettingsDefinition<Shape>,
): SettingDescription[] {
  return Object.entries(definition.fields).map(([field, schema]) => {
    const { secret = false, kind = 'text' } = traitsOf(schema);
    const preset = schema.safeParse(undefined);
    return {
      env: environmentName(definition.prefix, field),
      flag: secret ? `${flagName(field)}-file` : flagName(field),
      meaning: firstInside(schema, ({ description }) => description) ?? '',
      kind,
      topic: topicOf(field),
      default: preset.success && preset.data !== undefined ? written(preset.data) : undefined,
      secret,
      required: !preset.success,
    };
  });
}

/** Settings by topic, in the order of the topics; within each, in the order of the definition. */
export function byTopic(
  settings: readonly SettingDescription[],
): { readonly topic: Topic; readonly settings: readonly SettingDescription[] }[] {
  return topics
    .map((topic) => ({ topic, settings: settings.filter((setting) => setting.topic === topic) }))
    .filter((group) => group.settings.length > 0);
}

/** The settings by their names in the file, with `[redacted]` in place of each secret: for `config print`. */
export function redactedSettings<Shape extends Record<string, z.ZodType>>(
  definition: SettingsDefinition<Shape>,
  settings: SettingsOf<SettingsDefinition<Shape>>,
): Record<string, unknown> {
  const values = settings as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(definition.fields).map(([field, schema]) => {
      const value = values[field];
      return [fileKey(field), traitsOf(schema).secret && value !== undefined ? REDACTED : value];
    }),
  );
}

/** The settings as text for `--help`, by topic: flag, meaning, variable and default of each. */
export function settingsHelp<Shape extends Record<string, z.ZodType>>(definition: SettingsDefinition<Shape>): string {
  const groups = byTopic(describeSettings(definition)).map(({ topic, settings }) => {
    const lines = settings.map(({ flag, env, meaning, default: preset, required, secret }) => {
      const remark = required ? 'required' : preset === undefined ? 'no default' : `default ${preset}`;
      return `  ${flag}\n      ${meaning}\n      ${env}${secret ? ` or ${env}_FILE` : ''}; ${remark}\n`;
    });
    return `${topic}:\n${lines.join('')}`;
  });
  const file = `File:\n  --config\n      File with these settings, YAML or JSON, names in snake_case\n      ${definition.prefix}CONFIG_FILE\n`;
  return `Settings of ${definition.program} (flag, then environment, then file, then default):\n\n${[...groups, file].join('\n')}`;
}

/** As it would be written, in clear even where it is a secret: for defaults, which stand in the code, and to compare. */
export function written(value: unknown): string {
  if (value instanceof Secret) return String(value.reveal());
  return Array.isArray(value) ? value.map(written).join(',') : String(value);
}
