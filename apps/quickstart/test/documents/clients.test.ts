import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { type Registry, registrySchema } from '../../../authorization-server/src/directory/registry/schema.ts';
import { applications } from '../interop/applications/applications.ts';

const text = readFileSync(join(rootDirectory, 'docs/clients.md'), 'utf8');
const entries = parse(/```yaml registry\n(.*?)```/su.exec(text)?.[1] ?? '') as unknown;
const rows = text
  .slice(text.indexOf('## Applications and libraries'))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| application'))
  .map((line) => line.split(/(?<!\\)\|/u).map((cell) => cell.trim()));
const registry = (): Registry => registrySchema.parse(entries);

describe('docs/clients.md', () => {
  it('has registry entries that the schema takes', () => {
    expect(registrySchema.safeParse(entries).error?.issues).toBeUndefined();
    expect(registry().clients.length).toBeGreaterThan(8);
  });

  it('names, for each application, entries that it has', () => {
    const known = new Set(registry().clients.map(({ client_id: id }) => id));
    for (const [, application, entry = ''] of rows) {
      const named = [...entry.matchAll(/`([^`]+)`/gu)].map(([, id = '']) => id);
      expect([application, named.length > 0, named.filter((id) => !known.has(id))]).toEqual([application, true, []]);
    }
  });

  it('says of every application that a test runs, and of no other, that one does', () => {
    const tested = rows.map((cells) => cells[4] ?? '').filter((cell) => cell !== '–');
    expect(new Set(tested)).toEqual(new Set(applications.map(({ name }) => name)));
    expect(tested).toHaveLength(applications.length);
  });

  it('exempts from PKCE whom the tests exempt', () => {
    for (const { name, registry: more } of applications) {
      const entry = /`([^`]+)`/u.exec(rows.find((cells) => cells[4] === name)?.[2] ?? '')?.[1];
      const documented = registry().clients.find(({ client_id: id }) => id === entry);
      expect([name, documented?.require_pkce]).toEqual([name, more?.['require_pkce'] !== false]);
    }
  });
});
