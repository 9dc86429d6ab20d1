import { expect, it } from '@jest/globals';
import { freshSeconds } from '../../../src/directory/unregistered/freshness.ts';

const now = Date.UTC(2026, 0, 1) / 1000;
const at = (seconds: number) => new Date((now + seconds) * 1000).toUTCString();
const fresh = (headers: Record<string, string>) => freshSeconds(new Headers(headers), now);

it('RFC 9111: s-maxage counts more than max-age, and that more than Expires', () => {
  const expires = at(30);
  expect(fresh({ 'cache-control': 'max-age=20, s-maxage=10', expires })).toBe(10);
  expect(fresh({ 'cache-control': 'public, MAX-AGE="20"', expires })).toBe(20);
  expect(fresh({ 'cache-control': 'public', expires })).toBe(30);
  expect(fresh({ 'cache-control': 's-maxage=0, max-age=20' })).toBe(0);
});

it('RFC 9111: what is not for shared caches, or for none, is not used again', () => {
  for (const value of [
    'no-store',
    'No-Cache',
    'private',
    'max-age=60, private="set-cookie, x"',
    'no-cache="x", max-age=9',
  ]) {
    expect([value, fresh({ 'cache-control': value })]).toEqual([value, 0]);
  }
  expect(fresh({ vary: 'accept, *', 'cache-control': 'max-age=60' })).toBe(0);
  expect(fresh({ vary: 'accept', 'cache-control': 'max-age=60' })).toBe(60);
});

it('RFC 9111: time on the way counts, by Age and Date', () => {
  expect(fresh({ 'cache-control': 'max-age=60', age: '45' })).toBe(15);
  expect(fresh({ 'cache-control': 'max-age=60', age: '90' })).toBe(0);
  expect(fresh({ 'cache-control': 'max-age=60', age: 'old' })).toBe(0);
  // The other server's clock is an hour ahead.
  expect(fresh({ date: at(3600), expires: at(3660) })).toBe(60);
});

it('an answer that says nothing may be used for an hour, none for more than a day, and nonsense not at all', () => {
  expect(fresh({})).toBe(3600);
  expect(fresh({ age: '600' })).toBe(3000);
  expect(fresh({ 'cache-control': 'max-age=31536000' })).toBe(86_400);
  expect(fresh({ 'cache-control': `max-age=${'9'.repeat(400)}` })).toBe(86_400);
  // Two numbers so large have no difference.
  expect(fresh({ 'cache-control': `max-age=${'9'.repeat(400)}`, age: '9'.repeat(400) })).toBe(0);
  for (const value of ['max-age=-1', 'max-age=1.5', 'max-age', 'max-age=x', 'max-age=60, max-age=0']) {
    expect([value, fresh({ 'cache-control': value })]).toEqual([value, 0]);
  }
  expect(fresh({ expires: '0' })).toBe(0);
  expect(fresh({ expires: at(-1) })).toBe(0);
});
