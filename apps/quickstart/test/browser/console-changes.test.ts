import { chromium, eventually, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

skipUnless('chromium')('changes by the console', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), chromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('are made by an operator to an API, a role, the look and the keys, and are in the audit', async () => {
    const carol = await Visitor.arrive(product, browser);
    const { page } = carol;
    await carol.offerNothing();
    await carol.plugIn();
    await page.goto(product.console);
    await carol.press('#sign-in');
    await carol.giveLogin('carol', await product.passwordOf('carol'));
    await carol.open('/account/security/passkeys');
    await carol.press('#submit');

    // An API: its version goes with the form. The passkey is asked for once, and what was typed is kept.
    const api = `/resources/${encodeURIComponent(product.api)}`;
    await page.goto(`${product.console}${api}/edit`);
    await page.fill('#access_token_ttl_seconds', '77');
    await carol.press('#submit');
    await carol.press('#submit');
    await page.locator('#resume').waitFor();
    await carol.press('#resume');
    await carol.press('#confirm');
    expect(await carol.text('main')).toContain('77 seconds');

    await page.goto(`${product.console}/resources/roles/new`);
    await page.fill('#name', 'night');
    await page.check(`input[value="${product.api}#invoice_read"]`);
    await carol.press('#submit');
    expect(await carol.text('#gives')).toContain('invoice_read');
    await page.click('#edit');
    await page.uncheck(`input[value="${product.api}#invoice_read"]`);
    await carol.press('#submit');
    await carol.press('#confirm');
    await carol.press('#remove');
    await carol.press('#confirm');
    expect(await carol.text('#roles')).not.toContain('night');

    await page.goto(`${product.console}/settings/look/edit`);
    await page.fill('#light_accent', '#ffffff');
    await carol.press('#submit');
    expect(await page.locator('#light_accent-fault').count()).toBe(1);
    await page.fill('#light_accent', '#1b4f9c');
    await carol.press('#submit');
    await carol.press('#confirm');
    expect(await carol.text('main')).toContain('#1b4f9c');

    // A connection: made turned off, given its secret, and moved, by which it loses that.
    await page.goto(`${product.console}/connections`);
    await carol.press('#new');
    await carol.press('a[href="/connections/new/oidc"]');
    await page.fill('#name', 'corp');
    await page.fill('#client_id', 'gatehouse');
    await page.fill('#issuer', 'http://idp.example.com');
    await page.fill('#roles', 'staff = nobody-declared');
    await carol.press('#submit');
    expect(await carol.text('#issuer-fault')).toContain('https');
    await page.fill('#issuer', 'https://idp.example.com');
    await carol.press('#submit');
    expect(await carol.text('#roles-fault')).toContain('mapping.groups');
    await page.click('.further summary >> nth=0');
    await page.fill('[id="mapping.groups"]', '/deep/groups');
    await carol.press('#submit');
    await carol.photograph('connection-faults');
    expect(await carol.text('#roles-fault')).toContain('nobody-declared');
    await page.fill('#roles', '');
    await carol.press('#submit');
    await carol.photograph('connection-new');
    await carol.press('#confirm');
    await carol.photograph('connection');
    expect(await carol.text('main')).toContain('/federation/corp/callback');
    await page.fill('#secret', 'a-secret');
    await carol.press('#set-secret');
    await carol.press('#edit');
    await page.fill('#issuer', 'https://other.example.com');
    await page.click('.further summary >> nth=1');
    await page.fill('[id="required_acr.urn:gatehouse:acr:2.amr"]', 'mfa');
    await carol.press('#submit');
    await carol.photograph('connection-moved');
    expect(await carol.text('#preview')).toMatch(/has_secret.*is forgotten/su);
    await carol.press('#confirm');
    expect(await carol.text('main')).toContain('no secret');
    await carol.press('#edit');
    expect(await page.inputValue('[id="required_acr.urn:gatehouse:acr:2.amr"]')).toBe('mfa');

    await page.goto(`${product.console}/keys`);
    await carol.press('#rotate-token');
    await carol.photograph('rotation');
    await carol.press('#confirm');
    await carol.photograph('keys');

    await page.goto(`${product.console}/audit`);
    await carol.photograph('audit');
    await page.goto(`${product.console}/audit?event=role.removed`);
    await eventually(async () => {
      await page.reload();
      return (await page.locator('tbody tr', { hasText: 'Role removed' }).count()) > 0;
    });
    await carol.press('tbody a');
    await carol.photograph('trail');
    expect(await carol.text('#trail')).toContain('Role removed');
    expect(carol.complaints).toEqual([]);
  });
});
