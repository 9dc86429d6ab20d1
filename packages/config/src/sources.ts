/** Reads each source into the same shape: values by the setting's name in the file, with where each was found. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { SettingsOutline } from './definition.ts';
import { reasonOf, traitsOf } from './kinds.ts';
import { didYouMean, environmentName, fileKey, flagName } from './names.ts';
import type { SettingsFault } from './settings-error.ts';

/** A value as it was written. */
export type Written = string | string[];

/** Values by file key (`tls_key_file`), of one source. */
export interface Source {
  readonly values: Map<string, Written>;
  /** How a setting is called in this source, for messages. */
  nameOf(key: string): string;
}

type Fault = (fault: SettingsFault) => void;

/** The keys a source may hold, each with the field it belongs to. A secret has a second key that ends in `_file`. */
export function knownKeys(definition: SettingsOutline): Map<string, { toggle: boolean; secret: boolean }> {
  const keys = new Map<string, { toggle: boolean; secret: boolean }>();
  for (const [field, schema] of Object.entries(definition.fields)) {
    const { secret = false, toggle = false } = traitsOf(schema);
    keys.set(fileKey(field), { secret, toggle });
    if (secret) keys.set(`${fileKey(field)}_file`, { secret: false, toggle: false });
  }
  return keys;
}

/** `--name value`, `--name=value`, and for a toggle `--name` and `--no-name`. Secrets are refused here. */
export function readFlags(definition: SettingsOutline, argv: readonly string[], fault: Fault): Source {
  const keys = knownKeys(definition);
  const flags = new Map([...keys.keys(), 'config'].map((key) => [`--${key.replaceAll('_', '-')}`, key]));
  const values = new Map<string, Written>();
  for (let index = 0; index < argv.length; index += 1) {
    const [name = '', ...rest] = (argv[index] ?? '').split('=');
    const inline = rest.length > 0 ? rest.join('=') : undefined;
    const positive = name.replace(/^--no-/u, '--');
    const key = flags.get(name) ?? flags.get(positive);
    const kind = key === undefined ? undefined : keys.get(key);
    if (key === undefined || (!flags.has(name) && !kind?.toggle)) {
      // Never echo an argument that is no flag: somebody may have typed a secret.
      if (name.startsWith('--')) {
        fault({ name, message: `unknown flag${didYouMean(name, flags.keys())}` });
        if (inline === undefined && takesNext(false, argv[index + 1]) !== undefined) index += 1;
      } else fault({ name: definition.program, message: `argument ${index + 1} is not a flag` });
      continue;
    }
    if (kind?.toggle && !flags.has(name)) {
      if (inline === undefined) values.set(key, 'false');
      else fault({ name, message: 'takes no value' });
      continue;
    }
    const value = inline ?? takesNext(kind?.toggle, argv[index + 1]);
    if (inline === undefined && value !== undefined) index += 1;
    if (kind?.secret) {
      const name_file = `${flagName(key.replaceAll(/_(?<next>[a-z0-9])/gu, (_, next: string) => next.toUpperCase()))}-file`;
      fault({ name, message: `a secret is never given as an argument, others can read it; use ${name_file}` });
    } else if (value !== undefined) values.set(key, value);
    else if (kind?.toggle) values.set(key, 'true');
    else fault({ name, message: 'needs a value' });
  }
  return { values, nameOf: (key) => `--${key.replaceAll('_', '-')}` };
}

function takesNext(isToggle: boolean | undefined, next: string | undefined): string | undefined {
  if (next === undefined || next.startsWith('--')) return undefined;
  return isToggle && !/^(?:true|false)$/u.test(next) ? undefined : next;
}

/** Kubernetes puts these into every container beside a Service of the same name; nobody set them. */
const SERVICE_LINK = /^(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/u;

/** Variables that begin with the prefix. An empty one counts as not set, as compose files leave it. */
export function readEnvironment(
  definition: SettingsOutline,
  env: Readonly<Record<string, string | undefined>>,
  fault: Fault,
): Source {
  const keys = knownKeys(definition);
  const nameOf = (key: string): string => environmentName(definition.prefix, key);
  const names = new Map([...keys.keys(), 'config_file'].map((key) => [nameOf(key), key]));
  const values = new Map<string, Written>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(definition.prefix) || value === undefined || value === '') continue;
    const key = names.get(name);
    if (key === 'port' && value.startsWith('tcp://')) {
      fault({ name, message: 'was set by Kubernetes for a Service of this name; set enableServiceLinks: false' });
    } else if (key !== undefined) values.set(key, value);
    else if (!SERVICE_LINK.test(name.slice(definition.prefix.length))) {
      fault({ name, message: `unknown setting${didYouMean(name, names.keys())}` });
    }
  }
  return { values, nameOf };
}

/** A YAML or JSON file with one mapping of settings. */
export function readConfigFile(definition: SettingsOutline, path: string, fault: Fault): Source {
  const keys = knownKeys(definition);
  const values = new Map<string, Written>();
  for (const [key, value] of Object.entries(parseMapping(path, fault))) {
    if (!keys.has(key)) fault({ name: key, message: `unknown setting in ${path}${didYouMean(key, keys.keys())}` });
    else if (Array.isArray(value) && value.every(isScalar)) values.set(key, value.map(String));
    else if (isScalar(value)) values.set(key, String(value));
    else if (value !== null) fault({ name: key, message: `must be a value or a list of values in ${path}` });
  }
  return { values, nameOf: (key) => `${key} in ${path}` };
}

function parseMapping(path: string, fault: Fault): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    fault({ name: 'config', message: `cannot read ${path}: ${reasonOf(error)}` });
    return {};
  }
  try {
    const parsed: unknown = parse(text, { prettyErrors: false });
    if (parsed === null || parsed === undefined) return {};
    if (typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
    fault({ name: 'config', message: `${path} must hold names and values` });
  } catch (error) {
    // The parser's message quotes the file, which may hold secrets; its code and place do not.
    const {
      code = 'it is not YAML',
      linePos,
      pos,
    } = error as { code?: string; linePos?: { line: number }[]; pos?: number[] };
    const line = linePos?.[0]?.line ?? text.slice(0, pos?.[0] ?? 0).split('\n').length;
    fault({ name: 'config', message: `cannot parse ${path}, line ${line}: ${code}` });
  }
  return {};
}

function isScalar(value: unknown): value is string | number | boolean | bigint {
  return ['string', 'number', 'boolean', 'bigint'].includes(typeof value);
}
