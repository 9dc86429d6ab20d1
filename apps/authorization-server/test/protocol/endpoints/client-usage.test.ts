/** What is noted of requests: what the client is registered with, and nothing that whoever asks makes up. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from '@jest/globals';
import type { Provider } from 'oidc-provider';
import { createUsageRecorder } from '../../../src/protocol/endpoints/client-usage.ts';

const client = {
  clientId: 'cli',
  redirectUris: ['http://127.0.0.1/callback', 'com.example.cli:/callback', 'https://cli.example.com/callback'],
  scope: 'openid profile',
};
let noted: string[];
const provider = new EventEmitter();
createUsageRecorder({ note: (...use) => void noted.push(use.join(' ')) })(provider as unknown as Provider);
beforeEach(() => void (noted = []));

const asked = (event: 'authorization' | 'device_authorization', params: object) =>
  provider.emit(`${event}.success`, { oidc: { params, entities: { Client: client } } });

it.each([
  ['http://127.0.0.1:51123/callback', 'http://127.0.0.1/callback'],
  ['com.example.cli:/callback', 'com.example.cli:/callback'],
  ['https://cli.example.com/callback', 'https://cli.example.com/callback'],
])('the redirect URI %s is noted as it is registered', (used, registered) => {
  asked('authorization', { redirect_uri: used });
  expect(noted).toContain(`cli redirect_uri ${registered}`);
  expect(noted.join()).not.toContain('51123');
});

it.each(['authorization', 'device_authorization'] as const)('%s notes no scope that nobody registered', (event) => {
  asked(event, { scope: 'profile made-up openid profile' });
  asked(event, { scope: 'made-up-too' });
  expect(noted.filter((one) => one.includes('scope'))).toEqual(['cli scope openid profile']);
});
