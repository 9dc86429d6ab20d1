/**
 * What `gatehouse clients add` and `resources add` print, and the console shows, is run as it stands there: alice signs in at each program, which calls an API
 * with a scope of its own for her. The programs are those of `examples/`.
 */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { components } from '@gatehouse/admin-client';
import type { Framework } from '@gatehouse/admin-client/snippets';
import { chromium, eventually, findChromium, freePort, rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readyCode } from '../../../../console/src/sections/new-client/ready-code.ts';
import { programsOn } from '../../../../console/test/programs-on.ts';
import { type Product, startProduct } from '../../product.ts';
import { type Running, startForeign } from '../foreign-program.ts';
import { Shell, shownFiles, walk } from './page.ts';
import {
  device,
  deviceCurl,
  type Example,
  jobs,
  lay,
  machine,
  native,
  prepared,
  type Snippet,
  spa,
  webExamples,
} from './programs.ts';
import { User } from './user.ts';

const run = promisify(execFile);
const API = 'https://orders.example.com';
const scope = ['--scope', `${API}=orders_read`];
/** `npm run newcomer` says so. */
const all = process.env['EXAMPLES'] === 'all';
const chosen = webExamples.filter(({ large }) => all || !large);

let product: Product;
let apiPort: number;
let api: Running | undefined;

/** What makes commands work on the database of the product that runs. */
const commandEnv = () => ({
  GATEHOUSE_ISSUER: product.issuer,
  GATEHOUSE_DATABASE_URL: `sqlite:${join(product.state, 'authorization-server.sqlite')}`,
  GATEHOUSE_STATE_DIRECTORY: product.state,
  GATEHOUSE_TLS_CERT_FILE: join(product.certificates, 'authorization-server.pem'),
  GATEHOUSE_TLS_KEY_FILE: join(product.certificates, 'authorization-server.key'),
});

/** `gatehouse …` on that database. */
async function gatehouse(...parameters: string[]): Promise<string> {
  const env = { ...process.env, ...commandEnv() };
  const command = join(rootDirectory, 'apps/authorization-server/bin/gatehouse.js');
  const running = run(process.execPath, [command, ...parameters], { env });
  // Nobody is there to be asked.
  running.child.stdin?.end();
  return (await running).stdout;
}

interface Added {
  readonly client_secret?: string;
  readonly metadata?: components['schemas']['Client'];
  readonly snippet: Snippet & { readonly framework: Framework };
}

/** The files of the same program as the console shows them to be copied. */
function shownInConsole({ metadata, snippet }: Added): Snippet['files'] | undefined {
  if (metadata === undefined) return undefined;
  const visit = { language: 'en', issuer: product.issuer, authority: product.caFile, may: () => true } as const;
  return programsOn(String(readyCode(visit, metadata))).get(snippet.framework)?.files;
}

/** Registers, and gives what was printed, with the API at the port that is free here. */
async function add(...parameters: string[]): Promise<Added> {
  const added = JSON.parse(await gatehouse(...parameters, '--json')) as Added;
  const isGuarded = parameters.includes('resources') || parameters.includes('--resource');
  if (!isGuarded) expect(shownInConsole(added)).toEqual(added.snippet.files);
  const files = added.snippet.files.map(({ name, text }) => ({ name, text: text.replaceAll('4001', String(apiPort)) }));
  return { ...added, snippet: { ...added.snippet, files } };
}

const folderOf = (name: string) => join(product.state, `example-${name}`);

async function startExample(example: Example, added: Added, port: number): Promise<Running> {
  const { framework } = example;
  const folder = folderOf(framework);
  return startForeign(
    framework,
    folder,
    `http://localhost:${port}/`,
    () => {
      const isNode = added.snippet.commands.some((line) => line.startsWith('npm install'));
      lay(folder, added.snippet.files, isNode ? framework : undefined);
      return example.start({ folder, caFile: product.caFile, clientSecret: added.client_secret ?? '', port });
    },
    300_000,
  );
}

/** A program that talks to a user on a terminal: what it has printed, and the code that it ends with. */
async function startOnTerminal(folder: string, example: Example) {
  const { command, parameters, env } = await example.start({
    folder,
    caFile: product.caFile,
    clientSecret: '',
    port: 0,
  });
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (printed += text));
  const ended = new Promise((resolve) => void child.once('close', resolve));
  return { printed: () => printed, ended };
}

