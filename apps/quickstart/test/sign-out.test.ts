/** Signing out, through the whole product: what ends at the authorization server ends in the web app. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, expectWithin } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Product, startProduct } from './product.ts';
import { TwoSites } from './two-sites.ts';

let product: Product;
let password: string;
const newBrowser = () => new TwoSites(product, 'alice', password);

beforeAll(async () => {
  product = await startProduct();
  password = await product.passwordOf('alice');
});
afterAll(() => product?.stop());

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
    const [phone, laptop] = [newBrowser(), newBrowser()];
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
    const browsers = [newBrowser(), newBrowser(), newBrowser()];
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
