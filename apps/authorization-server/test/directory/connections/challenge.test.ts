/** The proof of a domain in the DNS, with a real DNS server: what counts as found, as missing, and as no answer. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createLookForChallenge, domainOf, newChallengeToken } from '../../../src/directory/connections/challenge.ts';
import { type DnsAnswer, type DnsServer, startDnsServer } from '../../dns-server.ts';

const token = newChallengeToken();
const name = '_gatehouse-challenge.example.com';

let dns: DnsServer;
beforeAll(async () => {
  dns = await startDnsServer();
});
afterAll(() => dns.stop());
beforeEach(() => dns.records.clear());

/** Waits for long where an answer comes, however busy the machine is. */
const look = (servers = [dns.address], timeoutMs = 30_000) =>
  createLookForChallenge({ servers, timeoutMs, tries: 1 })('example.com', token);
const long = (length: number) => 'x'.repeat(length);

describe('the proof of a domain', () => {
  it.each<[string, DnsAnswer, object]>([
    ['the token', { txt: [[token]] }, { kind: 'found' }],
    ['another token', { txt: [[newChallengeToken()]] }, { kind: 'missing' }],
    ['the token among several records', { txt: [['v=spf1 -all'], [token], ['else']] }, { kind: 'found' }],
    ['the token in pieces', { txt: [[token.slice(0, 10), token.slice(10)]] }, { kind: 'found' }],
    ['its pieces in records of their own', { txt: [[token.slice(0, 10)], [token.slice(10)]] }, { kind: 'missing' }],
    ['the token and more', { txt: [[`${token} `], [token.toUpperCase()], [`x${token}`]] }, { kind: 'missing' }],
    ['an empty record', { txt: [['']] }, { kind: 'missing' }],
    ['the token behind a CNAME', { txt: [[token]], cname: 'proof.example.net' }, { kind: 'found' }],
    ['no such name', { code: 'NXDOMAIN' }, { kind: 'missing' }],
    ['no TXT record', 'nothing', { kind: 'missing' }],
    ['a failure', { code: 'SERVFAIL' }, { kind: 'unknown', reason: 'ESERVFAIL' }],
    ['a refusal', { code: 'REFUSED' }, { kind: 'unknown', reason: 'EREFUSED' }],
    ['silence', 'silence', { kind: 'unknown', reason: 'ETIMEOUT' }],
    ['garbage', 'garbage', { kind: 'unknown', reason: expect.any(String) }],
  ])('%s', async (_what, answer, outcome) => {
    dns.records.set(name, answer);
    const isAnswered = answer !== 'silence' && answer !== 'garbage';
    expect(await look([dns.address], isAnswered ? undefined : 50)).toEqual(outcome);
    expect(dns.asked.at(-1)).toBe(name);
  });

  it('is read by TCP where it is too long for a datagram', async () => {
    dns.records.set(name, { txt: [[long(255), long(255)], [long(255)], [token]] });
    expect(await look()).toEqual({ kind: 'found' });
    expect(dns.overTcp()).toBeGreaterThan(0);
  });

  it('is asked of the next server where one does not answer', async () => {
    const silent = await startDnsServer();
    silent.records.set(name, 'silence');
    dns.records.set(name, { txt: [[token]] });
    expect(await look([silent.address, dns.address], 1000)).toEqual({ kind: 'found' });
    await silent.stop();
  });

  it('a server that nobody reaches is no answer', async () => {
    const gone = await startDnsServer();
    await gone.stop();
    expect(await look([gone.address])).toMatchObject({ kind: 'unknown' });
  });
});

it.each([
  ['Ann@Example.COM ', 'example.com'],
  ['ann@münchen.example', 'xn--mnchen-3ya.example'],
  ['ann', undefined],
  ['@example.com', undefined],
  ['ann@', undefined],
  ['ann@one@example.com', undefined],
  ['ann smith@example.com', undefined],
  ['ann@exa mple.com', undefined],
])('the domain of %j is %j', (address, domain) => {
  expect(domainOf(address)).toBe(domain);
});