const wrong = { missing: prepared('api') };
/** A test of an example; SKIP with the reason, which in CI is a failure. */
const itRuns = (example: Pick<Example, 'missing'>, title: string, body: () => Promise<void>): void => {
  const reason = example.missing ?? wrong.missing;
  if (reason === undefined) it(title, body);
  else if (process.env['CI'] !== 'true') it.skip(`${title} [SKIP: ${reason}]`, () => undefined);
  else
    it(title, () => {
      throw new Error(reason);
    });
};

beforeAll(async () => {
  [product, apiPort] = await Promise.all([startProduct(), freePort()]);
  const added = await add(
    'resources',
    'add',
    API,
    '--name',
    'Orders',
    '--scope',
    'orders_read=See your orders',
    '--framework',
    'express',
  );
  await gatehouse('roles', 'add', 'buyer', ...scope);
  await gatehouse('users', 'set', 'alice', '--add-role', 'buyer');
  if (wrong.missing !== undefined) return;
  api = await startForeign('api', folderOf('api'), `http://localhost:${apiPort}/`, async () => {
    lay(
      folderOf('api'),
      added.snippet.files.map(({ name, text }) => ({
        name,
        text: text.replace("origin: 'http://localhost:4000'", "origin: '*'"),
      })),
      'api',
    );
    return { command: process.execPath, parameters: ['api.mjs'], env: { NODE_EXTRA_CA_CERTS: product.caFile } };
  });
});
afterAll(async () => {
  await api?.stop();
  await product?.stop();
});

describe('docs/add-sign-in.md', () => {
  it('shows the programs of examples/', () => {
    const shown = shownFiles();
    expect(shown.size).toBeGreaterThanOrEqual(8);
    for (const [path, text] of shown) {
      expect([path, text]).toEqual([path, readFileSync(join(rootDirectory, 'examples', path), 'utf8')]);
    }
  });

  it('leads with its commands, in their order, to an API that answers for alice', async () => {
    const [shopPort, ordersPort, at] = [await freePort(), await freePort(), join(product.state, 'walk')];
    mkdirSync(at);
    const script = walk()
      .replaceAll('https://localhost:3000', product.issuer)
      .replaceAll('$GATEHOUSE/certs/ca.pem', product.caFile)
      .replaceAll(/\.\.\/(?=orders|shop)/gu, `${at}/`)
      .replaceAll(/(?:\$GATEHOUSE\/)?shop\.secret/gu, `${at}/shop.secret`)
      .replaceAll('4000', String(shopPort))
      .replaceAll('4001', String(ordersPort));
    const shell = new Shell(script, commandEnv());
    try {
      await shell.says(`ready at http://localhost:${shopPort}/`);
      const user = new User(product);
      await user.signIn(`http://localhost:${shopPort}/sign-in`);
      const orders = await user.ask(`http://localhost:${shopPort}/orders`);
      expect([orders.status, await orders.text()]).toEqual([200, expect.stringContaining('A book')]);
      const without = await fetch(`http://localhost:${ordersPort}/orders`);
      expect(without.status).toBe(401);
    } finally {
      await shell.stop();
    }
  });
});

