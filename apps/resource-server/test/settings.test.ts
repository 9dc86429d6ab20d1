import { loadSettings, type SettingsError } from '@gatehouse/config';
import { MemoryReplayStore } from '@gatehouse/oauth-guard';
import { certificates } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { createGuard } from '../src/access-rules.ts';
import { settingsDefinition } from '../src/settings.ts';

async function settingsFor(env: Record<string, string>) {
  const made = await certificates();
  const files = {
    API_TLS_CERT_FILE: made.certFile('resource-server'),
    API_TLS_KEY_FILE: made.keyFile('resource-server'),
  };
  return loadSettings(settingsDefinition, { argv: [], env: { ...files, ...env } });
}

async function faultsOf(env: Record<string, string>): Promise<Set<string>> {
  try {
    await settingsFor(env);
    return new Set();
  } catch (error) {
    return new Set((error as SettingsError).faults.map(({ name }) => name));
  }
}

describe('settings', () => {
  it('has a default for everything in development', async () => {
    expect(await faultsOf({})).toEqual(new Set());
  });

  it('names every fault at once', async () => {
    const env = {
      API_ISSUER: 'http://id.example',
      API_PUBLIC_ORIGIN: 'https://api.example/v1',
      API_JWKS_CACHE_SECONDS: '600',
      API_JWKS_STALE_SECONDS: '60',
      API_CURSOR_KEYS: 'short',
      API_CLIENT_CERTIFICATE_HEADER: 'Client-Cert',
    };
    expect(await faultsOf(env)).toEqual(
      new Set([
        'API_ISSUER',
        'API_PUBLIC_ORIGIN',
        'API_JWKS_STALE_SECONDS',
        'API_CURSOR_KEYS',
        'API_CLIENT_CERTIFICATE_HEADER',
      ]),
    );
  });

  it('production refuses what is only good for development', async () => {
    const production = {
      API_MODE: 'production',
      API_ISSUER: 'http://localhost:3000',
      API_PUBLIC_ORIGIN: 'http://localhost:3001',
    };
    expect(await faultsOf({ ...production, API_DATABASE_URL: 'sqlite::memory:' })).toEqual(
      new Set(['API_ISSUER', 'API_PUBLIC_ORIGIN', 'API_CURSOR_KEYS', 'API_DATABASE_URL']),
    );
    expect(await faultsOf({ API_MODE: 'production', API_CURSOR_KEYS: 'k'.repeat(32) })).toEqual(new Set());
  });

  it('whatever passes makes a guard, which finds no further fault', async () => {
    for (const env of [
      {},
      { API_JWKS_CACHE_SECONDS: '1', API_JWKS_STALE_SECONDS: '1', API_JWKS_COOLDOWN_SECONDS: '86400' },
      { API_CLOCK_TOLERANCE_SECONDS: '60', API_JWKS_CACHE_SECONDS: '86400', API_JWKS_STALE_SECONDS: '31536000' },
      { API_TRUSTED_PROXIES: '10.0.0.0/8,::1', API_CLIENT_CERTIFICATE_HEADER: 'client-cert' },
      { API_ISSUER: 'http://127.0.0.1:1', API_AUDIENCE: 'https://api.example/v1' },
    ]) {
      createGuard(await settingsFor(env), {}, new MemoryReplayStore()).close();
    }
  });
});
