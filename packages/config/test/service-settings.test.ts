import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  defineSettings,
  developmentCertificate,
  loadSettings,
  outboundAuthorities,
  SettingsError,
  serviceSettings,
} from '../src/index.ts';

const definition = defineSettings({
  program: 'sample',
  prefix: 'SAMPLE',
  fields: {
    mode: serviceSettings.mode('development makes what it needs'),
    issuer: serviceSettings.issuer(),
    publicOrigin: serviceSettings.issuer(),
    ...serviceSettings.oauthClient('sample'),
    ...serviceSettings.protectedApi({ default: 'read', meaning: 'What is asked for' }),
  },
  refine: Object.values(serviceSettings.rules),
});

function faults(env: Record<string, string>): string[] {
  try {
    loadSettings(definition, { argv: [], env });
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.faults.map(({ name, message }) => `${name} ${message}`).sort();
  }
}

describe('settings that several programs have', () => {
  it('are good as they are in development', () => {
    expect(faults({})).toEqual([]);
  });

  it('production needs a secret, and https everywhere', () => {
    const http = 'http://localhost:1';
    expect(
      faults({ SAMPLE_MODE: 'production', SAMPLE_ISSUER: http, SAMPLE_PUBLIC_ORIGIN: http, SAMPLE_API_ORIGIN: http }),
    ).toEqual([
      'SAMPLE_API_ORIGIN must be https: tokens travel there',
      'SAMPLE_CLIENT_SECRET is required in production',
      'SAMPLE_ISSUER must be https',
      'SAMPLE_ISSUER must be https in production',
      'SAMPLE_PUBLIC_ORIGIN must be https in production',
    ]);
  });

  it('an issuer without TLS is on this machine, and an origin has no path', () => {
    expect(faults({ SAMPLE_ISSUER: 'http://id.example', SAMPLE_PUBLIC_ORIGIN: 'https://api.example/v1' })).toEqual([
      'SAMPLE_ISSUER must be https',
      'SAMPLE_ISSUER must be https unless it is on this machine',
      'SAMPLE_PUBLIC_ORIGIN must be an origin alone, without a path',
    ]);
  });
});

describe('authorities of outbound TLS', () => {
  const made = developmentCertificate('ca.pem');

  it('are those that are set, and in development those of this machine', () => {
    expect(outboundAuthorities({ mode: 'production' })).toBeUndefined();
    expect(outboundAuthorities({ mode: 'production', caFile: '/ca.pem' })).toBe('/ca.pem');
    expect(outboundAuthorities({ mode: 'development', caFile: '/ca.pem' })).toBe('/ca.pem');
    expect(outboundAuthorities({ mode: 'development' })).toBe(existsSync(made) ? made : undefined);
  });
});
