import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { directDependencies, lockFaults, loosePins, readLock, readManifests } from '../packages.ts';

const manifests = readManifests(rootDirectory);
const sound = { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' };

describe('what is brought in from outside', () => {
  it('is locked completely, by content, from no particular host, under accepted licences', () => {
    const lock = readLock(rootDirectory);
    expect(Object.keys(lock.packages).length).toBeGreaterThan(100);
    expect(lockFaults(lock)).toEqual([]);
  });

  it('is pinned to exact versions', () => {
    expect(loosePins(manifests)).toEqual([]);
  });

  it('is explained in docs/dependencies.md, each by name and no more', () => {
    const text = readFileSync(join(rootDirectory, 'docs/dependencies.md'), 'utf8');
    const explained = [...text.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gmu)].flatMap(([, names = '']) =>
      [...names.matchAll(/`([^`]+)`/gu)].map(([, name]) => name),
    );
    const used = Object.values(manifests).flatMap((manifest) => Object.keys(directDependencies(manifest)));
    const outside = new Set(used.filter((name) => !name.startsWith('@gatehouse/')));
    expect(new Set(explained)).toEqual(outside);
  });

  it.each([
    ['a host', { ...sound, resolved: 'https://registry.example/a-1.0.0.tgz' }, /names where it was fetched from/],
    ['no integrity', { version: '1.0.0', license: 'MIT' }, /has no integrity/],
    ['a missing optional package', { ...sound, optionalDependencies: { b: '1.0.0' } }, /may need b, which is not in/],
    ['a licence that is not on the list', { ...sound, license: 'AGPL-3.0' }, /AGPL-3\.0/],
    ['no licence', { version: '1.0.0', integrity: 'sha512-x' }, /not on the list: undefined/],
  ])('is refused with %s', (_what, entry, fault) => {
    expect(lockFaults({ packages: { 'node_modules/a': entry } })).toEqual([expect.stringMatching(fault)]);
  });

  it('is refused with a range for a version', () => {
    expect(loosePins({ 'package.json': { devDependencies: { a: '^1.0.0' } } })).toHaveLength(1);
  });
});
