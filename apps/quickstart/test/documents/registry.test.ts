import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { loadRegistry } from '../../../authorization-server/src/directory/registry/load.ts';

const text = await readFile(path.join(rootDirectory, 'docs/registry.md'), 'utf8');
const examples = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, example = '']) => example);

describe('docs/registry.md', () => {
  it('has examples that are in order, together and with the first of them', async () => {
    const directory = await temporaryDirectory();
    try {
      const files = await Promise.all(
        examples.map(async (example, index) => {
          const file = path.join(directory.path, `${index}.yaml`);
          await writeFile(file, example);
          return file;
        }),
      );
      expect(files).toHaveLength(6);
      const [whole = '', translated = '', unregistered = '', upstream = '', ofClient = '', taken = ''] = files;
      await writeFile(path.join(directory.path, 'corp-secret'), 'secret-of-corp\n');
      const registry = loadRegistry([whole, unregistered, upstream, ofClient], { passwordsAllowed: false });
      expect(registry.unregistered_clients).toMatchObject({ registration: { mode: 'token' } });
      expect(registry.connections).toMatchObject([{ name: 'corp', kind: 'oidc' }]);
      expect(registry.clients.map((client) => client.client_id)).toEqual(['shop', 'reports']);
      expect(loadRegistry(translated, { passwordsAllowed: false })).toMatchObject({
        resources: [{ name: { de: 'Bestellungen' } }],
      });
      expect(loadRegistry(taken, { passwordsAllowed: false })).toMatchObject({
        branding: null,
        unregistered_clients: null,
      });
      // Without its neighbour it names what nobody declares.
      expect(() => loadRegistry(ofClient, { passwordsAllowed: false })).toThrow('there is no resource');
    } finally {
      await directory.remove();
    }
  });

  it('speaks of every section of the file', async () => {
    const schema = JSON.parse(await readFile(path.join(rootDirectory, 'docs/registry.schema.json'), 'utf8')) as {
      properties: object;
    };
    const shown = new Set(examples.flatMap((example) => Object.keys(parse(example) as object)));
    const missing = Object.keys(schema.properties).filter((name) => !shown.has(name) && !text.includes(`\`${name}\``));
    expect(missing).toEqual([]);
  });
});
