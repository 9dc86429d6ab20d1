import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isObject, parseJsonObject } from '../src/json.ts';

const parse = (text: string): unknown => parseJsonObject(Buffer.from(text));

/** The name with every character as an escape. */
const escaped = (name: string): string =>
  `"${Array.from(name, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`;
const lists = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
const objects = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('JSON objects from strangers', () => {
  it('RS-02: reads exactly what JSON.parse reads, when it is an object', () => {
    const dictionaries = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }), { maxKeys: 8 });
    fc.assert(
      fc.property(dictionaries, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        if (text.includes('"__proto__":')) expect(parse(text)).toBeUndefined();
        else expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('RS-02: refuses every object that has a member twice, wherever it is and however it is written', () => {
    const names = fc.stringMatching(/^[a-z]{1,6}$/);
    const depths = fc.integer({ min: 0, max: 10 });
    fc.assert(
      fc.property(names, depths, fc.boolean(), fc.jsonValue(), (name, depth, escape, value) => {
        const text = JSON.stringify(value);
        const twice = `{"${name}":${text},${escape ? escaped(name) : `"${name}"`}:${text}}`;
        expect(parse(`${'{"x":['.repeat(depth)}${twice}${']}'.repeat(depth)}`)).toBeUndefined();
      }),
    );
  });

  it('RS-02: never throws and never answers anything but an object, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ maxLength: 200 }).map((text) => Buffer.from(text)),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"', '\\', 'a', '1', ' ', 'null', '\\"'), {
          maxLength: 60,
        })
        .map((parts) => Buffer.from(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        const value = parseJsonObject(input);
        expect(value === undefined || isObject(value)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['null', undefined],
    ['[]', undefined],
    ['"a"', undefined],
    ['1', undefined],
    ['', undefined],
    ['{', undefined],
    ['{"a":"b', undefined],
    ['{"a":"b\\"}', undefined],
    ['{}', {}],
    [' {"a" : "\\\\" , "b":":{\\"}"} ', { a: '\\', b: ':{"}' }],
    ['{"a":[{"b":1},{"b":2},null,3]}', { a: [{ b: 1 }, { b: 2 }, null, 3] }],
    ['{"a":{"__proto__":1}}', undefined],
    ['{"a":[{"__proto__":{}}],"b":1}', undefined],
    ['{"a":"__proto__"}', { a: '__proto__' }],
  ])('RS-02: reads %j as %j', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  it('RS-02: takes 32 levels and refuses 33, of lists and of objects', () => {
    expect(parse(lists(32))).toBeDefined();
    expect(parse(lists(33))).toBeUndefined();
    expect(parse(objects(32))).toBeDefined();
    expect(parse(objects(33))).toBeUndefined();
    expect(parse(`{"a":[${'{},'.repeat(100)}[]]}`)).toBeDefined();
  });

  it('RS-02: reads bytes in the middle of a buffer, and refuses what is not UTF-8', () => {
    const bytes = Buffer.from('xx{"a":"é"}xx');
    expect(parseJsonObject(bytes.subarray(2, -2))).toEqual({ a: 'é' });
    expect(parseJsonObject(Buffer.from('{"a":"é"}', 'latin1'))).toBeUndefined();
  });

  it('knows objects from null, lists and plain values', () => {
    expect([{}, Object.create(null), [], null, undefined, 'a', 1].map(isObject)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});
