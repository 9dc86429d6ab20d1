import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file that never changes under its path: serve it with `Cache-Control: public, max-age=31536000, immutable`. */
export interface Asset {
  /** Absolute path on this origin; holds a hash of the content. */
  readonly path: string;
  readonly body: Buffer;
  /** Strong entity tag, in quotes (RFC 9110 section 8.8.3). */
  readonly etag: string;
  readonly contentType: string;
}

/** The one stylesheet of all pages, read once at start-up. */
export const stylesheet: Asset = asset('gatehouse', 'css', 'text/css; charset=utf-8');

/** The script of pages that offer passkeys. */
export const passkeyScript: Asset = asset('passkey', 'js', 'text/javascript; charset=utf-8');

/** The script of the page that takes an authorization response on; all other pages have none. */
export const formPostScript: Asset = asset('form-post', 'js', 'text/javascript; charset=utf-8');

/** Everything that is served under its own path. */
export const assets: readonly Asset[] = [stylesheet, passkeyScript, formPostScript];

function asset(name: string, extension: string, contentType: string): Asset {
  const body = readFileSync(new URL(`${name}.${extension}`, import.meta.url));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  return { path: `/assets/${name}.${hash}.${extension}`, body, etag: `"${hash}"`, contentType };
}
