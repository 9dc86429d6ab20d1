import { addressOf, UrlFault } from './postgres/address.ts';

/**
 * What is wrong with a database URL, as the rest of a sentence that begins with its name; undefined when nothing is. No part of a
 * password is in it, wherever the password's characters made the URL break.
 * @param caFile authorities of a PostgreSQL server's certificate, for a URL that names none
 */
export function databaseUrlFault(url: string, caFile?: string): string | undefined {
  if (url.startsWith('sqlite:')) return sqliteFault(url.slice('sqlite:'.length));
  if (!/^postgres(?:ql)?:\/\//i.test(url)) return 'must begin with sqlite: or postgres://';
  try {
    addressOf(url, caFile);
    return undefined;
  } catch (error) {
    if (error instanceof UrlFault) return error.message;
    throw error;
  }
}

function sqliteFault(path: string): string | undefined {
  if (path === ':memory:') return undefined;
  if (path === '' || path === 'memory:' || path === 'memory')
    return 'must name a file, as in sqlite:/var/lib/gatehouse/gatehouse.sqlite, or be sqlite::memory:';
  if (/^\/\/(?!\/)/.test(path)) return 'must name its file without //: sqlite:/absolute/path or sqlite:relative/path';
  if (path.includes('?')) return 'names a file with a ? in it; a sqlite: URL has no parameters';
  if (/\p{Cc}/u.test(path)) return 'has a line break or another control character in it';
  return undefined;
}