describe('an application of each framework', () => {
  for (const example of chosen) {
    itRuns(example, `${example.framework}: signs alice in, calls the API for her, and signs her out`, async () => {
      const { framework } = example;
      const port = await freePort();
      const origin = `http://localhost:${port}`;
      const added = await add(
        'clients',
        'add',
        `shop-${framework}`,
        '--framework',
        framework,
        '--redirect-uri',
        `${origin}/callback`,
        ...scope,
      );
      const running = await startExample(example, added, port);
      try {
        const user = new User(product);
        // Spring begins a sign-in at whatever is asked.
        await user.signIn(framework === 'java' ? `${origin}/orders` : `${origin}/sign-in`);
        expect(await (await user.ask(`${origin}/`)).text()).toContain('alice@example.com');
        const orders = await user.ask(`${origin}/orders`);
        expect([orders.status, await orders.json()]).toEqual([
          200,
          { for: expect.any(String), orders: [expect.anything()] },
        ]);
        if (framework === 'java') return;
        const leaving = await user.ask(`${origin}/sign-out`);
        const end = new URL(leaving.headers.get('location') ?? '');
        expect(end.href).toMatch(new RegExp(`^${product.issuer}/session/end\\?`, 'u'));
        expect(end.searchParams.get('post_logout_redirect_uri')).toBe(`${origin}/`);
        expect((await user.atServer(end.href)).status).toBeLessThan(400);
      } catch (error) {
        throw new Error(`${(error as Error).message}\n${running.printed()}`, { cause: error });
      } finally {
        await running.stop();
      }
    });
  }

  itRuns(
    { missing: undefined },
    'api: the program asks about tokens that are no JWT, with its own credentials',
    async () => {
      const port = await freePort();
      const added = await add('clients', 'add', 'orders-api', '--kind', 'api', '--resource', API);
      const folder = folderOf('asking-api');
      const url = `http://localhost:${port}/`;
      const running = await startForeign('asking-api', folder, url, async () => {
        const files = added.snippet.files.map(({ name, text }) => ({
          name,
          text: text.replace(`listen(${apiPort}`, `listen(${port}`),
        }));
        lay(folder, files, 'api');
        const env = { NODE_EXTRA_CA_CERTS: product.caFile, CLIENT_SECRET: added.client_secret ?? '' };
        return { command: process.execPath, parameters: ['api.mjs'], env };
      });
      try {
        const answer = await fetch(`${url}orders`, { headers: { authorization: 'Bearer no-jwt-at-all' } });
        // Refused for what the server said of it: with a wrong secret nobody could know, and it would be 503.
        const challenge = answer.headers.get('www-authenticate');
        expect([answer.status, challenge]).toEqual([401, expect.stringContaining('invalid_token')]);
      } finally {
        await running.stop();
      }
    },
  );

  for (const example of [device, deviceCurl]) {
    const { framework } = example;
    itRuns(
      example,
      `${framework}: alice approves it in a browser elsewhere, and the program calls the API for her`,
      async () => {
        const added = await add('clients', 'add', `shop-${framework}`, '--framework', framework, ...scope);
        const folder = folderOf(framework);
        lay(folder, added.snippet.files, example === device ? framework : undefined);
        const program = await startOnTerminal(folder, example);
        await eventually(() => program.printed().includes('user_code='));
        await new User(product).approve(/(?<=and enter )\S+/u.exec(program.printed())?.[0] ?? '');
        expect(await program.ended).toBe(0);
        expect(program.printed()).toContain('alice@example.com');
        expect(program.printed()).toContain('A book');
      },
    );
  }

  itRuns(native, 'native: alice signs in with her browser, and the program calls the API for her', async () => {
    const added = await add('clients', 'add', 'shop-native', '--kind', 'native', ...scope);
    const folder = folderOf('native');
    lay(folder, added.snippet.files, 'native');
    const program = await startOnTerminal(folder, native);
    await eventually(() => program.printed().includes('code_challenge='));
    const user = new User(product);
    const callback = await user.signInAt(/^https:\S+/mu.exec(program.printed())?.[0] ?? '');
    expect(callback.hostname).toBe('127.0.0.1');
    expect((await fetch(callback)).status).toBe(200);
    expect(await program.ended).toBe(0);
    expect(program.printed()).toContain('alice@example.com');
    expect(program.printed()).toContain('A book');
  });

  for (const example of [machine, ...jobs]) {
    const { framework } = example;
    itRuns(example, `${framework}: the program gets a token for itself, and calls the API with it`, async () => {
      const added = await add('clients', 'add', `shop-${framework}`, '--framework', framework, ...scope);
      const folder = folderOf(framework);
      mkdirSync(folder);
      lay(folder, added.snippet.files, example === machine ? framework : undefined);
      const clientSecret = added.client_secret ?? '';
      const { command, parameters, env } = await example.start({
        folder,
        caFile: product.caFile,
        clientSecret,
        port: 0,
      });
      const { stdout } = await run(command, [...parameters], { cwd: folder, env: { ...process.env, ...env } });
      expect(stdout).toContain('a token for orders_read');
      expect(stdout).toContain(`shop-${framework}`);
      expect(stdout).toContain('A book');
      const issued = () => gatehouse('audit', 'list', '--client', `shop-${framework}`, '--action', 'token.issued');
      await eventually(async () => (await issued()).includes(`shop-${framework}`));
    });
  }

  const browser = findChromium() === undefined ? 'no Chromium was found' : undefined;
  itRuns(
    { missing: spa.missing ?? browser },
    'spa: alice signs in at a page that calls the API by itself',
    async () => {
      const port = await freePort();
      const added = await add(
        'clients',
        'add',
        'shop-spa',
        '--kind',
        'spa',
        '--redirect-uri',
        `http://localhost:${port}/`,
        ...scope,
      );
      const running = await startExample(spa, added, port);
      const opened = await chromium();
      try {
        const page = await (await opened.newContext({ ignoreHTTPSErrors: true })).newPage();
        await page.goto(`http://localhost:${port}/`);
        await page.click('#sign-in');
        await page.fill('input[name=login]', 'alice');
        await page.fill('input[name=password]', await product.passwordOf('alice'));
        await page.click('#submit');
        await page.click('#accept');
        await page.waitForFunction("document.getElementById('said')?.textContent?.includes('A book')");
        expect(await page.textContent('#said')).toContain('alice@example.com');
        expect(page.url()).toBe(`http://localhost:${port}/`);
        await page.click('#sign-out');
        await page.waitForSelector('#sign-in');
      } finally {
        await opened.close();
        await running.stop();
      }
    },
  );
});

