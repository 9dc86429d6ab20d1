import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const modules = join(rootDirectory, 'node_modules');
const ENTRIES = ['.', './express', './fastify', './hono', './koa', './nestjs', './testing'];
let project: string;
let built: string;

/** A project of its own beside which the built package lies as if it were installed. */
beforeAll(async () => {
  project = (await temporaryDirectory()).path;
  built = join(project, 'node_modules/@gatehouse/oauth-guard');
  mkdirSync(join(project, 'node_modules/@gatehouse'), { recursive: true });
  for (const name of ['express', 'fastify', 'hono', 'koa', 'supertest', '@types'])
    symlinkSync(join(modules, name), join(project, 'node_modules', name));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  await run(process.execPath, [join(rootDirectory, 'packages/oauth-guard/build.ts'), '--out', built]);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Fails when the type checker finds something in this program, under the strictest settings. */
async function typechecked(program: string, skipLibCheck = false): Promise<void> {
  writeFileSync(join(project, 'program.ts'), program);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024'],
    types: ['node'],
    noEmit: true,
    skipLibCheck,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  await run(process.execPath, [join(modules, 'typescript/bin/tsc'), '--project', project]);
}

describe('the published package', () => {
  it('has no dependency, its entries, a licence, a README, and no source', () => {
    const manifest = JSON.parse(readFileSync(join(built, 'package.json'), 'utf8')) as Record<string, object>;
    expect(Object.keys(manifest['exports'] ?? {})).toEqual(ENTRIES);
    expect(Object.keys(manifest).filter((member) => /dependencies|private/i.test(member))).toEqual([]);
    const files = readdirSync(built, { recursive: true, encoding: 'utf8' });
    const entries = ENTRIES.map((entry) => (entry === '.' ? 'index' : entry.slice(2)));
    const kinds = ['js', 'd.ts', 'mjs', 'd.mts'];
    expect(files).toEqual(
      expect.arrayContaining([
        'README.md',
        'LICENSE',
        ...entries.flatMap((name) => kinds.map((kind) => `${name}.${kind}`)),
      ]),
    );
    expect(files.filter((file) => /(?<!\.d)\.ts$|tsconfig/.test(file))).toEqual([]);
  });

  it('asks for nothing but what Node has', () => {
    const files = readdirSync(built, { recursive: true, encoding: 'utf8' });
    const asked = files
      .filter((file) => /\.m?[jt]s$/.test(file))
      .flatMap((file) => [
        ...readFileSync(join(built, file), 'utf8').matchAll(/(?:require\(|from |import\()['"]([^'"]+)/g),
      ])
      .map(([, name]) => name as string)
      .filter((name) => !name.startsWith('.') && !name.startsWith('node:'));
    expect(asked).toEqual([]);
  });

  it('passes publint and are-the-types-wrong', async () => {
    const lint = await run(process.execPath, [
      join(modules, 'publint/src/cli.js'),
      built,
      '--strict',
      '--pack',
      'false',
    ]);
    expect(lint.stdout).toContain('All good!');
    const attw = [join(modules, '@arethetypeswrong/cli/dist/index.js'), '--pack', built, '--format', 'json'];
    const { stdout } = await run(process.execPath, attw, {
      env: { ...process.env, npm_config_loglevel: 'error' },
      maxBuffer: 1e8,
    });
    const { analysis } = JSON.parse(stdout) as {
      analysis: { problems: { kind: string }[]; entrypoints: Record<string, unknown> };
    };
    expect(analysis.problems).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toEqual(ENTRIES);
  });

  it('runs as plain JavaScript', async () => {
    const program = `
      import { createResourceServer } from '@gatehouse/oauth-guard';
      import { createTestIssuer } from '@gatehouse/oauth-guard/testing';
      import { getAuth } from '@gatehouse/oauth-guard/express';
      const resource = 'https://api.example.com';
      const issuer = await createTestIssuer({ audience: resource });
      const api = createResourceServer({ resource, issuers: issuer.issuer });
      console.log((await api.verify(await issuer.issueToken())).subject, typeof getAuth);
      api.close();
      await issuer.close();`;
    writeFileSync(join(project, 'program.js'), program);
    const { stdout } = await run(process.execPath, [join(project, 'program.js')]);
    expect(stdout).toBe('alice function\n');
  });

  it('G23: is one set of objects, required or imported', async () => {
    const program = `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      for (const entry of ${JSON.stringify(ENTRIES.map((entry) => `@gatehouse/oauth-guard${entry.slice(1)}`))}) {
        const imported = await import(entry);
        const required = require(entry);
        const differing = Object.keys({ ...imported, ...required }).filter((name) => imported[name] !== required[name]);
        console.log(entry, Object.keys(imported).length > 0, differing);
      }`;
    writeFileSync(join(project, 'both.mjs'), program);
    const { stdout } = await run(process.execPath, [join(project, 'both.mjs')]);
    const same = ENTRIES.map((entry) => `@gatehouse/oauth-guard${entry.slice(1)} true []\n`);
    expect(stdout).toBe(same.join(''));
  });

  it('G23: is required in a program that knows no ES modules', async () => {
    const program = `
      const { AccessTokenError, createResourceServer } = require('@gatehouse/oauth-guard');
      const { createTestIssuer } = require('@gatehouse/oauth-guard/testing');
      const express = require('@gatehouse/oauth-guard/express');
      createTestIssuer({ audience: 'https://api.example.com' }).then(async (issuer) => {
        const api = createResourceServer({ resource: 'https://api.example.com', issuers: issuer.issuer });
        const refused = await api.verify('x').catch((error) => error);
        console.log((await api.verify(await issuer.issueToken())).subject, refused instanceof express.AccessTokenError, express.AccessTokenError === AccessTokenError);
        api.close();
        await issuer.close();
      });`;
    writeFileSync(join(project, 'program.cjs'), program);
    const { stdout } = await run(process.execPath, ['--no-experimental-require-module', join(project, 'program.cjs')]);
    expect(stdout).toBe('alice true true\n');
  });

  it('fits Express, its types checked strictly, without @types of Express in the package and without touching Request', async () => {
    const program = `
      import express from 'express';
      import { createResourceServer, getAuth } from '@gatehouse/oauth-guard/express';
      const api = createResourceServer({ resource: 'https://api.example.com', issuers: 'https://login.example.com' });
      const app = express();
      app.use(api.metadata(), api.policy([{ path: '/orders', scopes: 'read' }]));
      app.get('/orders/:id', api.requireScopes('read'), (req, res) => {
        const id: string = req.params.id;
        const { payload } = getAuth<{ department: string }>(req);
        res.json({ id, department: payload.department.toUpperCase() });
      });
      // @ts-expect-error our types leave Request alone
      app.get('/x', (req, res) => res.json(req.auth));
      const names: string[] = ['read'];
      app.use(api.requireScopes(...names), api.requireScopes(names), api.requireRoles(...names));
      app.get('/own/:id', api.requireAuth({ check: (auth, req: express.Request) => auth.subject === req.params['id'] }));
      // @ts-expect-error a number is no scope
      api.requireScopes(7);`;
    await typechecked(program);
    expect(readFileSync(join(built, 'express.d.ts'), 'utf8')).not.toMatch(/from 'express'|declare global/);
  });

  it('fits Fastify, Hono and Koa, their types checked strictly, without importing any of them', async () => {
    await typechecked(
      `
      import Fastify from 'fastify';
      import { Hono } from 'hono';
      import Koa from 'koa';
      import * as onFastify from '@gatehouse/oauth-guard/fastify';
      import * as onHono from '@gatehouse/oauth-guard/hono';
      import * as onKoa from '@gatehouse/oauth-guard/koa';
      const options = { resource: 'https://api.example.com', issuers: 'https://login.example.com' };
      const fastify = onFastify.createResourceServer(options);
      const app = Fastify();
      app.addHook('onRequest', fastify.metadata());
      app.addHook('onRequest', fastify.policy([]));
      app.get<{ Params: { id: string } }>('/orders/:id', { onRequest: fastify.requireScopes('read') }, async (request) => ({
        id: request.params.id,
        for: onFastify.getAuth(request).subject,
      }));
      app.post('/', { preHandler: [fastify.requireAuth()] }, async () => ({}));
      const hono = onHono.createResourceServer({ ...options, peerAddress: (c) => c.req.raw.headers.get('x') ?? undefined });
      type Env = { Variables: { tenant: string } };
      new Hono<Env>()
        .use(hono.metadata(), hono.policy([]))
        .get('/orders/:id', hono.requireScopes('read'), (c) => c.json({ id: c.req.param('id'), for: onHono.getAuth(c).subject }));
      const koa = onKoa.createResourceServer(options);
      new Koa<{ tenant: string }>().use(koa.metadata()).use(koa.policy([])).use((ctx) => {
        ctx.body = onKoa.getAuth<{ department: string }>(ctx).payload.department;
      });`,
      // The types of Koa do not fit those of a package that they name.
      true,
    );
    for (const entry of ['fastify', 'hono', 'koa', 'nestjs'])
      expect(readFileSync(join(built, `${entry}.d.ts`), 'utf8')).not.toMatch(/from ['"](?!\.|node:)/);
  });
});
