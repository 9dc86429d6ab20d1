import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, type SettingsError } from '@gatehouse/config';
import { certificates, rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { adminScopes } from '../src/scopes.ts';
import { settingsDefinition } from '../src/settings.ts';

interface OpenApi {
  readonly components: {
    readonly securitySchemes: {
      readonly gatehouse: {
        readonly flows: { readonly authorizationCode: { readonly scopes: Record<string, string> } };
      };
    };
  };
}

async function faultsOf(env: Record<string, string>): Promise<string[]> {
  const made = await certificates();
  const files = { CONSOLE_TLS_CERT_FILE: made.certFile('console'), CONSOLE_TLS_KEY_FILE: made.keyFile('console') };
  try {
    loadSettings(settingsDefinition, { argv: [], env: { ...files, ...env } });
    return [];
  } catch (error) {
    return (error as SettingsError).faults.map(({ name }) => name).sort();
  }
}

describe('settings', () => {
  it('has a default for everything in development', async () => {
    expect(await faultsOf({})).toEqual([]);
  });

  it('names every fault at once', async () => {
    const env = {
      CONSOLE_PUBLIC_ORIGIN: 'http://console.example/path',
      CONSOLE_SCOPE: 'clients:read',
      CONSOLE_SESSION_IDLE_SECONDS: '100',
      CONSOLE_SESSION_TTL_SECONDS: '50',
    };
    expect(new Set(await faultsOf(env))).toEqual(
      new Set(['CONSOLE_PUBLIC_ORIGIN', 'CONSOLE_SCOPE', 'CONSOLE_SESSION_IDLE_SECONDS']),
    );
  });

  it('asks for https, and in production for a client secret', async () => {
    const production = {
      CONSOLE_MODE: 'production',
      CONSOLE_ISSUER: 'http://id.example',
      CONSOLE_API_ORIGIN: 'http://id.example',
    };
    expect(await faultsOf(production)).toEqual(['CONSOLE_API_ORIGIN', 'CONSOLE_CLIENT_SECRET', 'CONSOLE_ISSUER']);
    expect(await faultsOf({ CONSOLE_MODE: 'production', CONSOLE_CLIENT_SECRET: 'a long secret' })).toEqual([]);
  });

  it('asks at sign-in for every scope that the admin API knows, and for no other', () => {
    const document = readFileSync(join(rootDirectory, 'docs/openapi/admin.json'), 'utf8');
    const { components } = JSON.parse(document) as OpenApi;
    const { scopes } = components.securitySchemes.gatehouse.flows.authorizationCode;
    expect([...adminScopes].sort()).toEqual(Object.keys(scopes).sort());
  });
});
