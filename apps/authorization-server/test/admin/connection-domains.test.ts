/** Domains of connections over the admin API: what is answered, and what each refusal is. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { ChallengeLook } from '../../src/directory/connections/challenge.ts';
import { declareConnection } from '../../src/directory/operations/connections.ts';
import { type ApiUnderTest, createApi } from './api.ts';

const path = { connection_name: 'corp', domain: 'corp.example' };
let under: ApiUnderTest;
let answer: ChallengeLook;
let meanwhile: () => Promise<unknown>;
beforeEach(async () => {
  answer = { kind: 'found' };
  meanwhile = async () => undefined;
  under = await createApi({
    lookForChallenge: async () => {
      await meanwhile();
      return answer;
    },
  });
  for (const name of ['corp', 'other']) await declare(name);
});
afterEach(() => under.close());

const declare = async (name: string, changes = {}) =>
  under.context.commit(
    await declareConnection(
      under.storage,
      { actor: { type: 'operator', id: 'olga' } },
      { name, definition: { kind: 'oidc', issuer: 'https://login.example', domains: ['corp.example'], ...changes } },
    ),
  );
const challenge = async (given = path) =>
  (await under.as().POST('/connections/{connection_name}/domains/{domain}/challenge', { params: { path: given } }))
    .data;
const check = async (given = path, headers = {}) => {
  const params = { path: given };
  const { data, error, response } = await under
    .as()
    .POST('/connections/{connection_name}/domains/{domain}/check', { params, headers });
  return [response.status, (error as { code?: string } | undefined)?.code ?? data];
};
const listed = async () =>
  (await under.as().GET('/connections/{connection_name}/domains', { params: { path: { connection_name: 'corp' } } }))
    .data?.items;

test('a domain is challenged, checked and listed', async () => {
  expect(await listed()).toEqual([{ domain: 'corp.example', state: 'unproved' }]);
  const record = { name: '_gatehouse-challenge.corp.example', value: expect.stringMatching(/^[\w-]{43}$/u) };
  expect(await challenge()).toEqual({ domain: 'corp.example', record });
  expect(await check()).toEqual([200, { domain: 'corp.example', state: 'proved', found: true }]);
  expect(await listed()).toEqual([
    { domain: 'corp.example', state: 'proved', record, proved_at: expect.any(String), checked_at: expect.any(String) },
  ]);
  answer = { kind: 'missing' };
  expect(await check()).toEqual([200, { domain: 'corp.example', state: 'lost', found: false }]);
  expect((await under.storage.audit.list()).map(({ type }) => type)).toEqual(
    expect.arrayContaining(['connection.domain_challenged', 'connection.domain_proved', 'connection.domain_lost']),
  );
});

test('a dry run looks, and proves nothing', async () => {
  await challenge();
  expect((await check(path, { prefer: 'dry-run' }))[0]).toBe(200);
  expect(await listed()).toMatchObject([{ state: 'unproved' }]);
});

test('with another provider what was proved is to be proved again, and a preview and the answer say so', async () => {
  const clean = { kind: 'oidc', issuer: 'https://login.example', client_id: 'gatehouse', domains: ['corp.example'] };
  await declare('corp', clean);
  await challenge();
  await check();
  const put = async (changes: object, more: object = {}) => {
    const at = { connection_name: 'corp' };
    const { response } = await under.as().GET('/connections/{connection_name}', { params: { path: at } });
    const header = { 'If-Match': response.headers.get('etag') ?? '', ...more };
    const body = { name: 'corp', ...clean, ...changes } as never;
    return (await under.as().PUT('/connections/{connection_name}', { params: { path: at, header }, body })).data;
  };
  const dryRun = { Prefer: 'dry-run' };
  expect(await put({ sign_up: false }, dryRun)).toMatchObject({ notes: [] });
  expect(await put({ sign_up: false })).toMatchObject({ proved_domains: ['corp.example'] });
  const another = { issuer: 'https://another.example' };
  expect(await put(another, dryRun)).toMatchObject({
    notes: ['Proved for another provider, and to be proved again: corp.example.'],
  });
  expect(await listed()).toMatchObject([{ state: 'proved' }]);
  expect(await put(another)).toMatchObject({ proved_domains: [] });
  expect(await listed()).toEqual([{ domain: 'corp.example', state: 'unproved' }]);
});

test('each refusal has its code, and nothing changes', async () => {
  expect(await check()).toEqual([422, 'no_challenge']);
  expect(await check({ ...path, domain: 'else.example' })).toEqual([404, 'unknown_domain']);
  expect(await check({ ...path, connection_name: 'nobody' })).toEqual([404, 'unknown_connection']);
  await challenge();
  answer = { kind: 'unknown', reason: 'ETIMEOUT' };
  expect(await check()).toEqual([422, 'dns_unavailable']);
  answer = { kind: 'found' };
  meanwhile = () => declare('corp', { client_id: 'others' });
  expect(await check()).toEqual([409, 'connection_changed']);
  meanwhile = async () => undefined;
  const other = { ...path, connection_name: 'other' };
  await challenge(other);
  expect((await check(other))[0]).toBe(200);
  expect(await check()).toEqual([409, 'domain_taken']);
  expect(await listed()).toMatchObject([{ state: 'unproved' }]);
});
