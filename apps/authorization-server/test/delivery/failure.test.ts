import { expect, it } from '@jest/globals';
import { failureOf } from '../../src/delivery/failure.ts';

it.each([
  [new Error('connect ECONNREFUSED 127.0.0.1:25'), 'connect ECONNREFUSED 127.0.0.1:25'],
  [
    new Error('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND app') }),
    'fetch failed: getaddrinfo ENOTFOUND app',
  ],
  [new Error('550 <ann@example.com>:\r\n no such user'), '550 <[address]>: no such user'],
  [new Error('rejected: https://id.example.com/reset?token=abc#x is spam'), 'rejected: id.example.com is spam'],
  ['text', 'text'],
])('a failed attempt is told in a line, without addresses and links: %s', (error, said) => {
  expect(failureOf(error)).toBe(said);
});

it('is as short as a list has room for', () => {
  expect(failureOf(new Error('no '.repeat(5000))).length).toBeLessThanOrEqual(301);
});
