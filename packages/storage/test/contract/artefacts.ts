import { expect, it } from '@jest/globals';
import type { PageKey } from '../../src/index.ts';
import { inSeconds, newId, type TestDatabases } from '../databases.ts';

const lost = { code: 'lost_race' };

/** What the store of artefacts holds on every database. */
export function artefactContract({ open }: TestDatabases): void {
  it('AS-03: finds what was saved, by id, uid and user code', async () => {
    const { artefacts, commit } = await open();
    const id = newId();
    const expiresAtSeconds = inSeconds(60);
    const fields = { grantId: 'grant', accountId: 'alice', clientId: 'web', expiresAtSeconds };
    await commit([
      artefacts.writes.upsert({ model: 'DeviceCode', id, payload: { n: 1 }, uid: 'u', userCode: 'ABCD', ...fields }),
    ]);
    const found = await artefacts.find('DeviceCode', id);
    expect(found).toMatchObject({ model: 'DeviceCode', payload: { n: 1 }, ...fields });
    expect(found).not.toHaveProperty('consumedAtSeconds');
    expect(await artefacts.findByUid('DeviceCode', 'u')).toEqual(found);
    expect(await artefacts.findByUserCode('DeviceCode', 'ABCD')).toEqual(found);
    expect(await artefacts.findByKey({ model: 'DeviceCode', key: found!.key })).toEqual(found);
    expect(await artefacts.find('AccessToken', id)).toBeUndefined();
    expect(await artefacts.find('DeviceCode', newId())).toBeUndefined();
  });

  it('findByUid gives the newest: a uid is not unique', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    await commit([artefacts.writes.upsert({ model: 'Session', id: newId(), uid: 'u', payload: { n: 1 } })]);
    now += 5;
    await commit([artefacts.writes.upsert({ model: 'Session', id: newId(), uid: 'u', payload: { n: 2 } })]);
    expect((await artefacts.findByUid('Session', 'u'))?.payload).toEqual({ n: 2 });
    await commit([artefacts.writes.destroyByUid({ model: 'Session', uid: 'u' })]);
    expect(await artefacts.findByUid('Session', 'u')).toBeUndefined();
  });

  it('findWithKin gives the grant and the newest session with the artefact, and what is left of them', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const { writes } = artefacts;
    const [token, grant, older, newer] = [newId(), newId(), newId(), newId()];
    await commit([
      writes.upsert({ model: 'RefreshToken', id: token, payload: { n: 1 }, grantId: grant, uid: 'u' }),
      writes.upsert({ model: 'RefreshToken', id: newId(), payload: { n: 2 }, grantId: grant, uid: 'u' }),
      writes.upsert({ model: 'Grant', id: grant, payload: { n: 3 }, grantId: grant }),
      writes.upsert({ model: 'Session', id: older, payload: { n: 4 }, uid: 'u' }),
    ]);
    now += 2000;
    await commit([writes.upsert({ model: 'Session', id: newer, payload: { n: 5 }, uid: 'u' })]);
    const kin = await artefacts.findWithKin('token', token);
    expect(kin.artefact).toEqual(await artefacts.find('RefreshToken', token));
    expect(kin.grant).toEqual(await artefacts.find('Grant', grant));
    expect(kin.session?.payload).toEqual({ n: 5 });
    await commit([writes.destroy({ model: 'Grant', id: grant }), writes.destroyByUid({ model: 'Session', uid: 'u' })]);
    expect(Object.keys(await artefacts.findWithKin('token', token))).toEqual(['artefact']);
    expect(await artefacts.findWithKin('token', newId())).toEqual({});
    const alone = newId();
    await commit([writes.upsert({ model: 'RefreshToken', id: alone, payload: {}, accountId: 'nobody' })]);
    expect(Object.keys(await artefacts.findWithKin('token', alone))).toEqual(['artefact']);
  });

  it('findWithKin gives the account as a look for it alone does', async () => {
    const { artefacts, accounts, commit } = await open();
    const token = newId();
    const account = {
      id: "o'hara",
      login: 'O"Hara',
      name: 'Ünal \\ "x"',
      roles: ['seller', 'buyer'],
      emailVerified: true,
    };
    const claims = { groups: ['a', 'b'], note: '{"x":"y"}\n', n: 1.5 };
    await commit([
      accounts.writes.put({ ...account, claims, email: 'o@example.com', expiresAtSeconds: inSeconds(60) }),
      artefacts.writes.upsert({ model: 'AccessToken', id: token, payload: {}, accountId: account.id }),
    ]);
    await commit([accounts.writes.acceptTerms(account.id, '2')]);
    const found = await accounts.find(account.id);
    expect(found).toMatchObject({
      ...account,
      login: 'o"hara',
      roles: ['buyer', 'seller'],
      claims,
      terms: { version: '2' },
    });
    expect((await artefacts.findWithKin('token', token)).account).toEqual(found);
  });

  it('AS-03: consumes once; the loser learns the grant and writes nothing', async () => {
    const { artefacts, commit } = await open();
    const { writes } = artefacts;
    const [id, first, second] = [newId(), newId(), newId()];
    await commit([writes.upsert({ model: 'RefreshToken', id, payload: {}, grantId: 'g' })]);
    await commit([
      writes.consume({ model: 'RefreshToken', id, grantId: 'g', atSeconds: 1234 }),
      writes.upsert({ model: 'RefreshToken', id: first, payload: {}, grantId: 'g' }),
    ]);
    const late = commit([
      writes.upsert({ model: 'RefreshToken', id: second, payload: {}, grantId: 'g' }),
      writes.consume({ model: 'RefreshToken', id, grantId: 'g' }),
    ]);
    await expect(late).rejects.toMatchObject({ ...lost, model: 'RefreshToken', grantId: 'g' });
    expect(await artefacts.find('RefreshToken', first)).toBeDefined();
    expect(await artefacts.find('RefreshToken', second)).toBeUndefined();
    expect((await artefacts.find('RefreshToken', id))?.consumedAtSeconds).toBe(1234);
  });

  it('AS-03: saving again does not make a consumed artefact usable', async () => {
    const { artefacts, commit } = await open();
    const id = newId();
    await commit([artefacts.writes.upsert({ model: 'AuthorizationCode', id, payload: {} })]);
    await commit([artefacts.writes.consume({ model: 'AuthorizationCode', id })]);
    await commit([artefacts.writes.upsert({ model: 'AuthorizationCode', id, payload: { again: true } })]);
    await expect(commit([artefacts.writes.consume({ model: 'AuthorizationCode', id })])).rejects.toMatchObject(lost);
  });

  it('AS-03: consuming the unknown is a lost race', async () => {
    const { artefacts, commit } = await open();
    await expect(
      commit([artefacts.writes.consume({ model: 'PushedAuthorizationRequest', id: newId() })]),
    ).rejects.toMatchObject(lost);
  });

  it('AS-02: a jti is taken once, also after it expired', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const mark = { model: 'ReplayDetection', id: 'issuer:jti', expiresAtSeconds: inSeconds(10) };
    await commit([artefacts.writes.once(mark)]);
    await expect(commit([artefacts.writes.once(mark)])).rejects.toMatchObject(lost);
    now += 600_000;
    await expect(commit([artefacts.writes.once(mark)])).rejects.toMatchObject(lost);
    await commit([artefacts.writes.once({ ...mark, id: 'another' })]);
  });

  it('AS-10: a unit that needs a row as it is leaves it so, and fails once the row is gone', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const { writes } = artefacts;
    const [id, first, second, third] = [newId(), newId(), newId(), newId()];
    const code = (one: string) => writes.upsert({ model: 'AuthorizationCode', id: one, payload: {} });
    await commit([writes.upsert({ model: 'Session', id, uid: 'u', payload: { n: 1 } })]);
    const before = await artefacts.find('Session', id);
    now += 5000;
    await commit([code(first), writes.unchanged({ model: 'Session', id })]);
    expect(await artefacts.find('Session', id)).toEqual(before);
    await commit([writes.destroyByUid({ model: 'Session', uid: 'u' })]);
    const late = commit([code(second), writes.unchanged({ model: 'Session', id })]);
    await expect(late).rejects.toMatchObject({ ...lost, model: 'Session' });
    const unknown = commit([code(third), writes.unchanged({ model: 'Session', id: newId() })]);
    await expect(unknown).rejects.toMatchObject(lost);
    const kept = await Promise.all([first, second, third].map((one) => artefacts.find('AuthorizationCode', one)));
    expect(kept.map((one) => one !== undefined)).toEqual([true, false, false]);
  });

  it('AS-10: what was destroyed is gone, and a late save does not bring it back', async () => {
    const { artefacts, commit } = await open();
    const id = newId();
    const session = artefacts.writes.upsert({
      model: 'Session',
      id,
      payload: { account: 'alice' },
      expiresAtSeconds: inSeconds(60),
    });
    await commit([session]);
    await commit([artefacts.writes.destroy({ model: 'Session', id })]);
    expect(await artefacts.find('Session', id)).toBeUndefined();
    await expect(commit([session])).rejects.toMatchObject(lost);
    await commit([
      artefacts.writes.destroy({ model: 'Session', id }),
      artefacts.writes.destroy({ model: 'Session', id: newId() }),
    ]);
    await commit([artefacts.writes.forget({ model: 'Session', id })]);
    await commit([session]);
    expect(await artefacts.find('Session', id)).toBeDefined();
  });

  it('AS-05: revoking a grant ends its artefacts, of the named models or of all', async () => {
    const { artefacts, commit } = await open();
    const { writes } = artefacts;
    const [refresh, access, other] = [newId(), newId(), newId()];
    await commit([
      writes.upsert({ model: 'RefreshToken', id: refresh, payload: {}, grantId: 'g' }),
      writes.upsert({ model: 'AccessToken', id: access, payload: {}, grantId: 'g' }),
      writes.upsert({ model: 'AccessToken', id: other, payload: {}, grantId: 'h' }),
    ]);
    expect(await artefacts.listByGrant('g')).toHaveLength(2);
    await commit([writes.revokeGrant({ grantId: 'g', models: ['RefreshToken', 'DeviceCode'] })]);
    expect(await artefacts.find('RefreshToken', refresh)).toBeUndefined();
    expect(await artefacts.find('AccessToken', access)).toBeDefined();
    await commit([writes.revokeGrant({ grantId: 'g' })]);
    expect(await artefacts.find('AccessToken', access)).toBeUndefined();
    expect(await artefacts.find('AccessToken', other)).toBeDefined();
  });

  it('AS-10: ends everything of an account, and lists it newest first', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const { writes } = artefacts;
    for (const n of [1, 2, 3]) {
      now += 10;
      await commit([
        writes.upsert({ model: n === 2 ? 'Grant' : 'Session', id: newId(), payload: { n }, accountId: 'alice' }),
      ]);
    }
    expect((await artefacts.listByAccount('alice')).map(({ payload }) => payload['n'])).toEqual([3, 2, 1]);
    expect(await artefacts.listByAccount('alice', { models: ['Session'], limit: 1 })).toMatchObject([
      { payload: { n: 3 } },
    ]);
    await commit([writes.destroyByAccount({ accountId: 'alice', models: ['Session'] })]);
    expect((await artefacts.listByAccount('alice')).map(({ model }) => model)).toEqual(['Grant']);
    await commit([writes.destroyByAccount({ accountId: 'alice' })]);
    expect(await artefacts.listByAccount('alice')).toEqual([]);
  });

  it('AS-10: more tokens than anybody counts hide neither a session of the account nor its grant', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const save = (model: string) =>
      artefacts.writes.upsert({ model, id: newId(), payload: { model }, accountId: 'alice', grantId: 'g' });
    await commit([save('Session'), save('Grant')]);
    now += 1000;
    await commit(Array.from({ length: 1001 }, (_, at) => save(at % 2 === 0 ? 'AccessToken' : 'RefreshToken')));
    expect(await artefacts.listByAccount('alice', { models: ['Session'] })).toMatchObject([{ model: 'Session' }]);
    expect(await artefacts.listByGrant('g', { models: ['Grant'] })).toMatchObject([{ model: 'Grant' }]);
    expect(await artefacts.listByAccount('alice')).toHaveLength(1003);
    expect(await artefacts.listByAccount('alice', { models: ['AccessToken'], limit: 7 })).toHaveLength(7);
  });

  it('is found for a minute after its expiry, so that a clock tolerance can be judged, and not longer', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const id = newId();
    const expiresAtSeconds = Math.floor(now / 1000) + 10;
    await commit([artefacts.writes.upsert({ model: 'AccessToken', id, payload: {}, expiresAtSeconds })]);
    now += 40_000;
    expect(await artefacts.find('AccessToken', id)).toMatchObject({ expiresAtSeconds });
    now += 40_000;
    expect(await artefacts.find('AccessToken', id)).toBeUndefined();
  });

  it('survives awkward text: quotes, NUL, four-byte characters, __proto__', async () => {
    const { artefacts, commit } = await open();
    const text = `'";--\u0000\u{1F600}\uD800`;
    const payload = JSON.parse(`{"__proto__":{"admin":true},"t":${JSON.stringify(text)}}`) as Record<string, unknown>;
    await commit([artefacts.writes.upsert({ model: 'Interaction', id: text, uid: text, payload })]);
    const found = await artefacts.findByUid('Interaction', text);
    expect(JSON.stringify(found?.payload)).toBe(JSON.stringify(payload));
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it('writes nothing of a unit whose last write fails, and an empty unit is no error', async () => {
    const { artefacts, clients, commit } = await open();
    const id = newId();
    const unit = commit([
      artefacts.writes.upsert({ model: 'Grant', id, payload: {} }),
      clients.writes.put({ clientId: 'c', metadata: {} }),
      clients.writes.setDisabled('unknown', true),
    ]);
    await expect(unit).rejects.toMatchObject({ ...lost, model: 'clients', key: 'unknown' });
    expect(await artefacts.find('Grant', id)).toBeUndefined();
    expect(await clients.find('c')).toBeUndefined();
    await commit([]);
  });

  it('those of a model of an account are listed by pages, the newest first', async () => {
    let now = Date.now();
    const { artefacts, commit } = await open({ clock: () => now });
    const save = (model: string, id: string, accountId: string) =>
      commit([artefacts.writes.upsert({ model, id, accountId, payload: { id }, expiresAtSeconds: inSeconds(3600) })]);
    for (let n = 0; n < 7; n += 1) {
      if (n % 2 === 0) now += 1000;
      await save('Session', `s${n}`, 'alice');
    }
    await save('Grant', 'g', 'alice');
    await save('Session', 'of another', 'bob');
    await commit([artefacts.writes.destroy({ model: 'Session', id: 's3' })]);
    const found: string[] = [];
    let after: PageKey | undefined;
    do {
      const page = await artefacts.pageOfAccount({ accountId: 'alice', model: 'Session', limit: 2, after });
      found.push(...page.items.map(({ payload }) => payload['id'] as string));
      after = page.next;
    } while (after);
    expect(found.toSorted()).toEqual(['s0', 's1', 's2', 's4', 's5', 's6']);
    expect([found[0], found.slice(1, 3).toSorted(), found[3]]).toEqual(['s6', ['s4', 's5'], 's2']);
  });
}
