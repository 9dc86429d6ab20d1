import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type MailServer, startMailServer } from '../../../authorization-server/test/mail-server.ts';
import { type Product, startProduct } from '../product.ts';

const password = 'four words nobody says';

skipUnless('chromium')('creating an account in a browser', () => {
  let mail: MailServer;
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    mail = await startMailServer();
    [product, browser] = await Promise.all([startProduct({ GATEHOUSE_SMTP_URL: mail.url }), chromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await mail?.stop();
  });

  describe.each([
    { how: 'with JavaScript', javaScriptEnabled: true },
    { how: 'without JavaScript', javaScriptEnabled: false },
  ])('$how', ({ javaScriptEnabled }) => {
    const email = javaScriptEnabled ? 'erin@example.com' : 'finn@example.com';
    let context: BrowserContext;
    let page: Page;
    let complaints: string[];

    const newPage = async () => {
      const opened = await context.newPage();
      // A style or a form that the content security policy stops shows here.
      opened.on('console', (message) => {
        const expected = /status of 40[013]/u.test(message.text());
        if (message.type() === 'error' && !expected) complaints.push(message.text());
      });
      return opened;
    };
    beforeEach(async () => {
      complaints = [];
      context = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
      page = await newPage();
    });
    afterEach(() => context.close());

    it('a person registers, confirms the address in another tab, and is in the application', async () => {
      await page.goto(product.webApp);
      await page.click('#sign-in');
      await page.click('#register');
      expect(await page.title()).toBe('Create an account – Invoices');
      await page.fill('input[name=name]', 'Erin Eriksson');
      await page.fill('input[name=email]', email);
      await page.fill('input[name=new_password]', 'password123456789');
      await page.click('#submit');
      expect(await page.getAttribute('#form-error', 'data-error')).toBe('password_common');
      expect(await page.evaluate<string>('document.activeElement.id')).toBe('new_password');
      expect(await page.inputValue('input[name=email]')).toBe(email);
      await page.fill('input[name=new_password]', password);
      await page.click('#submit');
      expect(await page.title()).toBe('Confirm your email address – Invoices');

      // Reloading and being too early lose nothing.
      await page.reload();
      await page.click('#submit');
      expect(await page.getAttribute('#form-error', 'data-error')).toBe('email_unconfirmed');

      const tab = await newPage();
      await tab.goto((await mail.mailTo(email)).link);
      await tab.click('#submit');
      expect(await tab.textContent('h1')).toBe('Your address is confirmed');
      await tab.close();
      await page.click('#submit');
      expect(new URL(page.url()).origin).toBe(product.webApp);
      expect(await page.textContent('[data-user]')).toBe('Erin Eriksson');
      expect(complaints).toEqual([]);
    });

    it('signs in afterwards by the address, and the profile says that it is confirmed', async () => {
      await page.goto(`${product.issuer}/account/profile`);
      await page.fill('input[name=login]', email);
      await page.fill('input[name=password]', password);
      await page.click('#submit');
      expect(await page.textContent('main')).toContain(`${email} (confirmed)`);
      expect(complaints).toEqual([]);
    });

    it('in another browser the link asks for the password', async () => {
      const address = `other-${email}`;
      await page.goto(product.webApp);
      await page.click('#sign-in');
      await page.click('#register');
      await page.fill('input[name=name]', 'Gil Green');
      await page.fill('input[name=email]', address);
      await page.fill('input[name=new_password]', password);
      await page.click('#submit');
      await mail.mailTo(address);
      await page.waitForSelector('#resend');
      // Going back leads to the page that waits, not to a form that would begin again.
      await page.goBack();
      expect(await page.title()).toBe('Confirm your email address – Invoices');
      await page.click('#resend');
      expect(await page.getAttribute('[role=status]', 'data-done')).toBe('sent');
      const { link } = await mail.mailTo(address);
      const phone = await browser.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled });
      const other = await phone.newPage();
      await other.goto(link);
      await other.fill('input[name=password]', password);
      await other.click('#submit');
      expect(await other.textContent('h1')).toBe('Your address is confirmed');
      await phone.close();
      await page.click('#submit');
      expect(await page.textContent('[data-user]')).toBe('Gil Green');
    });
  });
});
