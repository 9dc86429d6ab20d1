import { describe, expect, it } from '@jest/globals';
import {
  cidrs,
  directory,
  dnsServers,
  file,
  httpUrl,
  integer,
  list,
  oneOf,
  port,
  seconds,
  secretList,
  text,
  toggle,
} from '../src/index.ts';

type Kind = {
  safeParse(value: unknown): {
    success: boolean;
    data?: unknown;
    error?: { issues: { message: string }[] } | undefined;
  };
};

function accepts(kind: Kind, value: unknown): boolean {
  return kind.safeParse(value).success;
}

describe('kinds of settings', () => {
  it.each([
    [
      'integer',
      integer(),
      ['0', '-3', '9007199254740991'],
      ['', ' 1', '1.5', '1e3', '0x10', 'Infinity', '9007199254740993', '10_000'],
    ],
    ['bounded integer', integer({ min: 1, max: 3 }), ['1', '3'], ['0', '4']],
    ['port', port(), ['0', '65535'], ['65536', '-1', 'http']],
    ['seconds', seconds({ min: 0, max: 60 }), ['0', '60'], ['61', '-1', '1m', '1.5']],
    ['toggle', toggle(), ['true', 'false', '1', '0', 'yes', 'no', 'on', 'off'], ['', 'maybe', '2']],
    [
      'httpUrl',
      httpUrl(),
      ['http://a', 'https://a.b:1/c?d', 'https://a/b@c'],
      [
        'a.b',
        'ftp://a',
        'https://',
        'https://u:p@a',
        'https://u@a',
        'https://:p@a',
        'https://a#b',
        'https://a b',
        'javascript:alert(1)',
      ],
    ],
    ['oneOf', oneOf('a', 'b'), ['a', 'b'], ['c', 'A', '']],
    ['text', text(), ['x', ' ', '😀'], ['', 'a\0b', '\ud800']],
    [
      'cidrs',
      cidrs(),
      ['10.0.0.0/8', '::1/128,127.0.0.1'],
      ['10.0.0.0/33', '10.0.0', 'fe80::1%eth0', '::1/129', '10.0.0.0/8/8', '10.0.0.0/'],
    ],
    [
      'dnsServers',
      dnsServers(),
      ['192.0.2.1', '192.0.2.1:53,::1,[::1],[2001:db8::1]:5353'],
      ['dns.example', '192.0.2.1:0', '192.0.2.1:65536', '192.0.2.1:', '[192.0.2.1]:53', 'fe80::1%eth0', '192.0.2.1/32'],
    ],
    ['file', file(), [import.meta.filename], [import.meta.dirname, `${import.meta.filename}.missing`, '']],
    ['file to write', file({ mustExist: false }), ['/nowhere/x'], ['']],
    ['directory', directory(), [import.meta.dirname], [import.meta.filename, '/nowhere/x', '']],
  ] as [string, Kind, string[], string[]][])('%s accepts and refuses', (_name, kind, good, bad) => {
    expect(good.filter((value) => !accepts(kind, value))).toEqual([]);
    expect(bad.filter((value) => accepts(kind, value))).toEqual([]);
  });

  it('toggle reads "false" as false', () => {
    expect(toggle().parse('false')).toBe(false);
  });

  it('list splits at commas, trims, drops what is empty, and checks each item', () => {
    expect(list().parse(' a, b,,c ')).toEqual(['a', 'b', 'c']);
    expect(list().parse(['a,b', 'c'])).toEqual(['a,b', 'c']);
    expect(list(integer()).parse('1,2')).toEqual([1, 2]);
    expect(accepts(list(integer()), '1,x')).toBe(false);
  });

  it('a list of secrets has at least one', () => {
    expect(accepts(secretList(), ' , ')).toBe(false);
  });

  it('keeps a URL as it is written, because issuers compare byte for byte', () => {
    expect(httpUrl().parse('https://ID.example:443/')).toBe('https://ID.example:443/');
  });
});
