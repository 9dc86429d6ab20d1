import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { expect, it } from '@jest/globals';

const read = (file: string) => readFileSync(join(rootDirectory, file), 'utf8');
const page = read('docs/troubleshooting.md');
const sources = globSync('{apps,packages}/*/{src,bin}/**/*.{ts,js}', { cwd: rootDirectory }).map(read).join('\n');

/** What npm, Node and browsers say. */
const ofOthers = new Set([
  'EBADENGINE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_CERT_AUTHORITY_INVALID',
]);

/** Messages that headings quote, and that are in none of the sources. */
const unknown = (text: string) =>
  [...text.matchAll(/^### (?<heading>.*)$/gmu)]
    .flatMap(({ groups }) => [...groups!['heading']!.matchAll(/`([^`]+)`|"([^"]+)"/gu)])
    .map(([, code, sentence]) => code ?? sentence ?? '')
    .filter((message) => !ofOthers.has(message) && !sources.includes(message));

it('docs/troubleshooting.md quotes messages that there are, and for each says how to fix it', () => {
  expect(unknown(page)).toEqual([]);
  const entries = page.split(/^### /mu).slice(1);
  expect(entries.length).toBeGreaterThan(20);
  const without = entries
    .filter((entry) => !/\*\*(?:Fix|Cause)\.\*\*/u.test(entry))
    .map((entry) => entry.split('\n')[0]);
  expect(without).toEqual([]);
});

it('a message that is nowhere is found', () => {
  expect(unknown('### `invalid_scope` and `no_such_code`\n### "nobody says so"\n')).toEqual([
    'no_such_code',
    'nobody says so',
  ]);
});
