import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { missingProofs, readRequirements, rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { withTable } from '../../../../tools/requirements-table.ts';

const requirements = readRequirements();
const document = readFileSync(join(rootDirectory, 'docs/requirements.md'), 'utf8');

describe('the manifest of requirements', () => {
  it('names for each claim a test that exists in the sources', () => {
    expect(requirements.length).toBeGreaterThan(20);
    const missing = requirements.filter(({ file, test }) => !titles(file).includes(test));
    expect(missing.map(({ name, file, test }) => `${name}: no test "${test}" in ${file}`)).toEqual([]);
  });

  it('says nothing twice', () => {
    const proofs = requirements.map(({ name, holds }) => `${name}: ${holds}`);
    expect(proofs).toEqual([...new Set(proofs)]);
  });

  it('is what the table in docs/requirements.md shows', () => {
    expect(withTable(document, requirements)).toBe(document);
  });

  it('is not proven by a test that did not run, ran in another file, or only begins alike', () => {
    const entry = { name: 'AS-01', holds: 'x', file: 'a.test.ts', test: 'AS-01: holds' };
    const passed = (file: string, name: string) => missingProofs([entry], [{ file, name }]);
    expect(passed('a.test.ts', 'the server AS-01: holds')).toEqual([]);
    expect(passed('b.test.ts', 'the server AS-01: holds')).toHaveLength(1);
    expect(passed('a.test.ts', 'the server AS-01: holds no more')).toHaveLength(1);
    expect(missingProofs([entry], [])).toEqual(['AS-01: no passing test "AS-01: holds" in a.test.ts']);
  });
});

/** Titles of the tests in a file, as they stand in its text or in that of a contract that it runs. */
function titles(file: string): string[] {
  const path = join(rootDirectory, file);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  const contracts = text.matchAll(/from '(?<contract>\.\/contract\/[^']+)'/gu);
  const calls = text.matchAll(/\bit\(\s*(?<quote>['"`])(?<title>(?:\\.|(?!\k<quote>).)*)\k<quote>/gsu);
  return [
    ...[...calls].map(({ groups }) => groups!['title']!.replaceAll(/\\(.)/gu, '$1')),
    ...[...contracts].flatMap(({ groups }) => titles(join(dirname(file), groups!['contract']!))),
  ];
}
