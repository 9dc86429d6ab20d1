import { expect, it } from '@jest/globals';
import { claimsOf, confidential } from '../client.ts';
import { api, startServer } from '../server.ts';

it('AS-07: claims that the operator declared reach ID token, userinfo and the APIs that name them, and nobody else', async () => {
  const server = await startServer({
    registry: (document) => {
      const { users_policy } = document as unknown as { users_policy: Record<string, unknown> };
      users_policy['claims'] = { cost_center: {}, contractor: { type: 'boolean', scope: 'email' } };
      const [alice] = document.users;
      alice!['claims'] = { department: 'Finance', cost_center: 'C-7', contractor: false };
      const worker = document.clients.find(({ client_id: id }) => id === 'worker');
      worker!['access_token_claims'] = { cost_center: 'C-9', contractor: true };
      const resource = document.resources.find(({ indicator }) => indicator === api);
      resource!['claims'] = ['department', 'cost_center'];
    },
  });
  try {
    const webApp = await confidential(server, 'web-app');
    const alice = await server.person('alice');
    const all = await webApp.signIn(alice);
    expect(claimsOf(all.id_token)).toMatchObject({ cost_center: 'C-7', contractor: false });
    expect(claimsOf(all.access_token)).toMatchObject({ department: 'Finance', cost_center: 'C-7' });
    expect(claimsOf(all.access_token)).not.toHaveProperty('contractor');
    const some = await webApp.signIn(alice, { scope: 'openid profile profile_read' });
    expect(claimsOf(some.id_token)).toMatchObject({ cost_center: 'C-7' });
    expect(claimsOf(some.id_token)).not.toHaveProperty('contractor');
    const bob = await webApp.signIn(await server.person('bob'));
    expect(claimsOf(bob.id_token)).not.toHaveProperty('cost_center');
    const worker = await confidential(server, 'worker');
    const { body } = await worker.token({ grant_type: 'client_credentials', scope: 'invoice_read' });
    expect(claimsOf(String(body['access_token']))).toMatchObject({ cost_center: 'C-9', contractor: true });
  } finally {
    await server.stop();
  }
});

it.each([
  ['an undeclared claim', { claims: { cost_center: {} }, user: { other: 'x' } }],
  ['a claim of another type', { claims: { cost_center: {} }, user: { cost_center: 7 } }],
  ['a claim that the protocol has', { claims: { sub: {} }, user: {} }],
  ['a claim that every account has', { claims: { roles: {} }, user: {} }],
  ['a claim that opens userinfo', { claims: { userinfo_scope: {} }, user: {} }],
  ['a claim that makes a person a service', { claims: { sub_profile: {} }, user: {} }],
])('the registry refuses %s', async (_what, { claims, user }) => {
  const starting = startServer({
    registry: (document) => {
      const { users_policy } = document as unknown as { users_policy: Record<string, unknown> };
      users_policy['claims'] = claims;
      document.users[0]!['claims'] = user;
    },
  });
  await expect(starting).rejects.toThrow(/claims/u);
});
