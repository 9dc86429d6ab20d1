/** Signing in with Apple: an answer by a form of another site, a secret that is signed, and a name that is said once. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser, openPage, send } from '../../browser.ts';
import { claimsOf, type TestClient } from '../../client.ts';
import { type Apple, createApple } from '../../providers/apple.ts';
import { fieldsOf, type Providers, postBack, startProviders } from '../../providers/providers.ts';
import { recipe, startWith } from '../../providers/recipe.ts';
import { signInBy } from '../../providers/sign-in.ts';
import type { TestServer } from '../../server.ts';
import { chooseConnection } from '../../upstream.ts';

const newKey = () =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = newKey();
const entry = recipe('apple', key);

let apple: Apple;
let providers: Providers;
let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  apple = await createApple({
    id: entry.client_id,
    team: String(entry['team_id']),
    keyId: String(entry['key_id']),
    key,
  });
  providers = await startProviders(apple.hosts);
  ({ server, client } = await startWith(providers, [
    entry,
    recipe('apple', newKey(), { name: 'wrong-key' }),
    recipe('apple', key, { name: 'wrong-team', team_id: 'ZZZZZ99999' }),
    recipe('apple', 'no key at all', { name: 'no-key' }),
  ]));
});
afterAll(async () => {
  await server?.stop();
  providers?.close();
});

const userOf = (sub: string, more: object = {}) => ({
  sub,
  email: `${sub}@privaterelay.appleid.com`,
  email_verified: 'true',
  is_private_email: 'true',
  nonce_supported: true,
  ...more,
});
const signIn = (
  user: Record<string, unknown>,
  { said, connection = 'apple' }: { said?: string; connection?: string } = {},
) => {
  apple.openId.user = user;
  apple.said = said;
  return signInBy({ client, providers, connection });
};
const account = async (subject: string | undefined) => (await server.server.storage.accounts.find(subject ?? ''))!;
const name = (firstName: unknown, lastName: unknown, more: object = {}) =>
  JSON.stringify({ name: { firstName, lastName }, ...more });

describe('signing in with Apple', () => {
  it('a first sign-in makes an account with the name beside the code and the relay’s address, a second one finds it', async () => {
    const first = await signIn(userOf('ann'), { said: name('Ann', 'Apple', { email: 'ann@elsewhere.example' }) });
    expect(Object.fromEntries(first.sentTo.searchParams)).toMatchObject({
      response_mode: 'form_post',
      scope: 'openid email name',
    });
    expect(apple.fault).toBeUndefined();
    expect(claimsOf(first.tokens!.id_token)).toMatchObject({ amr: ['fed'] });
    // Nobody but Apple can prove the relay's domain, so the address is not confirmed here.
    expect(await account(first.subject)).toMatchObject({
      name: 'Ann Apple',
      email: 'ann@privaterelay.appleid.com',
      emailVerified: false,
    });
    expect((await signIn(userOf('ann'))).subject).toBe(first.subject);
    expect(await account(first.subject)).toMatchObject({ name: 'Ann Apple' });
  });

  it('what is beside the code is not signed: no address, no subject and nothing else is taken from it', async () => {
    const said = name('Mallory', 'M', { email: 'alice@example.com', email_verified: true, sub: 'ann', iss: 'x' });
    const { subject } = await signIn(userOf('mallory', { email: undefined, email_verified: undefined }), { said });
    const made = await account(subject);
    expect(made).toMatchObject({ name: 'Mallory M' });
    expect(made.email).toBeUndefined();
    expect(await server.server.storage.identities.listOfAccount(made.id)).toMatchObject([{ subject: 'mallory' }]);
  });

  it.each([
    ['no JSON', '{"name":'],
    ['no object', '"Ann"'],
    ['null', 'null'],
    ['a name that is a text', '{"name":"Ann"}'],
    ['parts that are no texts', name({ a: 1 }, ['x'])],
    ['a name that is too long', name('x'.repeat(300), 'y')],
    ['nothing but spaces', name(' ', '  ')],
  ])('a name that is none is left out: %s', async (what, said) => {
    const { subject } = await signIn(userOf(`none-${what.replaceAll(' ', '-')}`), { said });
    expect((await account(subject)).name).toBeUndefined();
  });

  it('a name is one line', async () => {
    const { subject } = await signIn(userOf('lines'), { said: name('Ann\r\nBcc: x', '\u0000B') });
    expect((await account(subject)).name).toBe('Ann Bcc: x  B');
  });

  it('more than fits into an answer is refused', async () => {
    await expect(signIn(userOf('long'), { said: name('x'.repeat(5000), 'y') })).rejects.toThrow('answers 400');
  });

  it.each(['wrong-key', 'wrong-team'])(
    'a secret that Apple does not take is the operator’s: %s',
    async (connection) => {
      expect((await signIn(userOf('ann'), { connection })).error).toBe('upstream_misconfigured');
    },
  );

  it('a secret that is no key of the right kind is said before anybody is sent there', async () => {
    await expect(signIn(userOf('ann'), { connection: 'no-key' })).rejects.toThrow('502 upstream_misconfigured');
  });

  it('a form from another site without a state, or with that of another browser, leads nowhere', async () => {
    const browser = new Browser();
    const page = await openPage(browser, client.request().url);
    const to = await chooseConnection(browser, page, 'apple');
    apple.openId.user = userOf('mallory');
    const fields = fieldsOf((await providers.visit(to)).body);
    const callback = new URL(`${server.issuer}/federation/apple/callback`);
    const evil = 'https://evil.example';
    await expect(postBack(browser, callback, { code: fields['code']! }, evil)).rejects.toThrow('answers 400');
    const body = new URLSearchParams({ ...fields, state: 'made-up' }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: evil };
    expect((await send('POST', callback.href, headers, body)).status).toBe(400);
    // The victim's browser is made to send the attacker's answer.
    const victim = new Browser();
    await openPage(victim, client.request().url);
    await expect(postBack(victim, callback, fields, evil)).rejects.toThrow('session_not_found');
    expect(await postBack(browser, callback, fields, to.origin)).toBeInstanceOf(URL);
  });
});
