import { types } from 'node:util';
import { Secret } from '@gatehouse/config';
import { stdSerializers } from 'pino';
import { REDACTED, withoutCredentials } from './credentials.ts';

/** Members that never reach a log, by name in lower case without `-` and `_`. */
const SECRET_NAMES: ReadonlySet<string> = new Set(
  `authorization proxy_authorization cookie cookies set_cookie dpop
   code token tokens access_token refresh_token id_token id_token_hint logout_token subject_token actor_token
   registration_access_token initial_access_token device_code user_code code_verifier request_object
   secret secrets client_secret client_secrets client_assertion assertion api_key x_api_key private_key encryption_keys
   password passwords new_password current_password password_confirmation otp totp recovery_code recovery_codes csrf _csrf`
    .split(/\s+/u)
    .map(plainName),
);

/** Private members of a JSON Web Key (RFC 7518, section 6), secret wherever `kty` stands beside them. */
const PRIVATE_KEY_NAMES: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'oth', 'priv']);

/** Members that hold a URL: what follows `?` or `#` may carry a code or a token. */
const URL_NAMES: ReadonlySet<string> = new Set([
  'url',
  'originalurl',
  'href',
  'location',
  'referer',
  'referrer',
  'path',
  'redirectto',
]);

const LONGEST_URL = 1024;

/** Members that hold what a caller chose. */
const CALLER_NAMES: ReadonlySet<string> = new Set(['useragent', 'clientid', 'login', 'username', 'reason']);

const DEEPEST = 8;

/**
 * A copy of `value` fit for a log: secrets replaced by name at any depth and in any spelling, queries cut from URLs,
 * errors turned into plain objects. Never throws, and ends at a depth of eight and in circles.
 */
export function redact(value: unknown): unknown {
  return copy(value, 0);
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Secret) return REDACTED;
  if (depth > DEEPEST) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
  if (types.isNativeError(value)) return copyError(value, depth);
  if (value instanceof Map) return copy(Object.fromEntries(value), depth);
  if (value instanceof Set) return copy([...value], depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (typeof (value as { toJSON?: unknown }).toJSON === 'function') return value;
  return copyMembers(value, depth);
}

function copyError(error: Error, depth: number): unknown {
  const plain = { ...stdSerializers.err(error) } as Record<string, unknown>;
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const copied = copyMembers(plain, depth) as Record<string, unknown>;
  // The code of an error is a word such as ECONNREFUSED, never an authorization code.
  if (typeof code === 'string') copied['code'] = code;
  if (cause !== undefined) copied['cause'] = copy(cause, depth + 1);
  return copied;
}

function copyMembers(value: object, depth: number): object {
  const isKey = 'kty' in value;
  const result: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const member = read(value, name);
    const plain = plainName(name);
    const secret = SECRET_NAMES.has(plain) || (isKey && PRIVATE_KEY_NAMES.has(name));
    if (secret && member !== null && member !== undefined && typeof member !== 'boolean') result[name] = REDACTED;
    else if (typeof member === 'string' && URL_NAMES.has(plain))
      result[name] = withoutCredentials(withoutQuery(member), LONGEST_URL);
    else if (typeof member === 'string' && CALLER_NAMES.has(plain)) result[name] = withoutCredentials(member);
    else result[name] = copy(member, depth + 1);
  }
  return result;
}

function read(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return '[unreadable]';
  }
}

function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/gu, '');
}

function withoutQuery(url: string): string {
  const end = url.search(/[?#]/u);
  return end === -1 ? url : `${url.slice(0, end + 1)}${REDACTED}`;
}
