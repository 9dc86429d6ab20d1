/** What is wrong with a server, over the admin API: by the rules of `gatehouse doctor`. */
import type { Storage } from '@gatehouse/storage';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createExaminer } from '../../src/directory/checks/server.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';

let nowMs = Date.UTC(2026, 10, 28, 12);
let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi({ clock: () => nowMs });
});
afterEach(() => under.close());

const put = (clientId: string, metadata: Record<string, unknown>) =>
  under.storage.commit([under.storage.clients.writes.put({ clientId, metadata })]);
const found = async () => (await under.as(scopes('settings:read')).GET('/doctor')).data;
const saidOf = async (code: string) =>
  (await found())?.findings
    .filter((one) => one.code === code)
    .map(({ result, check, advice }) => `${result}: ${check}: ${advice}`);

describe('ADM-14 doctor', () => {
  test('says of each thing how it is and what to do', async () => {
    await put('shop', { token_endpoint_auth_method: 'client_secret_basic', require_pkce: false });
    const { findings, examined_at: at } = (await found()) ?? {};
    expect(at).toBe(new Date(nowMs).toISOString());
    expect(findings?.map(({ code, result }) => `${code} ${result}`)).toEqual([
      'database ok',
      'clocks ok',
      'mode ok',
      'certificate skipped',
      'proxies ok',
      'clients warning',
      'clients fault',
      'signing_keys warning',
    ]);
    expect(await saidOf('clients')).toEqual([
      'warning: clients use PKCE: without: shop',
      'fault: clients have a valid secret: none: shop ("gatehouse clients secret add ID" makes one)',
    ]);
  });

  test('looks once for all who ask within some seconds, and again after that', async () => {
    expect(await saidOf('clients')).toEqual([expect.stringMatching(/^skipped/u)]);
    await put('shop', { token_endpoint_auth_method: 'none' });
    expect(await saidOf('clients')).toEqual([expect.stringMatching(/^skipped/u)]);
    nowMs += 20_000;
    expect(await saidOf('clients')).toHaveLength(2);
  });

  test('names the domains of connections that are not proved', async () => {
    const { connections, domainProofs } = under.storage;
    const lost = { connection: 'corp', domain: 'lost.example', token: 'token' };
    await under.storage.commit([
      connections.writes.put({ name: 'corp', definition: { domains: ['new.example', 'lost.example'] } }),
      domainProofs.writes.add(lost),
    ]);
    await under.storage.commit([domainProofs.writes.checked(lost, 'found')]);
    await under.storage.commit([domainProofs.writes.checked(lost, 'missing')]);
    expect(await saidOf('domains')).toEqual([
      expect.stringMatching(/^warning: .*corp: the proof of lost\.example is lost.*; not proved yet: new\.example/u),
    ]);
  });

  test('a look that failed is not kept', async () => {
    const broken: Storage = { ...under.storage, ping: () => Promise.reject(new Error('away')) };
    const isAway = { storage: broken };
    const examine = createExaminer({
      get storage() {
        return isAway.storage;
      },
      settings: {
        issuer: 'https://id.example.com',
        mode: 'production',
        tls: false,
        tlsCertFile: '',
        tlsKeyFile: '',
        trustedProxies: [],
        databaseStorageIsDurable: false,
      },
      rotation: under.context.keys.settings,
      clock: () => nowMs,
    });
    await expect(examine()).rejects.toThrow('away');
    isAway.storage = under.storage;
    expect((await examine()).findings.length).toBeGreaterThan(0);
  });
});
