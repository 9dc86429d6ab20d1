import { describe, expect, it } from '@jest/globals';
import { readHash, writeHash } from '../../../src/directory/accounts/argon2id.ts';

const [salt, tag] = ['8K1SJjQI5M6nwBePHql9Bg', '5tpEh9VjS8xPUdQ6O18C7TcSxmk8jBVwZxBhNNz6Pos'];
const text = `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${tag}`;

describe('AS-13: the text form of a hash', () => {
  it('is read and written', () => {
    const read = readHash(text);
    expect({ ...read, salt: read.salt.length, tag: read.tag.length }).toEqual({
      memory: 19_456,
      passes: 2,
      parallelism: 1,
      salt: 16,
      tag: 32,
    });
    expect(writeHash(read)).toBe(text);
    expect(readHash(text.replace('t=2,p=1', 'p=1,t=2'))).toEqual(read);
  });

  it.each([
    ['', 'nothing'],
    ['not a hash', 'words'],
    [text.replace('argon2id', 'argon2i'), 'another function'],
    [text.replace('v=19', 'v=16'), 'another version'],
    [text.replace('$v=19', ''), 'no version'],
    [text.replace('t=2,', ''), 'no passes'],
    [text.replace('t=2', 'm=2'), 'memory twice'],
    [text.replace('t=2', 't=-2'), 'negative passes'],
    [text.slice(0, text.lastIndexOf('$')), 'no tag'],
    [`${text}$`, 'more than a tag'],
    [text.replace(salt, 'a b c d e f g'), 'a salt that is no base64'],
  ])('refuses %j: %s', (wrong) => {
    expect(() => readHash(wrong)).toThrow(TypeError);
  });
});
