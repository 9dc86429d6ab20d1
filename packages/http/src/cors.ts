/** Which pages of other origins may read answers, and what their preflights are told (the CORS protocol of the Fetch standard). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError } from './http-error.ts';
import { setStandingHeaders } from './standing-headers.ts';

/** What pages of other origins may do. */
export interface CorsOptions {
  /** Scheme, host and port as a browser writes them, such as `https://app.example.com`; `*` alone: every page. */
  readonly origins: readonly string[];
  /** Methods that pages may use. */
  readonly methods: readonly string[];
  /** Headers that pages may send, in any case; without it every header that they ask for. */
  readonly headers?: readonly string[] | undefined;
  /** Headers of answers that pages may read, beside those that explain a refusal. */
  readonly expose?: readonly string[] | undefined;
  /** Whether browsers may add what they keep themselves: cookies, a client certificate, a password. Default false. */
  readonly credentials?: boolean | undefined;
  /** How long a browser may remember the answer to a preflight, in seconds. Default 600. */
  readonly maxAgeSeconds?: number | undefined;
}

/** The decisions. */
export interface Cors {
  /** Whether pages of an origin may read answers. */
  allows(origin: string | undefined): boolean;
  /** Puts on an answer, whatever it will be, what lets the page read it. Every answer varies with the origin, with one or without. */
  setHeaders(response: ServerResponse, method: string, origin: string | undefined): void;
  /**
   * Sets the headers of the answer to a preflight.
   * @throws {HttpError} 403 when the origin, or the method, is not allowed
   */
  setPreflightHeaders(response: ServerResponse, preflight: IncomingMessage): void;
}

/** What explains refusals, and how to go on after them. */
const ALWAYS_EXPOSED = [
  'WWW-Authenticate',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'DPoP-Nonce',
  'X-Request-Id',
];

const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/u;
const MOST_HEADER_NAMES = 64;

/** What is wrong with an origin; undefined when a browser could send it. `null` is every sandboxed page, so it is none. */
export function originFault(origin: string): string | undefined {
  const isExact = /^https?:/iu.test(origin)
    ? URL.parse(origin)?.origin === origin && !origin.includes('*')
    : /^[a-z][a-z\d+.-]*:\/\/[\w.-]+(?::\d{1,5})?$/u.test(origin);
  if (isExact) return undefined;
  return `${JSON.stringify(origin)} is not an exact origin such as https://app.example.com: scheme, host and port as browsers write them`;
}

/** Whether a request is the question of a browser that precedes a request. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/**
 * Makes them.
 * @throws {TypeError} when an origin is none, or every page would be trusted with credentials
 */
export function createCors(options: CorsOptions): Cors {
  const { origins, methods, headers, expose = [], credentials = false, maxAgeSeconds = 600 } = options;
  const isForAll = origins.includes('*');
  if (isForAll && (credentials || origins.length > 1))
    throw new TypeError('origins: * stands alone, and not together with credentials');
  for (const origin of isForAll ? [] : origins) {
    const fault = originFault(origin);
    if (fault !== undefined) throw new TypeError(`origins: ${fault}`);
  }
  const known = new Set(origins);
  const exposed = [...new Set([...ALWAYS_EXPOSED, ...expose])].join(', ');
  const allowedMethods = methods.join(', ');
  const allowedHeaders = headers?.join(', ');

  const allows = (origin: string | undefined): origin is string =>
    origin !== undefined && (isForAll || known.has(origin));

  const allow = (response: ServerResponse, origin: string) => {
    response.setHeader('Access-Control-Allow-Origin', isForAll ? '*' : origin);
    if (credentials) response.setHeader('Access-Control-Allow-Credentials', 'true');
  };

  return {
    allows,
    setHeaders(response, method, origin) {
      response.setHeader('Vary', 'Origin');
      if (!allows(origin) || !methods.includes(method)) return;
      allow(response, origin);
      response.setHeader('Access-Control-Expose-Headers', exposed);
    },
    setPreflightHeaders(response, { headers: asked }) {
      response.setHeader('Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers');
      if (!allows(asked.origin))
        throw new HttpError(403, 'origin_not_allowed', 'Pages of this origin may not call this.');
      if (!methods.includes(asked['access-control-request-method'] as string))
        throw new HttpError(
          403,
          'method_not_allowed_for_pages',
          'Pages of other origins may not use this method here.',
        );
      allow(response, asked.origin);
      response.setHeader('Access-Control-Allow-Methods', allowedMethods);
      const names = allowedHeaders ?? headerNames(asked['access-control-request-headers']);
      if (names !== '') response.setHeader('Access-Control-Allow-Headers', names);
      response.setHeader('Access-Control-Max-Age', String(maxAgeSeconds));
    },
  };
}

/** The names that a preflight asks for, when they are names. */
function headerNames(asked = ''): string {
  const names = asked.split(',').map((name) => name.trim());
  return names.length <= MOST_HEADER_NAMES && names.every((name) => TOKEN.test(name)) ? names.join(', ') : '';
}

/** Ends the answer to a preflight, when its headers are set: there is nothing more to say. */
export function answerPreflight(response: ServerResponse): void {
  setStandingHeaders(response);
  response.statusCode = 204;
  response.end();
}
