/** Signing in with Microsoft Entra ID: tenants, and addresses that administrators wrote ("nOAuth"). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimsOf, type TestClient } from '../../client.ts';
import { consumers, createMicrosoft, type Microsoft } from '../../providers/microsoft.ts';
import { type Providers, startProviders } from '../../providers/providers.ts';
import { recipe, startWith } from '../../providers/recipe.ts';
import { signInBy } from '../../providers/sign-in.ts';
import type { TestServer } from '../../server.ts';

const secret = 'secret-of-microsoft';
const one = recipe('microsoft', secret);
const several = recipe('partners', secret);
const tenant = String(one['tenant']);
const [, partner = ''] = several['tenants'] as string[];
const stranger = '66666666-6666-4666-8666-666666666666';
const issuerOf = (tid: string) => `https://login.microsoftonline.com/${tid}/v2.0`;

let microsoft: Microsoft;
let providers: Providers;
let server: TestServer;
let client: TestClient;
beforeAll(async () => {
  microsoft = await createMicrosoft({ id: one.client_id, secret });
  providers = await startProviders(microsoft.hosts);
  const open = { tenants: '*', trust_email: true, domains: ['example.com'] };
  ({ server, client } = await startWith(providers, [
    one,
    several,
    recipe('partners', secret, { name: 'everybody', tenant: 'common', ...open }),
    recipe('partners', secret, { name: 'personal', tenant: 'consumers', tenants: '*' }),
    recipe('partners', secret, { name: 'work', tenant: 'organizations', tenants: '*' }),
  ]));
});
afterAll(async () => {
  await server?.stop();
  providers?.close();
});

const userOf = (tid: string, sub: string, more: object = {}) => ({
  sub,
  oid: `oid-of-${sub}`,
  tid,
  name: `Name of ${sub}`,
  preferred_username: `${sub}@tenant.example`,
  ...more,
});
const signIn = (user: Record<string, unknown>, connection = 'microsoft', extra: Record<string, string> = {}) => {
  microsoft.openId.user = user;
  return signInBy({ client, providers, connection }, { extra });
};
const find = (tid: string, subject: string) =>
  server.server.storage.identities.find({ issuer: issuerOf(tid), subject });
const account = async (subject: string | undefined) => (await server.server.storage.accounts.find(subject ?? ''))!;

describe('signing in with Microsoft', () => {
  it('a first sign-in makes an account, a second one finds it', async () => {
    const user = userOf(tenant, 'mia');
    const first = await signIn(user);
    expect(first.sentTo.pathname).toBe(`/${tenant}/oauth2/v2.0/authorize`);
    expect(claimsOf(first.tokens!.id_token)).toMatchObject({ amr: ['fed'] });
    expect(await account(first.subject)).toMatchObject({ name: 'Name of mia', emailVerified: false });
    expect((await account(first.subject)).email).toBeUndefined();
    expect(await find(tenant, 'mia')).toMatchObject({ accountId: first.subject });
    expect((await signIn(user)).subject).toBe(first.subject);
  });

  it('users of the tenants that are named come in, each by the issuer of their tenant', async () => {
    const ofOne = await signIn(userOf(tenant, 'same'), 'partners');
    const ofOther = await signIn(userOf(partner, 'same'), 'partners');
    // One subject at two tenants is two users.
    expect(ofOne.subject).not.toBe(ofOther.subject);
    expect(await find(partner, 'same')).toMatchObject({ accountId: ofOther.subject });
    expect((await signIn(userOf(partner, 'same'), 'partners')).subject).toBe(ofOther.subject);
  });

  it('personal accounts are a tenant of their own', async () => {
    expect((await signIn(userOf(consumers, 'pia'), 'personal')).subject).toEqual(expect.any(String));
    expect((await signIn(userOf(consumers, 'pia'), 'everybody')).subject).toEqual(expect.any(String));
    expect((await signIn(userOf(tenant, 'pia'), 'work')).subject).toEqual(expect.any(String));
    expect((await signIn(userOf(consumers, 'pia'), 'work')).error).toBe('upstream_denied');
    expect((await signIn(userOf(tenant, 'pia'), 'personal')).error).toMatch(/^upstream_(?:denied|invalid_answer)$/u);
  });

  it.each([
    ['a tenant that is not let in', 'partners', userOf(stranger, 'eve')],
    ['another tenant than the one', 'microsoft', userOf(partner, 'eve')],
    ['no tenant', 'partners', { ...userOf(partner, 'eve'), tid: undefined, iss: issuerOf(partner) }],
    [
      'the tid of a partner at the issuer of a stranger',
      'partners',
      { ...userOf(partner, 'eve'), iss: issuerOf(stranger) },
    ],
    [
      'the issuer of a partner with the tid of a stranger',
      'partners',
      { ...userOf(stranger, 'eve'), iss: issuerOf(partner) },
    ],
    [
      'the issuer of the one tenant with the tid of another',
      'microsoft',
      { ...userOf(partner, 'eve'), iss: issuerOf(tenant) },
    ],
    ['the issuer of version 1', 'partners', { ...userOf(partner, 'eve'), iss: `https://sts.windows.net/${partner}/` }],
    ['the issuer as discovery writes it', 'partners', { ...userOf(partner, 'eve'), iss: issuerOf('{tenantid}') }],
    ['a tenant in a list', 'partners', { ...userOf(partner, 'eve'), tid: [partner], iss: issuerOf(partner) }],
  ])('%s is not let in', async (_name, connection, user) => {
    const { tokens, error } = await signIn(user, connection);
    expect(tokens).toBeUndefined();
    expect(error).toMatch(/^upstream_(?:denied|invalid_answer)$/u);
    for (const tid of [tenant, partner, stranger]) expect(await find(tid, 'eve')).toBeUndefined();
  });

  it.each([
    ['no word of it', {}],
    ['a claim that Microsoft does not have', { email_verified: true }],
    ['xms_edov, which says that it is not', { xms_edov: false, email_verified: true }],
    ['xms_edov, which says so by a number', { xms_edov: 0 }],
  ])('nOAuth: the address of somebody is a hint only, with %s', async (_name, more) => {
    const { tokens, page } = await signIn(
      userOf(stranger, 'mallory', { email: 'alice@example.com', ...more }),
      'everybody',
    );
    expect(tokens).toBeUndefined();
    expect(page!.answer.body).toContain('Connect <bdi>Microsoft</bdi> to your account');
    expect(await find(stranger, 'mallory')).toBeUndefined();
    // An address that nobody has would make an account at once, if it were verified.
    const free = userOf(stranger, 'mallory', { email: 'nobody@new.example', ...more });
    expect((await signIn(free, 'everybody')).tokens).toBeUndefined();
  });

  it('nOAuth: with a proved domain too, an address links only if it is verified, and makes no account under it', async () => {
    const proof = { connection: 'everybody', domain: 'example.com', token: 'x'.repeat(43) };
    const { domainProofs } = server.server.storage;
    await server.change('connections', domainProofs.writes.add(proof), domainProofs.writes.checked(proof, 'found'));
    for (const email of ['alice@example.com', 'nobody@example.com']) {
      const { tokens } = await signIn(userOf(stranger, 'mallory', { email, email_verified: true }), 'everybody');
      expect([email, tokens]).toEqual([email, undefined]);
    }
    expect(await find(stranger, 'mallory')).toBeUndefined();
    // What the operator wanted by it.
    const { subject } = await signIn(
      userOf(tenant, 'ally', { email: 'alice@example.com', xms_edov: true }),
      'everybody',
    );
    expect(subject).toBe((await server.server.storage.accounts.findByLogin('alice'))!.id);
  });

  it.each([true, 1, '1', 'true'])('an address is verified where xms_edov is %p', async (edov) => {
    const sub = `edov-${typeof edov}-${edov}`;
    const { subject } = await signIn(userOf(tenant, sub, { email: `${sub}@new.example`, xms_edov: edov }));
    expect(await account(subject)).toMatchObject({ email: `${sub}@new.example`, emailVerified: false });
  });

  it('a fresh sign-in is asked for, and counts only with its time', async () => {
    const now = Math.floor(Date.now() / 1000);
    const fresh = await signIn(userOf(tenant, 'mia', { auth_time: now }), 'microsoft', { prompt: 'login' });
    expect(fresh.sentTo.searchParams.get('prompt')).toBe('login');
    expect(fresh.tokens).toBeDefined();
    for (const time of [{}, { auth_time: now - 3600 }]) {
      const { error } = await signIn(userOf(tenant, 'mia', time), 'microsoft', { prompt: 'login' });
      expect([time, error]).toEqual([time, 'upstream_invalid_answer']);
    }
  });
});
