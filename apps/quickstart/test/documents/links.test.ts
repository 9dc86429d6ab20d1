import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';

const documents = globSync(['*.md', 'docs/**/*.md', 'certs/*.md', '{apps,packages,examples,deploy}/**/*.md'], {
  cwd: rootDirectory,
  exclude: (file) => file.includes('node_modules'),
}).filter((file) => !file.includes('/dist/'));
const read = (file: string) => readFileSync(join(rootDirectory, file), 'utf8');
const prose = (text: string) => text.replaceAll(/^(?<fence>`{3,}).*?^\k<fence>/gmsu, '').replaceAll(/`[^`\n]*`/gu, '');

/** The anchors that GitHub gives the headings of a document: the words in small letters, with hyphens, numbered when repeated. */
function anchors(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading = ''] of text.replaceAll(/^(?<fence>`{3,}).*?^\k<fence>/gmsu, '').matchAll(/^#+ (.*)$/gmu)) {
    const shown = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, '$1').trim();
    const slug = shown
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/gu, '-');
    let name = slug;
    for (let count = 1; found.has(name); count += 1) name = `${slug}-${count}`;
    found.add(name);
  }
  return found;
}

/** Links and pictures that lead nowhere; `exists` and `textOf` look at the files of the repository. */
function broken(
  file: string,
  text: string,
  exists = (path: string) => existsSync(join(rootDirectory, path)),
  textOf = read,
) {
  const written = prose(text);
  const inline = [...written.matchAll(/\]\((?<target>[^)\s]+)\)/gu)];
  const inHtml = [...written.matchAll(/\b(?:src|srcset|href)="(?<target>[^"]+)"/gu)];
  return [...inline, ...inHtml]
    .map(({ groups }) => groups!['target']!)
    .filter((target) => !/^(?:https?|mailto):/u.test(target))
    .filter((target) => {
      const [path = '', anchor] = target.split('#');
      const to = path === '' ? file : join(dirname(file), path);
      if (to !== file && !exists(to)) return true;
      return anchor !== undefined && to.endsWith('.md') && !anchors(to === file ? text : textOf(to)).has(anchor);
    });
}

describe('links of documents', () => {
  it.each(documents)('of %s lead to files and headings that exist', (file) => {
    expect(broken(file, read(file))).toEqual([]);
  });

  it('that lead nowhere are found, and those in code are none', () => {
    const files: Record<string, string> = { 'docs/b.md': '# A heading: with `code`\n\n## Twice\n\n## Twice\n' };
    const look = (text: string) =>
      broken(
        'docs/a.md',
        text,
        (path) => path in files,
        (path) => files[path] ?? '',
      );
    expect(look('[a](b.md#a-heading-with-code) [b](b.md#twice-1) [c](#here)\n# Here\n')).toEqual([]);
    expect(look('[a](c.md) [b](b.md#twice-2) [c](#there) <img src="d.png">')).toEqual([
      'c.md',
      'b.md#twice-2',
      '#there',
      'd.png',
    ]);
    expect(look('`[a](c.md)`\n```\n[a](c.md)\n```\n[a](https://example.com)')).toEqual([]);
  });
});
