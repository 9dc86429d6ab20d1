import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootDirectory, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readArchitecture } from '../architecture.ts';
import { draw } from '../architecture-picture.ts';
import { arrowsBetween, readImports, topModule } from '../import-graph.ts';

let tree: TemporaryDirectory;
beforeEach(async () => {
  tree = await temporaryDirectory();
});
afterEach(() => tree.remove());

function write(file: string, content: string): void {
  mkdirSync(dirname(join(tree.path, file)), { recursive: true });
  writeFileSync(join(tree.path, file), content);
}
const server = 'apps/authorization-server/src/';

describe('the import graph', () => {
  it('counts types, values, re-exports and dynamic imports, each pair of modules once', () => {
    write(`${server}browser/a.ts`, "import type { B } from '../pages/b.ts';\nimport { c } from '../pages/c.ts';\n");
    write(`${server}browser/d.ts`, "export * from '../texts/e.ts';\nconst f = await import('../directory/f.ts');\n");
    write(`${server}pages/b.ts`, "import { c } from './c.ts';\n");
    expect(arrowsBetween(readImports(tree.path), topModule)).toEqual([
      ['browser', 'directory'],
      ['browser', 'pages'],
      ['browser', 'texts'],
    ]);
  });

  it('sees every arrow of the real tree that the sources hold', () => {
    const arrows = arrowsBetween(readImports(rootDirectory), topModule).map(([from, to]) => `${from} → ${to}`);
    expect(arrows).toEqual(expect.arrayContaining(['browser → directory', 'app.ts → protocol', 'pages → texts']));
  });
});

describe('the picture', () => {
  it('names programs, modules, their folders and packages, with an arc for each arrow', () => {
    write('apps/gateway/src/main.ts', "import { http } from '@gatehouse/http';\n");
    write('packages/http/src/index.ts', 'export const http = 1;\n');
    write(`${server}main.ts`, "import './cli/main.ts';\n");
    write(`${server}cli/main.ts`, "import { app } from '../app.ts';\n");
    write(`${server}app.ts`, "import { endpoint } from './protocol/endpoints/x.ts';\n");
    write(`${server}protocol/endpoints/x.ts`, 'export const endpoint = 1;\n');
    const architecture = readArchitecture(tree.path);
    expect(architecture.inside).toEqual([
      ['app.ts', 'protocol'],
      ['cli', 'app.ts'],
    ]);
    const picture = draw(architecture);
    for (const shown of ['>gateway<', '>uses http<', '>cli<', '>protocol<', '>endpoints<', 'app.ts imports protocol']) {
      expect(picture).toContain(shown);
    }
    expect(picture.match(/class="arrow"/gu)).toHaveLength(2);
    expect(draw(readArchitecture(tree.path))).toBe(picture);
    expect(picture).not.toMatch(/<script|href=|NaN|undefined/u);
  });
});

describe('docs/architecture.md', () => {
  const text = readFileSync(join(rootDirectory, 'docs/architecture.md'), 'utf8');

  it('names folders and files that there are', () => {
    const named = [...text.matchAll(/`([\w./-]*(?:\/|\.ts))`/gu)].map(([, name = '']) => name);
    const files = globSync('{apps,packages}/*/src/**/*.ts', { cwd: rootDirectory, exclude: ['**/node_modules/**'] });
    const isThere = (name: string) =>
      files.some((file) => file === name || file.includes(`/${name}`) || (name.endsWith('/') && file.startsWith(name)));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !isThere(name))).toEqual([]);
  });

  it('shows the picture', () => {
    expect(text).toContain('(architecture.svg)');
  });
});
