import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalPath } from '../src/canonical-path.ts';
import { type Route, routesSchema } from '../src/route-schema.ts';
import { createRouter } from '../src/routes.ts';

const host = 'gateway.example';
const upstream = 'https://service.example';
const { routes } = routesSchema.parse({
  routes: [
    { path: '/files/*', upstream, accept: [], encoded_path: 'allow' },
    { path: '/files/admin/*', upstream, accept: [] },
    { path: '/files/admin', upstream, accept: [] },
    { path: '/files/a/b/*', upstream, accept: [], encoded_path: 'allow' },
    { path: '/files/a/b/secret', upstream, accept: [] },
    { path: '/files/mixed/*', methods: ['GET'], upstream, accept: [], encoded_path: 'allow' },
    { path: '/files/mixed/*', methods: ['POST'], upstream, accept: [] },
    { path: '/plain/*', upstream, accept: [] },
    { path: '/admin/*', upstream, accept: [] },
  ],
});
const router = createRouter(routes, host);

/** The route that the gateway chooses for what a client sends; undefined when it refuses or has none. */
function chosen(target: string, method = 'GET'): { route: Route; path: string } | undefined {
  try {
    const { path } = canonicalPath(target, true);
    const route = router(method, path, host);
    return typeof route === 'string' || 'allow' in route ? undefined : { route, path };
  } catch (error) {
    expect(error).toMatchObject({ status: 400, code: 'ambiguous_path' });
    return undefined;
  }
}

const PIECES =
  `/ . .. files admin a b secret x %2F %2f %5C %25 %3F %23 %3B %2e %252F %253B %255c %252e %25252F %61 %2561 dmin 2F 2e 3B
  %c0%ae %e2%82%ac`.split(/\s+/u);

const decodeSome = (text: string, wanted: RegExp) =>
  text.replaceAll(/%[\da-f]{2}/giu, (encoded) =>
    wanted.test(encoded) ? String.fromCharCode(Number.parseInt(encoded.slice(1), 16)) : encoded,
  );
const dropParameters = (text: string) => text.replaceAll(/;[^/]*/gu, '');
const resolveDots = (text: string) => {
  const kept: string[] = [];
  for (const segment of text.split('/').slice(1)) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return `/${kept.join('/')}`;
};
const steps: ((text: string) => string)[] = [
  (text) => decodeSome(text, /./u),
  (text) => decodeSome(text, /%25/u),
  (text) => decodeSome(text, /%2f/iu),
  (text) => decodeSome(text, /%(?!2f|5c)/iu),
  (text) => decodeSome(text, /%3b/iu),
  (text) => text.replaceAll('\\', '/'),
  (text) => text.replaceAll(/\/{2,}/gu, '/'),
  (text) => text.split(/[?#]/u)[0] as string,
  dropParameters,
  (text) => text.split(';')[0] as string,
  resolveDots,
];

describe('encoded separators', () => {
  it('W10: reach the service of a route that allows them, encoded as they were', () => {
    for (const path of [
      '/files/g%2Fp',
      '/files/C%23',
      '/files/what%3F',
      '/files/100%25.txt',
      '/files/100%25%20off',
      '/files/a%3Bb',
      '/files/a%3Bb/c%3Bd',
      '/files/x%5Cb',
      '/files/https%3A%2F%2Fexample.com%2Fx%3Fy=1%23z',
      '/files/%2F',
      '/files/%2525',
      '/files/%252F',
      '/files/x%2Fadmin',
      '/files/administrators%2Fx',
      '/files/a%2Fc',
      '/files/%E2%82%AC%2F%E2%82%AC',
      '/files/a/b/c%2Fd',
    ])
      expect([path, chosen(path)?.path]).toEqual([path, path]);
    expect(chosen('/files/g%2fp%5c')?.path).toBe('/files/g%2Fp%5C');
  });

  it('W10: are refused everywhere else', () => {
    for (const path of [
      '/plain/g%2Fp',
      '/plain/100%25',
      '/elsewhere/a%2Fb',
      '/files%2Fx',
      '/%2Ffiles/x',
      '/plain/a%3Bb',
    ])
      expect([path, chosen(path)]).toEqual([path, undefined]);
    expect(chosen('/files/mixed/a%2Fb')).toBeDefined();
    expect(chosen('/files/mixed/a%2Fb', 'POST')).toBeUndefined();
    expect(chosen('/files/mixed/a%2Fb', 'PUT')).toBeUndefined();
    // Without a router nobody could tell.
    expect(() => canonicalPath('/files/g%2Fp')).toThrow(expect.objectContaining({ status: 400 }));
  });

  it('W10: are no way round a more exact route, nor out of their own', () => {
    for (const rest of [
      'admin%2Fx',
      'admin%2fx',
      '%61dmin%2Fx',
      'admin%5Cx',
      'admin%3Fx',
      'admin%23',
      'admin%3Bx',
      '%2Fadmin%2Fx',
      '%2F%2Fadmin',
      '%5Cadmin/x',
      'admin%252Fx',
      '%2561dmin',
      '%252561dmin%2Fx',
      '%3Bx/admin/y',
      '%3Bx%2Fy/admin/z',
      '%253Ba%2Fb%252Fadmin',
      'a%2Fb/x',
      'a/b%2Fx',
      'a%3Bq/b/x',
      'a%3B%2Fb',
      'a/b/secret%3F',
      'a/b/%2Fsecret',
      '..%2Fadmin',
      '%2e%2e%2Fadmin',
      '%2E%2E%5Cadmin',
      'x%2F..%2Fadmin',
      'x%2F..%2F..%2Fadmin',
      'x%2F.%2Fy',
      '..%3Bx%2Fadmin',
      '..%3B%2Fadmin',
      '%252e%252e%252fadmin',
      '%25252e%25252e%25252f',
      '%252525252e',
      '%2F..',
      '..%23',
      '%25c0%25ae%25c0%25ae%2Fadmin',
      '%c0%ae%2Fadmin',
      '%25ff%2F',
      '%25u002e%25u002e%2Fadmin',
      'x%2500%2Fy',
      'x%00%2F',
      'x%250a%2F',
      'x%2F%0d%0ay',
      'x%2',
      'x;y%2Fz',
    ])
      expect([rest, chosen(`/files/${rest}`)]).toEqual([rest, undefined]);
  });

  it('W10: whatever a service makes of a path, it belongs to the route that was chosen', () => {
    const piece = fc.constantFrom(...PIECES);
    let allowed = 0;
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 9 }),
        fc.array(fc.nat(steps.length - 1), { maxLength: 8 }),
        (pieces, reading) => {
          const found = chosen(`/files/${pieces.join('')}`);
          if (found === undefined) return;
          if (/%2f|%5c|%25|%3[bf]|%23/iu.test(found.path)) allowed += 1;
          let read = found.path;
          for (const step of reading) read = (steps[step] as (text: string) => string)(read);
          // What is left encoded is a name to this reader; a path cut to the route's own beginning is still below it.
          const there = router('GET', read.replaceAll('%', '~'), host);
          expect([found.path, read, there]).toEqual([found.path, read, found.route]);
        },
      ),
      { numRuns: 5000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });
});
