import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hasUnsupportedHeader, looksLikeJws, parseCompactJws } from '../src/jws.ts';

const encode = (bytes: string | Uint8Array): string => Buffer.from(bytes as string).toString('base64url');

describe('compact JWS', () => {
  it('RS-02: takes any header, payload and signature apart into what was put together', () => {
    const objects = fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });
    fc.assert(
      fc.property(objects, objects, fc.uint8Array({ minLength: 1, maxLength: 300 }), (header, payload, signature) => {
        fc.pre(!JSON.stringify([header, payload]).includes('"__proto__":'));
        const input = `${encode(JSON.stringify(header))}.${encode(JSON.stringify(payload))}`;
        const jws = parseCompactJws(`${input}.${encode(signature)}`);
        expect(jws?.header).toEqual(JSON.parse(JSON.stringify(header)));
        expect(jws?.payload).toEqual(JSON.parse(JSON.stringify(payload)));
        expect(Buffer.from(jws?.signature as Uint8Array).equals(signature)).toBe(true);
        expect(Buffer.from(jws?.signingInput() as Uint8Array).toString()).toBe(input);
      }),
    );
  });

  it('RS-02: has one spelling for one content: no other token has the same header, payload and signature', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const parts = ['{"a":1}', '{"ab":1}', '{"abc":1}'].map(encode);
    expect(parts.map(({ length }) => length % 4)).toEqual([2, 3, 0]);
    fc.assert(
      fc.property(
        fc.nat({ max: 2 }),
        fc.nat({ max: 2 }),
        fc.nat({ max: 2 }),
        fc.nat({ max: 2 }),
        fc.nat({ max: 63 }),
        (h, p, s, which, c) => {
          const token = [parts[h], parts[p], parts[s]] as string[];
          const changed = [...token];
          changed[which] = (token[which] as string).slice(0, -1) + alphabet[c];
          const original = parseCompactJws(token.join('.'));
          const other = parseCompactJws(changed.join('.'));
          const contentOf = (jws: typeof original): string =>
            JSON.stringify([jws?.header, jws?.payload, jws?.signature]);
          expect(original).toBeDefined();
          if (changed[which] !== token[which]) expect(contentOf(other)).not.toBe(contentOf(original));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('RS-02: never throws, whatever the token', () => {
    const token = fc.array(fc.constantFrom('.', 'e30', 'eyJhIjoxfQ', 'A', '=', '-', '_', ' ', 'é', '\n'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          token.map((parts) => parts.join('')),
        ),
        (input) => {
          const jws = parseCompactJws(input);
          expect(jws === undefined || looksLikeJws(input)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['e30.e30.AA', true],
    ['e30.e30.', false],
    ['e30..AA', false],
    ['.e30.AA', false],
    ['e30.e30', false],
    ['e30.e30.AA.AA', false],
    ['e30.e30.AA=', false],
    ['e30.e30.AA\n', false],
    ['e30.e30.A', false],
    ['e30.e30.AB', false],
    ['e30.e30.AAB', false],
    ['e30.e30.AAE', true],
    ['e30.e30.AAAA', true],
    ['e31.e30.AA', false],
    ['e30.e31.AA', false],
    ['e30.W10.AA', false],
    ['W10.e30.AA', false],
    ['e30.e30.-_--', true],
    ['e30.e30.+_--', false],
    ['e30.e30.-/--', false],
    ['e30.e30.--\u0141-', false],
    ['e30.e30.--\u00ff-', false],
    ['e30. e30.AA', false],
    ['IHt9.e30.AA', false],
    ['e30.IHt9.AA', true],
  ])('RS-02: %j is %p', (token, readable) => {
    expect(parseCompactJws(token) !== undefined).toBe(readable);
  });

  it('RS-01: an opaque token of three parts is none, as its first part is no JSON object', () => {
    expect(looksLikeJws('abc.def.ghi')).toBe(false);
    expect(looksLikeJws('eyJ.def.ghi')).toBe(true);
  });

  it('RS-01: members that change the processing are refused even when they say nothing', () => {
    for (const name of ['crit', 'b64', 'enc', 'zip']) {
      for (const value of [null, false, 0, '', [], {}]) expect(hasUnsupportedHeader({ [name]: value })).toBe(true);
    }
    expect(hasUnsupportedHeader({ alg: 'RS256', jwk: {}, jku: '', x5c: [], x5u: '', cty: 'x' })).toBe(false);
  });
});
