import { quoted } from '@gatehouse/admin-client/snippets';
import { expect, it } from '@jest/globals';
import { textOf } from '../../src/cli/output.ts';

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
