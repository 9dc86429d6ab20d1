/** A running server looks at its proved domains by itself, and every instance on its database hears of a loss. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DnsServer, startDnsServer } from '../dns-server.ts';
import { type Instance, startInstance, startServer, type TestServer } from '../server.ts';

let dns: DnsServer;
let server: TestServer;
let beside: Instance;

beforeAll(async () => {
  dns = await startDnsServer();
  server = await startServer({
    env: { GATEHOUSE_DNS_SERVERS: dns.address, GATEHOUSE_GC_INTERVAL_SECONDS: '1' },
    registry: (document) =>
      Object.assign(document, {
        connections: [{ name: 'corp', kind: 'google', client_id: 'us', domains: ['corp.example'] }],
      }),
  });
  beside = await startInstance(server);
});
afterAll(async () => {
  await beside?.stop();
  await server?.stop();
  await dns?.stop();
});

it('a proof that is gone after a week is lost, with one record, however many instances look', async () => {
  const { domainProofs } = server.server.storage;
  const proof = { connection: 'corp', domain: 'corp.example', token: 'token' };
  await server.change('connections', domainProofs.writes.add(proof), domainProofs.writes.checked(proof, 'found'));
  const lost = new Promise<void>((resolve) => {
    const look = async () => {
      const [kept] = await domainProofs.list();
      if (kept?.provedAtSeconds === undefined) resolve();
    };
    beside.server.storage.onChange('connections', () => void look());
  });
  server.aheadMs = 8 * 86_400_000;
  await lost;
  expect(dns.asked).toContain('_gatehouse-challenge.corp.example');
  expect(await domainProofs.list()).toEqual([expect.objectContaining({ failingSinceSeconds: expect.any(Number) })]);
  const records = await server.audited();
  expect(records.filter(({ type }) => type === 'connection.domain_lost')).toHaveLength(1);
  expect(server.log.join('\n')).toContain('corp.example is not proved any more');
});
