import type { z } from 'zod';
import { traitsOf } from './kinds.ts';
import { fileKey } from './names.ts';

type Fields = Record<string, z.ZodType>;

/** Reports what is wrong with one setting in the light of the others. */
export type SettingsRule<Shape extends Fields> = (
  settings: SettingsValues<Shape>,
  fault: (field: keyof Shape & string, message: string) => void,
) => void;

/** A definition without its rules: all that reading a source needs. */
export type SettingsOutline = Pick<SettingsDefinition, 'prefix' | 'program' | 'fields'>;

/** Everything there is to know about the settings of one service. */
export interface SettingsDefinition<Shape extends Fields = Fields> {
  /** What its environment variables begin with: `GATEHOUSE_`. */
  readonly prefix: string;
  /** The command, for messages. */
  readonly program: string;
  /** Each setting by its name in the code: kind, default, meaning by `.describe()`. */
  readonly fields: Shape;
  /**
   * Rules between settings. They run also when some settings are faulty, so that all faults show at once; a rule ends
   * quietly when it reads a faulty one. Independent rules are better given as a list.
   */
  readonly refine?: SettingsRule<Shape> | readonly SettingsRule<Shape>[];
}

type SettingsValues<Shape extends Fields> = { readonly [Field in keyof Shape]: z.output<Shape[Field]> };

/** The settings that a definition gives: `type Settings = SettingsOf<typeof definition>`. */
export type SettingsOf<Definition> =
  Definition extends SettingsDefinition<infer Shape> ? Readonly<SettingsValues<Shape>> : never;

/**
 * Declares the settings of a service.
 * @throws {TypeError} when two settings would have one name, or a name is taken by the loader itself.
 */
export function defineSettings<const Shape extends Fields>(
  definition: SettingsDefinition<Shape>,
): SettingsDefinition<Shape> {
  const prefix = definition.prefix.replace(/_?$/u, '_');
  if (!/^[A-Z][A-Z0-9_]*_$/u.test(prefix))
    throw new TypeError(`${definition.prefix} is not a prefix such as GATEHOUSE_`);
  const taken = new Set(['config', 'config_file', 'help', 'version']);
  for (const [field, schema] of Object.entries(definition.fields)) {
    if (!/^[a-z][A-Za-z0-9]*$/u.test(field)) throw new TypeError(`The setting ${field} is not written in camelCase`);
    for (const key of traitsOf(schema).secret ? [fileKey(field), `${fileKey(field)}_file`] : [fileKey(field)]) {
      if (taken.has(key)) throw new TypeError(`The name of the setting ${field} is taken: ${key}`);
      taken.add(key);
    }
  }
  return Object.freeze({ ...definition, prefix });
}
