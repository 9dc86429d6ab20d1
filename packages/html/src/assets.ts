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

/** A style sheet as browsers need it. */
const withoutComments = (css: string): string =>
  css
    .replaceAll(/\/\*[^]*?\*\//gu, '')
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?<=[{};,]) | (?=[{}])/gu, '');

/** The asset `/assets/<name>.<hash>.css` (or `.js`), made of these files in their order, read once. */
export function asset(name: string, extension: 'css' | 'js', files: readonly URL[]): Asset {
  const sources = files.map((file) => readFileSync(file, 'utf8'));
  const body = Buffer.from(sources.map((source) => (extension === 'css' ? withoutComments(source) : source)).join(''));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16);
  const contentType = extension === 'css' ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
  return { path: `/assets/${name}.${hash}.${extension}`, body, etag: `"${hash}"`, contentType };
}
