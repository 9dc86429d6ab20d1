/** `gatehouse report` on the database beside it, and over the network with `--probe`. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { certificates, freePort, rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse, startCommand } from './command.ts';

interface Report {
  readonly profile: string;
  readonly probed: boolean;
  readonly must_fail: number;
  readonly should_fail: number;
  readonly subjects: readonly {
    readonly kind: string;
    readonly id: string;
    readonly findings: readonly { readonly rule: string; readonly result: string; readonly value: string }[];
  }[];
}

let server: TestServer;
let notes: Server;
let indicator: string;
let env: Record<string, string>;

/** An API that says where its metadata are, and names the server. */
async function startNotes(issuer: () => string): Promise<Server> {
  const certs = await certificates();
  const files = {
    cert: readFileSync(certs.certFile('resource-server')),
    key: readFileSync(certs.keyFile('resource-server')),
  };
  const api = createServer(files, ({ url }, response) => {
    if (url === '/.well-known/oauth-protected-resource/mcp') {
      const document = { resource: indicator, authorization_servers: [issuer()], scopes_supported: ['read'] };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
      return;
    }
    const challenge = `Bearer resource_metadata="${new URL(indicator).origin}/.well-known/oauth-protected-resource/mcp"`;
    response.writeHead(url === '/mcp' ? 401 : 404, { 'www-authenticate': challenge }).end();
  });
  api.listen(await freePort(), '127.0.0.1');
  await once(api, 'listening');
  indicator = `https://localhost:${(api.address() as { port: number }).port}/mcp`;
  return api;
}

beforeAll(async () => {
  notes = await startNotes(() => server.issuer);
  server = await startServer({
    registry: ({ resources, clients }) => {
      resources.push({ indicator, name: 'Notes', scopes: { read: 'Read your notes' } });
      clients.push({
        client_id: 'agent',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: ['https://agent.example/callback'],
        scopes: { [indicator]: ['read'] },
      });
      clients.push({
        client_id: 'shop',
        token_endpoint_auth_method: 'client_secret_basic',
        grant_types: ['authorization_code'],
        redirect_uris: ['https://shop.example.com/callback'],
        require_pkce: false,
      });
    },
  });
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_CA_FILE: (await certificates()).caFile,
    GATEHOUSE_TLS: 'false',
    GATEHOUSE_OUTBOUND_ALLOW: `${server.issuer},${new URL(indicator).origin}`,
  };
});
afterAll(async () => {
  await server?.stop();
  notes?.close();
});

const run = (line: string) => gatehouse(['report', ...line.split(' ')], env);
const reportOf = async (line: string, code: number): Promise<Report> => {
  const ran = await run(`${line} --json`);
  expect([line, ran.code]).toEqual([line, code]);
  return JSON.parse(ran.stdout) as Report;
};
const findingOf = ({ subjects }: Report, id: string, rule: string) =>
  subjects.find((one) => one.id === id)?.findings.find((one) => one.rule === rule);

