import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createOutboundFetch, type OutboundOptions } from '../../../src/delivery/outbound/guard.ts';
import { createDocuments } from '../../../src/directory/unregistered/documents.ts';
import { type DocumentsPolicy, unregisteredClients } from '../../../src/directory/unregistered/policy.ts';
import { type DocumentServer, startDocumentServer } from '../../document-server.ts';

const members = { client_name: 'Agent', redirect_uris: ['https://localhost/back'] };
const policyOf = (documents: object) => unregisteredClients.parse({ documents }).documents as DocumentsPolicy;
const all = policyOf({ domains: ['*'] });

let web: DocumentServer;
let storage: Storage;
let nowMs = 1_800_000_000_000;
let path = 0;
/** A path of its own for each test. */
const next = () => `/client-${++path}.json`;
const clock = () => nowMs;
/** The documents as an instance sees them that has just started. */
const instance = (options: Partial<OutboundOptions> = {}) =>
  createDocuments({ storage, clock, fetch: createOutboundFetch({ allow: [web.origin], ...options }) });
/** What was said to the client, or the name of the client. */
const outcome = (
  clientId: string,
  { policy = all, documents = instance() }: { policy?: DocumentsPolicy; documents?: ReturnType<typeof instance> } = {},
) =>
  documents.find(clientId, policy).then(
    ({ metadata }) => metadata['client_name'],
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  );
const asked = (url: string) => web.asked.filter((one) => url.endsWith(one)).length;
const kept = (url: string) => storage.unregisteredClients.find(url);

beforeAll(async () => {
  web = await startDocumentServer();
  storage = await openStorage({ url: 'sqlite::memory:', sealer: createSealer([Buffer.alloc(32, 1)]), clock });
});
afterAll(async () => {
  web?.close();
  await storage?.close();
});
beforeEach(() => {
  nowMs += 3_600_000;
});

