/** JSON objects from strangers: one reading only, bounded depth, no member that could reach a prototype. */

import { isUtf8 } from 'node:buffer';

const MAX_DEPTH = 32;
const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Reads one JSON object from UTF-8 bytes.
 *
 * @returns the object, or undefined when the bytes are not UTF-8, not JSON, not an object, nested deeper than 32 levels, or when
 *   an object anywhere inside has a member twice (RFC 7519 section 4 lets us refuse that) or one called `__proto__`. Never throws.
 */
export function parseJsonObject(bytes: Uint8Array): Record<string, unknown> | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const written = countMembers(text);
  if (written === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  // JSON.parse keeps the last of two members of one name: then fewer are kept than were written.
  return keptMembers(value) === written ? value : undefined;
}

/** Whether a JSON value is an object: neither null nor an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every colon outside a string begins the value of one member. Undefined: nested too deeply, or a string that does not end. */
function countMembers(text: string): number | undefined {
  let members = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === QUOTE) {
      i = endOfString(text, i);
      if (i === -1) return undefined;
    } else if (c === COLON) members++;
    else if (c === OPEN_BRACE || c === OPEN_BRACKET) {
      if (++depth > MAX_DEPTH) return undefined;
    } else if (c === CLOSE_BRACE || c === CLOSE_BRACKET) depth--;
  }
  return members;
}

function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end !== -1) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

/** The members of all objects inside a value; NaN, which equals nothing, when one of them is `__proto__`. */
function keptMembers(value: object): number {
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object' && item !== null) members += keptMembers(item);
    return members;
  }
  if (Object.hasOwn(value, '__proto__')) return Number.NaN;
  const items: unknown[] = Object.values(value);
  for (const item of items) if (typeof item === 'object' && item !== null) members += keptMembers(item);
  return members + items.length;
}