describe('what is removed', () => {
  const bills = 'https://bills.example.com';

  it('is removed when that is confirmed, with what hangs on it', async () => {
    await gatehouse('resources', 'add', bills, '--name', 'Bills', '--scope', 'bills_read=See your bills');
    await gatehouse('roles', 'add', 'payer', '--scope', `${bills}=bills_read`);
    await gatehouse('users', 'set', 'bob', '--add-role', 'payer');
    for (const parameters of [
      ['resources', 'remove', bills],
      ['roles', 'remove', 'payer'],
    ]) {
      await expect(gatehouse(...parameters)).rejects.toMatchObject({
        code: 1,
        stderr: expect.stringContaining('--yes'),
      });
    }
    expect(await gatehouse('roles', 'show', 'payer')).toContain('bills_read');
    await gatehouse('resources', 'remove', bills, '--yes');
    expect(await gatehouse('roles', 'show', 'payer')).not.toContain('bills_read');
    expect(await gatehouse('roles', 'remove', 'payer', '--yes')).toContain('taken from bob');
    expect(await gatehouse('users', 'show', 'bob')).not.toContain('payer');
  });
});

describe('what is printed', () => {
  it('leaves out what calls an API when there is none, and names the certificate authority', async () => {
    const text = await gatehouse(
      'clients',
      'add',
      'plain',
      '--framework',
      'express',
      '--redirect-uri',
      'http://localhost:4000/callback',
    );
    expect(text).not.toContain('/orders');
    expect(text).toContain("const SCOPE = 'openid profile email offline_access';");
    expect(text).toContain(`NODE_EXTRA_CA_CERTS='${product.caFile}'`);
    const [secret = ''] = /(?<=CLIENT_SECRET=)\S+/u.exec(text) ?? [];
    expect(text.split(secret)).toHaveLength(2);
  });

  it('has no secret when a file keeps it, which is never written over', async () => {
    const file = join(product.state, 'shop.secret');
    const parameters = ['--kind', 'web', '--redirect-uri', 'http://localhost:4000/callback', '--secret-file', file];
    const text = await gatehouse('clients', 'add', 'filed', ...parameters);
    const secret = readFileSync(file, 'utf8').trim();
    expect(secret).toMatch(/^[\w-]{43}$/u);
    expect(text).not.toContain(secret);
    await expect(gatehouse('clients', 'add', 'filed-again', ...parameters)).rejects.toMatchObject({ code: 1 });
    expect(readFileSync(file, 'utf8').trim()).toBe(secret);
    expect(await gatehouse('clients', 'list')).not.toContain('filed-again');
  });
});
