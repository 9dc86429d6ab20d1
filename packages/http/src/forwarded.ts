/**
 * What proxies say of the caller that they forward: `Forwarded` (RFC 7239) and `X-Forwarded-*`. Both are lists to which
 * each proxy adds at the end, so they are read from there, and only as far as trusted proxies wrote them: what stands
 * further to the left may be the caller's own words.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { readAddress, withoutQuotes } from './address.ts';

/** A forwarding header that was not as it should be. `seen` is as it came: it is not fit for a log. */
export interface ForwardingFault {
  readonly header: string;
  readonly seen: string;
  readonly expected: string;
}

/** One value, and where it stood. */
export interface ForwardedValue {
  readonly value: string;
  readonly header: string;
  /** The whole header. */
  readonly seen: string;
}

/** The caller as trusted proxies describe it. */
export interface ForwardedCaller {
  /** An address in its one spelling; where the proxy names none, what it wrote instead, or `unknown`. */
  readonly address: string;
  readonly host: ForwardedValue | undefined;
  readonly proto: ForwardedValue | undefined;
  readonly port: string | undefined;
  readonly fault: ForwardingFault | undefined;
}

const ADDRESS_EXPECTED = 'the address of the caller, such as 203.0.113.5, 203.0.113.5:49152 or [2001:db8::1]:49152';

/** More proxies in a row are not walked through. */
const MOST_HOPS = 32;
/** As much of `Forwarded` is read, from its end. */
const MOST_READ = 4096;
/** In a quoted string of a hop there may be so many commas. */
const MOST_COMMAS = 8;

/**
 * Reads the headers of a request that a trusted proxy sent. `X-Forwarded-*` counts where there is any of it, `Forwarded`
 * where there is none. Host, scheme and port are those that were written together with the address of the caller.
 * @returns undefined when the request was not forwarded
 */
export function readForwarded(
  headers: IncomingHttpHeaders,
  isTrusted: (address: string) => boolean,
): ForwardedCaller | undefined {
  const forwarded = textOf(headers, 'forwarded');
  const isOld = OLD.some((name) => headers[name] !== undefined);
  if (!isOld) return forwarded === undefined ? undefined : readStandard(forwarded, isTrusted);
  const caller = readOld(headers, isTrusted);
  if (forwarded === undefined || caller.fault !== undefined) return caller;
  if (readStandard(forwarded, isTrusted).address === caller.address) return caller;
  const expected = `the caller that X-Forwarded-For names, which counts, or no ${STANDARD} header`;
  return { ...caller, fault: { header: STANDARD, seen: forwarded, expected } };
}

const STANDARD = 'Forwarded';
const OLD = ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'] as const;

function readOld(headers: IncomingHttpHeaders, isTrusted: (address: string) => boolean): ForwardedCaller {
  const { address, depth, isNamed } = walk(listOf(headers, 'x-forwarded-for'), isTrusted);
  const value = (name: string, header: string): ForwardedValue | undefined => {
    const list = listOf(headers, name);
    // A proxy that overwrites instead of adding leaves a shorter list.
    const found = list[Math.min(depth, list.length - 1)];
    return found === undefined ? undefined : { value: found, header, seen: textOf(headers, name) ?? '' };
  };
  return {
    address,
    host: value('x-forwarded-host', 'X-Forwarded-Host'),
    proto: value('x-forwarded-proto', 'X-Forwarded-Proto'),
    port: value('x-forwarded-port', 'X-Forwarded-Port')?.value,
    fault: isNamed
      ? undefined
      : { header: 'X-Forwarded-For', seen: textOf(headers, 'x-forwarded-for') ?? '', expected: ADDRESS_EXPECTED },
  };
}

