/** The cookies of a request (RFC 6265, section 4.2). */

interface WithCookies {
  readonly headers: { readonly cookie?: string | undefined };
}

/** More white space than HTTP has must stay: a name that only looks like another is not that one. */
const blanks = /^[ \t]+|[ \t]+$/gu;

/** Their names and values, as the browser sent them: the oldest of a path first. */
export function* cookiesOf({ headers }: WithCookies): Generator<[name: string, value: string]> {
  for (const pair of headers.cookie?.split(';') ?? []) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, Math.max(0, at)).replace(blanks, '');
    if (name !== '') yield [name, pair.slice(at + 1).replace(blanks, '')];
  }
}

/** The value of the first cookie of this name; undefined when there is none. */
export function readCookie(request: WithCookies, name: string): string | undefined {
  for (const [found, value] of cookiesOf(request)) if (found === name) return value;
  return undefined;
}
