import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import {
  defineSettings,
  describeSettings,
  list,
  loadSettings,
  port,
  redactedSettings,
  Secret,
  secret,
  secretList,
  settingsHelp,
  text,
} from '../src/index.ts';

const definition = defineSettings({
  prefix: 'TEST_',
  program: 'tester',
  fields: {
    host: text().describe('Where to listen'),
    port: port().describe('Which port').default(3000),
    proxies: list().default(['a', 'b']).describe('Who may speak for others'),
    password: secret().describe('The password').optional(),
    keys: secretList(),
  },
});

describe('Secret', () => {
  it('prints as [redacted] in every way that prints', () => {
    const value = new Secret('hunter2');
    const printed = [
      String(value),
      ''.concat(value as unknown as string),
      JSON.stringify({ value }),
      inspect({ value }, { showHidden: true, depth: 9 }),
      [value].join(),
    ];
    expect(printed.join()).not.toContain('hunter2');
    expect(printed.every((line) => line.includes('[redacted]'))).toBe(true);
    expect(Object.keys(value)).toEqual([]);
    expect(value.reveal()).toBe('hunter2');
  });
});

describe('describeSettings', () => {
  it('tells variable, flag, meaning, default and whether it is secret or required', () => {
    expect(describeSettings(definition)).toEqual([
      {
        env: 'TEST_HOST',
        flag: '--host',
        meaning: 'Where to listen',
        kind: 'text',
        topic: 'Network',
        default: undefined,
        secret: false,
        required: true,
      },
      {
        env: 'TEST_PORT',
        flag: '--port',
        meaning: 'Which port',
        kind: 'port',
        topic: 'Network',
        default: '3000',
        secret: false,
        required: false,
      },
      {
        env: 'TEST_PROXIES',
        flag: '--proxies',
        meaning: 'Who may speak for others',
        kind: 'list of text',
        topic: 'Other',
        default: 'a,b',
        secret: false,
        required: false,
      },
      {
        env: 'TEST_PASSWORD',
        flag: '--password-file',
        meaning: 'The password',
        kind: 'secret',
        topic: 'Passwords',
        default: undefined,
        secret: true,
        required: false,
      },
      {
        env: 'TEST_KEYS',
        flag: '--keys-file',
        meaning: '',
        kind: 'list of secrets',
        topic: 'Keys and encryption',
        default: undefined,
        secret: true,
        required: true,
      },
    ]);
    expect(settingsHelp(definition)).toContain(
      '--password-file\n      The password\n      TEST_PASSWORD or TEST_PASSWORD_FILE; no default',
    );
  });

  it('AS-18: redactedSettings holds every value but the secrets', () => {
    const settings = loadSettings(definition, { argv: [], env: { TEST_HOST: 'h', TEST_KEYS: 'k1,k2' } });
    expect(redactedSettings(definition, settings)).toEqual({
      host: 'h',
      port: 3000,
      proxies: ['a', 'b'],
      password: undefined,
      keys: '[redacted]',
    });
  });
});

function define(fields: Record<string, ReturnType<typeof text>>, prefix = 'TEST_') {
  return () => defineSettings({ prefix, program: 't', fields });
}

describe('defineSettings', () => {
  it('throws TypeError for names that clash or are not camelCase, and for a prefix that is none', () => {
    expect(define({ config: text() })).toThrow(TypeError);
    expect(define({ snake_case: text() })).toThrow(TypeError);
    expect(define({}, 'test')).toThrow(TypeError);
    expect(() => defineSettings({ prefix: 'T', program: 't', fields: { key: secret(), keyFile: text() } })).toThrow(
      /key_file/u,
    );
  });
});
