/** Policy as data: which request needs what. What no rule names is refused. */

import { type ReadyRequirement, type Requirement, readyRequirement } from './policy.ts';
import { membersOf } from './value-checks.ts';

/**
 * One rule. The first that fits a request decides.
 *
 * @example
 * const rules: Rule[] = [
 *   { method: 'GET', path: '/health', auth: 'none' },
 *   { path: '/orders/:id', scopes: 'orders_read' },
 * ];
 */
export interface Rule extends Omit<Requirement, 'optional'> {
  /**
   * `/orders`, `/orders/:id` (one segment), `/files/*rest` (one or more segments, last). Compared as Express routes by default:
   * letter case and one slash at the end make no difference.
   */
  readonly path: string;
  /** Default: every method. `GET` also stands for `HEAD`. */
  readonly method?: string | readonly string[];
  /**
   * Whether a part of the path that a `:name` or `*name` stands for may hold `%2F` or `;`. The rule sees the path as Express's routes
   * do: neither ends a part. Dots that climb (`..%2F`, `..;`) are refused all the same. Default `refuse`: 400 `ambiguous_path`.
   */
  readonly encodedPath?: 'refuse' | 'allow';
  /** `none`: open to all. `optional`: without credentials, or with good ones. Default `required`. */
  readonly auth?: 'none' | 'optional' | 'required';
}

/** What the rules say about a request: open, what it needs, no rule at all, or a path that can be read in two ways. */
export type Ruling = 'open' | 'not_allowed' | 'ambiguous_path' | ReadyRequirement;

interface ReadyRule {
  readonly methods: ReadonlySet<string> | undefined;
  readonly segments: readonly string[];
  readonly rest: boolean;
  readonly encoded: boolean;
  readonly ruling: 'open' | ReadyRequirement;
}

