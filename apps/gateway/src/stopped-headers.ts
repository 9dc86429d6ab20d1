/** Whether a header of a request stops at the gateway, decided by the list and by what a route says beside it. */
import { EXPECTED, type HeaderGroup, LISTED, PASSING, RESERVED } from './header-list.ts';

/** Names, and beginnings that end in `-*`. */
class Names {
  readonly #exact = new Set<string>();
  /** Without their `-*`. */
  readonly #beginnings = new Set<string>();

  constructor(entries: Iterable<string>) {
    for (const entry of entries) {
      if (entry.endsWith('-*')) this.#beginnings.add(entry.slice(0, -2));
      else this.#exact.add(entry);
    }
  }

  /** The entry that a name falls under. */
  entryOf(name: string): string | undefined {
    if (this.#exact.has(name)) return name;
    for (let end = name.indexOf('-'); end !== -1; end = name.indexOf('-', end + 1)) {
      const beginning = name.slice(0, end);
      if (this.#beginnings.has(beginning)) return `${beginning}-*`;
    }
    return undefined;
  }
}

const namesOf = (groups: readonly HeaderGroup[]) => new Names(groups.flatMap(({ names }) => names));

const expected = namesOf(EXPECTED);
const counted = namesOf([...RESERVED, ...LISTED]);
const passing = new Set(PASSING);
const notAllowable = [...EXPECTED, ...RESERVED].flatMap(({ names }) => names);

/**
 * The one spelling of a name in lower case: what makes variables of headers (CGI, WSGI, Rack, PHP) takes everything but
 * letters and digits for the same character.
 */
export const spelledPlainly = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^\da-z]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');

/** What a route says of headers beside the list. Entries in lower case. */
export interface HeaderRules {
  readonly allow: readonly string[];
  readonly stop: readonly string[];
}

/**
 * What becomes of a header: false, it passes; true, it stops as it always does; else it stops under this entry of the list or
 * of the route.
 */
export type Verdict = boolean | string;

/** Decides by name. @param rules of a route */
export function createVerdict({ allow, stop }: HeaderRules = { allow: [], stop: [] }): (name: string) => Verdict {
  const allowed = new Names(allow);
  const stopped = new Names(stop.map((entry) => `${spelledPlainly(entry)}${entry.endsWith('-*') ? '-*' : ''}`));
  return (name) => {
    const plain = spelledPlainly(name);
    if (expected.entryOf(plain) !== undefined) return true;
    const own = stopped.entryOf(plain);
    if (own !== undefined) return own;
    // Allowed in the spelling that the route names, not in others that are taken for it.
    if (passing.has(plain) || allowed.entryOf(name.toLowerCase()) !== undefined) return false;
    return counted.entryOf(plain) ?? false;
  };
}

/** True when an entry of `allow` would let through what is not for a route to allow. */
export function allowsTooMuch(entry: string): boolean {
  const plain = spelledPlainly(entry);
  const beginning = entry.endsWith('-*') ? `${plain}-` : undefined;
  return notAllowable.some((one) => {
    if (one.endsWith('-*')) {
      const start = one.slice(0, -1);
      return `${plain}-`.startsWith(start) || (beginning !== undefined && start.startsWith(beginning));
    }
    return one === plain || (beginning !== undefined && one.startsWith(beginning));
  });
}

const standard = createVerdict();

/** True when a header of a client is not for the service behind the gateway. */
export const stopsHere = (name: string): boolean => standard(name) !== false;
