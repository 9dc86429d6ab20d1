import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AnApi, anApi, people } from '../an-api.ts';

let api: AnApi;
beforeAll(async () => {
  api = await anApi();
});
afterAll(() => api.stop());

const path = (person: keyof typeof people) => `/users/${people[person]}`;

describe('profiles', () => {
  it('a person reads their own, by "me" and by id', async () => {
    const token = await api.tokenOf('alice', 'profile_read');
    const me = await api.call('GET', '/users/me', { token });
    expect(me.status).toBe(200);
    expect(me.body).toMatchObject({ id: people.alice, name: 'Alice Archer', department: 'Finance' });
    expect(me.headers.get('cache-control')).toBe('no-store');
    expect((await api.call('GET', path('alice'), { token })).body).toEqual(me.body);
  });

  it("RS-07: somebody else's profile is 404, the same as one that does not exist", async () => {
    const token = await api.tokenOf('alice', 'profile_read profile_write');
    const answers = await Promise.all([
      api.call('GET', path('bob'), { token }),
      api.call('GET', '/users/nobody', { token }),
      api.call('PATCH', path('bob'), { token, body: { name: 'Mallory' } }),
      api.call('PATCH', '/users/nobody', { token, body: { name: 'Mallory' } }),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(answers[0]?.text);
    }
    const bob = await api.tokenOf('bob', 'profile_read');
    expect((await api.call('GET', '/users/me', { token: bob })).body.name).toBe('Bob Baker');
  });

  it('RS-07: the same sub from another issuer is another person', async () => {
    const stored = await api.database.db.selectFrom('users').selectAll().where('subject', '=', people.bob).execute();
    await api.database.commit([
      api.database.db
        .insertInto('users')
        .values({ ...stored[0]!, issuer: 'https://other.example', name: 'Another Bob' }),
    ]);
    const token = await api.tokenOf('carol', 'users_admin');
    expect((await api.call('GET', path('bob'), { token })).body.name).toBe('Bob Baker');
    const list = await api.call('GET', '/users', { token });
    expect(list.body.items.map((user: { name: string }) => user.name)).not.toContain('Another Bob');
  });

  it('a person changes their own; what is not named stays, null empties a field', async () => {
    const token = await api.tokenOf('alice', 'profile_read profile_write');
    const changed = await api.call('PATCH', '/users/me', { token, body: { phone: '+49 30 901820', email: null } });
    expect(changed.body).toMatchObject({ name: 'Alice Archer', phone: '+49 30 901820', email: null });
    expect((await api.call('GET', '/users/me', { token })).body).toEqual(changed.body);
  });

  it.each([
    'owner',
    'role',
    'roles',
    'sub',
    'subject',
    'id',
    'issuer',
    'department',
    'is_admin',
    'created_at',
    'constructor',
  ])('RS-07: mass assignment of "%s" is refused with 400 and changes nothing', async (field) => {
    const token = await api.tokenOf('bob', 'profile_read profile_write');
    const before = await api.call('GET', '/users/me', { token });
    for (const target of ['/users/me', path('bob')]) {
      const answer = await api.call('PATCH', target, { token, body: { name: 'Robert', [field]: 'admin' } });
      expect([answer.status, answer.body.error]).toEqual([400, 'invalid_body']);
      expect(answer.body.error_description).toContain(`"${field}" cannot be set here`);
    }
    expect((await api.call('GET', '/users/me', { token })).body).toEqual(before.body);
  });

  it.each([
    {},
    [],
    null,
    'name',
    { name: '' },
    { name: ' ' },
    { name: 7 },
    { name: 'a\nb' },
    { name: 'x'.repeat(201) },
    { email: 'nobody' },
    { phone: '12' },
    { name: null },
  ])('a body that says nothing sensible is refused with 400: %j', async (body) => {
    const token = await api.tokenOf('bob', 'profile_write');
    const answer = await api.call('PATCH', '/users/me', { token, body: JSON.stringify(body) });
    expect(answer.status).toBe(400);
  });

  it('a person without a stored profile sees an empty one, and the first change stores it', async () => {
    const token = await api.issuer.issueToken({
      subject: 'newcomer',
      scope: 'profile_read profile_write',
      claims: { department: 'HR' },
    });
    const blank = await api.call('GET', '/users/me', { token });
    expect(blank.body).toMatchObject({ id: 'newcomer', name: null, department: 'HR', created_at: null });
    const changed = await api.call('PATCH', '/users/me', { token, body: { name: 'New Comer' } });
    expect(changed.body).toMatchObject({ id: 'newcomer', name: 'New Comer', department: 'HR' });
    expect((await api.call('GET', '/users/newcomer', { token })).body).toEqual(changed.body);
  });

  it('a client has no profile', async () => {
    const token = await api.issuer.issueToken({
      subject: 'worker',
      clientId: 'worker',
      scope: 'profile_read profile_write',
    });
    expect((await api.call('GET', '/users/me', { token })).status).toBe(404);
    expect((await api.call('PATCH', '/users/me', { token, body: { name: 'Bot' } })).status).toBe(404);
  });

  it('an administrator lists, changes and removes; the role and the scope are both needed', async () => {
    const token = await api.tokenOf('carol', 'users_admin');
    const changed = await api.call('PATCH', path('bob'), { token, body: { name: 'Robert Baker' } });
    expect(changed.body.name).toBe('Robert Baker');
    expect((await api.call('PATCH', '/users/nobody', { token, body: { name: 'No' } })).status).toBe(404);
    await api.call('PATCH', path('bob'), { token, body: { name: 'Bob Baker' } });

    const leaver = '6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e04';
    expect((await api.call('DELETE', `/users/${leaver}`, { token })).status).toBe(204);
    expect((await api.call('DELETE', `/users/${leaver}`, { token })).status).toBe(404);

    const withoutRole = await api.tokenOf('alice', 'users_admin profile_read');
    expect((await api.call('GET', '/users', { token: withoutRole })).status).toBe(403);
    expect((await api.call('GET', path('bob'), { token: withoutRole })).status).toBe(404);
    expect((await api.call('DELETE', path('bob'), { token: withoutRole })).status).toBe(404);
    expect((await api.call('DELETE', path('alice'), { token: withoutRole })).status).toBe(403);
  });
});
