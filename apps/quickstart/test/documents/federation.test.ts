import { generateKeyPairSync } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { connection } from '../../../authorization-server/src/directory/connections/schema.ts';
import { loadRegistry } from '../../../authorization-server/src/directory/registry/load.ts';
import { text as catalogText } from '../../../authorization-server/src/texts/catalog.ts';

const text = await readFile(path.join(rootDirectory, 'docs/federation.md'), 'utf8');
const recipes = [...text.matchAll(/^```yaml\n([\s\S]*?)^```$/gmu)].map(([, example = '']) => example);

describe('docs/federation.md', () => {
  it('has recipes that are in order, each with its secret in a file beside it', async () => {
    const directory = await temporaryDirectory();
    try {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const names = [];
      for (const [n, recipe] of recipes.entries()) {
        const file = path.join(directory.path, `${n}.yaml`);
        const [, secret = ''] = /client_secret: \{ file: (\S+) \}/u.exec(recipe) ?? [];
        // eslint-disable-next-line no-await-in-loop -- one after another, a few files
        await writeFile(path.join(directory.path, secret), privateKey.export({ type: 'pkcs8', format: 'pem' }));
        // eslint-disable-next-line no-await-in-loop
        await writeFile(file, recipe);
        const { connections } = loadRegistry(file, { passwordsAllowed: false });
        names.push(...connections.map(({ name }) => name));
      }
      expect(names).toEqual(['google', 'microsoft', 'partners', 'apple', 'github']);
    } finally {
      await directory.remove();
    }
  });

  it('says of every kind of connection what it needs', () => {
    const kinds = connection.options.map(({ shape }) => shape.kind.value);
    expect(kinds.filter((kind) => !text.includes(`| \`${kind}\` |`))).toEqual([]);
  });

  it('says of every code that the sign-in page shows of an upstream what to do', () => {
    const { formErrors, errors } = catalogText('en');
    const words: Record<string, string> = { ...formErrors };
    for (const [code, { title }] of Object.entries(errors)) words[code] = title;
    const codes = Object.keys(words).filter((code) => code.startsWith('upstream_'));
    expect(codes).toHaveLength(8);
    for (const code of codes) {
      const [, quoted] = new RegExp(`^\\| \`${code}\`: “([^”]+)” \\| [^|]+ \\| [^|]+ \\|$`, 'mu').exec(text) ?? [];
      expect([code, quoted]).toEqual([code, expect.any(String)]);
      // As the page says it, but for the name of the provider.
      const parts = quoted!.split('…').map((part) => part.trim());
      expect(parts.filter((part) => !words[code]!.includes(part))).toEqual([]);
    }
  });

  it('names the redirect URI of every recipe', () => {
    const names = recipes.flatMap((recipe) => /- name: (\S+)/u.exec(recipe)?.[1] ?? []);
    // The second of Microsoft is registered as the first.
    const missing = names.filter((name) => name !== 'partners' && !text.includes(`ISSUER/federation/${name}/callback`));
    expect(missing).toEqual([]);
  });
});
