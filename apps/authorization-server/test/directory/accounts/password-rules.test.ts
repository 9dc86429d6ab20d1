import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dictionary } from '@zxcvbn-ts/language-common';
import { openBreachList } from '../../../src/directory/accounts/breach-list.ts';
import { createPasswordRules } from '../../../src/directory/accounts/password-rules.ts';

const rules = createPasswordRules({ serviceNames: () => ['id.northwind.example'] });
const context = ['alice', 'Alice Andersson', 'a.andersson@contoso.example', 'Ledger Insights'];
const faultOf = async (password: string, secondFactor = false) =>
  (await rules.fault(password, { secondFactor, context }))?.code;

describe('new passwords', () => {
  it.each([
    'correct horse battery staple',
    'four words of my own',
    'Zwölf Boxkämpfer jagen Viktor',
    '𝕌𝕟𝕚𝕔𝕠𝕕𝕖 ist auch erlaubt',
    'パスワードではない長い言葉の列です',
    'alice likes green mountain bicycles',
    'x'.repeat(8) + 'y1!Qw9$k',
    'gK4!vT9#pL2@mZ7',
  ])('AS-13: %s will do', async (password) => {
    expect(await faultOf(password)).toBeUndefined();
  });

  it('AS-13: fifteen characters alone and eight beside a second factor, counted as people count them', async () => {
    expect(await faultOf('gK4!vT9#pL2@mZ')).toBe('password_too_short');
    expect(await faultOf('gK4!vT9#', true)).toBeUndefined();
    expect(await faultOf('gK4!vT9', true)).toBe('password_too_short');
    expect(await faultOf('🦊🐢🐝🐙🐌🐊🦀🐧🦋🐞🐬🐠🦉🐍')).toBe('password_too_short');
    expect(await faultOf('🦊🐢🐝🐙🐌🐊🦀🐧🦋🐞🐬🐠🦉🐍🐳')).toBeUndefined();
  });

  it.each(['password123456789', 'P4$$w0rd!!!!!!!!', '12345Sunshine12345', 'PasswordPassword', '!!!!!Charlie2024'])(
    'AS-13: %s is too common',
    async (password) => {
      expect(await faultOf(password)).toBe('password_common');
    },
  );

  it('AS-13: of the list of common passwords, 3,000 and more are refused as such or as too simple', async () => {
    const list = dictionary['passwords-common'].filter((word) => Array.from(word).length >= 8);
    expect(list.length).toBeGreaterThan(3000);
    const some = list.filter((_, n) => n % 4 === 0);
    const codes = await Promise.all(some.map((word) => faultOf(word, true)));
    expect(some.filter((_, n) => codes[n] !== 'password_common' && codes[n] !== 'password_simple')).toEqual([]);
    expect(some.length).toBeGreaterThan(3000);
  });

  it.each([
    'aaaaaaaaaaaaaaaaaaaa',
    'dragondragondragon',
    'abc!abc!abc!abc!abc!',
    '1234567890123456',
    'qwertyuiopasdfgh',
    'zyxwvutsrqponmlk',
    '9876543210987654',
  ])('AS-13: %s is too simple', async (password) => {
    expect(await faultOf(password)).toBe('password_simple');
  });

  it.each([
    ['aliceandersson1', 'andersson'],
    ['ALICE.Andersson.2024', 'andersson'],
    ['ledgerinsights!!', 'insights'],
    ['northwind-northwind-1', 'northwind'],
    ['Gatehouse-Gatehouse', 'gatehouse'],
    ['contoso.alice.77', 'contoso'],
  ])('AS-13: %s is made of what is known (%s)', async (password, word) => {
    expect(await rules.fault(password, { secondFactor: false, context })).toEqual({ code: 'password_context', word });
  });
});

describe('a list of stolen passwords', () => {
  const stolen = Array.from({ length: 2000 }, (_, n) => `a stolen passphrase, number ${n}`);
  let file: string;
  let remove: () => Promise<void>;

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    remove = directory.remove;
    file = path.join(directory.path, 'stolen.txt');
    const hashes = stolen.map((word) => createHash('sha1').update(word).digest('hex').toUpperCase()).toSorted();
    await writeFile(file, hashes.map((hash, n) => `${hash}:${n * n}`).join('\r\n'));
  });
  afterAll(() => remove());

  it('AS-13: each is found where it lies, and nothing else', async () => {
    const list = await openBreachList(file);
    for (const word of stolen) expect([word, await list.has(word)]).toEqual([word, true]);
    for (let n = 0; n < 500; n += 1) expect(await list.has(`not stolen ${n}`)).toBe(false);
    const strict = createPasswordRules({ serviceNames: () => ['localhost'], breachList: list });
    const about = { secondFactor: false, context: [] };
    expect(await strict.fault(stolen[7]!, about)).toEqual({ code: 'password_breached' });
    expect(await strict.fault('a passphrase of my own', about)).toBeUndefined();
    await list.close();
  });

  it('a file that is no such list is refused at the start', async () => {
    const other = path.join(path.dirname(file), 'other.txt');
    await writeFile(other, 'password\n');
    await expect(openBreachList(other)).rejects.toThrow(/no list of SHA-1 hashes/u);
  });
});
