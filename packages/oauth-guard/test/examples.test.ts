/** Every export of the public entries has an `@example`, and every example compiles. */

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { describe, expect, it } from '@jest/globals';
import { packageFolder } from './readme.ts';

const source = join(packageFolder, 'src');

interface Export {
  readonly name: string;
  /** In which it is declared, relative to the sources. */
  readonly file: string;
}

/** What an entry exports by itself. */
function exportsOf(entry: string): readonly Export[] {
  const text = readFileSync(join(source, entry), 'utf8');
  const passedOn = [...text.matchAll(/^export (?:type )?\{([^}]+)\} from '\.\/(.+)';$/gm)].flatMap(([, names, file]) =>
    (names as string).split(',').flatMap((name) => {
      const exported = name.trim().replace(/^type /, '');
      return exported === '' ? [] : [{ name: exported, file: file as string }];
    }),
  );
  const own = [...text.matchAll(/^export (?:async )?(?:interface|type|class|function|const) (\w+)/gm)];
  return [...passedOn, ...own.map(([, name]) => ({ name: name as string, file: entry }))];
}

/** The code after `@example` in the comment before a declaration. */
function exampleOf({ name, file }: Export): string | undefined {
  const declared = new RegExp(
    `/\\*\\*((?:(?!\\*/)[^])*)\\*/\\nexport (?:async )?(?:interface|type|class|function|const) ${name}\\b`,
  ).exec(readFileSync(join(source, file), 'utf8'));
  const lines = declared?.[1]?.split('\n').map((line) => line.replace(/^ \* ?/, '')) ?? [];
  const start = lines.indexOf('@example');
  return start === -1
    ? undefined
    : lines
        .slice(start + 1)
        .join('\n')
        .trim();
}

/** What examples suppose to be there. */
const SUPPOSED = `
declare const resource: string, issuers: string, secret: string, token: string, dpopProof: string;
declare const request: IncomingMessage, response: ServerResponse;
declare const decision: import('${source}/index.ts').Decision;
declare const api: import('${source}/express.ts').ExpressResourceServer;
declare const issuer: import('${source}/testing.ts').TestIssuer;
declare const app: import('express').Express, koa: import('koa');
/** As much of each as an example needs: the real ones are in the newcomer's projects. */
declare class HttpException extends Error { constructor(response: object, status: number); }
declare const fastify: { get(path: string, options: object, handler: (request: object) => Promise<object>): void };
declare const hono: { get(path: string, guard: unknown, handler: (c: { json(body: object): Response }) => Response): void };`;

describe('examples', () => {
  it('stand at every export of the public entries, and compile', async () => {
    const { path } = await temporaryDirectory();
    const { exports } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
      exports: Record<string, string>;
    };
    const entries = Object.values(exports).map((file) => file.replace('./src/', ''));
    const missing: string[] = [];
    for (const entry of entries) {
      const exported = exportsOf(entry);
      expect(exported.length).toBeGreaterThan(4);
      const functions = exported.map((one, index) => {
        const example = exampleOf(one);
        if (example === undefined || example === '') missing.push(`${entry}: ${one.name}`);
        return `export async function example${index}(): Promise<unknown> { // ${one.name}\n${example}\nreturn undefined; }`;
      });
      const mine = exported.map(({ name }) => name);
      const more =
        entry === 'index.ts'
          ? []
          : exportsOf('index.ts')
              .map(({ name }) => name)
              .filter((name) => !mine.includes(name));
      const imports = [
        `import { ${mine.join(', ')} } from '${source}/${entry}';`,
        `import { ${more.join(', ')} } from '${source}/index.ts';`,
        "import type { IncomingMessage, ServerResponse } from 'node:http';",
      ];
      writeFileSync(join(path, entry), [...imports, SUPPOSED, ...functions].join('\n'));
    }
    expect(missing).toEqual([]);
    const compilerOptions = {
      noUnusedLocals: false,
      noUnusedParameters: false,
      verbatimModuleSyntax: false,
      noImplicitReturns: false,
      typeRoots: [join(rootDirectory, 'node_modules/@types')],
      paths: Object.fromEntries(
        ['express', 'koa'].map((name) => [name, [join(rootDirectory, 'node_modules/@types', name)]]),
      ),
    };
    const project = join(path, 'tsconfig.json');
    const settings = { extends: join(rootDirectory, 'tsconfig.json'), compilerOptions, include: [path] };
    writeFileSync(project, JSON.stringify(settings));
    const tsc = join(rootDirectory, 'node_modules/typescript/bin/tsc');
    const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--project', project]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });
});
