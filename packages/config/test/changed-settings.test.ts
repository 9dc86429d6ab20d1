import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { changedSettings, defineSettings, list, loadSettings, secret, secretList, text } from '../src/index.ts';

const definition = defineSettings({
  prefix: 'TEST_',
  program: 'tester',
  fields: {
    name: text().default('x'),
    scopes: list().default([]),
    password: secret().optional(),
    keys: secretList().optional(),
  },
});

let folder: TemporaryDirectory;
beforeAll(async () => {
  folder = await temporaryDirectory();
});
afterAll(() => folder.remove());

it('F9: names the settings whose files hold something else by now, without a value', () => {
  const files = {
    password: join(folder.path, 'password'),
    keys: join(folder.path, 'keys'),
    config: join(folder.path, 'c'),
  };
  for (const [file, content] of [
    [files.password, 'one'],
    [files.keys, 'a,b'],
    [files.config, 'scopes: [r]'],
  ] as const) {
    writeFileSync(file, content);
  }
  const env = { TEST_PASSWORD_FILE: files.password, TEST_KEYS_FILE: files.keys, TEST_CONFIG_FILE: files.config };
  const sources = { argv: [], env };
  const running = loadSettings(definition, sources);
  const changed = () => changedSettings(definition, sources, running);
  expect(changed()).toEqual([]);
  writeFileSync(files.password, 'one\n');
  expect(changed()).toEqual([]);
  writeFileSync(files.password, 'two');
  expect(changed()).toEqual(['TEST_PASSWORD']);
  writeFileSync(files.keys, 'c,a,b');
  writeFileSync(files.config, 'scopes: [r, w]\nname: y');
  expect(changed()).toEqual(['TEST_NAME', 'TEST_SCOPES', 'TEST_PASSWORD', 'TEST_KEYS']);
  writeFileSync(files.password, '');
  expect(changed).toThrow('TEST_PASSWORD: must not be empty');
});
