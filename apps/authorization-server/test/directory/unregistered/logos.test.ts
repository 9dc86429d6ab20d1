import type { RequestListener } from 'node:http';
import { createSealer, openStorage, type Storage } from '@gatehouse/storage';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOutboundFetch } from '../../../src/delivery/outbound/guard.ts';
import type { Client } from '../../../src/directory/clients/clients.ts';
import { clientOf } from '../../../src/directory/unregistered/client-of.ts';
import { createClientLogos } from '../../../src/directory/unregistered/logos.ts';
import { unregisteredClients } from '../../../src/directory/unregistered/policy.ts';
import { type DocumentServer, startDocumentServer } from '../../document-server.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const shown = `data:image/png;base64,${png.toString('base64')}`;
const policy = unregisteredClients.parse({ documents: { domains: ['*'] }, registration: { mode: 'open' } });

let storage: Storage;
let web: DocumentServer;
let elsewhere: DocumentServer;
let nowMs = Date.now();
let count = 0;

const logos = () =>
  createClientLogos({
    storage,
    fetch: createOutboundFetch({ allow: [web.origin, elsewhere.origin] }),
    clock: () => nowMs,
  });

const told = { client_name: 'A', redirect_uris: ['https://agent.example/'], token_endpoint_auth_method: 'none' };

/** A client that is described by a document, on the server, with that logo. */
function clientWith(logoUri: string): Client {
  count += 1;
  const clientId = `${web.origin}/client-${count}.json`;
  const times = { createdAtSeconds: 0, fetchedAtSeconds: 0, freshUntilSeconds: 0 };
  const metadata = { ...told, logo_uri: logoUri };
  return clientOf({ kind: 'document', clientId, host: 'localhost', metadata, ...times }, policy, undefined);
}

const answerWith =
  (body: Buffer | string, headers: Record<string, string> = {}, status = 200): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'image/png', ...headers }).end(body);

/** Fetches the logo of a client, and looks for it then. */
async function got(client: Client): Promise<string | undefined> {
  const ofAll = logos();
  await ofAll.prefetch(client);
  return ofAll.find(client);
}

beforeAll(async () => {
  storage = await openStorage({
    url: 'sqlite::memory:',
    sealer: createSealer([Buffer.alloc(32, 1)]),
    clock: () => nowMs,
  });
  web = await startDocumentServer();
  elsewhere = await startDocumentServer();
});
afterAll(async () => {
  web?.close();
  elsewhere?.close();
  await storage?.close();
});

describe('logos of clients that are described by a document', () => {
  it('are fetched once for all instances, and shown from what is kept, labelled by what they are', async () => {
    const client = clientWith(web.answer('/logo.png', answerWith(png, { 'content-type': 'text/html' })));
    const first = logos();
    expect(await first.find(client)).toBeUndefined();
    await Promise.all([first.prefetch(client), first.prefetch(client)]);
    expect(await first.find(client)).toBe(shown);
    expect(await got(client)).toBe(shown);
    expect(web.asked.filter((path) => path === '/logo.png')).toHaveLength(1);
    nowMs += 8 * 86_400_000;
    expect(await first.find(client)).toBeUndefined();
  });

  it('are asked for again later when they could not be got', async () => {
    const client = clientWith(web.answer('/late.png', answerWith('', {}, 404)));
    expect(await got(client)).toBeUndefined();
    web.answer('/late.png', answerWith(png));
    expect(await got(client)).toBeUndefined();
    nowMs += 2 * 3_600_000;
    expect(await got(client)).toBe(shown);
  });

  it.each<[string, RequestListener]>([
    ['an SVG', answerWith('<svg xmlns="http://www.w3.org/2000/svg"/>', { 'content-type': 'image/svg+xml' })],
    ['a page', answerWith('<script>alert(1)</script>')],
    ['more than 64 KB', answerWith(Buffer.concat([png, Buffer.alloc(65_536)]))],
    ['a redirect', answerWith('', { location: '/logo.png' }, 302)],
    ['an error with a picture', answerWith(png, {}, 404)],
  ])('are no picture when the server has %s', async (_what, listener) => {
    expect(await got(clientWith(web.answer(`/bad-${count}`, listener)))).toBeUndefined();
  });

  it('come from the host of the document alone', async () => {
    const uri = elsewhere.answer('/foreign.png', answerWith(png));
    expect(await got(clientWith(uri))).toBeUndefined();
    expect(await got(clientWith('http://localhost/logo.png'))).toBeUndefined();
    expect(elsewhere.asked).toEqual([]);
  });

  it('are not for clients that registered themselves', async () => {
    const logoUri = web.answer('/dynamic.png', answerWith(png));
    const record = { kind: 'dynamic' as const, clientId: 'dyn_1', host: 'localhost', createdAtSeconds: 0 };
    const metadata = { ...told, logo_uri: logoUri };
    const client = clientOf({ ...record, metadata, managementSha256: Buffer.alloc(32) }, policy, undefined);
    expect(await got(client)).toBeUndefined();
    expect(web.asked).not.toContain('/dynamic.png');
  });

  it('are never more than a server is to bear in a minute', async () => {
    nowMs += 60_000;
    const [ofAll, elsewhereToo] = [logos(), logos()];
    const before = web.asked.length;
    const many = Array.from({ length: 40 }, (_, index) =>
      clientWith(web.answer(`/many-${index}.png`, answerWith(png))),
    );
    await Promise.all(many.map((client) => ofAll.prefetch(client)));
    expect(await ofAll.find(many[0] as Client)).toBe(shown);
    for (const client of many) await elsewhereToo.prefetch(client);
    expect(web.asked.length - before).toBe(8);
  });
});
