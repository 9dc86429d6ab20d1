import { describe, expect, it } from '@jest/globals';
import { identityOfLost } from '../../../src/directory/clients/identity.ts';
import { text } from '../../../src/texts/catalog.ts';

const lost = (id: string, metadata?: Record<string, unknown>) =>
  identityOfLost(id, metadata && { host: 'stored.example', metadata }, text('en'));

describe('a client that is not found any more', () => {
  it('is called as it was: by the host of its document, or by where it sent users back to', () => {
    expect(lost('https://agent.example:8443/c.json', { client_name: 'Agent' })).toEqual({
      id: 'https://agent.example:8443/c.json',
      name: 'agent.example:8443',
      unregistered: { callsItself: 'Agent' },
    });
    expect(
      lost('dyn_1', { redirect_uris: ['https://a.example/1', 'https://a.example/2', 'https://b.example/'] }),
    ).toEqual({
      id: 'dyn_1',
      name: 'a.example, b.example',
      unregistered: { callsItself: '', onDevice: false },
    });
  });

  it.each(['http://127.0.0.1:3000/cb', 'http://localhost/cb', 'google.com:/cb'])(
    'is told from others of the device by what it calls itself, made harmless: %s',
    (uri) => {
      expect(lost('dyn_1', { client_name: 'Code\u202e”', redirect_uris: [uri] })).toMatchObject({
        name: "App on your device: “Code'”",
        unregistered: { onDevice: true },
      });
      expect(lost('dyn_1', { redirect_uris: [uri] }).name).toBe('App on your device');
    },
  );

  it('is called by what is left of it', () => {
    expect(lost('dyn_1', {}).name).toBe('stored.example');
    expect(lost('dyn_1')).toEqual({ id: 'dyn_1', name: 'dyn_1' });
  });
});
