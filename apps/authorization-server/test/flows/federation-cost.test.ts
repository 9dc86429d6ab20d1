/** What a sign-in by an upstream provider costs more than one by password: counted, never timed. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, follow, openPage, type Person, signIn, submitPassword } from '../browser.ts';
import { counted, requestsTo } from '../counting.ts';
import { chooseConnection, comeBack, type Federation, startFederation } from '../upstream.ts';

let federation: Federation;
let here: Person;
let there: Person;

beforeAll(async () => {
  federation = await startFederation();
  here = await federation.server.person('bob');
  there = await federation.upstream.person('alice');
});
afterAll(() => federation?.stop());

async function byPassword(): Promise<URL> {
  const browser = new Browser();
  return (await submitPassword(browser, await openPage(browser, federation.client.request().url), here)) as URL;
}

/** The requests of our server are counted alone: the user's browser goes to the upstream in between. */
async function byUpstream(browser = new Browser()) {
  const { upstream, client } = federation;
  const going = await requestsTo(upstream, async () =>
    chooseConnection(browser, await openPage(browser, client.request().url)),
  );
  const back = await signIn(new Browser(), going.result.href, there);
  const coming = await requestsTo(upstream, () => comeBack(browser, back));
  return { next: coming.result, requests: [...going.requests, ...coming.requests] };
}

describe('what a sign-in by an upstream provider costs', () => {
  it('Federation: from the second one on, one request to the upstream and one commit more than by password', async () => {
    const browser = new Browser();
    const first = await byUpstream(browser);
    expect(first.requests).toContain('GET /.well-known/openid-configuration');
    // The address is somebody's: connected by signing in.
    if (first.next instanceof URL) throw new Error('somebody was signed in');
    const form = { csrf: first.next.csrf, ...(await federation.server.person('alice')) };
    expect(await follow(browser, federation.server.issuer, await browser.post(first.next.action, form))).toBeInstanceOf(
      URL,
    );
    // Clients are kept for a second: a slow sign-in would read its client again.
    federation.server.stillAtMs = Date.now();
    await byPassword();

    const password = await counted(federation.server, byPassword);
    expect(password.result.searchParams.get('code')).toBeTruthy();
    const upstream = await counted(federation.server, () => byUpstream());
    expect((upstream.result.next as URL).searchParams.get('code')).toBeTruthy();
    expect(upstream.result.requests).toEqual(['POST /token']);
    expect([password.commits, upstream.commits]).toEqual([3, 4]);
    // One request more finds its sign-in and whose the identity is; login, password and wrong attempts are not looked for.
    expect([password.reads, upstream.reads]).toEqual([12, 13]);
  });
});
