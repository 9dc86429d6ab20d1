import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

skipUnless('chromium')('passkeys', () => {
  let product: Product;
  let browser: Browser;
  let carol: Visitor;
  let password: string;
  let codes: string[];

  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), chromium()]);
    carol = await Visitor.arrive(product, browser);
    await carol.offerNothing();
    await carol.plugIn();
    password = await product.passwordOf('carol');
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('AS-20: a step-up that the API asks for is done with a passkey', async () => {
    const { page } = carol;
    const { webApp, issuer } = product;
    await carol.toSignIn();
    await carol.giveLogin('carol', password);
    await page.goto(`${issuer}/account/security/passkeys`);
    await carol.press('#submit');
    codes = await page.locator('[data-recovery-code]').allTextContents();
    expect(codes).toHaveLength(10);
    await carol.photograph('codes-with-passkey');

    // The web app still holds a token of one factor.
    await page.goto(webApp);
    await page.click('#invoices tbody a');
    const invoice = page.url();
    await carol.press('#approve');
    expect(carol.at.origin).toBe(issuer);
    expect(await carol.count('input[name=password]')).toBe(0);
    await carol.photograph('second-factor-passkey');
    await carol.press('#submit');
    await page.waitForURL(invoice);
    expect(await page.locator('[data-notice=confirmed]').count()).toBe(1);
    await carol.press('#approve');
    expect(await page.locator('[data-notice=approved]').count()).toBe(1);
    expect(carol.complaints).toEqual([]);
  });

  it('the button signs in without a login, and a counter that went back does not', async () => {
    const { webApp } = product;
    await carol.forget();
    await carol.setCounter(100);
    await carol.toSignIn();
    expect(await carol.page.getAttribute('#login', 'autocomplete')).toBe('username webauthn');
    await carol.press('#passkey');
    await carol.page.waitForURL(`${webApp}/**`);
    expect(await carol.text('[data-user]')).toBe('Carol Chen');
    await carol.forget();
    await carol.setCounter(50);
    await carol.toSignIn();
    await carol.press('#passkey');
    expect(await carol.error()).toBe('passkey_refused');
    await carol.photograph('passkey-refused');
    await carol.setCounter(200);
    await carol.press('#passkey');
    await carol.page.waitForURL(`${webApp}/**`);
  });

  it('a device that has one is not given a second, and a removed one signs nobody in', async () => {
    const { page } = carol;
    await carol.open('/account/security/passkeys');
    await page.click('#submit');
    await page.waitForFunction(`document.getElementById('passkey-status').textContent !== ''`);
    expect(await carol.text('#passkey-status')).toContain('already has a passkey');
    await carol.photograph('passkey-present');
    await carol.open('/account/security');
    await page.click('[data-passkey] a[href$="/rename"]');
    await carol.photograph('rename-passkey');
    await page.fill('#name', 'Old phone');
    await carol.press('#submit');
    expect(await carol.text('[data-passkey] h4')).toContain('Old phone');
    await carol.photograph('security-passkey');
    await page.click('[data-passkey] a[href$="/remove"]');
    await carol.photograph('remove-passkey');
    await carol.press('#submit');
    expect(await carol.count('[data-done=passkey_removed]')).toBe(1);
    await carol.forget();
    await carol.toSignIn();
    await carol.press('#passkey');
    expect(await carol.error()).toBe('passkey_refused');
    await carol.giveLogin('carol', password);
    expect(carol.at.origin).toBe(product.webApp);
  });

  it('without JavaScript there is another way on each page', async () => {
    const { page } = carol;
    await page.goto(`${product.issuer}/account/security/passkeys`);
    await carol.press('#submit');
    const [code] = await page.locator('[data-recovery-code]').allTextContents();
    const plain = await Visitor.arrive(product, browser, { javaScriptEnabled: false });
    await plain.toSignIn();
    expect(await plain.page.isVisible('#passkey')).toBe(false);
    await plain.giveLogin('carol', password);
    expect(await plain.page.isVisible('noscript p')).toBe(true);
    await plain.photograph('second-factor-without-script');
    await plain.press('#submit');
    expect(await plain.error()).toBe('passkey_missing');
    await plain.press('[data-method=recovery_code]');
    await plain.giveCode(code!);
    expect(plain.at.origin).toBe(product.webApp);
    await plain.open('/account/security/passkeys');
    expect(await plain.page.isVisible('noscript p')).toBe(true);
    await plain.photograph('add-passkey-without-script');
    expect(plain.complaints).toEqual([]);
  });
});
