/** `gatehouse connections domains`: from a declared domain to a proved one, with a real DNS server. */
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DnsServer, startDnsServer } from '../dns-server.ts';
import { startServer, type TestServer } from '../server.ts';
import { gatehouse } from './command.ts';

let dns: DnsServer;
let server: TestServer;
let env: Record<string, string>;

beforeAll(async () => {
  dns = await startDnsServer();
  server = await startServer({
    registry: (document) =>
      Object.assign(document, {
        connections: [
          { name: 'corp', kind: 'google', client_id: 'us', domains: ['corp.example', 'corp.example.net'] },
          { name: 'other', kind: 'google', client_id: 'us', domains: ['corp.example'] },
        ],
      }),
  });
  env = {
    GATEHOUSE_DATABASE_URL: `sqlite:${path.join(server.directory, 'database.sqlite')}`,
    GATEHOUSE_STATE_DIRECTORY: server.directory,
    GATEHOUSE_ISSUER: server.issuer,
    GATEHOUSE_TLS: 'false',
    GATEHOUSE_DNS_SERVERS: dns.address,
  };
});
afterAll(async () => {
  await server?.stop();
  await dns?.stop();
});

const run = (...words: string[]) => gatehouse(['connections', 'domains', ...words], env);
const states = async (name: string) => JSON.parse((await run('list', name, '--json')).stdout) as object[];

it('a domain is proved by the record that is asked for', async () => {
  expect(await states('corp')).toMatchObject([
    { domain: 'corp.example', state: 'unproved' },
    { domain: 'corp.example.net', state: 'unproved' },
  ]);
  const unasked = await run('check', 'corp', 'corp.example');
  expect([unasked.code, unasked.stderr]).toEqual([1, expect.stringContaining('ask for its challenge')]);
  const asked = await run('challenge', 'corp', 'corp.example');
  const { value } = /^_gatehouse-challenge\.corp\.example\. TXT "(?<value>[\w-]{43})"$/mu.exec(asked.stdout)!.groups!;
  expect((await run('challenge', 'corp', 'corp.example')).stdout).toBe(asked.stdout);

  const early = await run('check', 'corp', 'corp.example');
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('has no TXT record with the value')]);
  dns.records.set('_gatehouse-challenge.corp.example', { code: 'SERVFAIL' });
  const failed = await run('check', 'corp', 'corp.example');
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('ESERVFAIL')]);
  dns.records.set('_gatehouse-challenge.corp.example', { txt: [['v=spf1 -all'], [value!]] });
  const proved = await run('check', 'corp', 'corp.example');
  expect([proved.code, proved.stdout]).toEqual([0, expect.stringContaining('corp.example is proved for corp')]);
  expect(await states('corp')).toMatchObject([
    { domain: 'corp.example', state: 'proved', record: '_gatehouse-challenge.corp.example', value },
    { domain: 'corp.example.net', state: 'unproved' },
  ]);

  await run('challenge', 'other', 'corp.example');
  const taken = await run('check', 'other', 'corp.example');
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('proved for the connection corp')]);
});

it.each([
  [['list', 'nobody'], 'there is no connection nobody; there are: corp, other'],
  [['challenge', 'corp', 'gmail.com'], 'has no domain gmail.com; it has: corp.example, corp.example.net'],
])('%j is refused', async (words, said) => {
  const { code, stderr } = await run(...words);
  expect([code, stderr]).toEqual([1, expect.stringContaining(said)]);
});

it('a check that finds the record gone says that the proof is lost', async () => {
  dns.records.delete('_gatehouse-challenge.corp.example');
  const lost = await run('check', 'corp', 'corp.example');
  expect([lost.code, lost.stderr]).toEqual([1, expect.stringContaining('was proved and is not any more')]);
  expect(await states('corp')).toMatchObject([{ state: 'lost' }, { state: 'unproved' }]);
});
