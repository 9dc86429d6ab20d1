/** How long an answer may be used again (RFC 9111). */

/** Of an answer that says nothing of it, in seconds. */
const unsaidSeconds = 3600;
/** At most, whatever it says, in seconds. */
const longestSeconds = 86_400;

/** Directives by their lower-case names; of one that is given twice, all values. */
function directivesOf(header: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, name = '', quoted, plain] of header.matchAll(
    /([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/gu,
  )) {
    const key = name.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), quoted ?? plain ?? '']);
  }
  return found;
}

/** Very large ones are infinite, and two of them have no difference: more than this is as good as this (RFC 9111, section 1.2.2). */
const mostSeconds = 2 ** 31;
const wholeSeconds = (text: string): number | undefined =>
  /^\d+$/u.test(text) ? Math.min(mostSeconds, Number(text)) : undefined;

/** What is no number of seconds makes an answer stale (RFC 9111, section 4.2.1). */
const secondsOf = (text: string): number => wholeSeconds(text) ?? 0;

/** The life that the answer gives itself, in seconds. `s-maxage` counts more than `max-age`, and that more than `Expires`. */
function lifetimeOf(directives: ReadonlyMap<string, string[]>, headers: Headers, nowSeconds: number): number {
  const told = directives.get('s-maxage') ?? directives.get('max-age');
  if (told) return Math.min(...told.map(secondsOf));
  const expires = headers.get('expires');
  if (expires === null) return unsaidSeconds;
  const dated = Date.parse(headers.get('date') ?? '') / 1000;
  const life = Date.parse(expires) / 1000 - (Number.isNaN(dated) ? nowSeconds : dated);
  return Number.isNaN(life) ? 0 : life;
}

/** Seconds for which the answer may be used from now on: 0 to 86,400. A cache of many users keeps it, so `private` is 0. */
export function freshSeconds(headers: Headers, nowSeconds: number): number {
  const directives = directivesOf(headers.get('cache-control') ?? '');
  if (['no-store', 'no-cache', 'private'].some((name) => directives.has(name))) return 0;
  if ((headers.get('vary') ?? '').split(',').some((name) => name.trim() === '*')) return 0;
  const age = headers.get('age');
  const left = lifetimeOf(directives, headers, nowSeconds) - (age === null ? 0 : ageOf(age));
  return Math.max(0, Math.min(longestSeconds, Math.floor(left)));
}

/** An age that cannot be read is one that nobody knows. */
const ageOf = (text: string): number => wholeSeconds(text) ?? longestSeconds;
