/** Uses are kept in memory and written together. */

import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createClientUsage } from '../../../src/directory/clients/usage.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]) });
  await storage.commit([storage.clients.writes.put({ clientId: 'shop', metadata: { client_id: 'shop' } })]);
});
afterEach(() => storage.close());

const errors: unknown[] = [];
const usage = () => createClientUsage({ storage, clock: () => 1_000_999, onError: (error) => void errors.push(error) });
const stored = async () => (await storage.clientUsage.list('shop')).map(({ kind, value }) => `${kind} ${value}`);

describe('ADM-06 uses of clients', () => {
  test('are written once for each, scopes by themselves, those of an API after its indicator', async () => {
    const noting = usage();
    for (let time = 0; time < 2; time += 1) {
      noting.note('shop', 'grant_type', 'refresh_token');
      noting.note('shop', 'scope', 'openid email');
      noting.note('shop', 'https://orders.example.com', 'read write');
      noting.note('gatehouse-account', 'pkce', 'S256');
    }
    expect(await stored()).toEqual([]);
    await noting.stop();
    expect(await stored()).toEqual([
      'grant_type refresh_token',
      'scope email',
      'scope https://orders.example.com read',
      'scope https://orders.example.com write',
      'scope openid',
    ]);
    expect((await storage.clientUsage.list('shop'))[0]?.lastUsedAtSeconds).toBe(1000);
    expect(await storage.clientUsage.list('gatehouse-account')).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('take no more memory than so many of a kind, whatever a client asks for', async () => {
    const noting = usage();
    for (let number = 0; number < 1000; number += 1) noting.note('shop', 'redirect_uri', `https://${number}.example`);
    await noting.flush();
    expect(await stored()).toHaveLength(200);
  });
});
