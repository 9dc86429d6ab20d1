/** What a value of a setting may be, as JSON Schema: from its description. `gatehouse config check` knows the rest. */
import { describeSettings } from '@gatehouse/config';
import { otlpSettings } from '@gatehouse/tracing';
import type { ChartSetting, Component } from './components.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** The schema of one setting. Throws when its kind is none that is known here. */
export function schemaOfSetting({ kind, meaning, key }: ChartSetting): Schema {
  return { description: meaning, ...schemaOfKind(kind, key) };
}

function schemaOfKind(kind: string, key: string): Schema {
  const number = /^(?:number|seconds)(?: from (?<min>-?\d+))?(?: up)?(?: to (?<max>\d+))?$/u.exec(kind);
  if (number) {
    const { min, max } = number.groups ?? {};
    const least = min ?? (kind.startsWith('seconds') ? '0' : undefined);
    return {
      type: 'integer',
      ...(least !== undefined && { minimum: Number(least) }),
      ...(max !== undefined && { maximum: Number(max) }),
    };
  }
  if (kind === 'port') return { type: 'integer', minimum: 0, maximum: 65_535 };
  if (kind === 'true or false') return { type: 'boolean' };
  if (kind.startsWith('`')) {
    const choices = [...kind.matchAll(/`([^`]+)`/gu)].map(([, value = '']) => value);
    // YAML makes numbers of some.
    return { enum: [...choices, ...choices.filter((choice) => /^\d+$/u.test(choice)).map(Number)] };
  }
  if (kind.startsWith('list of')) return { type: 'array', items: { type: 'string', minLength: 1 } };
  if (kind === 'URL') return { type: 'string', pattern: '^https?://[^\\s#]+$' };
  if (['text', 'file', 'directory', 'file or folder'].includes(kind)) return { type: 'string', minLength: 1 };
  throw new TypeError(`the setting ${key} is of the kind "${kind}", which the schema of the chart does not know`);
}

/** Whether a setting names a file that somebody has to mount; the service itself writes some. */
const isMounted = ({ kind, key }: ChartSetting): boolean => kind === 'file' && key !== 'usage_file';

const members = (settings: readonly ChartSetting[], schemaOf: (setting: ChartSetting) => Schema): Schema => ({
  type: 'object',
  additionalProperties: false,
  properties: Object.fromEntries(settings.map((setting) => [setting.key, schemaOf(setting)])),
});

/** `settings` of one service: all but the secrets, of which only the path of a file may be said. */
export function settingsSchema({ settings, withheld }: Component, required: readonly string[]): Schema {
  const allowed = settings.filter(({ key }) => !withheld.has(key));
  const plain = members(
    allowed.filter(({ secret }) => !secret),
    schemaOfSetting,
  );
  const paths = allowed
    .filter(({ secret }) => secret)
    .map(({ key, meaning }) => [
      `${key}_file`,
      { description: `File with: ${meaning}`, type: 'string', pattern: '^/' },
    ]);
  const properties = { ...(plain['properties'] as Schema), ...Object.fromEntries(paths) };
  return { ...plain, properties, ...(required.length > 0 && { required }) };
}

const text: Schema = { type: 'string', minLength: 1 };

/** `secrets` of one service: each by reference. */
export const secretsSchema = ({ settings, withheld }: Component): Schema =>
  members(
    settings.filter(({ key, secret }) => secret && !withheld.has(key)),
    ({ meaning }) => ({
      description: meaning,
      type: 'object',
      additionalProperties: false,
      required: ['name', 'key'],
      properties: { name: text, key: text },
    }),
  );

/** `files` of one service: each from a Secret or a ConfigMap. */
export const filesSchema = ({ settings, withheld }: Component): Schema =>
  members(
    settings.filter((setting) => isMounted(setting) && !withheld.has(setting.key)),
    ({ meaning }) => ({
      description: meaning,
      type: 'object',
      additionalProperties: false,
      required: ['key'],
      properties: { secret: text, configMap: text, key: text },
      oneOf: [{ required: ['secret'] }, { required: ['configMap'] }],
    }),
  );

/**
 * `extraEnv` of one service: a variable with the prefix of its settings is one of them, and a secret is never a value. A setting of
 * the chart may be overridden here, for those who know what they do.
 */
export function extraEnvSchema({ settings, prefix }: Component): Schema {
  const named = (secret: boolean): string[] =>
    settings
      .filter((setting) => setting.secret === secret)
      .flatMap(({ env }) => (secret ? [env, `${env}_FILE`] : [env]));
  const secrets = [...settings, ...describeSettings(otlpSettings)].filter(({ secret }) => secret).map(({ env }) => env);
  return {
    type: 'array',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['name'],
      properties: {
        name: {
          anyOf: [
            { enum: [...named(false), ...named(true)] },
            { pattern: '^[A-Za-z_][A-Za-z0-9_]*$', not: { pattern: `^${prefix}` } },
          ],
        },
        value: { type: 'string' },
        valueFrom: { type: 'object' },
      },
      oneOf: [{ required: ['value'], properties: { name: { not: { enum: secrets } } } }, { required: ['valueFrom'] }],
    },
  };
}