describe('documents about clients', () => {
  it('are read once while they are fresh, and by one instance for all', async () => {
    const url = web.serve(next(), members, { 'cache-control': 'max-age=60' });
    const one = instance();
    expect(await Promise.all([1, 2, 3].map(() => outcome(url, { documents: one })))).toEqual(Array(3).fill('Agent'));
    expect(await outcome(url)).toBe('Agent');
    nowMs += 59_000;
    expect([await outcome(url), asked(url)]).toEqual(['Agent', 1]);
    nowMs += 2000;
    expect([await outcome(url), asked(url)]).toEqual(['Agent', 2]);
    expect(await kept(url)).toMatchObject({ host: new URL(web.origin).hostname, fetchedAtSeconds: nowMs / 1000 });
  });

  it('that are not to be kept are read again, but not within the second in which they were read', async () => {
    const url = web.serve(next(), members, { 'cache-control': 'no-store' });
    const documents = instance();
    await outcome(url, { documents });
    nowMs += 999;
    expect([await outcome(url, { documents }), asked(url)]).toEqual(['Agent', 1]);
    nowMs += 1;
    expect([await outcome(url, { documents }), asked(url)]).toEqual(['Agent', 2]);
  });

  it('are not fresh for longer, nor refused for longer, because a clock was set back', async () => {
    const place = next();
    const url = web.serve(place, members, { 'cache-control': 'max-age=60' });
    const documents = instance();
    await outcome(url, { documents });
    web.serve(place, { ...members, client_name: 'Changed' });
    const unknown = web.origin + next();
    expect(await outcome(unknown, { documents })).toContain('status 404');
    nowMs -= 3_000_000;
    expect(await outcome(url, { documents })).toBe('Changed');
    expect(await outcome(unknown, { documents })).toContain('status 404');
    expect([asked(url), asked(unknown)]).toEqual([2, 2]);
  });

  it('CIMD section 4: a failed refresh refuses the request and keeps the record; errors and invalid documents are never kept', async () => {
    const place = next();
    const url = web.serve(place, members, { 'cache-control': 'max-age=60' });
    await outcome(url);
    const before = await kept(url);
    const documents = instance();
    for (const [status, body, said] of [
      [500, '', 'status 500'],
      [404, '', 'status 404'],
      [201, JSON.stringify({ client_id: url, ...members }), 'status 201'],
      [200, '{}', 'client_id is not'],
    ] as const) {
      nowMs += 61_000;
      web.answer(place, (_request, response) =>
        response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'max-age=3600' }).end(body),
      );
      expect(await outcome(url, { documents })).toContain(said);
      expect(await kept(url)).toEqual(before);
      expect(await documents.known(url, all)).toEqual(before);
    }
    const unknown = web.origin + next();
    expect(await outcome(unknown)).toContain('not_answered');
    expect(await kept(unknown)).toBeUndefined();
    nowMs += 61_000;
    web.serve(place, { ...members, client_name: 'Again' });
    expect(await outcome(url, { documents })).toBe('Again');
  });

  it('attack: the host resolves to loopback after the check', async () => {
    let connections = 0;
    const trap = createServer((socket) => {
      connections += 1;
      socket.destroy();
    }).listen(0, '127.0.0.1');
    await once(trap, 'listening');
    let looks = 0;
    // A public address at the first look, this machine at every later one.
    const resolve = async () => [{ address: looks++ === 0 ? '192.0.1.1' : '127.0.0.1', family: 4 }];
    const url = `https://agent.example:${(trap.address() as AddressInfo).port}/client.json`;
    const documents = instance({ resolve, timeoutMs: 100 });
    expect(await outcome(url, { documents })).toMatch(/^unreachable: agent\.example:\d+, which has/u);
    nowMs += 2000;
    expect(await outcome(url, { documents })).toMatch(/^unreachable: agent\.example:\d+, which has/u);
    trap.close();
    expect([looks, connections]).toEqual([2, 0]);
  });

  it('attack: a redirect is not followed', async () => {
    const target = web.serve(next(), members);
    const url = web.answer(next(), (_request, response) => response.writeHead(302, { location: target }).end());
    expect(await outcome(url)).toMatch(/^not_answered: localhost:\d+ answered with a redirect/u);
    expect(asked(target)).toBe(0);
  });

  it('attack: a drip of 60 s ends when the time for the whole answer is over', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const url = web.answer(next(), (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => {
        clearInterval(timer);
        resolve();
      });
    });
    // Time enough to begin.
    expect(await outcome(url, { documents: instance({ timeoutMs: 1500 }) })).toMatch(/^unreachable: /u);
    await closed;
  });

  it('attack: 10 MB are not read; 5 KB are', async () => {
    let sent = 0;
    const url = web.answer(next(), (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (sent < 10_000_000 && !response.destroyed && response.write(' '.repeat(1024))) sent += 1024;
      };
      response.on('drain', more).on('error', () => undefined);
      more();
    });
    expect(await outcome(url)).toMatch(/^not_answered: localhost:\d+ answered with more than 5120 bytes$/u);
    expect(sent).toBeLessThan(10_000_000);
    const place = next();
    const empty = JSON.stringify({ client_id: web.origin + place, ...members, pad: '' }).length;
    expect(await outcome(web.serve(place, { ...members, pad: 'x'.repeat(5120 - empty) }))).toBe('Agent');
    const larger = next();
    const rest = 5121 - empty - (larger.length - place.length);
    expect(await outcome(web.serve(larger, { ...members, pad: 'x'.repeat(rest) }))).toMatch(/5120 bytes/u);
  });

  it('attack: a document that claims the address of another one', async () => {
    const honest = web.serve(next(), members);
    const url = web.serve(next(), { ...members, client_id: honest });
    expect(await outcome(url)).toMatch(/^invalid: .*client_id is not the address at which the document is/u);
    expect(await outcome(`${honest}?x`)).toMatch(/^not_answered/u);
  });

  it('attack: 1,000 different client ids a minute: the reads are bounded, and an honest client is unaffected', async () => {
    const honest = web.serve(next(), members);
    const documents = instance();
    await outcome(honest, { documents });
    const before = web.asked.length;
    const said = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => outcome(`${web.origin}/attack/${index}`, { documents })),
    );
    expect(web.asked.length - before).toBeLessThanOrEqual(4);
    expect(said.filter((one) => String(one).startsWith('busy: '))).toHaveLength(1000 - (web.asked.length - before));
    for (let index = 0; index < 200; index += 1) await outcome(`${web.origin}/slow/${index}`, { documents });
    expect(web.asked.length - before).toBeLessThanOrEqual(30);
    expect([await outcome(honest, { documents }), asked(honest)]).toEqual(['Agent', 1]);
    nowMs += 60_000;
    expect(await outcome(web.serve(next(), members), { documents })).toBe('Agent');
  });

  it('attack: at four processes at once no more is read in a minute than at one, and clients in use have their share', async () => {
    const used = web.serve(next(), members, { 'cache-control': 'max-age=1' });
    await outcome(used);
    const seen = { clientId: used, atSeconds: nowMs / 1000, removableAtSeconds: nowMs / 1000 };
    await storage.commit([storage.unregisteredClients.writes.used(seen)]);
    nowMs += 61_000;
    const processes = [1, 2, 3, 4].map(() => instance());
    const before = web.asked.length;
    for (let index = 0; index < 40; index += 1) {
      await Promise.all(processes.map((documents, n) => outcome(`${web.origin}/many/${n}/${index}`, { documents })));
    }
    expect(web.asked.length - before).toBe(23);
    expect(await outcome(`${web.origin}/many/late`)).toMatch(/^busy: /u);
    expect(await outcome(used)).toBe('Agent');
    nowMs += 61_000;
    expect(await outcome(web.serve(next(), members))).toBe('Agent');
  });

  it('a document that is kept and fresh costs no write', async () => {
    const url = web.serve(next(), members);
    await outcome(url);
    const documents = createDocuments({
      storage: {
        unregisteredClients: storage.unregisteredClients,
        counters: { ...storage.counters, increment: () => Promise.reject(new Error('a write')) },
        commit: () => Promise.reject(new Error('a write')),
      },
      clock,
      fetch: () => Promise.reject(new Error('a fetch')),
    });
    expect(await outcome(url, { documents })).toBe('Agent');
  });

  it('attack: an address that is none of a document is never asked', async () => {
    const before = web.asked.length;
    for (const url of [
      `${web.origin}/`,
      `${web.origin}/a/../b`,
      `${web.origin}/a#b`,
      web.origin.replace('//', '//a@'),
    ]) {
      expect(await outcome(url)).toMatch(/^not_an_address: /u);
    }
    expect(web.asked).toHaveLength(before);
  });
});

