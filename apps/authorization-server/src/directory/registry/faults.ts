/** What is wrong with registry files, in sentences: where it is, what is there, and what should be. */
import { didYouMean } from '@gatehouse/config';
import type { z } from 'zod';

type Path = readonly PropertyKey[];

/** One fault of one file. */
export interface Fault {
  readonly file: string;
  /** The entry and its member: `clients[0] ("shop"): scopes`; empty for the file as a whole. */
  readonly place: string;
  readonly message: string;
  /** Set where something is named that the files do not declare; the database may have it. */
  readonly unresolved?: boolean;
}

/** A fault by its path in the document. */
export interface PlacedFault extends Pick<Fault, 'message' | 'unresolved'> {
  readonly path: Path;
}

/** What a message begins with that goes on with the name of its member. */
const verbs = /^(?:is|are|must|has|have|had|go(?:es)?|cannot|comes?|lacks?) /u;

/** A fault as one line. */
export const lineOf = ({ file, place, message }: Fault): string =>
  `${file}: ${place === '' ? '' : verbs.test(message) && place.includes(': ') ? `${place} ` : `${place}: `}${message}`;

/** Registry files cannot be used; `faults` holds one line for each reason. */
export class RegistryError extends Error {
  override readonly name = 'RegistryError';
  readonly faults: readonly string[];
  /** True when the database may have what the files do not declare. */
  readonly unresolved: boolean;

  constructor(faults: readonly Fault[]) {
    const lines = faults.map(lineOf);
    super(lines.join('; '));
    this.faults = lines;
    this.unresolved = faults.some(({ unresolved = false }) => unresolved);
  }
}

const nameMembers: Readonly<Record<string, string>> = {
  resources: 'indicator',
  clients: 'client_id',
  connections: 'name',
  users: 'login',
};

export const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], document);

const written = (path: Path): string =>
  path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');

/** A place as a line names it: the entry by its number and name, then the member within. */
export function placeOf(document: unknown, path: Path): string {
  const [section, index, ...rest] = path;
  if (section === undefined) return 'registry';
  if (typeof index !== 'number') return written(path);
  const name = valueAt(document, [section, index, nameMembers[String(section)] ?? '']);
  const entry = `${String(section)}[${index}]${typeof name === 'string' ? ` (${JSON.stringify(name)})` : ''}`;
  return rest.length === 0 ? entry : `${entry}: ${written(rest)}`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list, as in [a, b]',
  object: 'a mapping, as in { name: value }',
  record: 'a mapping, as in { name: value }',
};

const formatNames: Readonly<Record<string, string>> = {
  url: 'an absolute URL, such as https://shop.example',
  email: 'an e-mail address',
  uuid: 'a UUID',
  datetime: 'a time with its offset, such as 2027-01-31T12:00:00Z',
};

const kindOf = (value: unknown): string => {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object'
    ? 'a mapping'
    : `${typeof value === 'boolean' ? '' : 'a '}${typeof value === 'boolean' ? 'true or false' : typeof value}`;
};

const quantity = (origin: string, count: unknown): string => {
  if (origin === 'string') return `${String(count)} ${Number(count) === 1 ? 'character' : 'characters'}`;
  return origin === 'array' ? `${String(count)} ${Number(count) === 1 ? 'entry' : 'entries'}` : String(count);
};

/** RFC 7591, section 2.2 writes a text in a language as a member of its own; here there is one way to write it. */
function byLanguage(key: string): string | undefined {
  const [, member, tag] = /^(\w+)#([\w-]+)$/u.exec(key) ?? [];
  return member === undefined ? undefined : `; texts by language are written  ${member}: { ${tag}: "…" }`;
}

/** What a value is not, as the end of a sentence about it: zod's `error` of a whole parse. No value is repeated but names. */
export const sentenceOf: z.core.$ZodErrorMap = (issue) => {
  const { input } = issue;
  switch (issue.code) {
    case 'invalid_type':
      if (input === undefined) return 'is missing';
      return `must be ${typeNames[issue.expected] ?? issue.expected}, not ${kindOf(input)}`;
    case 'unrecognized_keys': {
      const members = Object.keys((issue.inst as z.ZodObject | undefined)?.shape ?? {});
      const named = issue.keys.map((key) => `${JSON.stringify(key)}${byLanguage(key) ?? didYouMean(key, members)}`);
      return `has no member ${named.join(', and no ')}`;
    }
    case 'invalid_value': {
      const given = typeof input === 'string' ? `, not ${JSON.stringify(input.slice(0, 80))}` : '';
      return input === undefined ? 'is missing' : `must be one of ${issue.values.join(', ')}${given}`;
    }
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return 'must not be empty';
      return `must be at least ${quantity(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `must be at most ${quantity(issue.origin, issue.maximum)}`;
    case 'invalid_format':
      return `must be ${formatNames[issue.format] ?? `text like ${issue.pattern ?? issue.format}`}`;
    case 'invalid_key':
      return `has a name that cannot be used: ${(issue.issues ?? []).map(({ message }) => message).join('; ')}`;
    case 'invalid_union':
      return 'must be text, a number, true or false, a list of texts, or a mapping of texts';
    default:
      return undefined;
  }
};
