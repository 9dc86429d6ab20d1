import { loadSettings, type SettingsError } from '@gatehouse/config';
import { certificates } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { settingsDefinition } from '../src/settings.ts';

async function faultsOf(env: Record<string, string>): Promise<string[]> {
  const made = await certificates();
  const files = { WEB_TLS_CERT_FILE: made.certFile('web-app'), WEB_TLS_KEY_FILE: made.keyFile('web-app') };
  try {
    loadSettings(settingsDefinition, { argv: [], env: { ...files, ...env } });
    return [];
  } catch (error) {
    return (error as SettingsError).faults.map(({ name }) => name);
  }
}

describe('settings', () => {
  it('has a default for everything in development', async () => {
    expect(await faultsOf({})).toEqual([]);
  });

  it('names every fault at once', async () => {
    expect(
      await faultsOf({
        WEB_PUBLIC_ORIGIN: 'http://app.example/path',
        WEB_SCOPE: 'profile',
        WEB_SESSION_IDLE_SECONDS: '100',
        WEB_SESSION_TTL_SECONDS: '50',
        WEB_PORT: 'x',
      }),
    ).toEqual(expect.arrayContaining(['WEB_PUBLIC_ORIGIN', 'WEB_SCOPE', 'WEB_SESSION_IDLE_SECONDS', 'WEB_PORT']));
  });

  it('asks for https, and in production for a client secret', async () => {
    const production = {
      WEB_MODE: 'production',
      WEB_ISSUER: 'http://id.example',
      WEB_API_ORIGIN: 'http://api.example',
    };
    expect((await faultsOf(production)).sort()).toEqual(['WEB_API_ORIGIN', 'WEB_CLIENT_SECRET', 'WEB_ISSUER']);
    expect(await faultsOf({ WEB_MODE: 'production', WEB_CLIENT_SECRET: 'a long secret' })).toEqual([]);
  });
});
