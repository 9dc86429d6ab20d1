import { describe, expect, it } from '@jest/globals';
import type { ObservedRead } from '../src/index.ts';
import { newId, onEveryDatabase } from './databases.ts';

describe('reads that are observed', () => {
  onEveryDatabase(({ open }) => {
    it('can be made again, and tell whether their rows are as they were', async () => {
      const { artefacts, accounts, commit, reads } = await open();
      const { writes } = artefacts;
      const [token, grant] = [newId(), newId()];
      const save = (n: number) => writes.upsert({ model: 'AccessToken', id: token, payload: { n }, grantId: grant });
      const account = { id: 'alice', login: 'alice', name: 'Alice', roles: ['buyer'], emailVerified: true, claims: {} };
      await commit([save(1), accounts.writes.put(account)]);
      let seen: ObservedRead[] = [];
      reads.observe((read) => void seen.push(read));
      const observe = async () => {
        seen = [];
        await artefacts.findWithKin('token', token);
        await accounts.find('alice');
        const made = seen;
        expect(made.length).toBe(2);
        expect(await reads.areRepeated(made)).toBe(true);
        expect(seen.length).toBe(2);
        return made;
      };
      const changes = [
        // The same once more is sealed anew.
        save(1),
        writes.upsert({ model: 'Grant', id: grant, payload: {}, grantId: grant }),
        accounts.writes.put({ ...account, name: 'Alix' }),
        accounts.writes.put({ ...account, name: 'Alix', roles: ['seller'] }),
        writes.revokeGrant({ grantId: grant }),
      ];
      for (const change of changes) {
        const made = await observe();
        await commit([change]);
        expect(await reads.areRepeated(made)).toBe(false);
      }
      await observe();
    });
  });
});
