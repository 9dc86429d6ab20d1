/** What an upstream says of its users is taken over at each sign-in and refresh, as far as the connection says. Two real servers. */

import type { AccountRecord } from '@gatehouse/storage';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Browser, openPage, type Person } from '../browser.ts';
import { claimsOf, type TokenSet } from '../client.ts';
import { chooseConnection, type Federation, startFederation, throughUpstream } from '../upstream.ts';

let federation: Federation;
let password: string;
beforeAll(async () => {
  federation = await startFederation({
    connection: {
      sync: 'always',
      scope: 'openid profile email offline_access',
      mapping: { groups: 'department', claims: { department: 'department' } },
      roles: { Accounting: ['accountant'], Sales: ['sales'] },
      keep_tokens: true,
      check_at_refresh: true,
    },
    further: [{ name: 'first' }],
  });
  ({ password } = await federation.upstream.person('alice'));
});
afterAll(() => federation?.stop());

let users = 0;
let eve: Person;
let browser: Browser;
beforeEach(async () => {
  users += 1;
  const login = `eve-${users}`;
  const { accounts, credentials, commit } = federation.upstream.server.storage;
  const { data } = (await credentials.find((await accounts.findByLogin('alice'))!.id, 'password'))!;
  const email = `${login}@new.example`;
  await commit([
    accounts.writes.put({ id: login, login, name: 'Eve', email, emailVerified: true, status: 'active' }),
    credentials.writes.put({ accountId: login, kind: 'password', data, expectedVersion: 0 }),
  ]);
  eve = { login, password };
  browser = new Browser();
});
afterEach(() => {
  federation.server.aheadMs = 0;
});

async function signedIn(connection = 'corp', extra: Record<string, string> = {}): Promise<TokenSet> {
  const { client } = federation;
  const request = client.request({ scope: 'openid profile_read offline_access', ...extra });
  const page = await openPage(browser, request.url);
  const back = await throughUpstream(browser, await chooseConnection(browser, page, connection), eve);
  const code = (back as URL).searchParams.get('code') ?? '';
  const { body } = await client.redeem({ code, verifier: request.verifier, redirectUri: client.redirectUri });
  return body as unknown as TokenSet;
}
const refresh = ({ refresh_token: token }: TokenSet) => federation.client.refresh(token);
const change = async (at: 'upstream' | 'server', id: string, changes: Partial<AccountRecord>): Promise<void> => {
  const { accounts, commit } = federation[at].server.storage;
  await commit([accounts.writes.put({ ...(await accounts.find(id))!, ...changes })]);
};
const upstreamSays = (changes: Partial<AccountRecord>) => change('upstream', eve.login, changes);
const idOf = ({ id_token: token }: TokenSet) => String(claimsOf(token)['sub']);
const accountOf = async (tokens: TokenSet) => (await federation.server.server.storage.accounts.find(idOf(tokens)))!;
const synchronized = async (tokens: TokenSet) =>
  (await federation.server.audited({ type: 'account.synchronized' }))
    .map(({ data }) => data as { subject?: string; changed?: string[]; ended?: string[] })
    .filter(({ subject }) => subject === idOf(tokens));

describe('what an upstream says of its users', () => {
  it('is taken over at each sign-in, the address never', async () => {
    const first = await signedIn();
    const { email } = await accountOf(first);
    await upstreamSays({ name: 'Eve Even', locale: 'fr', claims: { department: 'Law' }, email: 'carol@example.com' });
    browser = new Browser();
    const second = await signedIn();
    expect(idOf(second)).toBe(idOf(first));
    expect(await accountOf(second)).toMatchObject({
      name: 'Eve Even',
      locale: 'fr',
      claims: { department: 'Law' },
      email,
      emailVerified: false,
    });
    expect(await synchronized(first)).toMatchObject([{ changed: ['name', 'locale', 'claims'] }]);
    // What was confirmed here stays so, and says nothing of the address upstream.
    await change('server', idOf(first), { emailVerified: true });
    browser = new Browser();
    await signedIn();
    expect(await accountOf(first)).toMatchObject({ email, emailVerified: true });
  });

  it('is written only when it has changed', async () => {
    const tokens = await signedIn();
    const { accounts } = federation.server.server.storage;
    const changed = jest.spyOn(accounts.writes, 'change');
    browser = new Browser();
    await signedIn();
    federation.server.aheadMs += 11_000;
    await refresh(tokens);
    expect(changed).not.toHaveBeenCalled();
    changed.mockRestore();
    expect(await synchronized(tokens)).toEqual([]);
  });

  it('stays what it was when the account was made, where the connection says no more', async () => {
    const tokens = await signedIn('first');
    await upstreamSays({ name: 'Eve Even' });
    browser = new Browser();
    await signedIn('first');
    expect((await accountOf(tokens)).name).toBe('Eve');
  });

  it('gives and takes the roles of the connection, and no others', async () => {
    const first = await signedIn();
    expect((await accountOf(first)).roles).toEqual(['member']);
    await upstreamSays({ claims: { department: 'Accounting' } });
    const second = await signedIn('corp', { prompt: 'login' });
    expect((await accountOf(first)).roles).toEqual(['accountant', 'member']);
    // More ends nothing.
    expect((await refresh(first)).status).toBe(200);
    await change('server', idOf(first), { roles: ['accountant', 'admin', 'member'] });
    await upstreamSays({ claims: { department: 'Sales' } });
    const third = await signedIn('corp', { prompt: 'login' });
    expect((await accountOf(first)).roles).toEqual(['admin', 'member', 'sales']);
    expect((await synchronized(first))[0]).toMatchObject({ changed: ['roles', 'claims'], ended: ['tokens'] });
    // What had the role is dead; the sign-in by which it was taken goes on.
    expect((await refresh(second)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(third)).status).toBe(200);
  });

  it('takes roles away at a refresh, and the user stays signed in', async () => {
    await upstreamSays({ claims: { department: 'Accounting' } });
    const tokens = await signedIn();
    expect((await accountOf(tokens)).roles).toEqual(['accountant', 'member']);
    await upstreamSays({ claims: { department: 'Sales' } });
    expect((await refresh(tokens)).body).toMatchObject({
      error: 'invalid_grant',
      error_description: 'the roles or claims of the user have changed; ask for authorization again',
    });
    expect((await accountOf(tokens)).roles).toEqual(['member', 'sales']);
    const { location } = await browser.get(federation.client.request({ prompt: 'none', scope: 'openid' }).url);
    expect(new URL(location).searchParams.has('code')).toBe(true);
    // What an answer does not say is not gone.
    const next = await signedIn('corp', { prompt: 'login' });
    await upstreamSays({ claims: {} });
    federation.server.aheadMs += 11_000;
    expect((await refresh(next)).status).toBe(200);
    expect((await accountOf(tokens)).roles).toEqual(['member', 'sales']);
    await signedIn('corp', { prompt: 'login' });
    expect((await accountOf(tokens)).roles).toEqual(['member']);
  });
});
