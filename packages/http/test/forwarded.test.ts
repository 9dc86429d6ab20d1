import { isIP, isIPv4 } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalAddress, readAddress } from '../src/address.ts';
import { readForwarded } from '../src/forwarded.ts';

const trusted = new Set(['10.0.0.1', '10.0.0.2', 'fd00::1']);
const read = (headers: Record<string, string>) => readForwarded(headers, (address) => trusted.has(address));
const addressBy = (headers: Record<string, string>) => read(headers)?.address;
const xff = (value: string) => addressBy({ 'x-forwarded-for': value });
const standard = (value: string) => addressBy({ forwarded: value });

const said = (headers: Record<string, string>) => {
  const { host, proto } = read(headers) ?? {};
  return [host?.value, proto?.value];
};

describe('F3: an address in a forwarding header', () => {
  it.each([
    ['203.0.113.5', '203.0.113.5'],
    ['203.0.113.5:49152', '203.0.113.5'],
    ['"203.0.113.5:49152"', '203.0.113.5'],
    ['  203.0.113.5:1 ', '203.0.113.5'],
    ['203.0.113.5:', '203.0.113.5'],
    ['203.0.113.5:_port', '203.0.113.5'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:49152', '2001:db8::1'],
    ['"[2001:db8::1]:49152"', '2001:db8::1'],
    ['2001:db8::1:49152', '2001:db8::1'],
    ['2001:db8:0:0:0:0:0:1:8080', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:443', 'fe80::1'],
    ['::ffff:203.0.113.5', '203.0.113.5'],
    ['[::FFFF:203.0.113.5]:80', '203.0.113.5'],
    ['::ffff:cb00:7105', '203.0.113.5'],
    ['0:0:0:0:0:ffff:cb00:7105', '203.0.113.5'],
  ])('F3: %s is read', (written, address) => {
    expect(readAddress(written)).toBe(address);
  });

  it.each([
    '',
    'unknown',
    '_hidden',
    'client.example',
    '203.0.113',
    '203.0.113.5:70000',
    '203.0.113.5:80:80',
    '[203.0.113.5]',
    '203.0.113.005',
    '[2001:db8::1',
    '2001:db8::1]',
    '[::g]:1',
    '203.0.113.5 1',
    '"',
    '\u0000',
  ])('F3: %j is no address', (written) => {
    expect(readAddress(written)).toBeUndefined();
  });

  it('F3: every spelling of an address is read as the same, and nothing else is', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    const port = fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: undefined });
    fc.assert(
      fc.property(address, port, fc.boolean(), fc.boolean(), (plain, number, quoted, upper) => {
        const suffix = number === undefined ? '' : `:${number}`;
        const spelled = isIPv4(plain) ? `${plain}${suffix}` : `[${upper ? plain.toUpperCase() : plain}]${suffix}`;
        expect(readAddress(quoted ? `"${spelled}"` : spelled)).toBe(canonicalAddress(plain));
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (written) => {
        const result = readAddress(written);
        expect(result === undefined || isIP(result) !== 0).toBe(true);
      }),
    );
  });
});

