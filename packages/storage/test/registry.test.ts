import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { inSeconds, onEveryDatabase } from './databases.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

describe('the registry', () => {
  onEveryDatabase(({ open }) => {
    it('AS-09: a client keeps several secrets at once, each with its own end', async () => {
      const { clients, commit } = await open();
      const { writes } = clients;
      const expiresAtSeconds = inSeconds(60);
      await commit([
        writes.put({ clientId: 'web', metadata: { redirect_uris: ['https://a/cb'] } }),
        writes.addSecret({ clientId: 'web', sha256: sha256('one') }),
        writes.addSecret({ clientId: 'web', sha256: sha256('two'), expiresAtSeconds }),
      ]);
      const found = await clients.find('web');
      expect(found).toMatchObject({ clientId: 'web', metadata: { redirect_uris: ['https://a/cb'] }, disabled: false });
      const secrets = new Map(found?.secretHashes.map((secret) => [secret.sha256.toString('hex'), secret]));
      expect([...secrets.keys()].sort()).toEqual([sha256('one').toString('hex'), sha256('two').toString('hex')].sort());
      expect(secrets.get(sha256('two').toString('hex'))).toMatchObject({ expiresAtSeconds });
      await commit([writes.removeSecret({ clientId: 'web', sha256: sha256('one') })]);
      expect((await clients.find('web'))?.secretHashes).toHaveLength(1);
      expect(() => writes.addSecret({ clientId: 'web', sha256: Buffer.from('short') })).toThrow('32 bytes');
    });

    it('putting a client again keeps its secrets and whether it is disabled', async () => {
      const { clients, commit } = await open();
      const { writes } = clients;
      await commit([
        writes.put({ clientId: 'web', metadata: {} }),
        writes.addSecret({ clientId: 'web', sha256: sha256('one') }),
      ]);
      await commit([writes.setDisabled('web', true)]);
      await commit([
        writes.put({ clientId: 'web', metadata: { scope: 'a' } }),
        writes.put({ clientId: 'app', metadata: {} }),
      ]);
      expect(await clients.list()).toMatchObject([
        { clientId: 'app', secretHashes: [] },
        { clientId: 'web', disabled: true, metadata: { scope: 'a' }, secretHashes: [{ sha256: sha256('one') }] },
      ]);
      await commit([writes.put({ clientId: 'web', metadata: {}, disabled: false })]);
      expect(await clients.find('web')).toMatchObject({ disabled: false });
      await commit([writes.remove('web')]);
      expect(await clients.find('web')).toBeUndefined();
      await commit([writes.put({ clientId: 'web', metadata: {} })]);
      expect((await clients.find('web'))?.secretHashes).toEqual([]);
    });

    it('an identifier with NUL in it is unknown, not an error', async () => {
      const { clients, accounts } = await open();
      expect(await clients.find('a\0b')).toBeUndefined();
      expect(await accounts.findByLogin('a\0b')).toBeUndefined();
    });

    it('keeps resources and roles', async () => {
      const { resources, roles, commit } = await open();
      await commit([
        resources.writes.put({ indicator: 'https://b', definition: { scopes: ['x'] } }),
        resources.writes.put({ indicator: 'https://a', definition: {} }),
        roles.writes.put({ name: 'admin', definition: { scopes: [] } }),
      ]);
      await commit([resources.writes.put({ indicator: 'https://a', definition: { name: 'A' } })]);
      expect(await resources.list()).toEqual([
        { indicator: 'https://a', definition: { name: 'A' } },
        { indicator: 'https://b', definition: { scopes: ['x'] } },
      ]);
      expect(await roles.find('admin')).toEqual({ name: 'admin', definition: { scopes: [] } });
      await commit([resources.writes.remove('https://a'), roles.writes.remove('admin')]);
      expect(await resources.find('https://a')).toBeUndefined();
      expect(await roles.list()).toEqual([]);
    });
  });
});
