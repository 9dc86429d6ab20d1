/** What goes on, over the admin API. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type AdminScope, adminRoles } from '../../src/admin/access.ts';
import { rotationPolicies } from '../../src/directory/keys/policies.ts';
import { keepKeys } from '../../src/directory/operations/keys.ts';
import { type ApiUnderTest, createApi, scopes } from './api.ts';

const nowMs = Date.UTC(2026, 10, 28, 12, 34);
const at = (iso: string) => Date.parse(iso) / 1000;

let under: ApiUnderTest;
beforeEach(async () => {
  under = await createApi({ clock: () => nowMs });
});
afterEach(() => under.close());

const overviewAs = async (given: readonly AdminScope[], query: { span?: 'hour' | 'day' | 'week' | 'month' } = {}) =>
  (await under.as(scopes(...given)).GET('/overview', { params: { query } })).data;

describe('ADM-14 overview', () => {
  test('figures stand at their steps, the one that goes on last, and what is older is left out', async () => {
    const { statistics } = under.storage;
    const add = (iso: string, counts: Record<string, number>) => statistics.writes.add({ atSeconds: at(iso), counts });
    await under.storage.commit([
      add('2026-11-28T12:30:00Z', { 'token.issued': 5, 'answer.failed': 1 }),
      add('2026-11-28T12:00:00Z', { 'token.issued': 2 }),
      add('2026-11-27T13:00:00Z', { 'token.issued': 7, 'sign_in.completed': 3 }),
      add('2026-11-27T12:55:00Z', { 'token.issued': 100 }),
    ]);
    const day = await overviewAs(['audit:read']);
    expect(day).toMatchObject({
      span: 'day',
      since: '2026-11-27T13:00:00.000Z',
      until: '2026-11-28T13:00:00.000Z',
      step_seconds: 3600,
    });
    const valuesOf = (name: string, of = day) => of?.series.find((one) => one.name === name);
    expect(valuesOf('token.issued')).toEqual({
      name: 'token.issued',
      total: 14,
      values: [7, ...Array<number>(22).fill(0), 7],
    });
    expect([valuesOf('answer.failed')?.total, valuesOf('sign_in.refused')?.values]).toEqual([1, Array(24).fill(0)]);
    const hour = await overviewAs(['audit:read'], { span: 'hour' });
    expect([valuesOf('token.issued', hour)?.values.at(-1), hour?.step_seconds]).toEqual([5, 300]);
  });

  test.each([
    ['day', 1],
    ['week', 7],
    ['month', 30],
  ] as const)('a %s goes back %d days', async (span, days) => {
    const found = await overviewAs(['audit:read'], { span });
    expect(at(found?.until as string) - at(found?.since as string)).toBe(days * 86_400);
    expect(new Set(found?.series.map(({ values }) => values.length))).toEqual(
      new Set([(days * 86_400) / (found?.step_seconds as number)]),
    );
  });

  test('each part needs the scope of what it tells', async () => {
    const { keys, storage } = under.context;
    const { cookie } = await rotationPolicies(keys.storage, keys.settings);
    await keepKeys(keys, { actor: { type: 'system', id: 'keys' } }, 'cookie', cookie);
    await under.storage.commit([
      storage.outbox.writes.add({ kind: 'mail', payload: {}, keptSeconds: 600 }),
      storage.clients.writes.put({ clientId: 'shop', metadata: {} }),
      storage.accounts.writes.put({ id: 'ada', login: 'ada', name: 'Ada' }),
    ]);
    const partsAs = async (...given: AdminScope[]) =>
      Object.keys((await overviewAs(['audit:read', ...given])) ?? {}).filter((name) =>
        ['users', 'clients', 'outbox', 'keys', 'doctor'].includes(name),
      );
    expect(await partsAs()).toEqual([]);
    expect(await partsAs('users:read')).toEqual(['users']);
    expect(await partsAs('clients:read')).toEqual(['clients']);
    expect(await partsAs('outbox:read')).toEqual(['outbox']);
    expect(await partsAs('keys:read')).toEqual(['keys']);
    expect(await partsAs('settings:read')).toEqual(['doctor']);
    const all = await overviewAs(adminRoles.operator);
    expect(all).toMatchObject({
      users: { total: 1 },
      clients: { total: 1 },
      outbox: { waiting: 1, tried: 0, oldest_at: expect.any(String) },
      keys: { items: expect.arrayContaining([expect.objectContaining({ purpose: 'cookie', state: 'current' })]) },
    });
    expect(all?.keys?.items.find(({ state }) => state === 'current')?.signs_until).toBeDefined();
  });
});