describe('F3: the caller behind proxies', () => {
  it('F3: is the nearest hop that is no trusted proxy, in whatever form each is written', () => {
    expect(xff('203.0.113.5:49152')).toBe('203.0.113.5');
    expect(xff('6.6.6.6, 203.0.113.5:1, [fd00::1]:2, 10.0.0.1:3')).toBe('203.0.113.5');
    expect(xff('10.0.0.2:1, 10.0.0.1:1')).toBe('10.0.0.2');
    expect(xff('203.0.113.5,, ,10.0.0.1,')).toBe('203.0.113.5');
    expect(standard('for=203.0.113.5')).toBe('203.0.113.5');
    expect(standard('For="[2001:DB8::1]:4711";proto=https')).toBe('2001:db8::1');
    expect(standard('for=6.6.6.6, for="203.0.113.5:80";host=a , FOR=10.0.0.1;by=_me')).toBe('203.0.113.5');
    expect(standard('by=1.1.1.1; for = "203.0.113.5:_p" ;proto=https,')).toBe('203.0.113.5');
    expect(standard(String.raw`for="203\.0.113.5"`)).toBe('203.0.113.5');
    expect(standard('for=203.0.113.5:80')).toBe('203.0.113.5');
  });

  it('F3: what cannot be read is told apart as the proxy tells it apart, and never becomes an address of a proxy', () => {
    expect(xff('203.0.113.5, unknown, 10.0.0.1')).toBe('unknown');
    expect(xff('203.0.113.5, _a1')).toBe('_a1');
    expect(xff('client7.example')).not.toBe(xff('client8.example'));
    expect(standard('for=203.0.113.5, for=_SEVKISEK')).toBe('_SEVKISEK');
    expect(standard('for=UNKNOWN')).toBe('unknown');
    expect(standard('proto=https')).toBe('unknown');
    expect(standard('for="203.0.113.5')).toMatch(/^\?/u);
    expect(read({ 'x-forwarded-for': 'x'.repeat(5000) })?.address.length).toBeLessThan(70);
    expect(read({ 'x-forwarded-for': 'a\u0085b' })?.address).toBe('?a?b');
    expect(read({ 'x-forwarded-proto': 'https' })).toMatchObject({
      address: 'unknown',
      fault: { header: 'X-Forwarded-For' },
    });
    expect(read({})).toBeUndefined();
  });

  it('F3: whatever a caller puts before it, the hop that a trusted proxy added counts', () => {
    const words = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('for="', 'for="a;', 'a="\\', '";for=6.6.6.6', ',', ';', '"', 'unknown'),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 6 }), (spoken) => {
        const before = spoken.join('');
        expect(xff(`${before}, 203.0.113.5:1`)).toBe('203.0.113.5');
        expect(standard(`${before}, for="203.0.113.5:1";proto=https`)).toBe('203.0.113.5');
        expect(standard(`${before}, for="[2001:db8::1]:1", for=10.0.0.1`)).toBe('2001:db8::1');
      }),
      { numRuns: 500 },
    );
  });

  it('F3: a name for a caller is never an address, nor anything that a log could mistake', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (written) => {
        const address = xff(written) as string;
        expect(address).toMatch(/^(?:unknown|[_?][\w.:[\]?-]{0,64}|[\da-f.:]+)$/u);
        if (readAddress(address) !== undefined) expect(isIP(address)).not.toBe(0);
      }),
    );
  });

  it('F3: X-Forwarded-* counts before Forwarded, and a contradiction is told', () => {
    const agreeing = { 'x-forwarded-for': '203.0.113.5:1', forwarded: 'for="203.0.113.5:2"' };
    expect(read(agreeing)).toMatchObject({ address: '203.0.113.5', fault: undefined });
    expect(read({ 'x-forwarded-for': '203.0.113.5', forwarded: 'for=6.6.6.6;host=evil' })).toMatchObject({
      address: '203.0.113.5',
      host: undefined,
      fault: { header: 'Forwarded' },
    });
  });

  it('F15: host and scheme are those that were written with the address of the caller', () => {
    const lists = { 'x-forwarded-host': 'evil, a, b', 'x-forwarded-proto': 'ftp, https, http' };
    expect(said(lists)).toEqual(['b', 'http']);
    expect(said({ ...lists, 'x-forwarded-for': '203.0.113.5' })).toEqual(['b', 'http']);
    expect(said({ ...lists, 'x-forwarded-for': '6.6.6.6, 203.0.113.5, 10.0.0.1' })).toEqual(['a', 'https']);
    // The nearer proxy wrote a value of its own instead of adding one.
    expect(said({ 'x-forwarded-for': '203.0.113.5, 10.0.0.1', 'x-forwarded-proto': 'https' })).toEqual([
      undefined,
      'https',
    ]);
    expect(
      said({ forwarded: 'for=6.6.6.6;host=evil, for=203.0.113.5;host=a;proto=https, for=10.0.0.1;host=b' }),
    ).toEqual(['a', 'https']);
    expect(said({ forwarded: 'host=evil, for=203.0.113.5, for=10.0.0.1;proto=https;host="b:8443"' })).toEqual([
      'b:8443',
      'https',
    ]);
  });

  it('F3: a header made to be slow is not', () => {
    for (const part of [',', '"', ' ;', 'a=",', 'for=a;', ' '])
      expect(standard(part.repeat(16_000 / part.length))).toBeDefined();
  });
});
