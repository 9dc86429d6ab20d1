import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';

/** What people read: documents, the programs that are printed for them, and the messages in the sources. */
const files = globSync(
  ['*.md', '{docs,certs,deploy,examples}/**/*', '{apps,packages}/**/*.md', '{apps,packages}/*/src/**/*.{ts,js}'],
  { cwd: rootDirectory, withFileTypes: true, exclude: ({ name }) => ['node_modules', 'dist'].includes(name) },
)
  .filter((entry) => entry.isFile() && !/\.(?:png|svg|pem|key)$/u.test(entry.name))
  .map(({ parentPath, name }) => join(parentPath, name));

/** The packages of this repository: none is published, and others may own the names. */
const ours = String.raw`(?:@gatehouse/[\w-]+|gatehouse)(?![\w.-]*\.tgz|[\w-])`;
const fetching = new RegExp(
  String.raw`\b(?:npm (?:i|install|add|exec|create|init|view)|npx|pnpm (?:add|dlx|install)|yarn (?:add|dlx)|bunx?(?: add| install)?|deno add|jsr:)(?: -\S+| [\w@./-]+@[\w.^~-]+)*[ ]?(?:npm:)?${ours}`,
  'gu',
);

/** Commands that would fetch a package of one of these names. `npx --no` never downloads. */
const fetched = (text: string): string[] =>
  [...text.matchAll(fetching)].map(([command]) => command).filter((command) => !/^npx (?:-\S+ )*--no\b/u.test(command));

describe('packages that are not published', () => {
  it('nobody is told to fetch them', () => {
    expect(files.length).toBeGreaterThan(300);
    const told = files.flatMap((file) => fetched(readFileSync(file, 'utf8')).map((command) => `${file}: ${command}`));
    expect(told).toEqual([]);
  });

  it.each([
    'npx gatehouse serve',
    'npx -s gatehouse users list',
    'npx --yes gatehouse serve',
    'npm install @gatehouse/oauth-guard',
    'npm i express@5.3.0 @gatehouse/oauth-guard',
    'pnpm add @gatehouse/oauth-guard',
    'deno add npm:@gatehouse/oauth-guard',
    'npm install -g gatehouse',
  ])('"%s" would be found', (line) => {
    expect(fetched(`Run ${line} first.`)).toHaveLength(1);
  });

  it.each([
    'npx --no gatehouse serve',
    'npx --no -s gatehouse users list',
    'bin/gatehouse serve',
    'npm install ./gatehouse-oauth-guard-0.1.0.tgz',
    'npm start -w apps/gateway',
    "import { oauthGuard } from '@gatehouse/oauth-guard/express';",
  ])('"%s" fetches nothing', (line) => {
    expect(fetched(`Run ${line} first.`)).toEqual([]);
  });
});
