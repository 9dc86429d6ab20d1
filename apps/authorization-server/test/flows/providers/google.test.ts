/** Signing in with Google: Workspaces, and addresses for which Google speaks. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimsOf, type TestClient } from '../../client.ts';
import { createGoogle, type Google } from '../../providers/google.ts';
import { type Providers, startProviders } from '../../providers/providers.ts';
import { recipe, startWith } from '../../providers/recipe.ts';
import { signInBy } from '../../providers/sign-in.ts';
import type { TestServer } from '../../server.ts';

const secret = 'secret-of-google';
const entry = recipe('google', secret);
let google: Google;
let providers: Providers;
let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  google = await createGoogle({ id: entry.client_id, secret });
  providers = await startProviders(google.hosts);
  const everybody = recipe('google', secret, { name: 'everybody', hosted_domains: undefined });
  const wrong = recipe('google', 'another-secret', { name: 'wrong' });
  ({ server, client } = await startWith(providers, [entry, everybody, wrong]));
});
afterAll(async () => {
  await server?.stop();
  providers?.close();
});

/** A user there with an address that Google has verified. */
const userOf = (sub: string, email: string, more: object = {}) => ({
  sub,
  email,
  email_verified: true,
  name: `Name of ${sub}`,
  ...more,
});
const signIn = (user: Record<string, unknown>, connection = 'google', extra: Record<string, string> = {}) => {
  google.openId.user = user;
  return signInBy({ client, providers, connection }, { extra });
};
const account = async (subject: string | undefined) => (await server.server.storage.accounts.find(subject ?? ''))!;

describe('signing in with Google', () => {
  it('a first sign-in makes an account, a second one finds it', async () => {
    const user = userOf('1001', 'gina@new.example', { hd: 'example.com' });
    const first = await signIn(user);
    expect(Object.fromEntries(first.sentTo.searchParams)).toMatchObject({
      hd: 'example.com',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
    });
    expect(claimsOf(first.tokens!.id_token)).toMatchObject({ amr: ['fed'] });
    expect(await account(first.subject)).toMatchObject({ name: 'Name of 1001', email: 'gina@new.example' });
    expect(await server.server.storage.identities.listOfAccount(first.subject!)).toMatchObject([
      { issuer: 'https://accounts.google.com', subject: '1001' },
    ]);
    expect((await signIn({ ...user, email: 'renamed@new.example' })).subject).toBe(first.subject);
    // What the ID token says is enough.
    expect(google.openId.counts.userinfo).toBe(0);
  });

  it.each([
    ['no hd', {}],
    ['another Workspace', { hd: 'evil.example' }],
    ['a list', { hd: ['example.com'] }],
    ['a Workspace that only looks like it', { hd: 'example.com.evil.example' }],
  ])('an account outside of the Workspaces is not let in, whatever its address: %s', async (_name, more) => {
    const { tokens, error } = await signIn(userOf('1002', 'boss@example.com', more));
    expect([tokens, error]).toEqual([undefined, 'upstream_denied']);
    expect(
      await server.server.storage.identities.find({ issuer: 'https://accounts.google.com', subject: '1002' }),
    ).toBe(undefined);
  });

  it.each([
    ['as a text', { email_verified: 'true', hd: 'new.example' }],
    ['as a number', { email_verified: 1, hd: 'new.example' }],
    ['for an address elsewhere', { email_verified: true }],
    ['for an address that ends like one of Gmail', { email_verified: true, email: 'a@notgmail.com' }],
  ])('an address that Google does not speak for is not verified: email_verified %s', async (_name, more) => {
    const { tokens, page } = await signIn({ ...userOf('1003', 'else@new.example'), ...more }, 'everybody');
    expect(tokens).toBeUndefined();
    // As for every address that is not verified, whether or not somebody has it.
    expect(page!.answer.body).toContain('Connect <bdi>Google</bdi> to your account');
  });

  it('an address of Gmail is Google’s', async () => {
    const { subject } = await signIn(userOf('1004', 'grace@gmail.com'), 'everybody');
    expect(await account(subject)).toMatchObject({ email: 'grace@gmail.com', emailVerified: false });
  });

  it('an ID token of another issuer, audience or nonce is no answer', async () => {
    for (const forged of [
      { iss: 'https://accounts.google.com.evil.example' },
      { iss: 'accounts.google.com' },
      { aud: 'another-client' },
      { nonce: 'another' },
    ]) {
      const { error } = await signIn(userOf('1005', 'x@gmail.com', { hd: 'example.com', ...forged }));
      expect([forged, error]).toEqual([forged, 'upstream_invalid_answer']);
    }
  });

  it('a wrong secret is the operator’s', async () => {
    expect((await signIn(userOf('1001', 'gina@new.example', { hd: 'example.com' }), 'wrong')).error).toBe(
      'upstream_misconfigured',
    );
  });
});
