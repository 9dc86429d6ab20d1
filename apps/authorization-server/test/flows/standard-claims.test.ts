/** Standard claims and the scopes that give them (OpenID Connect Core, sections 5.1 and 5.4). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimValues } from '../../src/directory/accounts/claim-values.ts';
import type { UserClaims } from '../../src/directory/accounts/schema.ts';
import { loadRegistry } from '../../src/directory/registry/load.ts';
import { registrySchema } from '../../src/directory/registry/schema.ts';
import { Browser, follow, openPage, type Person, send, submitPassword } from '../browser.ts';
import { confidential, type TestClient } from '../client.ts';
import { gatehouse } from '../protocol/keys/gatehouse.ts';
import { startServer, type TestServer, webAppRedirect, writeRegistry } from '../server.ts';

const address = {
  formatted: '1 Main Street\n75001 Paris',
  street_address: '1 Main Street',
  locality: 'Paris',
  postal_code: '75001',
  country: 'France',
};
const ofProfile = {
  given_name: 'Alice',
  family_name: 'Example',
  middle_name: 'B.',
  nickname: 'Al',
  profile: 'https://example.com/alice',
  picture: 'https://example.com/alice.png',
  website: 'https://alice.example',
  gender: 'female',
  birthdate: '0000-10-31',
  zoneinfo: 'Europe/Paris',
};
const ofPhone = { phone_number: '+33 1 23 45 67 89', phone_number_verified: true };
const declared = Object.fromEntries(Object.keys({ ...ofProfile, ...ofPhone, address }).map((name) => [name, {}]));

let server: TestServer;
let client: TestClient;
let alice: Person;

beforeAll(async () => {
  server = await startServer({
    registry(document) {
      (document as unknown as { users_policy: Record<string, unknown> }).users_policy['claims'] = declared;
      document.users[0]!['claims'] = { ...ofProfile, ...ofPhone, address };
      document.clients.push({
        client_id: 'shop',
        client_name: 'Shop',
        grant_types: ['authorization_code'],
        redirect_uris: [webAppRedirect],
        scope: 'openid profile email address phone',
      });
    },
  });
  client = await confidential(server, 'shop');
  alice = await server.person('alice');
});
afterAll(() => server?.stop());

const discovery = async (at = server) =>
  (await (await fetch(`${at.issuer}/.well-known/openid-configuration`)).json()) as Record<string, string[]>;

/** Signs in, consents to what is shown, and asks userinfo. */
async function told(scope: string): Promise<{ shown: string[]; claims: Record<string, unknown> }> {
  const browser = new Browser();
  const { url, verifier } = client.request({ scope, resource: undefined, prompt: 'consent' });
  const next = await submitPassword(browser, await openPage(browser, url), alice);
  if (next instanceof URL) throw new Error('nobody was asked');
  const shown = [...next.answer.body.matchAll(/data-scope="(\w+)"/gu)].map(([, name]) => name as string);
  const callback = await follow(browser, server.issuer, await browser.post(next.action, { csrf: next.csrf }));
  const code = callback instanceof URL ? (callback.searchParams.get('code') ?? '') : '';
  const { body } = await client.redeem({ code, verifier, redirectUri: webAppRedirect });
  const answer = await send('GET', `${server.issuer}/me`, { authorization: `Bearer ${String(body['access_token'])}` });
  return { shown, claims: JSON.parse(answer.body) as Record<string, unknown> };
}

describe('scopes', () => {
  it.each([
    ['address', { address }],
    ['phone', ofPhone],
    ['email', { email: 'alice@example.com' }],
  ])('C10: %s gives its claims, is shown at consent, and gives no others', async (scope, expected) => {
    const { shown, claims } = await told(`openid ${scope}`);
    expect(shown).toEqual(['openid', scope]);
    expect(claims).toMatchObject(scope === 'email' ? { email: expect.any(String) } : expected);
    const names = scope === 'email' ? ['email', 'email_verified'] : Object.keys(expected);
    expect(Object.keys(claims).toSorted()).toEqual(['sub', ...names].toSorted());
  });

  it('C10: profile gives all that the specification says, and neither address nor phone', async () => {
    const { claims } = await told('openid profile');
    expect(claims).toMatchObject({ ...ofProfile, preferred_username: 'alice', updated_at: expect.any(Number) });
    for (const name of ['address', 'phone_number', 'email']) expect(claims).not.toHaveProperty(name);
  });

  it('C10: discovery says which scopes and claims there are, and no more', async () => {
    const here = await discovery();
    expect(here['scopes_supported']).toEqual(expect.arrayContaining(['address', 'phone', 'profile', 'email']));
    expect(here['claims_supported']).toEqual(expect.arrayContaining(Object.keys(declared)));
    const bare = await startServer();
    try {
      const there = await discovery(bare);
      expect(there['scopes_supported']).toEqual(['openid', 'offline_access', 'profile', 'email']);
      for (const name of Object.keys(declared)) expect(there['claims_supported']).not.toContain(name);
    } finally {
      await bare.stop();
    }
  });
});

describe('values', () => {
  it('C10: an operator sets them by the command line, an address as JSON', async () => {
    const given = ['address={"locality":"Lyon","country":"France"}', 'phone_number_verified=false', 'birthdate=1990'];
    await gatehouse(server, ['users', 'set', 'bob', '--claim', ...given]);
    const { claims } = (await server.server.storage.accounts.findByLogin('bob'))!;
    expect(claims).toEqual({
      department: 'Sales',
      address: { locality: 'Lyon', country: 'France' },
      phone_number_verified: false,
      birthdate: '1990',
    });
  });

  it.each([
    ['address=Paris', 'must be an address'],
    ['address={}', 'must be an address'],
    ['address=["Paris"]', 'must be an address'],
    ['address={"city":"Paris"}', 'must be an address'],
    ['address={"locality":{"x":1}}', 'must be an address'],
    ['address={"__proto__":{"locality":"x"}}', 'must be an address'],
    ['phone_number_verified=yes', 'must be a boolean'],
    ['phone_number=', 'must be a string'],
    ['birthdate=31.12.1990', 'must be a date'],
    ['birthdate=1990-13-01', 'must be a date'],
    ['picture=javascript:alert(1)', 'must be a web address'],
    ['website=alice.example', 'must be a web address'],
    ['zoneinfo=Mars/Olympus', 'must be a time zone'],
    [`nickname=${'x'.repeat(1025)}`, 'must be a string of 1 to 1024'],
  ])('C10: %s is refused', (claim, sentence) => {
    const users_policy = registrySchema.parse({ users_policy: { claims: declared } }).users_policy;
    expect((claimValues(users_policy.claims as UserClaims, [claim]) as { fault: string }).fault).toContain(sentence);
  });

  it.each([
    [
      'another type of a standard claim',
      { phone_number_verified: { type: 'string' } },
      'is a standard claim: type boolean',
    ],
    ['another scope of a standard claim', { phone_number: { scope: 'profile' } }, 'scope phone'],
    ['an address by another name', { home: { type: 'address' } }, 'cannot be an address'],
    ['a list where the standard has a text', { gender: { type: 'list' } }, 'type string'],
    ['what every account has', { preferred_username: {} }, 'users_policy.claims.preferred_username'],
  ])('C10: a registry cannot declare %s', async (_what, claims, sentence) => {
    const file = await writeRegistry(server.directory, (document) => {
      (document as unknown as { users_policy: Record<string, unknown> }).users_policy['claims'] = claims;
    });
    expect(() => loadRegistry(file, { passwordsAllowed: true })).toThrow(sentence);
  });
});
