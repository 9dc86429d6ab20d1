/** An operator's sign-in at an upstream that makes nothing: what is shown, to whom, and how often. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { offerSignInTest } from '../../src/directory/operations/sign-in-test.ts';
import { Browser, errorOf, type Person, signIn } from '../browser.ts';
import { type Federation, startFederation } from '../upstream.ts';

let federation: Federation;
let alice: Person;
beforeAll(async () => {
  federation = await startFederation({ connection: { enabled: false }, further: [{ name: 'other' }] });
  alice = await federation.upstream.person('alice');
});
afterAll(() => federation?.stop());

const operator = { actor: { type: 'operator', id: 'ada' } } as const;
async function link(name = 'corp'): Promise<string> {
  const { storage } = federation.server.server;
  const nowSeconds = Math.floor(Date.now() / 1000);
  const { token, writes } = await offerSignInTest(storage, operator, { name, nowSeconds });
  await storage.commit([...writes]);
  return `${federation.server.issuer}/federation/${name}/test/${token}`;
}
/** Opens the link, signs in at the upstream, and gives the callback to which that leads. */
async function signedInUpstream(browser: Browser, url: string): Promise<URL> {
  const { status, location } = await browser.get(url);
  expect(status).toBe(303);
  return signIn(new Browser(), location, alice);
}
/** The page behind the callback. */
async function arrive(browser: Browser, callback: URL) {
  const led = await browser.get(callback.href);
  return led.status === 303 ? browser.get(new URL(led.location, callback).href) : led;
}
const everything = async () => {
  const { accounts, identities } = federation.server.server.storage;
  const all = await accounts.list();
  const linked = await Promise.all(all.map(({ id }) => identities.listOfAccount(id)));
  return { accounts: all, linked };
};

describe('FED-10 a dry sign-in', () => {
  it('shows raw and mapped claims and what would come of it, for a connection that is disabled, and makes nothing', async () => {
    const before = await everything();
    const browser = new Browser();
    const page = await arrive(browser, await signedInUpstream(browser, await link()));
    expect(page.status).toBe(200);
    expect(page.body).toMatch(/data-outcome="ask"/u);
    expect(page.body).toContain('to connect it: ');
    expect(page.body).toContain('The connection is disabled');
    expect(page.body).toContain(`<dd data-claim="issuer"><bdi>${federation.upstream.issuer}</bdi>`);
    expect(page.body).toMatch(/<dd data-claim="email"><bdi>alice@/u);
    expect(page.body).toMatch(/<dd data-claim="auth_time">/u);
    expect(page.headers['cache-control']).toBe('no-store');
    expect(await everything()).toEqual(before);
    // Nobody is signed in.
    expect([page.headers['set-cookie']].flat().join()).not.toMatch(/_session=[^;]/u);
  });

  it('a link and an answer count once', async () => {
    const url = await link();
    const browser = new Browser();
    const callback = await signedInUpstream(browser, url);
    const used = (await browser.get(url)).body;
    expect(errorOf(used)).toBe('test_link_used');
    expect(used).toContain('connections test NAME --sign-in');
    expect((await arrive(browser, callback)).status).toBe(200);
    const again = await arrive(browser, callback);
    expect([again.status, errorOf(again.body)]).toEqual([400, 'upstream_answer_unexpected']);
    expect(again.body).not.toContain('alice@');
  });

  it('claims are shown to no other browser than the one that began', async () => {
    const browser = new Browser();
    const callback = await signedInUpstream(browser, await link());
    const other = await arrive(new Browser(), callback);
    expect([other.status, errorOf(other.body)]).toEqual([400, 'upstream_answer_unexpected']);
    // One that began a test of its own is no better.
    const second = new Browser();
    await second.get(await link());
    expect((await arrive(second, callback)).status).toBe(400);
    expect((await arrive(browser, callback)).status).toBe(200);
  });

  it('an answer at the callback of another connection, and a state of a sign-in, are none of a test', async () => {
    const browser = new Browser();
    const callback = await signedInUpstream(browser, await link());
    const elsewhere = new URL(callback.href.replace('/federation/corp/', '/federation/other/'));
    expect((await arrive(browser, elsewhere)).status).toBe(400);
    const state = callback.searchParams.get('state') ?? '';
    expect(state.startsWith('~test.')).toBe(true);
    // Taken for that of a sign-in, it is no good there.
    const asSignIn = await browser.get(
      `${federation.server.issuer}/interaction/abcdefgh/upstream/corp?${callback.searchParams.toString()}`,
    );
    expect(asSignIn.status).toBe(400);
    const tested = `${federation.server.issuer}/federation/corp/tested`;
    expect((await browser.get(`${tested}?code=x&state=abcdefgh.${'a'.repeat(43)}`)).status).toBe(400);
    expect((await arrive(browser, callback)).status).toBe(200);
  });

  it('what goes wrong upstream is said', async () => {
    const browser = new Browser();
    const { location } = await browser.get(await link());
    const state = new URL(location).searchParams.get('state') ?? '';
    const denied = new URL(`${federation.server.issuer}/federation/corp/callback`);
    denied.search = new URLSearchParams({ error: 'access_denied', state, iss: federation.upstream.issuer }).toString();
    const page = await arrive(browser, denied);
    expect(page.body).toMatch(/data-outcome="failed"/u);
    expect(page.body).toContain('access_denied');
  });

  it('a link for another connection, and one that nobody made, lead nowhere', async () => {
    const browser = new Browser();
    const swapped = (await link()).replace('/federation/corp/', '/federation/other/');
    for (const url of [swapped, `${federation.server.issuer}/federation/corp/test/${'a'.repeat(43)}`]) {
      // eslint-disable-next-line no-await-in-loop -- one browser
      expect(errorOf((await browser.get(url)).body)).toBe('test_link_used');
    }
  });
});
