import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stateOf } from './connection.ts';
import { readCookie } from './cookies.ts';
import { html, type SafeHtml } from './html.ts';
import { HttpError } from './http-error.ts';

/** The form field, and in lower case with `x-` the header, that carries the token. */
export const CSRF_FIELD = 'csrf';

/** What the protection works with. */
export interface CsrfOptions {
  /** Secrets of at least 32 characters; the first signs, all verify. */
  readonly keys: readonly string[];
  /** Begins with `__Host-`, so that no other host and no plain connection can set it. */
  readonly cookieName: string;
  /** What `Origin` must be; default the public origin of the service. */
  readonly publicOrigin?: string | undefined;
}

/** Proof that a form was sent by a page of ours, to the browser that got the page. */
export interface Csrf {
  /** The token for a form of this answer. Sets the cookie it is bound to, if the browser has none yet. */
  token(request: IncomingMessage, response: ServerResponse): string;
  /** The hidden field with the token. */
  field(request: IncomingMessage, response: ServerResponse): SafeHtml;
  /** @throws {HttpError} 403 `csrf_failed` unless the request came from a page of ours. Needs the body to be read. */
  check(request: IncomingMessage): void;
}

/**
 * Signed double submit: the token is the MAC of a random cookie. Beside it `Origin` and `Sec-Fetch-Site` are checked
 * where a browser sends them.
 * @throws {TypeError} when the cookie's name lacks `__Host-` or a key is short
 */
export function createCsrf({ keys, cookieName, publicOrigin }: CsrfOptions): Csrf {
  if (!cookieName.startsWith('__Host-')) throw new TypeError('The name of the CSRF cookie must begin with __Host-');
  const [signingKey] = keys;
  if (signingKey === undefined || keys.some((key) => key.length < 32)) {
    throw new TypeError('CSRF protection needs keys of at least 32 characters');
  }
  const minted = new WeakMap<IncomingMessage, string>();

  function token(request: IncomingMessage, response: ServerResponse): string {
    let seed = minted.get(request) ?? readCookie(request, cookieName);
    if (seed === undefined || !SEED.test(seed)) {
      seed = randomBytes(32).toString('base64url');
      // Lax, not Strict: users arrive on the sign-in page from another site, and must keep the cookie of other tabs.
      response.appendHeader('Set-Cookie', `${cookieName}=${seed}; Path=/; Secure; HttpOnly; SameSite=Lax`);
      minted.set(request, seed);
    }
    return mac(signingKey as string, seed).toString('base64url');
  }

  function check(request: IncomingMessage): void {
    checkFormSource(request, publicOrigin ?? stateOf(request)?.publicOrigin, { token: true });
    const seed = readCookie(request, cookieName);
    const sent = Buffer.from(sentToken(request) ?? '', 'base64url');
    if (seed === undefined) throw failed('no cookie');
    if (!keys.some((key) => isEqual(mac(key, seed), sent))) throw failed('token does not fit the cookie');
  }

  return {
    token,
    check,
    field: (request, response) => html`<input type="hidden" name="${CSRF_FIELD}" value="${token(request, response)}">`,
  };
}

const SEED = /^[\w-]{43}$/u;

function mac(key: string, seed: string): Buffer {
  return createHmac('sha256', key).update('csrf:').update(seed).digest();
}

function isEqual(expected: Buffer, sent: Buffer): boolean {
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}

/**
 * Refuses a form that another site sent, by what browsers say of it: beside a token, never instead of one.
 * A page that is sent with `Referrer-Policy: no-referrer` posts its forms with `Origin: null` (Fetch, "append a request
 * Origin header"). Whether it is our own is said by `Sec-Fetch-Site`; where that is missing, as browsers before 2023 and
 * some proxies leave it out, by the token alone.
 * @param options.token the form also carries a token that is bound to a cookie, and is refused without
 * @throws {HttpError} 403 `csrf_failed`
 */
export function checkFormSource(
  { headers }: Pick<IncomingMessage, 'headers'>,
  publicOrigin: string | undefined,
  { token }: { readonly token: boolean },
): void {
  if (publicOrigin === undefined) throw new TypeError('CSRF protection outside a service needs publicOrigin');
  const { origin, 'sec-fetch-site': site } = headers;
  const isOurSite = site === 'same-origin' || site === 'none';
  if (site !== undefined && !isOurSite) throw failed('Sec-Fetch-Site is another site');
  if (origin === undefined || origin === publicOrigin) return;
  if (origin !== 'null') throw failed('Origin is another origin');
  if (site === undefined && !token) throw failed('Origin is null, and there is no Sec-Fetch-Site');
}

function sentToken(request: IncomingMessage): string | undefined {
  const { body } = request as { body?: Record<string, unknown> };
  const sent = body?.[CSRF_FIELD] ?? request.headers[`x-${CSRF_FIELD}`];
  return typeof sent === 'string' ? sent : undefined;
}

function failed(detail: string): HttpError {
  return new HttpError(403, 'csrf_failed', 'The form is no longer valid. Go back, reload the page and send it again.', {
    detail,
  });
}
