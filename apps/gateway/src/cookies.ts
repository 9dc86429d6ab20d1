/** Which cookies pass between callers and a service. Those of the gateway's neighbours on the same host never do. */
import { publicPath } from './places.ts';

/** What a route says of cookies. */
export interface CookieRules {
  readonly request: 'all' | readonly string[];
  readonly response: boolean;
}

/** A cookie of one of the services of Gatehouse. Browsers send them to every port of a host. */
export const isReserved = (name: string): boolean =>
  /^(?:__(?:host|secure)-)?(?:gatehouse|web-app)(?:[^a-z\d]|$)/iu.test(name);

/** Browsers send a cookie without a name as its value alone, which then has one (RFC 6265bis, section 5.8.3). */
const isOurs = (pair: string): boolean => isReserved((pair.replace(/^[=\s]+/u, '').split('=', 1)[0] as string).trim());

/** The pairs of a `Cookie` header that the service gets; empty when there are none. */
export function requestCookies(header: string, { request }: CookieRules): string {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => {
      const name = pair.split('=', 1)[0]?.trim() ?? '';
      return pair !== '' && !isOurs(pair) && (request === 'all' || request.includes(name));
    })
    .join('; ');
}

const attributeName = (attribute: string) => (attribute.split('=', 1)[0] as string).trim().toLowerCase();

/** A path that only holds for the service becomes that of the route. Browsers take a `__Host-` cookie with `/` alone. */
function publicCookiePath(attribute: string, strip: string | undefined): string {
  const path = attribute.slice(attribute.indexOf('=') + 1).trim();
  if (strip === undefined || !path.startsWith('/')) return attribute;
  return ` Path=${path === '/' ? strip : publicPath(path, strip)}`;
}

/**
 * The cookies that a service sets, as they are for the caller: of the gateway's host alone, below the path of the route.
 * Without rules they pass as they are.
 */
export function answeredCookies(
  cookies: readonly string[],
  rules: CookieRules | undefined,
  strip: string | undefined,
): string[] {
  if (rules?.response === false) return [];
  return cookies.flatMap((cookie) => {
    const [pair = '', ...attributes] = cookie.split(';');
    const name = (pair.split('=', 1)[0] as string).trim();
    if (isOurs(pair)) return [];
    if (rules === undefined) return cookie;
    const kept = attributes.filter((attribute) => attributeName(attribute) !== 'domain');
    if (!/^__host-/iu.test(name)) {
      for (const [index, attribute] of kept.entries())
        if (attributeName(attribute) === 'path') kept[index] = publicCookiePath(attribute, strip);
    }
    return [pair, ...kept].join(';');
  });
}
