import { describe, expect, it } from '@jest/globals';
import { cookiesOf, readCookie } from '../src/cookies.ts';

const request = (cookie?: string) => ({ headers: { cookie } });

describe('the cookies of a request', () => {
  it.each<[string, string | undefined, [string, string][]]>([
    ['none', undefined, []],
    ['nothing', '', []],
    [
      'several, in their order',
      'b=2; a=1;c=3',
      [
        ['b', '2'],
        ['a', '1'],
        ['c', '3'],
      ],
    ],
    ['one without a value, and one without a name', 'a; =1; b=', [['b', '']]],
    ['a value with an equals sign', 'a=x=y=', [['a', 'x=y=']]],
    ['blanks around names and values', ' \ta\t = 1 ', [['a', '1']]],
    [
      'white space that is part of a name',
      '\u00a0a=1; b\u000b=2',
      [
        ['\u00a0a', '1'],
        ['b\u000b', '2'],
      ],
    ],
  ])('%s', (_name, header, cookies) => {
    expect([...cookiesOf(request(header))]).toEqual(cookies);
  });

  it.each<[string, string | undefined, string | undefined]>([
    ['is there', 'x=1; id=a=b; y=2', 'a=b'],
    ['is there twice: the first counts', 'id=1; id=2', '1'],
    ['is part of another', 'xid=1; id2=2; x=id=3', undefined],
    ['looks like it', '\u00a0id=1; ID=2; id\u00a0=3', undefined],
    ['is not there', undefined, undefined],
  ])('one that %s', (_name, header, value) => {
    expect(readCookie(request(header), 'id')).toBe(value);
  });
});
