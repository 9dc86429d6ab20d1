import { randomUUID } from 'node:crypto';
import { ABrowser } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type AWebApp, aWebApp } from './a-web-app.ts';

const event = 'http://schemas.openid.net/event/backchannel-logout';
const typ = { typ: 'logout+jwt' };

let web: AWebApp;
beforeAll(async () => {
  // Inside Jest oidc-provider cannot set up its guard of outbound requests, and says so.
  jest.spyOn(console, 'warn').mockReturnValue();
  web = await aWebApp({}, { backChannel: true });
});
afterAll(() => web.stop());

async function signedIn(user = 'alice'): Promise<ABrowser> {
  web.issuer.user = user;
  const browser = new ABrowser();
  await browser.click(await browser.get(web.origin), 'sign-in');
  return browser;
}
const isIn = async (browser: ABrowser) => (await browser.get(web.origin)).text.includes('data-user');

function claims(differences: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: web.issuer.issuer,
    aud: 'web-app',
    iat: now,
    exp: now + 120,
    jti: randomUUID(),
    sub: 'alice',
    events: { [event]: {} },
    ...differences,
  };
}
const send = (token: string) =>
  fetch(`${web.origin}/back-channel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });

describe('back-channel logout', () => {
  it('AS-10: signing out in one browser ends the other application session of that sign-in, and no other', async () => {
    const [alice, bob] = [await signedIn(), await signedIn('bob')];
    // The same sign-in at the authorization server, a session of its own here.
    const twin = new ABrowser();
    twin.adopt(alice, web.issuer.issuer);
    await twin.click(await twin.get(web.origin), 'sign-in');
    expect([await isIn(alice), await isIn(twin), await isIn(bob)]).toEqual([true, true, true]);

    const confirm = await alice.click(await alice.get(web.origin), 'logout');
    expect([await isIn(alice), await isIn(twin)]).toEqual([false, true]);
    await alice.click(confirm, 'yes');
    expect([await isIn(alice), await isIn(twin), await isIn(bob)]).toEqual([false, false, true]);
  });

  it('AS-10: a token with the subject alone ends all sessions of that user', async () => {
    const browsers = [await signedIn(), await signedIn(), await signedIn('bob')];
    const answer = await send(await web.issuer.sign(claims(), typ));
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(await Promise.all(browsers.map(isIn))).toEqual([false, false, true]);
  });

  it('AS-10: a token works once, and only a logout token of this issuer for this client works', async () => {
    const alice = await signedIn();
    const used = await web.issuer.sign(claims({ sub: 'nobody' }), typ);
    expect((await send(used)).status).toBe(200);
    const now = Math.floor(Date.now() / 1000);
    const bad = [
      used,
      await web.issuer.sign(claims()),
      await web.issuer.sign(claims(), { typ: 'JWT' }),
      await web.issuer.sign(claims(), { typ: 'at+jwt' }),
      await web.issuer.sign(claims({ nonce: 'n' }), typ),
      await web.issuer.sign(claims({ aud: 'spa' }), typ),
      await web.issuer.sign(claims({ iss: 'https://evil.example' }), typ),
      await web.issuer.sign(claims({ exp: now - 60 }), typ),
      await web.issuer.sign(claims({ iat: now - 3600 }), typ),
      await web.issuer.sign(claims({ jti: undefined }), typ),
      await web.issuer.sign(claims({ events: undefined }), typ),
      await web.issuer.sign(claims({ events: { other: {} } }), typ),
      await web.issuer.sign(claims({ events: { [event]: null } }), typ),
      await web.issuer.sign(claims({ sub: undefined }), typ),
      await web.issuer.sign(claims(), { ...typ, kid: 'unknown' }),
      `${(await web.issuer.sign(claims(), typ)).slice(0, -6)}AAAAAA`,
      'nonsense',
      'a'.repeat(9_000),
      '',
    ];
    for (const token of bad) {
      const answer = await send(token);
      expect([token.slice(-20), answer.status]).toEqual([token.slice(-20), 400]);
    }
    expect((await fetch(`${web.origin}/back-channel-logout`)).status).toBe(404);
    expect(await isIn(alice)).toBe(true);
  });
});
