import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import type { SettingsDefinition, SettingsOf } from './definition.ts';
import { reasonOf, traitsOf } from './kinds.ts';
import { environmentName, fileKey } from './names.ts';
import { SettingsError, type SettingsFault } from './settings-error.ts';
import { readConfigFile, readEnvironment, readFlags, type Source, type Written } from './sources.ts';

/** Where settings come from, in falling order: flag, environment, file, default. */
export interface SettingsSources {
  /** The flags, without the paths of Node and of the script: `process.argv.slice(2)`. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The file to read when neither `--config` nor `PREFIX_CONFIG_FILE` names one. */
  readonly configFile?: string | undefined;
}

/**
 * Reads, checks and freezes the settings of a service.
 * @throws {SettingsError} with every fault there is.
 */
export function loadSettings<Shape extends Record<string, z.ZodType>>(
  definition: SettingsDefinition<Shape>,
  { argv, env, configFile }: SettingsSources,
): SettingsOf<SettingsDefinition<Shape>> {
  const faults: SettingsFault[] = [];
  const fault = (found: SettingsFault): void => void faults.push(found);
  const flags = readFlags(definition, argv, fault);
  const environment = readEnvironment(definition, env, fault);
  const path = flags.values.get('config') ?? environment.values.get('config_file') ?? configFile;
  const sources = [flags, environment];
  if (typeof path === 'string') sources.push(readConfigFile(definition, path, fault));

  const values: Record<string, unknown> = {};
  const faulty = new Set<string>();
  for (const [field, schema] of Object.entries(definition.fields)) {
    const refuse = (message: string): void => {
      faulty.add(field);
      fault({ name: environmentName(definition.prefix, field), message });
    };
    const written = find(field, schema, sources, refuse);
    if (faulty.has(field)) continue;
    const parsed = schema.safeParse(written?.value);
    if (parsed.success) values[field] = freeze(parsed.data);
    else if (written === undefined) refuse(missing(schema));
    else refuse(`${messagesOf(parsed.error)}${written.source === environment ? '' : ` (${written.name})`}`);
  }
  runRules(definition, values, faulty, fault);
  if (faults.length > 0) throw new SettingsError(faults, values);
  return Object.freeze(values) as SettingsOf<SettingsDefinition<Shape>>;
}

interface Found {
  readonly value: Written;
  readonly source: Source;
  readonly name: string;
}

/** The value of the first source that has one, read from the file it names if it is a secret in a file. */
function find(
  field: string,
  schema: z.ZodType,
  sources: Source[],
  refuse: (message: string) => void,
): Found | undefined {
  const key = fileKey(field);
  const { secret } = traitsOf(schema);
  for (const source of sources) {
    const value = source.values.get(key);
    const path = secret ? source.values.get(`${key}_file`) : undefined;
    if (value !== undefined && path !== undefined) {
      refuse(`set either ${source.nameOf(key)} or ${source.nameOf(`${key}_file`)}, not both`);
      return undefined;
    }
    if (value !== undefined) return { value, source, name: source.nameOf(key) };
    if (path === undefined) continue;
    try {
      const content = readFileSync(String(path), 'utf8').replace(/\r?\n$/u, '');
      return { value: content, source, name: source.nameOf(`${key}_file`) };
    } catch (error) {
      refuse(`cannot read the file ${String(path)}: ${reasonOf(error)} (${source.nameOf(`${key}_file`)})`);
      return undefined;
    }
  }
  return undefined;
}

function missing(schema: z.ZodType): string {
  const meaning = schema.description ? ` (${schema.description})` : '';
  return `is required${meaning}`;
}

function messagesOf(error: z.ZodError): string {
  return [...new Set(error.issues.map(({ message }) => message))].join('; ');
}

const FAULTY = Symbol('a rule read a faulty setting');

function runRules<Shape extends Record<string, z.ZodType>>(
  { prefix, refine = [] }: SettingsDefinition<Shape>,
  values: Record<string, unknown>,
  faulty: ReadonlySet<string>,
  fault: (found: SettingsFault) => void,
): void {
  const settings = new Proxy(values, {
    get(target, field) {
      if (faulty.has(String(field))) throw FAULTY;
      return Reflect.get(target, field) as unknown;
    },
  }) as SettingsOf<SettingsDefinition<Shape>>;
  for (const rule of typeof refine === 'function' ? [refine] : refine) {
    try {
      rule(settings, (field, message) => fault({ name: environmentName(prefix, field), message }));
    } catch (error) {
      if (error !== FAULTY) throw error;
    }
  }
}

/** Lists are frozen with the settings. Everything else a kind gives is immutable already. */
function freeze(value: unknown): unknown {
  return Array.isArray(value) ? Object.freeze(value) : value;
}
