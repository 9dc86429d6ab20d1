import { expect, it } from '@jest/globals';
import { newId, type TestDatabases } from '../databases.ts';

/** Which of several writes is named as the one that lost, on every database. */
export function lostRaceContract({ fresh, open }: TestDatabases): void {
  it('names the one that lost its race, wherever it stands, and writes nothing', async () => {
    const { artefacts, commit } = await open({ url: await fresh() });
    const { writes } = artefacts;
    // Rows are taken in the order of their keys: once the lost one comes first, and once last.
    for (const [model, other] of [
      ['AuthorizationCode', 'RefreshToken'],
      ['RefreshToken', 'AuthorizationCode'],
    ] as const) {
      const made = newId();
      const lost = writes.consume({ model, id: newId(), grantId: 'grant' });
      await expect(commit([writes.upsert({ model: other, id: made, payload: {} }), lost])).rejects.toMatchObject({
        name: 'LostRaceError',
        model,
        grantId: 'grant',
      });
      expect(await artefacts.find(other, made)).toBeUndefined();
    }
  });

  it('may change the same row twice, in turn', async () => {
    const { artefacts, commit } = await open({ url: await fresh() });
    const { writes } = artefacts;
    const id = newId();
    const upsert = (n: number) => writes.upsert({ model: 'Interaction', id, payload: { n } });
    await commit([upsert(1), upsert(2), writes.consume({ model: 'Interaction', id, atSeconds: 5 })]);
    expect(await artefacts.find('Interaction', id)).toMatchObject({ payload: { n: 2 }, consumedAtSeconds: 5 });
  });

  it('may have very many', async () => {
    const { artefacts, commit } = await open({ url: await fresh() });
    const { writes } = artefacts;
    const ids = Array.from({ length: 2000 }, newId);
    const upserts = ids.map((id) => writes.upsert({ model: 'Interaction', id, payload: {} }));
    const lost = writes.consume({ model: 'Interaction', id: newId() });
    await expect(commit([...upserts, lost])).rejects.toMatchObject({ name: 'LostRaceError' });
    await commit(upserts);
    for (const id of [ids[0], ids[1999]]) expect(await artefacts.find('Interaction', id!)).toBeDefined();
  });
}
