import { Readable } from 'node:stream';
import { quoted } from '@gatehouse/admin-client/snippets';
import { afterEach, expect, it, jest } from '@jest/globals';
import { confirmed } from '../../src/cli/confirmation.ts';
import { printDone, printJson, textOf } from '../../src/cli/output.ts';

afterEach(() => void jest.restoreAllMocks());

it.each([
  ['Alice\u001B[2JArcher', 'Alice [2JArcher'],
  ['one\r\ntwo', 'one  two'],
  ['shop\u202Epohs', 'shop pohs'],
  ['می\u200Cخواهم', 'می\u200Cخواهم'],
  [undefined, ''],
  [['a', 1], '["a",1]'],
])('a cell of %j commands no terminal', (value, shown) => {
  expect(textOf(value)).toBe(shown);
});

it('a word of a shell is one word, whatever is in it', () => {
  expect(quoted(`/srv/it's $(id) "here"`)).toBe(`'/srv/it'\\''s $(id) "here"'`);
});

it('what is said commands no terminal either: a server elsewhere may have said some of it', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  printDone('signed in as \u001B]0;mine\u0007alice\nand so on', {}, {});
  expect(write).toHaveBeenCalledWith('signed in as  ]0;mine alice\nand so on\n');
});

it('nor does JSON, and it says the same', () => {
  const write = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
  const document = { name: 'a\u001Bb\u009B2Jc\u202Ed\u007F' };
  printJson(document);
  const text = String(write.mock.calls[0]?.[0]);
  expect(text).toMatch(/^[\x20-\x7e]*\n$/u);
  expect(JSON.parse(text)).toEqual(document);
});

it('nor does a question, with what a server elsewhere would end', async () => {
  const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const stdin = Object.getOwnPropertyDescriptor(process, 'stdin')!;
  Object.defineProperty(process, 'stdin', { configurable: true, value: Readable.from(['no\n']) });
  try {
    await expect(confirmed('this removes \u001B[2J', ['the role \u202Erof'], false)).rejects.toThrow(
      'nothing was done',
    );
  } finally {
    Object.defineProperty(process, 'stdin', stdin);
  }
  expect(write).toHaveBeenCalledWith('the role  rof\nthis removes  [2J; type yes to go on: ');
});