describe('gatehouse report', () => {
  it('ends with 1 when a MUST does not hold, and says how many; with 0 when all do', async () => {
    const report = await reportOf('--profile oauth21', 1);
    expect(report).toMatchObject({ profile: 'oauth21', probed: false, must_fail: 1 });
    expect(findingOf(report, 'shop', 'pkce')).toMatchObject({ result: 'fails', value: 'require_pkce: false' });
    expect(findingOf(report, 'agent', 'pkce')).toMatchObject({ result: 'holds' });
    const one = await reportOf('--profile oauth21 --client agent', 0);
    expect(one.subjects.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['client agent']);
    // What should be otherwise is no reason to fail.
    expect(one).toMatchObject({ must_fail: 0, should_fail: 1 });
    const { stderr } = await run('--profile oauth21');
    expect(stderr).toBe('gatehouse: 1 MUST of oauth21 does not hold\n');
  });

  it('shows a table that is read at 80 columns, what fails first, and no colours', async () => {
    const { stdout } = await run('--profile mcp-2026-07-28');
    const lines = stdout.trimEnd().split('\n');
    const words = lines.filter((line) => line.length > 80 && line.trim().includes(' '));
    expect(words).toEqual([]);
    expect(stdout).not.toContain('\u001B');
    expect(lines[0]).toBe('Model Context Protocol 2026-07-28, Authorization');
    expect(lines[2]).toBe('client shop');
    expect(lines[3]).toBe('  FAILS   MUST   pkce: require_pkce: false');
    expect(stdout).toContain('\n  tested  MUST   pkce-announced ');
    expect(lines.at(-1)).toMatch(/^\d+ subjects: \d+ MUST and \d+ SHOULD do not hold$/u);
  });

  it('--json has the members that docs/operating.md names, and no others', async () => {
    const report = await reportOf('--profile oauth21 --client agent', 0);
    const { subjects, ...head } = report;
    const document = readFileSync(path.join(rootDirectory, 'docs/operating.md'), 'utf8');
    const section = document.slice(document.indexOf('`--json` prints one document whose members stay'));
    const named = [...section.slice(0, section.indexOf('\n## ')).matchAll(/`([a-z_]+)`/gu)].map(([, name]) => name);
    const [subject] = subjects;
    const members = [head, { subjects }, subject ?? {}, subject?.findings[0] ?? {}].flatMap(Object.keys);
    for (const member of members) expect(named).toContain(member);
    expect(members).toHaveLength(7 + 3 + 7);
  });

  it('docs/operating.md shows what it says', async () => {
    const document = readFileSync(path.join(rootDirectory, 'docs/operating.md'), 'utf8');
    const [, line = '', shown] = /```console\n\$ npx --no gatehouse report ([^\n]+)\n(.*?)```/su.exec(document) ?? [];
    const { stdout, stderr } = await run(line);
    expect(shown).toBe(`${stdout}${stderr}`);
  });

  it('--quiet shows what does not hold alone', async () => {
    const { stdout } = await run('--profile oauth21 --quiet');
    const marks = stdout.split('\n').flatMap((line) => /^ {2}(\w+) +(?:MUST|SHOULD|MAY) /u.exec(line)?.[1] ?? []);
    expect(new Set(marks)).toEqual(new Set(['FAILS', 'fails']));
    const { stdout: nothing, code } = await run(`--profile oauth21 --resource ${indicator} --quiet`);
    expect([code, nothing]).toEqual([0, '']);
  });

  it('--probe asks the API and the server over the network', async () => {
    const before = await reportOf(`--profile mcp-2026-07-28 --resource ${indicator}`, 0);
    expect(findingOf(before, indicator, 'challenge')).toMatchObject({ result: 'not_checked' });
    const after = await reportOf(`--profile mcp-2026-07-28 --resource ${indicator} --probe`, 0);
    expect(after.probed).toBe(true);
    const results = ['resource-metadata', 'authorization-servers', 'challenge', 'challenge-scope'].map(
      (rule) => findingOf(after, indicator, rule)?.result,
    );
    expect(results).toEqual(['holds', 'holds', 'holds', 'fails']);
    const whole = await reportOf('--profile mcp-2026-07-28 --probe', 1);
    for (const rule of ['discovery', 'pkce-announced', 'issuer-identification']) {
      expect([rule, findingOf(whole, server.issuer, rule)?.result]).toEqual([rule, 'holds']);
    }
  });

  it('--probe goes through the outbound guard: a private address that is not let through is not asked', async () => {
    const alone = { ...env, GATEHOUSE_OUTBOUND_ALLOW: 'https://other.example' };
    const line = ['report', '--profile', 'mcp-2026-07-28', '--resource', indicator, '--probe', '--json'];
    const { code, stdout } = await gatehouse(line, alone);
    expect(code).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(findingOf(report, indicator, 'resource-metadata')).toMatchObject({ result: 'fails', value: 'no document' });
    expect(findingOf(report, indicator, 'challenge')).toMatchObject({ result: 'fails', value: 'no answer' });
  });

  it('wrong words are told apart from rules that do not hold', async () => {
    expect((await run('--profile fapi')).code).toBe(64);
    expect((await run('--profile oauth21 --client nobody')).stderr).toContain('there is no client nobody');
  });

  it('is whole for who reads it late', async () => {
    // More lines than a pipe holds.
    const { clients } = server.server.storage;
    const { metadata } = (await clients.find('shop'))!;
    const many = Array.from({ length: 100 }, (_, n) => clients.writes.put({ clientId: `shop-${n}`, metadata }));
    await server.change('clients', ...many);
    const child = startCommand(['report', '--profile', 'mcp-2026-07-28'], env);
    // What it could not do is said last, when all of the table is written.
    await once(child.stderr!, 'readable');
    const [stdout] = await Promise.all([text(child.stdout!), once(child, 'close')]);
    expect(stdout).toMatch(/\n\d+ subjects: \d+ MUST and \d+ SHOULD do not hold\n$/u);
  });
});
