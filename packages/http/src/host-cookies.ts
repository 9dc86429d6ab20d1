/**
 * A cookie whose name begins with `__Host-` can be set by this host alone (RFC 6265bis, section 4.1.3.2). What only looks
 * like one, to a reader that trims or folds names, may come from a neighbouring host; and a browser has no two of one name.
 */

const hostCookie = /^"?__host-/iu;
const notInNames = /[^\x21-\x7e]/gu;
const blanks = /^[ \t]+|[ \t]+$/gu;

/** The `Cookie` header without `__Host-` cookies that are not written exactly so, or come twice with different values. */
export function withoutForgedCookies(header: string): string {
  if (!/__host-/iu.test(header)) return header;
  const values = new Map<string, string | undefined>();
  const others: string[] = [];
  for (const pair of header.split(';')) {
    const [name = '', value] = pair.split(/=(.*)/su).map((part) => part.replace(blanks, ''));
    if (!hostCookie.test(name.replace(notInNames, ''))) others.push(pair.replace(blanks, ''));
    else if (value !== undefined && /^__Host-[\x21-\x7e]*$/u.test(name))
      values.set(name, values.has(name) && values.get(name) !== value ? undefined : value);
  }
  const hosts = [...values].flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
  return [...hosts, ...others].join('; ');
}
