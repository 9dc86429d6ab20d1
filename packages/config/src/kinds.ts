/** The kinds of value a setting may be. Every one reads text, as flags and the environment give it. */
import { accessSync, constants, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { Secret } from './secret.ts';

/** What the loader must know of a kind beside how to read it. */
export interface KindTraits {
  readonly secret?: boolean;
  readonly toggle?: boolean;
  /** What may be written, in words and with its unit: "seconds, 10 to 600". */
  readonly kind?: string;
}

const traits = z.registry<KindTraits>();

/** The traits of a field, whatever `.default()`, `.optional()` or `.describe()` was put around its kind. */
export function traitsOf(schema: z.ZodType): KindTraits {
  return firstInside(schema, (inner) => traits.get(inner)) ?? {};
}

function ofKind<Schema extends z.ZodType>(schema: Schema, kind: string, more: KindTraits = {}): Schema {
  traits.add(schema, { kind, ...more });
  return schema;
}

/** The first answer that `look` finds in the schema or the schemas it wraps, outermost first. */
export function firstInside<T>(schema: z.ZodType, look: (schema: z.ZodType) => T | undefined): T | undefined {
  let inner: z.ZodType | undefined = schema;
  while (inner) {
    const found = look(inner);
    if (found !== undefined) return found;
    inner = (inner.def as { innerType?: z.ZodType }).innerType;
  }
  return undefined;
}

const printable = z
  .string('must be text')
  .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be text without NUL');

/** Any text that is not empty. */
export function text() {
  return ofKind(printable.min(1, 'must not be empty'), 'text');
}

/** A whole number. Rejects anything but decimal digits, so that `1e3`, `0x10` and ` 5` are no surprises. */
export function integer({ min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = {}) {
  const message = `must be a whole number${range(min, max)}`;
  const schema = z
    .string(message)
    .regex(/^-?\d{1,16}$/u, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
  return ofKind(schema, `number${range(min, max)}`);
}

/** A TCP port; 0 lets the system choose. */
export function port() {
  return ofKind(integer({ min: 0, max: 65_535 }), 'port');
}

/** A duration in seconds. */
export function seconds({ min = 0, max = Number.MAX_SAFE_INTEGER } = {}) {
  const message = `must be a whole number of seconds${range(min, max)}`;
  const schema = z
    .string(message)
    .regex(/^\d{1,16}$/u, message)
    .transform(Number)
    .pipe(z.number().min(min, message).max(max, message));
  return ofKind(schema, `seconds${range(min, max)}`);
}

/** `true` or `false` (also yes/no, on/off, 1/0). Anything else is a fault: `Boolean('false')` would be true. */
export function toggle() {
  return ofKind(z.stringbool({ error: 'must be true or false' }), 'true or false', { toggle: true });
}

/** Values separated by commas, or a list in the file. Each is read by `item`, by default `text()`. */
export function list(): ListOf<ReturnType<typeof text>>;
export function list<Item extends z.ZodType<unknown, string>>(item: Item): ListOf<Item>;
export function list(item: z.ZodType<unknown, string> = text()): ListOf<z.ZodType<unknown, string>> {
  return ofKind(separated(/,/u).pipe(z.array(item)).readonly(), `list of ${traitsOf(item).kind ?? 'values'}`);
}

/** JWS algorithms by which somebody else signs, asymmetric ones alone (RFC 7518, section 3.1; RFC 9864). At least one. */
export function signatureAlgorithms() {
  const names = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
  type Name = `${'RS' | 'PS' | 'ES'}${'256' | '384' | '512'}` | 'EdDSA' | 'Ed25519';
  const schema = list(oneOf(...(names as [Name, ...Name[]])));
  return ofKind(
    schema.refine((given) => given.length > 0, 'must name at least one'),
    'list of JWS algorithms',
  );
}

/** Addresses and networks: `10.0.0.0/8,::1`. */
export function cidrs() {
  const item = z.string().refine(isNetwork, 'must be an IP address or a network such as 10.0.0.0/8');
  return ofKind(list(item), 'list of addresses and networks');
}

/** IP addresses, with a port or without: `192.0.2.1,[2001:db8::1]:5353`. */
export function dnsServers() {
  const item = z.string().refine(isServerAddress, 'must be an IP address, or one with a port such as 192.0.2.1:53');
  return ofKind(list(item), 'list of IP addresses, with a port or without');
}

/** The path of a file that can be read. With `mustExist: false` the path alone, for a file that the service writes. */
export function file({ mustExist = true } = {}) {
  const schema = text().superRefine((value, context) => {
    if (mustExist) checkPath(value, 'file', (message) => context.addIssue(message));
  });
  return ofKind(schema, 'file');
}

/** The path of a directory that can be read. With `mustExist: false` the path alone. */
export function directory({ mustExist = true } = {}) {
  const schema = text().superRefine((value, context) => {
    if (mustExist) checkPath(value, 'directory', (message) => context.addIssue(message));
  });
  return ofKind(schema, 'directory');
}

/** The path of a file or a directory that can be read. */
export function fileOrDirectory() {
  const schema = text().superRefine((value, context) => {
    checkPath(value, undefined, (message) => context.addIssue(message));
  });
  return ofKind(schema, 'file or folder');
}

/** An absolute http or https URL without credentials and fragment; kept as written, because issuers compare byte for byte. */
export function httpUrl() {
  const message = 'must be an http or https URL without user name, password and fragment';
  return ofKind(z.string().refine(isHttpUrl, message), 'URL');
}

/** One of the values named. */
export function oneOf<const Values extends readonly [string, ...string[]]>(...values: Values) {
  return ofKind(
    z.enum(values, `must be one of ${values.join(', ')}`),
    values.map((value) => `\`${value}\``).join(', '),
  );
}

/** A secret. Has no flag; may be read from a file by `NAME_FILE`. */
export function secret() {
  return ofKind(
    text().transform((value) => new Secret(value)),
    'secret',
    { secret: true },
  );
}

/** Several secrets, separated by commas or line ends; the first is the current one. */
export function secretList() {
  const item = text().transform((value) => new Secret(value));
  const schema = separated(/[,\n]/u).pipe(z.array(item).min(1, 'must not be empty')).readonly();
  return ofKind(schema, 'list of secrets', { secret: true });
}

type ListOf<Item extends z.ZodType> = z.ZodReadonly<z.ZodPipe<ReturnType<typeof separated>, z.ZodArray<Item>>>;

function separated(separator: RegExp) {
  return z
    .union([z.string(), z.array(z.string())], 'must be a list')
    .transform((value): string[] =>
      (typeof value === 'string' ? value.split(separator) : value)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    );
}

function range(min: number, max: number): string {
  const from = min > Number.MIN_SAFE_INTEGER ? ` from ${min}` : '';
  return max < Number.MAX_SAFE_INTEGER ? `${from} to ${max}` : from && `${from} up`;
}

function isNetwork(value: string): boolean {
  const [address = '', prefix, ...rest] = value.split('/');
  const version = isIP(address);
  if (version === 0 || address.includes('%') || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/u.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function isServerAddress(value: string): boolean {
  const { bare, bracketed, at } =
    /^(?:(?<bare>[^[\]]*?)|\[(?<bracketed>[^[\]]*)\])(?::(?<at>\d{1,5}))?$/u.exec(value)?.groups ?? {};
  if (at !== undefined && (Number(at) < 1 || Number(at) > 65_535)) return false;
  if (value.includes('%')) return false;
  if (bracketed !== undefined) return isIP(bracketed) === 6;
  return isIP(value) === 6 || isIP(bare ?? '') === 4;
}

function isHttpUrl(value: string): boolean {
  if (!/^https?:\/\/\S+$/u.test(value)) return false;
  const url = URL.parse(value);
  return url !== null && url.username === '' && url.password === '' && !value.includes('#');
}

function checkPath(path: string, wanted: 'file' | 'directory' | undefined, fault: (message: string) => void): void {
  try {
    const found = statSync(path);
    if (wanted && found.isDirectory() !== (wanted === 'directory')) return fault(`${path} is not a ${wanted}`);
    accessSync(path, constants.R_OK);
  } catch (error) {
    fault(`cannot read the ${wanted ?? 'file or directory'} ${path}: ${reasonOf(error)}`);
  }
}

/** Why a file could not be read, in words. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return { ENOENT: 'it does not exist', EACCES: 'permission denied', EISDIR: 'it is a directory' }[code] ?? code;
}