function readStandard(forwarded: string, isTrusted: (address: string) => boolean): ForwardedCaller {
  const elements = elementsOf(forwarded);
  const { address, depth, isNamed } = walk(
    elements.map((element) => element.get('for') ?? ''),
    isTrusted,
  );
  const value = (name: string): ForwardedValue | undefined => {
    // Where it was not written together with the address, a nearer proxy may have written it.
    const found = elements
      .slice(0, depth + 1)
      .findLast((element) => element.has(name))
      ?.get(name);
    return found === undefined ? undefined : { value: found, header: `${STANDARD} (${name})`, seen: forwarded };
  };
  return {
    address,
    host: value('host'),
    proto: value('proto'),
    port: undefined,
    fault: isNamed ? undefined : { header: `${STANDARD} (for)`, seen: forwarded, expected: ADDRESS_EXPECTED },
  };
}

/** From the nearest hop outwards, through trusted proxies: the first that is none is the caller. */
function walk(nodes: readonly string[], isTrusted: (address: string) => boolean) {
  let address = UNKNOWN;
  let depth = 0;
  for (const [index, node] of nodes.slice(0, MOST_HOPS).entries()) {
    const read = readAddress(node);
    depth = index;
    // A proxy wrote it that we trust; what stands before it, none may have written.
    if (read === undefined) return { address: nameOf(node), depth, isNamed: false };
    address = read;
    if (!isTrusted(read)) break;
  }
  return { address, depth, isNamed: nodes.length > 0 };
}

const UNKNOWN = 'unknown';

/**
 * A caller without address, by what the proxy wrote instead: a hidden identifier as it is, the rest such that it is fit
 * for a log and is never taken for an address. It tells callers apart where the proxy does.
 */
function nameOf(node: string): string {
  const name = withoutQuotes(node.trim());
  if (name === '' || name.toLowerCase() === UNKNOWN) return UNKNOWN;
  const plain = name.slice(0, 64).replaceAll(/[^\w.:[\]-]/gu, '?');
  return plain.startsWith('_') ? plain : `?${plain.replace(/^\?/u, '')}`;
}

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The elements of a list without empty ones (RFC 9110, section 5.6.1), the nearest proxy's first. */
function listOf(headers: IncomingHttpHeaders, name: string): string[] {
  return (textOf(headers, name) ?? '')
    .split(',')
    .map((element) => element.trim())
    .filter((element) => element !== '')
    .toReversed();
}

const PAIR = String.raw`[\w!#$%&'*+.^|~\x60-]+ ?= ?(?:"(?:[^"\\]|\\.)*"|[^ ;,"\\=]+)`;
const ELEMENT = new RegExp(String.raw`^ ?(?:${PAIR})?(?: ?;(?: ?${PAIR})?)* ?$`, 'u');
const PAIRS = new RegExp(PAIR, 'gu');

/**
 * The elements of `Forwarded`, the nearest proxy's first: the shortest end that is an element, again and again. Read from
 * the front, a quotation mark that the caller left open would swallow what the proxies added.
 */
function elementsOf(forwarded: string): Map<string, string>[] {
  const elements: Map<string, string>[] = [];
  let rest: string | undefined = forwarded.slice(-MOST_READ).replaceAll(/[ \t]+/gu, ' ');
  while (rest !== undefined && elements.length < MOST_HOPS) {
    const [last, before]: [string, string | undefined] = lastElement(rest);
    rest = before;
    if (last.trim() !== '') elements.push(pairsOf(last));
  }
  return elements;
}

function lastElement(list: string): [element: string, before: string | undefined] {
  let comma = list.length;
  for (let tried = 0; tried < MOST_COMMAS; tried += 1) {
    comma = comma === 0 ? -1 : list.lastIndexOf(',', comma - 1);
    const element = list.slice(comma + 1);
    if (ELEMENT.test(element)) return [element, comma === -1 ? undefined : list.slice(0, comma)];
    if (comma === -1) break;
  }
  // Nobody can say where it begins, so nothing before it counts.
  return [`for="${list.slice(list.lastIndexOf(',') + 1).replaceAll(/["\\]/gu, '?')}"`, undefined];
}

function pairsOf(element: string): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const [pair] of element.matchAll(PAIRS)) {
    const equals = pair.indexOf('=');
    pairs.set(pair.slice(0, equals).trim().toLowerCase(), withoutQuotes(pair.slice(equals + 1).trim()));
  }
  return pairs;
}
