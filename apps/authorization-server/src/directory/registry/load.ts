/** Reads and checks registry files. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'yaml';
import { adminApiFaults, withAdminApi, withBuiltIn } from './admin-api.ts';
import { composed, duplicateFaults, type RegistryPart } from './compose.ts';
import { type Fault, lineOf, type PlacedFault, placeOf, RegistryError, sentenceOf, valueAt } from './faults.ts';
import { registryFiles } from './files.ts';
import { type Known, nothingKnown } from './known.ts';
import { plainSecrets, withFiles } from './named-files.ts';
import { productionFaults } from './production.ts';
import { emptyScopes, referenceFaults, withDeclared } from './references.ts';
import { emptyRegistry, type Registry, registrySchema } from './schema.ts';

export interface LoadOptions {
  /** Development mode: plain passwords may stand in the file, and keys may be missing. */
  readonly passwordsAllowed: boolean;
  /** What the files may name beside what they declare; nothing unless given. */
  readonly known?: Known | undefined;
  /** Of the server that the files are for; `/admin/v1` in them is its admin API. */
  readonly issuer?: string | undefined;
  /** Gets a line for what still works and is written otherwise now. */
  readonly onWarning?: ((line: string) => void) | undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `users_policy` was called `people`. */
function withNewNames(document: unknown, warn: (line: string) => void): unknown {
  if (!isObject(document) || !('people' in document) || 'users_policy' in document) return document;
  warn('"people" is called "users_policy" now; the old name still works');
  const { people, ...rest } = document;
  return { ...rest, users_policy: people };
}

/** A file, what is wrong with its shape, and what can be used of it: everything but the entries at fault. */
interface Read extends RegistryPart {
  readonly faults: readonly Fault[];
  /** What the entries at fault are called, so that whoever names them is not at fault too. */
  readonly broken: { readonly resources: readonly string[]; readonly roles: readonly string[] };
  /** The name of a place of `registry`. */
  readonly placeOf: (path: PlacedFault['path']) => string;
}

type Path = PlacedFault['path'];

/** The document without the entries that the paths lead to, and the numbers that the others have in it. */
function without(document: unknown, paths: readonly Path[]) {
  const rest: Record<string, unknown> = {};
  const numbers: Record<string, number[]> = {};
  const given = isObject(document) ? document : {};
  for (const name of Object.keys(registrySchema.shape).filter((known) => Object.hasOwn(given, known))) {
    const entries = new Set(paths.filter(([section]) => section === name).map(([, entry]) => entry));
    const value = given[name];
    if (Array.isArray(value)) {
      const kept = [...value.keys()].filter((number) => !entries.has(number) && !entries.has(undefined));
      numbers[name] = kept;
      rest[name] = kept.map((number) => value[number] as unknown);
    } else if (name === 'roles' && isObject(value)) {
      rest[name] = Object.fromEntries(Object.entries(value).filter(([entry]) => !entries.has(entry)));
    } else if (entries.size === 0) rest[name] = value;
  }
  return { rest, numbers };
}

function read(
  file: string,
  { passwordsAllowed, issuer, onWarning = () => undefined }: Omit<LoadOptions, 'known'>,
): Read {
  const whole = { file, registry: emptyRegistry, broken: { resources: [], roles: [] } };
  let document: unknown;
  try {
    document = parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const message = `cannot be read: ${(error as Error).message.split('\n')[0]}`;
    return { ...whole, faults: [{ file, place: '', message }], placeOf: () => '' };
  }
  const plain = passwordsAllowed ? [] : plainSecrets(document);
  document = withNewNames(withFiles(document, dirname(file)), (line) => onWarning(`${file}: ${line}`));
  document = withAdminApi(document, issuer);
  const place = (path: Path) => placeOf(document, path);
  const inTheOpen = plain.map((number) => ({
    file,
    place: place(['connections', number, 'client_secret']),
    message: 'is in the open, which only development mode allows; { file: … } names a file that holds it',
  }));
  const parsed = registrySchema.safeParse(document, { error: sentenceOf });
  if (parsed.success) return { ...whole, registry: parsed.data, faults: inTheOpen, placeOf: place };
  const { issues } = parsed.error;
  const paths = issues.map(({ path }) => path);
  const { rest, numbers } = without(document, paths);
  const entriesOf = (wanted: string) => paths.filter(([section]) => section === wanted).map(([, entry]) => entry);
  return {
    file,
    registry: registrySchema.safeParse(rest).data ?? emptyRegistry,
    faults: [...issues.map(({ path, message }) => ({ file, place: place(path), message })), ...inTheOpen],
    broken: {
      resources: entriesOf('resources').map((entry) =>
        String(valueAt(document, ['resources', entry ?? '', 'indicator'])),
      ),
      roles: entriesOf('roles').map(String),
    },
    placeOf: ([section, entry, ...more]) =>
      place(
        typeof entry === 'number'
          ? [section!, numbers[String(section)]?.[entry] ?? entry, ...more]
          : [section!, ...(entry === undefined ? [] : [entry]), ...more],
      ),
  };
}

/** Scopes of a resource that could not be read: any. */
const anyScope = { has: () => true } as unknown as ReadonlySet<string>;

/**
 * Files and folders as one registry. Throws RegistryError with every fault of every file.
 * @param paths a file, a folder, or several of them
 */
export function loadRegistry(
  paths: string | readonly string[],
  { passwordsAllowed, known = nothingKnown, issuer, onWarning }: LoadOptions,
): Registry {
  const parts = registryFiles([paths].flat()).map((file) => read(file, { passwordsAllowed, issuer, onWarning }));
  const registry = composed(parts);
  const declared = withDeclared(withBuiltIn(known, issuer), registry);
  const all: Known = {
    ...declared,
    resources: new Map([
      ...parts.flatMap(({ broken }) => broken.resources.map((name) => [name, anyScope] as const)),
      ...declared.resources,
    ]),
    roles: new Set([...declared.roles, ...parts.flatMap(({ broken }) => broken.roles)]),
  };
  const faults = [
    ...parts.flatMap((part): Fault[] => [
      ...part.faults,
      ...[
        ...referenceFaults(part.registry, all),
        ...adminApiFaults(part.registry, issuer),
        ...(passwordsAllowed ? [] : productionFaults(part.registry)),
      ].map(({ path, ...rest }) => ({ file: part.file, place: part.placeOf(path), ...rest })),
    ]),
    ...duplicateFaults(parts),
  ];
  if (faults.length > 0) throw new RegistryError(faults);
  for (const { file, registry: ofFile, placeOf: place } of parts) {
    for (const { path, message } of emptyScopes(ofFile, all))
      onWarning?.(lineOf({ file, place: place(path), message }));
  }
  return registry;
}
