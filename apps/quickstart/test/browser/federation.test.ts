/** Users come in with an identity that they have elsewhere: walked in Chromium, with another Gatehouse as the upstream provider. */
import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Person } from '../../../authorization-server/test/browser.ts';
import { type Federation, startFederation } from '../../../authorization-server/test/upstream.ts';
import { Visitor } from './visitor.ts';

skipUnless('chromium')('with an identity from elsewhere', () => {
  let federation: Federation;
  let browser: Browser;
  let visitor: Visitor;
  let issuer: string;

  beforeAll(async () => {
    [federation, browser] = await Promise.all([
      startFederation({ upstreamHost: '127.0.0.1', connection: { display_name: 'Example Corp' } }),
      chromium(),
    ]);
    issuer = federation.server.issuer;
  });
  afterAll(async () => {
    await browser?.close();
    await federation?.stop();
  });
  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    await visitor.leave();
  });

  const arrive = async (options: Parameters<typeof Visitor.arrive>[2] = {}) => {
    visitor = await Visitor.arrive({ issuer, webApp: '' }, browser, options);
    await visitor.open('/account/profile');
  };
  /** Signs in there; the browser comes back by itself. */
  const signInThere = async ({ login, password }: Person) => {
    expect(visitor.at.origin).toBe(federation.upstream.issuer);
    await visitor.giveLogin(login, password);
    expect(visitor.at.origin).toBe(issuer);
  };
  const corp = 'button[value=corp]';

  /** A user of the upstream whom nobody knows here. */
  async function newUserThere(login: string): Promise<Person> {
    const { accounts, credentials, commit } = federation.upstream.server.storage;
    const { id } = (await accounts.findByLogin('alice'))!;
    const { data } = (await credentials.find(id, 'password'))!;
    const { password } = await federation.upstream.person('alice');
    await commit([
      accounts.writes.put({
        id: login,
        login,
        name: `${login} Newton`,
        email: `${login}@new.example`,
        emailVerified: true,
        status: 'active',
      }),
      credentials.writes.put({ accountId: login, kind: 'password', data, expectedVersion: 0 }),
    ]);
    return { login, password };
  }

  it('a first sign-in, and a second by one click', async () => {
    const nina = await newUserThere('nina');
    await arrive();
    await visitor.photograph('federation-sign-in');
    await visitor.press(corp);
    await visitor.photograph('federation-upstream');
    await signInThere(nina);
    await visitor.photograph('federation-first');
    expect(visitor.at.pathname).toBe('/account/profile');
    expect(await visitor.page.inputValue('#name')).toBe('nina Newton');
    await visitor.photograph('federation-profile');

    // The session here ends; the one there lasts.
    await visitor.context.clearCookies({ domain: 'localhost', name: /session/u });
    await visitor.open('/account/profile');
    await visitor.photograph('federation-again');
    await visitor.press(corp);
    expect(visitor.at.href).toBe(`${issuer}/account/profile`);
    expect(await visitor.page.inputValue('#name')).toBe('nina Newton');
  });

  it('an address that is somebody’s is connected after the usual sign-in, and disconnected on the security page', async () => {
    const alice = await federation.server.person('alice');
    await arrive();
    await visitor.press(corp);
    await signInThere(await federation.upstream.person('alice'));
    expect(visitor.at.pathname).toMatch(/^\/interaction\//u);
    await visitor.photograph('federation-connect');
    await visitor.giveLogin(alice.login, alice.password);
    expect(visitor.at.pathname).toBe('/account/profile');
    await visitor.open('/account/security');
    expect(await visitor.text('[data-identity]')).toContain('Example Corp');
    await visitor.photograph('federation-security');
    await visitor.press('[data-identity] a');
    await visitor.photograph('federation-disconnect');
    await visitor.press('#submit');
    expect(await visitor.count('[data-done=identity_unlinked]')).toBe(1);
    expect(await visitor.count('[data-identity]')).toBe(0);
    await visitor.photograph('federation-disconnected');

    // And connected again, from here.
    await visitor.press('a[href="/account/identities"]');
    await visitor.photograph('federation-connect-more');
    await visitor.press(corp);
    // Which of the accounts there: that is asked.
    await visitor.photograph('federation-connect-there');
    await visitor.press('#accept');
    expect(visitor.at.origin).toBe(issuer);
    expect(await visitor.count('[data-done=identity_linked]')).toBe(1);
    expect(await visitor.count('[data-identity]')).toBe(1);
  });

  it('what is denied there leads back to the page, which says so; and the other ways are open', async () => {
    const bob = await federation.server.person('bob');
    await arrive();
    await visitor.press(corp);
    await visitor.press('#cancel');
    expect(visitor.at.origin).toBe(issuer);
    expect(await visitor.error()).toBe('upstream_denied');
    await visitor.photograph('federation-denied');
    await visitor.giveLogin(bob.login, bob.password);
    expect(visitor.at.pathname).toBe('/account/profile');
  });

  it('our own second factor is asked for after it', async () => {
    const olga = await newUserThere('olga');
    await arrive();
    await visitor.press(corp);
    await signInThere(olga);
    await visitor.open('/account/security/totp');
    const secret = (await visitor.text('#totp-secret'))!.replaceAll(' ', '');
    await visitor.giveCode(visitor.codeOf(secret));
    expect(await visitor.count('[data-recovery-code]')).toBe(10);
    await visitor.context.clearCookies({ domain: 'localhost', name: /session/u });
    await visitor.open('/account/profile');
    await visitor.press(corp);
    expect(await visitor.count('input[name=otp]')).toBe(1);
    await visitor.photograph('federation-second-factor');
    await visitor.giveCode(visitor.codeOf(secret));
    expect(visitor.at.pathname).toBe('/account/profile');
  });

  describe.each([
    {
      name: 'on a phone in the dark',
      options: { viewport: { width: 390, height: 844 }, colorScheme: 'dark' as const },
    },
    { name: 'from right to left', options: { locale: 'ar' } },
  ])('$name', ({ name, options }) => {
    it('the page has room for its buttons', async () => {
      await arrive(options);
      expect(await visitor.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      await visitor.photograph(`federation-${name.replaceAll(' ', '-')}`);
      await visitor.press(corp);
      await signInThere(await federation.upstream.person('bob'));
      await visitor.photograph(`federation-connect-${name.replaceAll(' ', '-')}`);
      expect(await visitor.page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    });
  });

  it('an upstream that is down is said to be, and a password still leads in', async () => {
    const alice = await federation.server.person('alice');
    await federation.server.restart();
    await federation.upstream.server.service.stop();
    await arrive();
    await visitor.press(corp);
    expect(await visitor.error()).toBe('upstream_unavailable');
    expect(visitor.complaints.splice(0)).toEqual([expect.stringContaining('status of 503')]);
    await visitor.photograph('federation-down');
    await visitor.giveLogin(alice.login, alice.password);
    expect(visitor.at.pathname).toBe('/account/profile');
  });
});
