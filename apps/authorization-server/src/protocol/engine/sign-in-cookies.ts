/**
 * Override of oidc-provider: which browser began a sign-in, and so may go on with it and take what comes of it. oidc-provider
 * keeps that in cookies with the path of the sign-in, which any host of the same domain can set: a stranger could have
 * somebody else finish a sign-in that the stranger began. Ours are `__Host-` cookies, one for each sign-in, so that tabs
 * do not disturb each other.
 */
import { cookiesOf } from '@gatehouse/http/cookies';
import type { Provider } from 'oidc-provider';

interface CookieOptions {
  readonly path?: string;
}

/** oidc-provider's cookies of a request (npm `cookies`). */
interface Cookies {
  readonly request: {
    readonly headers: { readonly cookie?: string };
    readonly url?: string;
    readonly originalUrl?: string;
  };
  readonly keys: { verify(data: string, signature: string): boolean };
  get(name: string, options?: CookieOptions): string | undefined;
  set(name: string, value: string | null, options?: CookieOptions): unknown;
}

/** The beginning of the cookies' names. */
export const signInCookie = (issuer: string): string =>
  issuer.startsWith('https:') ? '__Host-gatehouse_sign_in' : 'gatehouse_sign_in';

/** More are not kept at once: the header has an end. */
const atOnce = 12;

/** The sign-in that an address is about: that of its pages, or of oidc-provider's end of it. */
const uidIn = (address: string): string | undefined =>
  /^\/(?:interaction|auth|device)\/([\w-]{10,64})(?:[/?]|$)/u.exec(address)?.[1];

function tie(cookies: Cookies, name: string): void {
  const get = cookies.get.bind(cookies);
  const set = cookies.set.bind(cookies);
  const nameOf = (uid: string) => `${name}_${uid}`;

  cookies.get = (asked, options) => {
    if (asked !== name) return get(asked, options);
    const { originalUrl, url = '' } = cookies.request;
    const uid = uidIn(originalUrl ?? url);
    if (uid === undefined) return undefined;
    const sent = new Map(cookiesOf(cookies.request));
    const own = nameOf(uid);
    const signature = sent.get(`${own}.sig`);
    const isOurs = sent.get(own) === uid && signature !== undefined && cookies.keys.verify(`${own}=${uid}`, signature);
    return isOurs ? uid : undefined;
  };

  cookies.set = (asked, value, options) => {
    if (asked !== name) return set(asked, value, options);
    const uid = value ?? uidIn(options?.path ?? '');
    if (uid === undefined) throw new TypeError('the cookie of a sign-in is set without saying of which');
    // oidc-provider sets it twice, once for each of its paths.
    const ofHost = { ...options, path: '/', overwrite: true };
    if (value !== null) {
      const begun = [...cookiesOf(cookies.request)].filter(
        ([one]) => one.startsWith(`${name}_`) && !one.endsWith('.sig'),
      );
      for (const [left] of begun.slice(0, Math.max(0, begun.length - atOnce + 1))) set(left, null, ofHost);
    }
    return set(nameOf(uid), value, ofHost);
  };
}

/** oidc-provider must have been told that its cookies `interaction` and `resume` are called `signInCookie`. */
export function tieSignInsToBrowsers(provider: Provider): void {
  const cookieName = signInCookie(provider.issuer);
  const inherited = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(provider.context), 'cookies');
  if (!inherited) throw new TypeError('oidc-provider has no cookies');
  const tied = new WeakSet<object>();
  Object.defineProperty(provider.context, 'cookies', {
    ...inherited,
    get(this: object) {
      const cookies = inherited.get?.call(this) as Cookies;
      if (!tied.has(cookies)) {
        tie(cookies, cookieName);
        tied.add(cookies);
      }
      return cookies;
    },
  });
}
