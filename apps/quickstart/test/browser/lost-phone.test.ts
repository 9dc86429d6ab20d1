import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

const login = 'nora@example.com';
const password = 'seven quiet rivers run uphill';

skipUnless('chromium')('from the first visit to the lost phone', () => {
  let product: Product;
  let browser: Browser;
  let nora: Visitor;

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), chromium()]);
    nora = await Visitor.arrive(product, browser);
    await nora.plugIn();
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('AS-20: register, confirm, sign in, app, passkey, sign in by it, lose it all, recovery code, new password, every other session ended', async () => {
    const { webApp, issuer } = product;
    await nora.toSignIn();
    await nora.photograph('sign-in');
    await nora.press('#register');
    await nora.page.fill('input[name=name]', 'Nora North');
    await nora.page.fill('input[name=email]', login);
    await nora.page.fill('input[name=new_password]', password);
    await nora.photograph('register');
    await nora.press('#submit');
    await nora.photograph('verify');
    const tab = await nora.context.newPage();
    await tab.goto(await mailedLink(tab, product, '/account/confirm'));
    await Promise.all([tab.waitForEvent('load'), tab.click('#submit')]);
    await tab.close();
    await nora.press('#submit');
    expect(nora.at.origin).toBe(webApp);

    // Signing in with it.
    await nora.forget();
    await nora.toSignIn();
    await nora.giveLogin(login, password);
    expect(nora.at.origin).toBe(webApp);

    // An authenticator app.
    await nora.open('/account/security');
    await nora.photograph('security-before');
    await nora.page.click('a[href="/account/security/totp"]');
    await nora.photograph('add-app');
    const secret = (await nora.text('#totp-secret'))!.replaceAll(' ', '');
    await nora.giveCode(nora.codeOf(secret));
    const codes = await nora.page.locator('[data-recovery-code]').allTextContents();
    expect(codes).toHaveLength(10);
    await nora.photograph('recovery-codes');
    await nora.press('#submit');

    // A passkey: whoever has a second factor is asked for it first.
    await nora.page.click('a[href="/account/security/passkeys"]');
    await nora.photograph('second-factor');
    await nora.giveCode(nora.codeOf(secret));
    expect(nora.at.pathname).toBe('/account/security/passkeys');
    await nora.photograph('add-passkey');
    await nora.press('#submit');
    expect(await nora.count('[data-done=passkey_added]')).toBe(1);
    await nora.page.fill('#name', 'Phone of Nora');
    await nora.press('#submit');
    expect(await nora.text('[data-passkey] h4')).toContain('Phone of Nora');
    await nora.photograph('security-after');

    // Signing in by it: the browser offers it by itself where the login is typed.
    await nora.forget();
    await nora.toSignIn();
    await nora.page.waitForURL(`${webApp}/**`);
    expect(await nora.text('[data-user]')).toBe('Nora North');

    // The phone is gone, with app and passkey. In another browser a recovery code helps.
    await nora.losePhone();
    const elsewhere = await Visitor.arrive(product, browser);
    await elsewhere.toSignIn();
    await elsewhere.giveLogin(login, password);
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
    await lost.page.fill('input[name=login]', login);
    await lost.press('#submit');
    await lost.photograph('recover-sent');
    await lost.page.goto(await mailedLink(lost.page, product, '/account/reset'));
    await lost.photograph('reset');
    const renewed = 'four lemons on a quiet roof';
    await lost.page.fill('input[name=new_password]', renewed);
    await lost.press('#submit');
    await lost.photograph('reset-done');

    // Every other session is dead, at the server and in the application.
    for (const visitor of [nora, elsewhere]) {
      await visitor.open('/account/sessions');
      expect(await visitor.count('input[name=password]')).toBe(1);
      await expect(signedOutOf(visitor, webApp)).resolves.toBe(true);
    }
    await lost.toSignIn();
    await lost.giveLogin(login, password);
    expect(await lost.error()).toBe('invalid_credentials');
    await lost.giveLogin(login, renewed);
    await lost.press('[data-method=recovery_code]');
    await lost.giveCode(codes[0]!);
    expect(await lost.error()).toBe('invalid_otp');
    await lost.giveCode(codes[1]!);
    expect(lost.at.origin).toBe(webApp);

    // What happened is there to be seen.
    await lost.open('/account/activity');
    expect(lost.at.origin).toBe(issuer);
    await lost.photograph('activity');
    expect([...nora.complaints, ...elsewhere.complaints, ...lost.complaints]).toEqual([]);
  });
});

/** The link of the newest mail that leads there. */
async function mailedLink(page: Page, { issuer }: Product, path: string): Promise<string> {
  for (;;) {
    await page.goto(`${issuer}/development/mail`);
    const link = page.locator(`a[href*="${path}"]`).first();
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
