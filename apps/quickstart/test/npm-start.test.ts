import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rootDirectory, runProgram, skipUnless, spawnProgram, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BLOCK_ENDS, type Product, productEnvironment, startProduct } from './product.ts';

const run = promisify(execFile);
const ENTRY = 'apps/quickstart/src/main.ts';
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

let product: Product;
let block: string;

beforeAll(async () => {
  product = await startProduct();
  block = product.program.stdout();
});
afterAll(() => product?.stop());

describe('npm start', () => {
  it('prints where each program is, and each is ready', async () => {
    for (const origin of [product.issuer, product.api, product.webApp]) expect(block).toContain(origin);
    for (const prefix of ['GATEHOUSE', 'API', 'WEB']) {
      const ready = await fetch(`http://127.0.0.1:${product.env[`${prefix}_MANAGEMENT_PORT`]}/readyz`);
      expect(ready.status).toBe(200);
    }
  });

  it('prints the demo person with a password that was made on this machine', async () => {
    expect(block).toContain(`as alice with the password ${await product.passwordOf('alice')}\n`);
    expect((await product.passwordOf('alice')).length).toBeGreaterThanOrEqual(15);
  });

  it('prints the claims of the token in its curl line, and what the API answers to that call', async () => {
    const [, token = ''] = /Authorization: Bearer (\S+)'/u.exec(block) ?? [];
    const claims = claimsOf(token);
    expect(claims).toMatchObject({ iss: product.issuer, aud: product.api, client_id: 'worker', scope: 'invoice_read' });
    const [, shownClaims = '', shownAnswer = ''] =
      /The claims in that token:\n(.*?)\n\nWhat the API answered to that very call \(200\):\n(.*?)\n\n/su.exec(block) ??
      [];
    expect(JSON.parse(shownClaims)).toEqual(claims);
    const answer = await fetch(`${product.api}/secure-data`, { headers: { authorization: `Bearer ${token}` } });
    expect(Object.keys(JSON.parse(shownAnswer))).toEqual(Object.keys((await answer.json()) as object));
  });

  it('ends with what is needed later: addresses, the password, and how to add an application', () => {
    const [last = ''] = /^Gatehouse is running\.\n.*/msu.exec(block) ?? [];
    expect(last.split('\n').length).toBeLessThan(40);
    for (const line of last.split('\n')) expect(line.length).toBeLessThan(200);
    expect(last).toContain(`${product.issuer}/account\n`);
    expect(last).toContain('npx --no gatehouse clients add shop');
    expect(last).toContain(`export NODE_EXTRA_CA_CERTS=${product.caFile}\n`);
    expect(last).toContain(`export GATEHOUSE_ISSUER=${product.issuer}\n`);
    expect(last).not.toContain('Bearer');
  });

  it('keeps secrets, databases and logs to the owner', () => {
    const loose = (folder: string): string[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const path = join(folder, entry.name);
        if (entry.isDirectory()) return loose(path);
        return (statSync(path).mode & 0o077) === 0 ? [] : [path];
      });
    expect(statSync(product.state).mode & 0o777).toBe(0o700);
    expect(loose(join(product.state, 'secrets'))).toEqual([]);
    expect(loose(join(product.state, 'logs'))).toEqual([]);
  });

  it('starts programs that print no warning and no notice', () => {
    for (const program of ['authorization-server', 'resource-server', 'web-app', 'console']) {
      const lines = readFileSync(join(product.state, `logs/${program}.log`), 'utf8')
        .trim()
        .split('\n');
      const entries = lines.map((line) => JSON.parse(line) as { level: string; msg: string });
      // `npm start` asks from the first moment on whether a program is ready, and is told that it is not yet.
      const said = entries.filter(({ level, msg }) => level !== 'info' && msg !== 'readiness check fails');
      expect([program, said]).toEqual([program, []]);
    }
    expect(product.program.stderr()).toBe('');
  });

  it('says in one line which port is taken and which setting moves it', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port } = holder.address() as { port: number };
    const { path: state, remove } = await temporaryDirectory();
    const env = { ...(await productEnvironment(state)), API_PORT: String(port) };
    const { code, stderr } = await runProgram({ entry: ENTRY, env });
    holder.close();
    await remove();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^port ${port} is in use\\. .*API_PORT=\\d+ npm start\\n$`, 'u'));
  });

  it('ends everything with the last words of a program that cannot start', async () => {
    const { path: state, remove } = await temporaryDirectory();
    const env = { ...(await productEnvironment(state)), GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS: 'soon' };
    const { code, stderr } = await runProgram({ entry: ENTRY, env });
    await remove();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Authorization server ended \(exit code 78\)\n.*GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS/su);
  });

  it('refuses a setting that it does not know, with exit code 78', async () => {
    const { code, stderr } = await runProgram({ entry: ENTRY, env: { QUICKSTART_STATE_DIRECTRY: '/tmp' } });
    expect(code).toBe(78);
    expect(stderr).toContain('QUICKSTART_STATE_DIRECTORY');
  });
});

skipUnless('curl')('the curl line that npm start prints', () => {
  it('works as it stands', async () => {
    const [line = ''] = /^curl .*$/mu.exec(block) ?? [];
    const { stdout } = await run('bash', ['-c', line], { cwd: rootDirectory });
    expect(JSON.parse(stdout)).toMatchObject({ caller: { subject: 'worker' } });
  });
});

describe('the end of npm start', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'on %s leaves no process behind, and the next start keeps everything',
    async (signal) => {
      const { path: state, remove } = await temporaryDirectory();
      const env = await productEnvironment(state);
      const kept = () =>
        ['encryption.key', 'secrets/users/alice', 'secrets/clients/worker'].map((file) =>
          readFileSync(join(state, file), 'utf8'),
        );
      const keysOf = async () => (await fetch(`https://localhost:${env['GATEHOUSE_PORT']}/jwks`)).json();

      const first = spawnProgram({ entry: ENTRY, env });
      await first.printed(BLOCK_ENDS, 150_000);
      const [secrets, keys] = [kept(), await keysOf()];
      const children = await childrenOf(first.pid);
      expect(children).toHaveLength(5);
      process.kill(first.pid, signal);
      expect(await first.ended).toBe(0);
      expect(children.filter(isAlive)).toEqual([]);

      const second = spawnProgram({ entry: ENTRY, env });
      await second.printed(BLOCK_ENDS, 150_000);
      expect(second.stdout()).not.toContain('Made certificates');
      expect(kept()).toEqual(secrets);
      expect(await keysOf()).toEqual(keys);
      expect(await second.stop()).toBe(0);
      await remove();
    },
    // Two starts and two stops of everything.
    400_000,
  );

  it('when a program dies ends the others too and says which one it was', async () => {
    const { path: state, remove } = await temporaryDirectory();
    const program = spawnProgram({ entry: ENTRY, env: await productEnvironment(state) });
    await program.printed(BLOCK_ENDS, 150_000);
    const children = await childrenOf(program.pid);
    process.kill(children[1]!, 'SIGKILL');
    expect(await program.ended).toBe(1);
    expect(program.stderr()).toMatch(/^\w[\w ]+ ended \(SIGKILL\)\n/u);
    expect(children.filter(isAlive)).toEqual([]);
    await remove();
  });
});

async function childrenOf(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'ppid=,pid=']);
  const rows = stdout
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/u).map(Number));
  return rows.filter(([parent]) => parent === pid).map(([, child]) => child!);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
