import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rootDirectory, type TemporaryDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkLayers } from '../layers.ts';

let tree: TemporaryDirectory;

beforeEach(async () => {
  tree = await temporaryDirectory();
  symlinkSync(join(rootDirectory, 'node_modules'), join(tree.path, 'node_modules'));
  write('package.json', '{ "type": "module" }');
});
afterEach(() => tree.remove());

function write(file: string, content: string): void {
  mkdirSync(dirname(join(tree.path, file)), { recursive: true });
  writeFileSync(join(tree.path, file), content);
}

const faults = async () => (await checkLayers(tree.path)).faults;
const server = 'apps/authorization-server/src/';

/** Lines of an interface. */
const members = (many: number, from = 0) =>
  Array.from({ length: many }, (_, index) => `  readonly m${from + index}: string;\n`).join('');

describe('the check of the layers', () => {
  it('sees no fault in a tree that keeps to its layers', async () => {
    write(`${server}main.ts`, "import { app } from './app.ts';\napp();\n");
    write(`${server}app.ts`, "import { page } from './pages/page.ts';\nexport const app = () => page;\n");
    write(`${server}pages/page.ts`, 'export const page = 1;\n');
    expect(await checkLayers(tree.path)).toEqual({ faults: [], modules: 3 });
  });

  it('finds circles, those made of types alone too', async () => {
    write('packages/http/src/index.ts', "import type { B } from './b.ts';\nexport interface A { b: B }\n");
    write('packages/http/src/b.ts', "import type { A } from './index.ts';\nexport interface B { a: A }\n");
    expect(await faults()).toContain(
      'no-circles: packages/http/src/b.ts → packages/http/src/index.ts → packages/http/src/b.ts',
    );
  });

  it.each([
    [
      'a package that imports a program',
      'packages/http/src/index.ts',
      '../../../apps/web-app/src/x.ts',
      'packages-below-apps',
    ],
    ['a program that imports another', 'apps/gateway/src/x.ts', '../../web-app/src/y.ts', 'apps-apart'],
    [
      'a package used past its entry point',
      'apps/gateway/src/x.ts',
      '../../../packages/http/src/inner.ts',
      'entry-points-http',
    ],
    ['a package that imports a sibling', 'packages/storage/src/x.ts', '../../http/src/index.ts', 'packages-storage'],
    ['a program that imports a test part', 'apps/gateway/src/x.ts', '../test/y.ts', 'tests-stay-outside'],
    ['a module that imports one above it', `${server}delivery/x.ts`, '../protocol/y.ts', 'layers-delivery'],
    ['a module that imports its neighbour', `${server}directory/accounts/x.ts`, '../audit/y.ts', 'layers-accounts'],
    ['a module that reads the settings', `${server}protocol/x.ts`, '../settings.ts', 'settings-in-one-place'],
  ])('finds %s', async (_what, file, target, rule) => {
    write(file, `import type { x } from '${target}';\nexport type y = typeof x;\n`);
    write(join(dirname(file), target), 'export const x = 1;\n');
    expect(await faults()).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${file}`)));
  });

  it('finds an admin API that reaches past the directory; it may know the types of the stores', async () => {
    const target = '../../../../packages/storage/src/index.ts';
    write(join(dirname(`${server}admin/x.ts`), target), 'export const x = 1;\n');
    write(`${server}admin/x.ts`, `import type { x } from '${target}';\nexport type y = typeof x;\n`);
    write(`${server}admin/z.ts`, `import { x } from '${target}';\nexport const y = x;\n`);
    const found = (await faults()).filter((fault) => fault.startsWith('admin-through-directory'));
    expect(found).toEqual([expect.stringContaining(`${server}admin/z.ts`)]);
  });

  it.each([
    [
      'the inside of the engine',
      `${server}protocol/engine/x.ts`,
      'oidc-provider/lib/helpers/weak_cache.js',
      'engine-files',
    ],
    ['SQL outside storage', `${server}directory/accounts/x.ts`, 'kysely', 'sql-in-storage'],
    ['Express in the directory', `${server}directory/accounts/x.ts`, 'express', 'engine-unknown-below'],
    ['oidc-provider in what is sent', `${server}delivery/mail/x.ts`, 'oidc-provider', 'engine-unknown-below'],
    ['node:sqlite outside storage', `${server}directory/accounts/x.ts`, 'node:sqlite', 'sql-in-storage'],
    ['a dependency of the guard beside jose', 'packages/oauth-guard/src/x.ts', 'yaml', 'guard-needs-only-jose'],
  ])('finds %s', async (_what, file, target, rule) => {
    write(file, `import * as x from '${target}';\nexport const y = x;\n`);
    expect(await faults()).toContainEqual(expect.stringMatching(new RegExp(`^${rule}: ${file}`)));
  });

  it('lets engine.ts alone into the engine', async () => {
    const inside = "import * as x from 'oidc-provider/lib/helpers/weak_cache.js';\nexport const y = x;\n";
    write(`${server}protocol/engine/engine.ts`, inside);
    expect(await faults()).toEqual([]);
  });

  it('finds a module in no layer, a name that says nothing, a long file, and a touch of process', async () => {
    write(`${server}attic/x.ts`, 'export const x = 1;\n');
    write('packages/http/src/utils/x.ts', 'export const x = 1;\n'.repeat(301));
    write('packages/html/src/styles/long.css', '\n'.repeat(301));
    write('apps/gateway/src/app.ts', '// process.env here is only a comment\nexport const x = process.env;\n');
    expect(await faults()).toEqual([
      '301 lines, more than 300: packages/html/src/styles/long.css',
      '301 lines, more than 300: packages/http/src/utils/x.ts',
      'a name that says nothing: packages/http/src/utils/x.ts',
      `in no layer (layer-rules.ts): ${server}attic/x.ts`,
      'touches process, which only main.ts and cli/ do: apps/gateway/src/app.ts',
    ]);
  });

  it('finds a handler that takes the whole storage, and one that is handed more than twelve things', async () => {
    write(
      `${server}browser/account/wide.ts`,
      `interface Base {\n${members(7)}}\nexport interface PageDependencies extends Base {\n${members(6, 7)}}\n`,
    );
    write(`${server}browser/account/narrow.ts`, `export interface OtherDependencies {\n${members(12)}}\n`);
    write(
      `${server}protocol/whole.ts`,
      "import type { Storage } from './x.ts';\nexport type F = (storage: Storage) => void;\n",
    );
    write(
      `${server}protocol/part.ts`,
      "import type { Storage } from './x.ts';\nexport type G = (storage: Pick<Storage, 'commit'>) => void;\n",
    );
    write(`${server}protocol/x.ts`, 'export interface Storage {\n  readonly commit: string;\n}\n');
    const found = await faults();
    expect(found).toContain(
      `PageDependencies has 13 members, more than 12, for a handler: ${server}browser/account/wide.ts`,
    );
    expect(found).toContain(`takes the whole Storage, not the stores that it uses: ${server}protocol/whole.ts`);
    expect(found.filter((fault) => /narrow|part\.ts/u.test(fault) && !fault.startsWith('in no layer'))).toEqual([]);
  });

  it('finds a test that judges a duration where others may use the machine', async () => {
    // In two parts: this file must not be found itself.
    const limit = '.toBeLessThan(500);\n';
    const judging = `expect(performance.now() - 0)${limit}`;
    write('apps/gateway/test/quick.test.ts', `${judging}export {};\n`);
    write('apps/gateway/test/quick.timing.test.ts', `${judging}export {};\n`);
    write('apps/gateway/test/slow.test.ts', `expect(answer.tookMs)\n  ${limit}export {};\n`);
    write('apps/gateway/test/calm.test.ts', 'expectWithin(performance.now() - 0, 500);\nexport {};\n');
    const which = 'judges a duration, which only expectWithin and *.timing.test.ts do:';
    expect(await faults()).toEqual([
      `${which} apps/gateway/test/quick.test.ts`,
      `${which} apps/gateway/test/slow.test.ts`,
    ]);
  });
});
