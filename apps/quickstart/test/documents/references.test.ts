import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { everywhere, exits, gateway, resourceServer } from '../../../../tools/references/error-codes.ts';
import { references } from '../../../../tools/references.ts';

describe('references', () => {
  it.each(Object.keys(references))('%s is as the code has it; `npm run references` writes it', (file) => {
    expect(readFileSync(join(rootDirectory, file), 'utf8')).toBe(references[file]!());
  });

  it('every setting has a topic', () => {
    expect(references['docs/settings.md']!()).not.toContain('### Other');
  });
});

const sourcesOf = (pattern: string): string =>
  globSync(pattern, { cwd: rootDirectory })
    .map((file) => readFileSync(join(rootDirectory, file), 'utf8'))
    .join('\n');

/** Codes of a table that no source has. */
function notIn(pattern: string, table: object): string[] {
  const text = sourcesOf(pattern);
  return Object.keys(table).filter((code) => !new RegExp(`\\b${code}\\b`, 'u').test(text));
}

/** Codes that sources write out: of refusals, of answers of protocol endpoints, and of errors of oidc-provider. */
function codesIn(pattern: string): ReadonlySet<string> {
  const codes = new Set<string>();
  const text = sourcesOf(pattern);
  for (const [, code = ''] of text.matchAll(
    /(?:HttpError\(\s*[^,]+,\s*|(?:unauthorized|refused)\(\s*route,\s*|status: \d+,\s*(?:error|code): )'(\w+)'/gu,
  ))
    codes.add(code);
  for (const [, name = ''] of text.matchAll(/new errors\.(?!J)(\w+)\(/gu))
    codes.add(
      name
        .replace('ClientAuth', 'Client')
        .replaceAll(/(?<!^)[A-Z]/gu, (letter) => `_${letter}`)
        .toLowerCase(),
    );
  return codes;
}

describe('docs/errors.md', () => {
  const document = references['docs/errors.md']!();
  const section = (title: string): string => document.split(`## ${title}\n`)[1]!.split('\n## ')[0]!;
  const missing = (codes: Iterable<string>, ...titles: readonly string[]): string[] => {
    const text = titles.map(section).join('\n');
    return [...codes].filter((code) => !text.includes(`| \`${code}\` |`));
  };

  it.each([
    ['packages/http/src/**/*.ts', ['Every service']],
    ['apps/authorization-server/src/protocol/**/*.ts', ['OAuth and OpenID Connect']],
    ['apps/authorization-server/src/browser/**/*.ts', ['Error pages of the authorization server', 'Forms']],
    ['apps/gateway/src/**/*.ts', ['Gateway']],
    ['apps/resource-server/src/**/*.ts', ['Resource server']],
    ['apps/{web-app,console}/src/**/*.ts', ['Web app', 'Console', 'Every service']],
    ['packages/relying-party/src/**/*.ts', ['Every service']],
  ])('has every code that %s write out', (pattern, titles) => {
    const codes = codesIn(pattern);
    expect(codes.size).toBeGreaterThan(0);
    expect(missing(codes, ...titles)).toEqual([]);
  });

  it('has no code that is not there', () => {
    expect(notIn('packages/http/src/**/*.ts', everywhere)).toEqual([]);
    expect(notIn('apps/gateway/src/**/*.ts', gateway)).toEqual([]);
    expect(notIn('apps/resource-server/src/**/*.ts', resourceServer)).toEqual([]);
  });

  it('has every exit code', () => {
    const text = sourcesOf('{apps,packages}/*/src/**/*.ts');
    const found = [...text.matchAll(/exitCode(?: =|:) (\d+(?: \| \d+)*)/gu)].flatMap(([, codes = '']) =>
      codes.split(' | '),
    );
    expect(found).toContain('78');
    expect(found.filter((code) => !(code in exits))).toEqual([]);
  });
});

it('docs/endpoints.md has every path that a router of Express has', () => {
  const document = references['docs/endpoints.md']!();
  const text = sourcesOf('apps/{authorization-server/src/browser,resource-server/src,web-app/src,console/src}/**/*.ts');
  const paths = [...text.matchAll(/(?:router|app)\.(?:get|post|patch|delete)\('([^']+)'/gu)].map(
    ([, path = '']) => path,
  );
  expect(paths.length).toBeGreaterThan(15);
  expect(paths.filter((path) => !document.includes(`${path}\``))).toEqual([]);
});
