import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Rule, readyRules } from '../src/rules.ts';

function ruling(rules: readonly Rule[], method: string, url: string): string {
  const found = readyRules(rules)(method, url);
  return typeof found === 'string'
    ? found
    : `needs ${found.scopes.join(' ') || (found.optional ? 'nothing' : 'a token')}`;
}

const RULES: readonly Rule[] = [
  { path: '/', auth: 'none' },
  { path: '/public/*rest', auth: 'none' },
  { method: 'GET', path: '/orders/mine', auth: 'optional' },
  { method: 'GET', path: '/orders/:id', scopes: 'read' },
  { method: ['PUT', 'PATCH'], path: '/orders/:id', scopes: 'write' },
  { path: '/orders/:id/lines/:line', scopes: 'lines' },
  { method: 'POST', path: '/orders' },
];

describe('policy as data', () => {
  it.each([
    ['GET', '/', 'open'],
    ['GET', '/?a=/orders/1', 'open'],
    ['GET', '/#x', 'ambiguous_path'],
    ['GET', '/?#x', 'ambiguous_path'],
    ['GET', '/public/a', 'open'],
    ['GET', '/public/a/b/c', 'open'],
    ['GET', '/public', 'not_allowed'],
    ['GET', '/public/', 'not_allowed'],
    ['GET', '/publicity/a', 'not_allowed'],
    ['GET', '/orders/mine', 'needs nothing'],
    ['GET', '/orders/7', 'needs read'],
    ['HEAD', '/orders/7', 'needs read'],
    ['GET', '/orders/7/', 'needs read'],
    ['GET', '/ORDERS/7?x=1', 'needs read'],
    ['GET', '/orders/7%207', 'needs read'],
    ['GET', '/orders/caf%C3%A9', 'needs read'],
    ['GET', '/orders/a%7Eb%40', 'needs read'],
    ['PUT', '/orders/7', 'needs write'],
    ['PATCH', '/orders/7', 'needs write'],
    ['DELETE', '/orders/7', 'not_allowed'],
    ['get', '/orders/7', 'not_allowed'],
    ['OPTIONS', '/orders/7', 'not_allowed'],
    ['DELETE', '/orders/7/lines/1', 'needs lines'],
    ['GET', '/orders/7/lines', 'not_allowed'],
    ['GET', '/orders/7/lines/1/2', 'not_allowed'],
    ['POST', '/orders', 'needs a token'],
    ['GET', '/orders', 'not_allowed'],
    ['HEAD', '/orders', 'not_allowed'],
    ['GET', '/secret', 'not_allowed'],
  ])('RS-03: %s %s is %s', (method, url, expected) => {
    expect(ruling(RULES, method, url)).toBe(expected);
  });

  it.each([
    '//orders/7',
    '/orders//7',
    '/orders/7//',
    '/./orders/7',
    '/public/../orders/7',
    '/public/..',
    '/public/%2e%2e/orders',
    '/public/%2E/orders',
    '/public/a%2Fb',
    '/public/a%2fb',
    '/public/a%5Cb',
    '/public/a\\b',
    '/public/a;b=c',
    '/public/%6frders',
    '/public/%4F',
    '/public/%30',
    '/public/%39',
    '/public/%5F',
    '/public/%2D',
    '/public/%00',
    '/public/%0a',
    '/public/%1f',
    '/public/%7f',
    '/public/%',
    '/public/%2',
    '/public/%zz',
    '/public/100%',
    'orders/7',
    '',
    '*',
    'http://evil.example/public/a',
  ])('RS-03: %s can be read in more than one way', (url) => {
    expect(ruling(RULES, 'GET', url)).toBe('ambiguous_path');
  });

  it('RS-03: every escape of a character that needs none is ambiguous, every other is not', () => {
    for (let code = 0; code < 256; code++) {
      const escape = `%${code.toString(16).padStart(2, '0')}`;
      const decoded = String.fromCharCode(code);
      const ambiguous = /[\w.\\/-]/.test(decoded) || code < 0x20 || code === 0x7f;
      expect(`${escape} ${ruling(RULES, 'GET', `/public/${escape}`)}`).toBe(
        `${escape} ${ambiguous ? 'ambiguous_path' : 'open'}`,
      );
      expect(ruling(RULES, 'GET', `/public/${escape.toUpperCase()}`)).toBe(ambiguous ? 'ambiguous_path' : 'open');
    }
  });

  it('RS-03: without rules nothing is allowed; never throws, whatever the URL (property)', () => {
    const none = readyRules([]);
    const some = readyRules(RULES);
    fc.assert(
      fc.property(fc.string(), fc.oneof(fc.webPath(), fc.string()), (method, url) => {
        expect(['not_allowed', 'ambiguous_path']).toContain(none(method, url));
        expect(some(method, url)).toBeDefined();
      }),
    );
  });

  it('RS-03: an open path never opens another: only what begins with it is open (property)', () => {
    const rules = readyRules([{ path: '/public/*rest', auth: 'none' }]);
    const piece = fc.constantFrom(
      '/',
      'public',
      '..',
      '.',
      '%2e',
      '%2f',
      '\\',
      ';',
      'admin',
      '?',
      '#',
      'PUBLIC',
      '%70',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const url = `/${pieces.join('')}`;
        if (rules('GET', url) !== 'open') return;
        // What a server would reach that resolves dots and decodes escapes.
        const reached = decodeURIComponent(new URL(url, 'http://x').pathname).toLowerCase();
        expect(reached.startsWith('/public/')).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  describe('G22: encoded paths', () => {
    const rules: readonly Rule[] = [
      { path: '/users/:id', scopes: 'users', encodedPath: 'allow' },
      { path: '/users/:id/keys', scopes: 'keys' },
      { path: '/files/secret', scopes: 'secret' },
      { path: '/files/*rest', auth: 'none', encodedPath: 'allow' },
      { method: 'GET', path: '/teams/:id', scopes: 'teams' },
      { path: '/teams/*rest', scopes: 'all', encodedPath: 'allow' },
    ];

    it.each([
      ['/users/a%2Fb', 'needs users'],
      ['/users/a%2fb', 'needs users'],
      ['/users/a;b', 'needs users'],
      ['/users/a;b=c;d', 'needs users'],
      ['/users/https%3A%2F%2Fexample.com%2Fu', 'needs users'],
      ['/users/%2F', 'needs users'],
      ['/users/;', 'needs users'],
      ['/users/a%2Fkeys', 'needs users'],
      ['/users/a%2Fb?c=%2F;d', 'needs users'],
      ['/users/a/keys', 'needs keys'],
      ['/users/a;b/keys', 'ambiguous_path'],
      ['/users%2Fa', 'ambiguous_path'],
      ['/users;x/a', 'ambiguous_path'],
      ['/other/a%2Fb', 'ambiguous_path'],
      ['/files/a%2Fb/c;d', 'open'],
      ['/files/secret', 'needs secret'],
      ['/files/..%2Fusers', 'ambiguous_path'],
      ['/files/..;/users/a', 'ambiguous_path'],
      ['/files/a%2F..', 'ambiguous_path'],
      ['/files/a%2f..%2Fb', 'ambiguous_path'],
      ['/files/.;x', 'ambiguous_path'],
      ['/files/a;..', 'ambiguous_path'],
      ['/files/%2e%2e%2Fusers', 'ambiguous_path'],
      ['/files/a%5Cb', 'ambiguous_path'],
      ['/files/a%2F%61', 'ambiguous_path'],
      ['/files//a%2Fb', 'ambiguous_path'],
      ['/teams/a%2Fb', 'ambiguous_path'],
      ['/teams/a%2Fb/c', 'needs all'],
    ])('%s is %s', (url, expected) => {
      expect(ruling(rules, 'GET', url)).toBe(expected);
    });

    it('another method finds another rule', () => {
      expect(ruling(rules, 'PUT', '/teams/a%2Fb')).toBe('needs all');
    });
  });

  it.each<[string, unknown]>([
    ['encodedPath must be refuse or allow', [{ path: '/a/:id', encodedPath: true }]],
    ['encodedPath allows nothing', [{ path: '/a', encodedPath: 'allow' }]],
    ['rules must be a list', {}],
    ['a rule must be an object', [null]],
    ['a rule must be an object', ['/a']],
    ['method must be a method or a list', [{ path: '/a', method: 7 }]],
    ['path must begin with a slash', [{ path: 'orders' }]],
    ['path must begin with a slash', [{}]],
    ['neither plain text', [{ path: '/orders//x' }]],
    ['neither plain text', [{ path: '/orders/' }]],
    ['neither plain text', [{ path: '/orders/*' }]],
    ['neither plain text', [{ path: '/*rest/x' }]],
    ['neither plain text', [{ path: '/:' }]],
    ['neither plain text', [{ path: '/a%20b' }]],
    ['neither plain text', [{ path: '/a*' }]],
    ['not a method in upper case', [{ path: '/a', method: 'get' }]],
    ['not a method in upper case', [{ path: '/a', method: ['GET', ''] }]],
    ['method names none', [{ path: '/a', method: [] }]],
    ['auth must be', [{ path: '/a', auth: 'maybe' }]],
    ['is open, so it cannot ask', [{ path: '/a', auth: 'none', scopes: 'x' }]],
    ['no member "scope"', [{ path: '/a', scope: 'x' }]],
    ['"" is not a scope', [{ path: '/a', scopes: '' }]],
    ['rule 2 (/A) is never reached: rule 1 (/a)', [{ path: '/a' }, { path: '/A' }]],
    [
      'rule 2 (/a/b) is never reached',
      [
        { path: '/a/:id', auth: 'none' },
        { path: '/a/b', scopes: 'x' },
      ],
    ],
    [
      'rule 2 (/a/:x) is never reached',
      [
        { path: '/a/*rest', auth: 'none' },
        { path: '/a/:x', scopes: 'x' },
      ],
    ],
    ['rule 2 (/a/b/*rest) is never reached', [{ path: '/a/*rest' }, { path: '/a/b/*rest' }]],
    ['rule 2 (/a/*b) is never reached', [{ path: '/a/*rest' }, { path: '/a/*b' }]],
    [
      'is never reached',
      [
        { path: '/a', method: ['GET', 'PUT'] },
        { path: '/a', method: 'PUT' },
      ],
    ],
  ])('RS-03: a mistake is a TypeError at start-up: %s', (message, rules) => {
    const make = (): unknown => readyRules(rules as readonly Rule[]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });

  it('RS-03: rules that overlap without hiding each other are fine', () => {
    const rules: Rule[] = [
      { path: '/a/b', scopes: 'exact' },
      { path: '/a/:id', method: 'GET', scopes: 'get' },
      { path: '/a/:id', scopes: 'other' },
      { path: '/a/:id/c', scopes: 'c' },
      { path: '/a/*rest', scopes: 'rest' },
      { path: '/*rest', scopes: 'all' },
    ];
    expect(['/a/b', '/a/1', '/a/1/c', '/a/1/d', '/x'].map((url) => ruling(rules, 'GET', url))).toEqual([
      'needs exact',
      'needs get',
      'needs c',
      'needs rest',
      'needs all',
    ]);
    expect(ruling(rules, 'POST', '/a/1')).toBe('needs other');
  });

  it('RS-03: a rule may be for HEAD alone', () => {
    const rules: Rule[] = [
      { path: '/a', method: 'HEAD', auth: 'none' },
      { path: '/a', method: 'GET', scopes: 'x' },
    ];
    expect(ruling(rules, 'HEAD', '/a')).toBe('open');
    expect(ruling(rules, 'GET', '/a')).toBe('needs x');
  });
});