describe('the policy for documents', () => {
  it('trusts the hosts that it names, before anything is read; * only when it is written', async () => {
    for (const [host, domains, trusted] of [
      ['agent.example', ['agent.example'], true],
      ['a.agent.example', ['agent.example'], false],
      ['a.agent.example', ['*.agent.example'], true],
      ['a.b.agent.example', ['*.agent.example'], true],
      ['agent.example', ['*.agent.example'], false],
      ['evilagent.example', ['*.agent.example', 'agent.example'], false],
      ['agent.example.evil.example', ['*.agent.example', 'agent.example'], false],
      ['anything.example', ['*'], true],
    ] as const) {
      let fetches = 0;
      const documents = createDocuments({
        storage,
        clock,
        fetch: () => {
          fetches += 1;
          return Promise.reject(new TypeError('nobody is there'));
        },
      });
      nowMs += 2000;
      const said = await outcome(`https://${host}/client`, { policy: policyOf({ domains: [...domains] }), documents });
      expect([host, fetches, String(said).split(':')[0]]).toEqual(
        trusted ? [host, 1, 'unreachable'] : [host, 0, 'not_trusted'],
      );
    }
  });

  it('decides of what is kept and fresh too', async () => {
    const url = web.serve(next(), members);
    const documents = instance();
    const narrow = policyOf({ domains: ['agent.example'] });
    expect(await outcome(url, { documents })).toBe('Agent');
    expect(await outcome(url, { documents, policy: narrow })).toMatch(/^not_trusted: .* at localhost$/u);
    expect(await documents.known(url, narrow)).toBeUndefined();
    const proving = policyOf({ domains: ['*'], require_private_key_jwt: true });
    expect(await outcome(url, { documents, policy: proving })).toMatch(/^not_allowed: .*private_key_jwt/u);
    expect(await documents.known(url, proving)).toBeUndefined();
    expect(asked(url)).toBe(1);
  });

  it('keeps redirects at the domain of the document, on the user’s own machine where it says so', async () => {
    const uris = [
      'https://localhost:8443/back',
      'https://a.localhost/back',
      'https://evillocalhost/back',
      'https://localhost.evil.example/back',
      'http://127.0.0.1/back',
      'com.example.agent:/back',
    ];
    const seen = [];
    for (const uri of uris) {
      // A client that leads to the user's own machine has no https on loopback beside it.
      const others = uri.startsWith('https:') ? ['https://localhost/back'] : [];
      const url = web.serve(next(), { client_name: 'Agent', redirect_uris: [...others, uri] });
      nowMs += 3000;
      const of = async (redirects: string) => {
        const said = String(await outcome(url, { policy: policyOf({ domains: ['*'], redirects }) }));
        return /^not_allowed: .*redirect_uris\[[01]\] does not lead to localhost/u.test(said) ? 'no' : said;
      };
      seen.push([uri, await of('same_domain'), await of('same_domain_or_loopback'), await of('any')]);
    }
    expect(seen).toEqual([
      ['https://localhost:8443/back', 'Agent', 'Agent', 'Agent'],
      ['https://a.localhost/back', 'Agent', 'Agent', 'Agent'],
      ['https://evillocalhost/back', 'no', 'no', 'Agent'],
      ['https://localhost.evil.example/back', 'no', 'no', 'Agent'],
      ['http://127.0.0.1/back', 'no', 'Agent', 'Agent'],
      ['com.example.agent:/back', 'no', 'Agent', 'Agent'],
    ]);
  });
});
