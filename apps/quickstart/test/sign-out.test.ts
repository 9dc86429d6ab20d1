/** Signing out, through the whole product: what ends at the authorization server ends in the web app. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, expectWithin } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, Browser, csrfOf } from '../../authorization-server/test/browser.ts';
import { type Product, startProduct } from './product.ts';

let product: Product;
let password: string;

beforeAll(async () => {
  product = await startProduct();
  password = await product.passwordOf('alice');
});
afterAll(() => product?.stop());

/** A browser keeps the cookies of each program apart. */
class TwoSites {
  readonly #sites = new Map<string, Browser>();

  #at(url: string): Browser {
    const { origin } = new URL(url);
    const browser = this.#sites.get(origin) ?? new Browser();
    this.#sites.set(origin, browser);
    return browser;
  }

  /** Opens a page, follows redirects between the programs, and signs in where asked. */
  async open(url: string): Promise<Answer> {
    return this.#settle(url, await this.#at(url).get(url));
  }

  async send(url: string, page: Answer, fields: Record<string, string> = {}): Promise<Answer> {
    return this.#settle(url, await this.#at(url).post(url, { csrf: csrfOf(page.body), ...fields }));
  }

  async #settle(from: string, first: Answer): Promise<Answer> {
    let [url, answer] = [from, first];
    for (let hop = 0; hop < 20; hop += 1) {
      const action = /<form[^>]* action="(\/interaction\/[^"]+\/login)"/u.exec(answer.body)?.[1];
      if (answer.location) {
        url = new URL(answer.location, url).href;
        answer = await this.#at(url).get(url);
      } else if (action && !answer.body.includes('role="alert"')) {
        url = new URL(action, url).href;
        answer = await this.#at(url).post(url, { csrf: csrfOf(answer.body), login: 'alice', password });
      } else return answer;
    }
    throw new Error('this leads nowhere');
  }

  /** Whether the web app knows who this is. */
  async isSignedIn(): Promise<boolean> {
    const page = await this.#at(product.webApp).get(`${product.webApp}/`);
    expect(page.status).toBe(200);
    return page.body.includes('Alice Archer');
  }

  signIn(): Promise<Answer> {
    return this.open(`${product.webApp}/sign-in`);
  }
}

/** How many sessions the web app has ended because it was told to. */
async function endedByNotice(): Promise<number> {
  const log = await readFile(join(product.state, 'logs/web-app.log'), 'utf8');
  return [...log.matchAll(/"event":"back_channel_logout","ended":(\d+)/gu)].reduce(
    (sum, found) => sum + Number(found[1]),
    0,
  );
}
const untilEnded = async (count: number) => {
  const startedAt = performance.now();
  await eventually(async () => (await endedByNotice()) >= count);
  expectWithin(performance.now() - startedAt, 5000);
};

describe('a session that ends at the authorization server', () => {
  it('AS-10: by the account page: that browser is signed out of the web app, another one is not', async () => {
    const [phone, laptop] = [new TwoSites(), new TwoSites()];
    for (const sites of [phone, laptop]) {
      await sites.signIn();
      expect(await sites.isSignedIn()).toBe(true);
    }
    const page = await laptop.open(`${product.issuer}/account/sessions`);
    const [session] = [...page.body.matchAll(/name="session" value="([^"]+)"/gu)].map((found) => found[1]!);
    await laptop.send(`${product.issuer}/account/sessions/end`, page, { session: session! });
    await untilEnded(1);
    expect(await phone.isSignedIn()).toBe(false);
    expect(await laptop.isSignedIn()).toBe(true);
  });

  it('AS-10: by signing out everywhere else: all other browsers are signed out of the web app', async () => {
    const browsers = [new TwoSites(), new TwoSites(), new TwoSites()];
    for (const sites of browsers) await sites.signIn();
    const [here, ...others] = browsers;
    const page = await here!.open(`${product.issuer}/account/sessions`);
    await here!.send(`${product.issuer}/account/sessions/end-others`, page);
    // Those two, and the laptop above.
    await untilEnded(4);
    for (const sites of others) expect(await sites.isSignedIn()).toBe(false);
    expect(await here!.isSignedIn()).toBe(true);
  });
});
