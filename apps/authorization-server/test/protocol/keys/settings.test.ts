import { loadSettings, SettingsError } from '@gatehouse/config';
import { certificates } from '@gatehouse/testkit';
import { beforeAll, expect, it } from '@jest/globals';
import { settingsDefinition } from '../../../src/settings.ts';
import { rotationSettings, signerSettings } from '../../../src/settings-views.ts';

let files: Record<string, string>;

beforeAll(async () => {
  const made = await certificates();
  files = {
    GATEHOUSE_TLS_CERT_FILE: made.certFile('authorization-server'),
    GATEHOUSE_TLS_KEY_FILE: made.keyFile('authorization-server'),
  };
});

const load = (env: Record<string, string>) => loadSettings(settingsDefinition, { argv: [], env: { ...files, ...env } });
const faultsOf = (env: Record<string, string>): string[] => {
  try {
    load(env);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.faults.map(({ name }) => name);
  }
};

it('OPS-06: keys rotate every 30 days and are published a day before, unless told otherwise', () => {
  expect(rotationSettings(load({}))).toMatchObject({ rotationSeconds: 2_592_000, publishAheadSeconds: 86_400 });
  expect(signerSettings(load({ GATEHOUSE_RSA_MODULUS_BITS: '3072' }))).toMatchObject({ rsaModulusBits: 3072 });
});

it.each([
  [{ GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '299' }, 'GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS'],
  [{ GATEHOUSE_KEY_ROTATION_SECONDS: '86399' }, 'GATEHOUSE_KEY_ROTATION_SECONDS'],
  [
    { GATEHOUSE_KEY_ROTATION_SECONDS: '3600', GATEHOUSE_KEY_PUBLISH_AHEAD_SECONDS: '3600' },
    'GATEHOUSE_KEY_ROTATION_SECONDS',
  ],
  [{ GATEHOUSE_RSA_MODULUS_BITS: '1024' }, 'GATEHOUSE_RSA_MODULUS_BITS'],
  [{ GATEHOUSE_SIGNER: 'transit', GATEHOUSE_TRANSIT_TOKEN: 'x' }, 'GATEHOUSE_TRANSIT_URL'],
  [{ GATEHOUSE_SIGNER: 'transit', GATEHOUSE_TRANSIT_URL: 'https://bao/v1/transit' }, 'GATEHOUSE_TRANSIT_TOKEN'],
])('OPS-06: %j cannot be: %s', (env, name) => {
  expect(faultsOf(env)).toEqual([name]);
});

it('OPS-06: 0 rotates by command only, whatever the other settings', () => {
  expect(faultsOf({ GATEHOUSE_KEY_ROTATION_SECONDS: '0' })).toEqual([]);
});
