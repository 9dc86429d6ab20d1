/** People sign in to applications of others, in a real browser; the applications refresh, and people sign out again. */
import { hash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { chromium, freePort, skipUnless } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type Product, startProduct } from '../../product.ts';
import { type Running, startForeign } from '../foreign-program.ts';
import { type Application, applications } from './applications.ts';

const clientIdOf = ({ name }: Application) => name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');

skipUnless('chromium')('applications of others', () => {
  let product: Product;
  let browser: Browser;
  const ports = new Map<Application, number>();
  const secrets = new Map<Application, string>();
  const originOf = (application: Application) =>
    `${application.tls ? 'https' : 'http'}://localhost:${ports.get(application)}`;

  beforeAll(async () => {
    for (const application of applications) {
      ports.set(application, await freePort());
      secrets.set(application, randomBytes(32).toString('base64url'));
    }
    [product, browser] = await Promise.all([
      startProduct({}, (registry) => {
        for (const application of applications) {
          const origin = originOf(application);
          registry.clients.push({
            client_id: clientIdOf(application),
            client_name: application.name,
            first_party: true,
            grant_types: ['authorization_code', 'refresh_token'],
            redirect_uris: [origin + (application.callbackPath ?? '/callback')],
            post_logout_redirect_uris: [`${origin}/bye`],
            scope: 'openid profile email offline_access',
            scopes: {},
            client_secrets: [{ sha256: hash('sha256', secrets.get(application)!, 'base64url') }],
            ...application.registry,
          } as (typeof registry.clients)[number]);
        }
      }),
      chromium(),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  describe.each(applications.map((application) => [application.name, application] as const))(
    '%s',
    (name, application) => {
      if (application.missing !== undefined && process.env['CI'] !== 'true') {
        it.skip(`signs people in [SKIP: ${application.missing}]`, () => undefined);
        return;
      }
      let running: Running;
      let context: BrowserContext;
      let page: Page;
      const at = (path: string) => originOf(application) + path;

      beforeAll(async () => {
        if (application.missing !== undefined) throw new Error(application.missing);
        const folder = join(product.state, clientIdOf(application));
        const place = {
          product,
          folder,
          port: ports.get(application)!,
          clientId: clientIdOf(application),
          clientSecret: secrets.get(application)!,
        };
        running = await startForeign(name, folder, at('/bye'), () => application.start(place));
        context = await browser.newContext({ ignoreHTTPSErrors: true });
        page = await context.newPage();
      });
      afterAll(async () => {
        await context?.close();
        await running?.stop();
      });

      /** What a page of the application says as JSON. */
      const said = async (path: string): Promise<Record<string, unknown>> => {
        const answer = await page.goto(at(path));
        const text = await answer!.text();
        if (!text.startsWith('{')) throw new Error(`${answer!.status()} ${text.slice(0, 500)}\n${running.printed()}`);
        return JSON.parse(text) as Record<string, unknown>;
      };
      const beginSignIn = async () => {
        await page.goto(at(application.signInPath ?? '/sign-in'));
        if (application.signInButton) await page.click(application.signInButton);
      };

      it('signs a person in, and learns who it is', async () => {
        await beginSignIn();
        await page.fill('input[name=login]', 'alice');
        await page.fill('input[name=password]', await product.passwordOf('alice'));
        await page.click('#submit');
        await page.waitForURL((url) => url.origin === originOf(application) && !url.searchParams.has('code'));
        const user = JSON.stringify(await said(application.userPath ?? '/'));
        expect(user).toContain('alice@');
      });

      if (application.refresh) {
        it('refreshes', async () => {
          expect(await application.refresh!({ page, origin: originOf(application), said })).toBe(true);
        });
      }

      it('signs the person out, here and there', async () => {
        const path = application.signOutPath?.(product.issuer, originOf(application), clientIdOf(application));
        await page.goto(at(path ?? '/sign-out'));
        if (new URL(page.url()).origin === product.issuer) await page.click('#logout');
        await page.waitForURL(at('/bye'));
        await beginSignIn();
        await page.waitForSelector('input[name=password]');
        expect(new URL(page.url()).origin).toBe(product.issuer);
      });
    },
  );
});