const SEGMENT = /^(?::[A-Za-z]\w*|[\w.~!$&'()+,=@-]+)$/;
const METHOD = /^[A-Z]+$/;

/**
 * Makes rules ready.
 *
 * @throws TypeError when a rule is wrong, or can never be reached because an earlier one takes all its requests
 */
export function readyRules(rules: readonly Rule[]): (method: string, url: string) => Ruling {
  if (!Array.isArray(rules)) throw new TypeError('rules must be a list');
  for (const rule of rules) membersOf('a rule', rule);
  const ready = rules.map(readyRule);
  for (const [index, rule] of ready.entries()) {
    const earlier = ready.slice(0, index).findIndex((other) => covers(other, rule));
    if (earlier !== -1) {
      throw new TypeError(
        `rule ${index + 1} (${rules[index]?.path}) is never reached: rule ${earlier + 1} (${rules[earlier]?.path}) takes its requests`,
      );
    }
  }
  return (method, url) => {
    // Adapters and test doubles may leave it out.
    const segments = typeof url === 'string' ? segmentsOf(url) : undefined;
    if (segments === undefined) return 'ambiguous_path';
    const rule = ready.find((candidate) => fits(candidate, segments) && isFor(candidate, method));
    if (segments.some(isEncoded) && (rule?.encoded !== true || segments.some(climbs))) return 'ambiguous_path';
    return rule === undefined ? 'not_allowed' : rule.ruling;
  };
}

function readyRule({ path, method, auth = 'required', encodedPath = 'refuse', ...requirement }: Rule): ReadyRule {
  if (method !== undefined && typeof method !== 'string' && !Array.isArray(method))
    throw new TypeError(`rule ${path}: method must be a method or a list of methods`);
  const methods = method === undefined ? undefined : new Set(typeof method === 'string' ? [method] : method);
  for (const name of methods ?? []) {
    if (!METHOD.test(name)) throw new TypeError(`rule ${path}: "${name}" is not a method in upper case`);
  }
  if (methods?.size === 0) throw new TypeError(`rule ${path}: method names none`);
  if (typeof path !== 'string' || !path.startsWith('/'))
    throw new TypeError(`rule ${path}: path must begin with a slash`);
  const parts = path === '/' ? [] : path.slice(1).split('/');
  const rest = /^\*[A-Za-z]\w*$/.test(parts.at(-1) ?? '');
  const segments = rest ? parts.slice(0, -1) : parts;
  for (const segment of segments) {
    if (!SEGMENT.test(segment))
      throw new TypeError(`rule ${path}: "${segment}" is neither plain text nor :name nor a last *name`);
  }
  if (encodedPath !== 'refuse' && encodedPath !== 'allow')
    throw new TypeError(`rule ${path}: encodedPath must be refuse or allow`);
  if (encodedPath === 'allow' && !rest && !segments.some((segment) => segment.startsWith(':')))
    throw new TypeError(`rule ${path}: encodedPath allows nothing where there is no :name and no *name`);
  if (!['none', 'optional', 'required'].includes(auth))
    throw new TypeError(`rule ${path}: auth must be none, optional or required`);
  if (auth === 'none' && Object.keys(requirement).length > 0)
    throw new TypeError(`rule ${path} is open, so it cannot ask for anything`);
  const ruling = auth === 'none' ? 'open' : readyRequirement({ ...requirement, optional: auth === 'optional' });
  const lowered = segments.map((segment) => (segment.startsWith(':') ? ':' : segment.toLowerCase()));
  return { methods, segments: lowered, rest, encoded: encodedPath === 'allow', ruling };
}

// An encoded letter, digit, hyphen, dot, underscore, backslash or control character: routers differ in when they decode it.
const NEEDLESS_ESCAPE = /%(?:[01][\da-f]|2[de]|3\d|4[1-9a-f]|5[0-9acf]|6[1-9a-f]|7[0-9af])/i;
// What some programs take for the end of a segment, and others for a part of it.
const ENCODED = /%2f|;/i;
const BAD_ESCAPE = /%(?![\da-f]{2})/i;

/** The segments of a path in lower case; undefined when routers could disagree about what the path is. */
function segmentsOf(url: string): readonly string[] | undefined {
  const end = url.indexOf('?');
  const path = end === -1 ? url : url.slice(0, end);
  if (
    !path.startsWith('/') ||
    // No client sends a fragment (RFC 9112 section 3.2): some routers cut it off, others take it for a part of the path.
    url.includes('#') ||
    path.includes('\\') ||
    NEEDLESS_ESCAPE.test(path) ||
    BAD_ESCAPE.test(path)
  )
    return undefined;
  const segments = path.slice(1).toLowerCase().split('/');
  if (segments.at(-1) === '') segments.pop();
  return segments.some((segment) => segment === '' || isDots(segment)) ? undefined : segments;
}

function isEncoded(segment: string): boolean {
  return ENCODED.test(segment);
}

/** Whether a program that ends segments at what is encoded would go up: `..%2F`, `..;a=b`. */
function climbs(segment: string): boolean {
  return segment.split(ENCODED).some(isDots);
}

function isDots(part: string): boolean {
  return part === '.' || part === '..';
}

function isFor({ methods }: ReadyRule, method: string): boolean {
  return methods === undefined || methods.has(method) || (method === 'HEAD' && methods.has('GET'));
}

function fits({ segments, rest }: Pick<ReadyRule, 'segments' | 'rest'>, path: readonly string[]): boolean {
  if (rest ? path.length <= segments.length : path.length !== segments.length) return false;
  return segments.every((segment, index) => segment === ':' || segment === path[index]);
}

/** Whether every request that fits `later` also fits `earlier`. */
function covers(earlier: ReadyRule, later: ReadyRule): boolean {
  const methods =
    earlier.methods === undefined ||
    (later.methods !== undefined && [...later.methods].every((method) => earlier.methods?.has(method)));
  if (!methods || (later.rest && !earlier.rest)) return false;
  const placeholder = later.rest ? [...later.segments, '*'] : later.segments;
  return fits(earlier, placeholder);
}
