import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, eventually, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { type Product, startProduct } from '../product.ts';
import { Visitor } from './visitor.ts';

/** Runs a script as it was copied, and gives what it printed. */
async function runScript(folder: string, name: string, text: string, env: Record<string, string>): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, name), text);
  const child = spawn('sh', [name], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (printed += String(chunk)));
  await new Promise((resolve) => void child.once('close', resolve));
  return printed;
}

skipUnless('chromium')('a new client by the guide of the console', () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([startProduct(), chromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('is made by an operator, who copies its code, runs it, and finds the call in the audit', async () => {
    const carol = await Visitor.arrive(product, browser);
    const { page } = carol;
    await carol.offerNothing();
    await carol.plugIn();
    await page.goto(product.console);
    await carol.press('#sign-in');
    await carol.giveLogin('carol', await product.passwordOf('carol'));
    expect(carol.at.origin).toBe(product.console);
    // What changes anything needs a second factor.
    await carol.open('/account/security/passkeys');
    await carol.press('#submit');

    await page.goto(`${product.console}/clients`);
    await carol.press('#add');
    await carol.photograph('kinds');
    await carol.press('a[href="/clients/new/machine"]');
    await page.fill('#name', 'Night job');
    await page.check(`input[name="api:${product.api}"][value=invoice_read]`);
    await carol.photograph('questions');
    await carol.press('#submit');
    // The passkey is asked for, and what was typed is kept.
    await carol.press('#submit');
    await page.locator('#resume').waitFor();
    await carol.press('#resume');
    await carol.photograph('preview');
    await carol.press('#confirm');
    expect(await carol.text('h1')).toContain('night-job');
    await page.click('label[for=code-machine-curl]');
    await carol.photograph('made');

    const secret = (await carol.text('[data-secret]')) ?? '';
    const shown = (await carol.text('[data-program=machine-curl] [data-file] code')) ?? '';
    expect(shown).not.toContain(secret);
    const env = { CLIENT_SECRET: secret, CURL_CA_BUNDLE: product.caFile };
    const printed = await runScript(join(product.state, 'night-job'), 'job.sh', shown, env);
    expect(printed).toContain('a token for invoice_read');

    await carol.press('#to-audit');
    await eventually(async () => {
      await page.reload();
      return (await page.locator('tbody tr', { hasText: 'Tokens issued' }).count()) > 0;
    });
    await carol.photograph('audit');
    expect(carol.complaints).toEqual([]);
  });
});
