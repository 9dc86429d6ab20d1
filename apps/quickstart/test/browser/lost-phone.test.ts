import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

skipUnless('chromium')('from the first factor to the lost phone', () => {
  let product: Product;
  let browser: Browser;
  let alice: Visitor;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), chromium()]);
    alice = await Visitor.arrive(product, browser);
    await alice.plugIn();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('AS-20: sign in, app, passkey, sign in by it, lose it all, recovery code, new password, every other session ended', async () => {
    const { webApp, issuer } = product;
    const password = await product.passwordOf('alice');
    await alice.toSignIn();
    await alice.photograph('sign-in');
    await alice.giveLogin('alice', password);
    expect(alice.at.origin).toBe(webApp);

    // An authenticator app.
    await alice.open('/account/security');
    await alice.photograph('security-before');
    await alice.page.click('a[href="/account/security/totp"]');
    await alice.photograph('add-app');
    const secret = (await alice.text('#totp-secret'))!.replaceAll(' ', '');
    await alice.giveCode(alice.codeOf(secret));
    const codes = await alice.page.locator('[data-recovery-code]').allTextContents();
    expect(codes).toHaveLength(10);
    await alice.photograph('recovery-codes');
    await alice.press('#submit');

    // A passkey: whoever has a second factor is asked for it first.
    await alice.page.click('a[href="/account/security/passkeys"]');
    await alice.photograph('second-factor');
    await alice.giveCode(alice.codeOf(secret));
    expect(alice.at.pathname).toBe('/account/security/passkeys');
    await alice.photograph('add-passkey');
    await alice.page.fill('#name', 'Phone of Alice');
    await alice.press('#submit');
    expect(await alice.count('[data-done=passkey_added]')).toBe(1);
    expect(await alice.text('[data-passkey] h2')).toContain('Phone of Alice');
    await alice.photograph('security-after');

    // Signing in by it: the browser offers it by itself where the login is typed.
    await alice.forget();
    await alice.toSignIn();
    await alice.page.waitForURL(`${webApp}/**`);
    expect(await alice.text('[data-user]')).toBe('Alice Archer');

    // The phone is gone, with app and passkey. In another browser a recovery code helps.
    await alice.losePhone();
    const elsewhere = await Visitor.arrive(product, browser);
    await elsewhere.toSignIn();
    await elsewhere.giveLogin('alice', password);
    await elsewhere.photograph('second-factor-elsewhere');
    await elsewhere.press('[data-method=recovery_code]');
    await elsewhere.photograph('recovery-code');
    await elsewhere.giveCode(codes[0]!);
    expect(elsewhere.at.origin).toBe(webApp);

    // A new password by mail.
    const lost = await Visitor.arrive(product, browser);
    await lost.toSignIn();
    await lost.press('#recover');
    await lost.photograph('recover');
    await lost.page.fill('input[name=login]', 'alice');
    await lost.press('#submit');
    await lost.photograph('recover-sent');
    await lost.page.goto(await resetLink(lost));
    await lost.photograph('reset');
    const renewed = 'four lemons on a quiet roof';
    await lost.page.fill('input[name=new_password]', renewed);
    await lost.press('#submit');
    await lost.photograph('reset-done');

    // Every other session is dead, at the server and in the application.
    for (const visitor of [alice, elsewhere]) {
      await visitor.open('/account/sessions');
      expect(await visitor.count('input[name=password]')).toBe(1);
      await expect(signedOutOf(visitor, webApp)).resolves.toBe(true);
    }
    await lost.toSignIn();
    await lost.giveLogin('alice', password);
    expect(await lost.error()).toBe('invalid_credentials');
    await lost.giveLogin('alice', renewed);
    await lost.press('[data-method=recovery_code]');
    await lost.giveCode(codes[0]!);
    expect(await lost.error()).toBe('invalid_otp');
    await lost.giveCode(codes[1]!);
    expect(lost.at.origin).toBe(webApp);

    // What happened is there to be seen.
    await lost.open('/account/activity');
    expect(lost.at.origin).toBe(issuer);
    await lost.photograph('activity');
    expect([...alice.complaints, ...elsewhere.complaints, ...lost.complaints]).toEqual([]);
  }, 60_000);
});

async function resetLink(visitor: Visitor): Promise<string> {
  const { page, product } = visitor;
  for (;;) {
    await page.goto(`${product.issuer}/development/mail`);
    const link = page.locator('a[href*="/account/reset"]').first();
    if ((await link.count()) > 0) return (await link.getAttribute('href'))!;
  }
}

/** The application hears of it over the back channel. */
async function signedOutOf({ page }: Visitor, webApp: string): Promise<boolean> {
  for (let look = 0; look < 50; look += 1) {
    await page.goto(webApp);
    if ((await page.locator('#sign-in').count()) > 0) return true;
  }
  return false;
}
