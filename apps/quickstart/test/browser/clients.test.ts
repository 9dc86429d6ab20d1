import { chromium, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

skipUnless('chromium')('a client in the console', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), chromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('is changed by two at one time, gets a secret and is removed, by operators with a second factor', async () => {
    const carol = await Visitor.arrive(product, browser);
    const { page } = carol;
    await carol.offerNothing();
    await carol.plugIn();
    await page.goto(product.console);
    await carol.press('#sign-in');
    await carol.giveLogin('carol', await product.passwordOf('carol'));
    await carol.open('/account/security/passkeys');
    await carol.press('#submit');

    await page.goto(`${product.console}/clients?q=Backend`);
    await carol.photograph('list');
    await carol.press('tbody th a');
    await carol.photograph('client');
    const client = page.url();

    // Two forms of one version. What changes anything needs the second factor; the form waits for it.
    const other = await carol.context.newPage();
    await other.goto(`${client}/edit`);
    await page.goto(`${client}/edit`);
    await page.fill('#client_name', 'Nightly reports');
    await carol.photograph('form');
    await carol.press('#submit');
    await carol.press('#submit');
    await page.locator('#resume').waitFor();
    await carol.press('#resume');
    await carol.photograph('preview');
    await carol.press('#confirm');
    expect(await carol.text('h1')).toBe('Nightly reports');

    const press = (selector: string) => Promise.all([other.waitForEvent('load'), other.click(selector)]);
    await other.fill('#client_name', 'Reports');
    await other.fill('#contacts', 'ops@example.com');
    await press('#submit');
    expect(await other.textContent('#conflict')).toContain('Nightly reports');
    await press('#use-yours');
    await press('#confirm');
    expect(await other.textContent('h1')).toBe('Reports');
    expect(await other.textContent('#what')).toContain('ops@example.com');
    await other.close();

    await page.goto(client);
    const secrets = await carol.count('#secrets tbody tr');
    await page.fill('#expires_in_days', '30');
    await carol.press('#add-secret');
    expect(await carol.text('#secret pre')).toMatch(/^[\w-]{43}$/u);
    await carol.photograph('secret');
    await carol.press('#done');
    expect(await carol.count('#secrets tbody tr')).toBe(secrets + 1);
    await carol.press('#secrets tbody tr:last-child button');
    await carol.press('#confirm');
    expect(await carol.count('#secrets tbody tr')).toBe(secrets);

    await page.goto(`${client}/advanced`);
    const entry = JSON.parse(await page.inputValue('#entry')) as object;
    await page.fill('#entry', JSON.stringify({ ...entry, client_name: 'The last name' }));
    await carol.press('#submit');
    expect(await carol.count('#preview .changes tbody tr')).toBe(1);
    await carol.press('#confirm');
    expect(await carol.text('h1')).toBe('The last name');

    await carol.press('#disable');
    await carol.press('#confirm');
    expect(await carol.count('#disabled')).toBe(1);
    await carol.press('#remove');
    await carol.photograph('removal');
    await carol.press('#confirm');
    expect(carol.at.pathname).toBe('/clients');
    await page.goto(client);
    expect(await carol.error()).toBe('not_found');
    expect(carol.complaints).toEqual([]);
  });
});
