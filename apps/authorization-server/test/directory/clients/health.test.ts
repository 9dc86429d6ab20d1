/** What is found of a client, by what it is registered with and what it uses. */

import type { ClientRecord, ClientUse } from '@gatehouse/storage';
import { describe, expect, test } from '@jest/globals';
import { clientHealth } from '../../../src/directory/clients/health.ts';

const day = 86_400;
const now = 2_000_000_000;
const api = 'https://orders.example.com';

const record = (metadata: object = {}, secrets: ClientRecord['secretHashes'] = []): ClientRecord => ({
  clientId: 'shop',
  disabled: false,
  updatedAtSeconds: 0,
  secretHashes: secrets,
  metadata: {
    client_id: 'shop',
    grant_types: ['authorization_code', 'refresh_token'],
    redirect_uris: ['https://shop.example.com/a', 'https://shop.example.com/b'],
    scope: 'openid email',
    scopes: { [api]: ['read', 'write'] },
    ...metadata,
  },
});
const used = (kind: string, value: string, daysAgo = 0): ClientUse => ({
  kind,
  value,
  lastUsedAtSeconds: now - daysAgo * day,
});
const all = [
  used('grant_type', 'authorization_code'),
  used('grant_type', 'refresh_token'),
  used('redirect_uri', 'https://shop.example.com/a'),
  used('redirect_uri', 'https://shop.example.com/b'),
  used('scope', 'openid'),
  used('scope', 'email'),
  used('scope', `${api} read`),
  used('scope', `${api} write`),
  used('sender_constraint', 'none'),
  used('pkce', 'S256'),
];
const codes = (of: ClientRecord, uses: readonly ClientUse[] = all) =>
  clientHealth(of, uses, now).findings.map(({ code, severity }) => `${severity} ${code}`);
const secret = (ageDays: number, expiresInDays?: number) => ({
  sha256: Buffer.alloc(32, 1),
  createdAtSeconds: now - ageDays * day,
  ...(expiresInDays !== undefined && { expiresAtSeconds: now + expiresInDays * day }),
});

describe('ADM-06 health of a client', () => {
  test('one that uses all it has is found well', () => {
    expect(codes(record())).toEqual([]);
    expect(clientHealth(record(), all, now)).toMatchObject({
      lastUsed: now,
      refreshTokens: 'rotated',
      unused: { redirect_uris: [], grant_types: [], scope: [], scopes: {} },
    });
  });

  test('what was never used can go', () => {
    const some = all.filter(({ value }) => !/\/b$|refresh|email|write/u.test(value));
    expect(clientHealth(record(), some, now).unused).toEqual({
      redirect_uris: ['https://shop.example.com/b'],
      grant_types: ['refresh_token'],
      scope: ['email'],
      scopes: { [api]: ['write'] },
    });
    expect(codes(record(), some)).toEqual(['info redirect_uri_unused', 'info grant_type_unused', 'info scope_unused']);
  });

  test('one that nobody has seen is one finding, not one for each thing that it has', () => {
    expect(codes(record(), [])).toEqual(['info never_used']);
    expect(codes({ ...record(), disabled: true }, [])).toEqual([]);
  });

  test('one that was not used for long', () => {
    const before = all.map((use) => ({ ...use, lastUsedAtSeconds: use.lastUsedAtSeconds - 90 * day }));
    expect(codes(record(), before)).toEqual(['warning idle']);
    expect(codes(record(), [...before, used('scope', 'openid', 89)])).toEqual([]);
  });

  test.each([
    [secret(364), []],
    [secret(365), ['warning secret_old']],
    [secret(400, 31), ['warning secret_old']],
    [secret(1, 30), ['warning secret_expires_soon']],
    [secret(1, 7), ['critical secret_expires_soon']],
    [secret(1, 0), ['info secret_expired']],
  ])('secrets that are old, expire soon or have expired %#', (one, found) => {
    expect(codes(record({}, [one]))).toEqual(found);
  });

  test('PKCE that is not required, and a key that every token is bound to anyway', () => {
    expect(codes(record({ require_pkce: false }))).toEqual(['warning pkce_not_required']);
    const { findings } = clientHealth(record({ require_pkce: false }), [...all, used('pkce', 'none')], now);
    expect(findings[0]?.message).toContain('It asks without PKCE');
    const bound = [...all.filter(({ kind }) => kind !== 'sender_constraint'), used('sender_constraint', 'dpop')];
    expect(codes(record(), bound)).toEqual(['info sender_constraint_not_required']);
    expect(codes(record({ sender_constrained: 'dpop' }), bound)).toEqual([]);
  });

  test('refresh tokens of a client that proves itself and has a key need no rotation', () => {
    const kept = { sender_constrained: 'dpop' };
    expect(clientHealth(record(kept), all, now).refreshTokens).toBe('kept');
    const open = { ...kept, token_endpoint_auth_method: 'none' };
    expect(clientHealth(record(open), all, now).refreshTokens).toBe('rotated');
    const none = { grant_types: ['authorization_code'] };
    expect(clientHealth(record(none), all, now).refreshTokens).toBe('none');
  });
});
