/** The MCP server of examples/mcp-server, directly and behind the gateway, as `npm run example:mcp` starts them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { extractWWWAuthenticateParams } from '@modelcontextprotocol/sdk/client/auth.js';
import { type McpExample, startMcpExample, walk } from './example.ts';
import { registrations, told, wereTold } from './registration.ts';

let example: McpExample;
/** Each way to the server, with tokens for it. */
interface Way {
  url: string;
  reads: string;
  writes: string;
  bobReads: string;
}
const ways: Record<'directly' | 'behind the gateway', Way> = {} as never;

beforeAll(async () => {
  example = await startMcpExample();
  const { server, byGateway, tokenFor } = example;
  for (const [name, url] of [
    ['directly', server],
    ['behind the gateway', byGateway],
  ] as const) {
    ways[name] = {
      url,
      reads: await tokenFor('alice', url, 'notes_read'),
      writes: await tokenFor('alice', url, 'notes_write'),
      bobReads: await tokenFor('bob', url, 'notes_read notes_write'),
    };
  }
});
afterAll(async () => {
  await example?.stop();
});

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'agent', version: '1.0.0' } },
};
const addNote = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'add_note', arguments: { text: 'x' } } };
const listTools = { jsonrpc: '2.0', id: 3, method: 'tools/list' };

interface Posted {
  readonly token?: string;
  readonly session?: string | null;
  readonly headers?: Record<string, string>;
}

async function post(url: string, message: unknown, { token, session, headers }: Posted = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(session && { 'mcp-session-id': session }),
      ...headers,
    },
    body: typeof message === 'string' ? message : JSON.stringify(message),
  });
  return { status: answer.status, text: await answer.text(), session: answer.headers.get('mcp-session-id'), answer };
}

const documentOf = (url: string) => `${new URL(url).origin}/.well-known/oauth-protected-resource/mcp`;

describe.each(['directly', 'behind the gateway'] as const)('an MCP server, %s', (name) => {
  it('MCP: one that knows only its URL signs a user in, and calls each tool with the scope that it needs', async () => {
    const { url } = ways[name];
    for (const registration of registrations) {
      const { code, printed, asked, clients } = await walk(example, url, ...told(example, registration));
      expect([code, printed]).toEqual([0, expect.stringContaining('tools: list_notes, add_note\n')]);
      expect(wereTold(example, registration, clients)).toBe(true);
      // Twice, as no more is asked for than is needed.
      expect(asked).toEqual(['notes_read offline_access', 'notes_read notes_write offline_access']);
      expect(printed.match(/the access token is for .*$/gmu)).toEqual([
        'the access token is for notes_read',
        'the access token is for notes_read notes_write',
      ]);
      expect(printed).toMatch(/add_note: noted: buy milk\nlist_notes: (?:.*\n)*buy milk\n/u);
    }
  });

  it('RFC 9728: a 401 leads to the metadata, and these to the authorization server', async () => {
    const { url } = ways[name];
    const { status, answer } = await post(url, initialize);
    expect([status, extractWWWAuthenticateParams(answer)]).toEqual([
      401,
      { resourceMetadataUrl: new URL(documentOf(url)), scope: 'notes_read' },
    ]);
    const found = await fetch(documentOf(url));
    expect(await found.json()).toMatchObject({
      resource: url,
      authorization_servers: [example.issuer],
      scopes_supported: ['notes_read'],
    });
  });

  it('MCP: a tool that needs another scope is 403 with that scope and the way to it, also inside a batch', async () => {
    const { url, reads, writes } = ways[name];
    const { session } = await post(url, initialize, { token: reads });
    for (const message of [addNote, [listTools, addNote]]) {
      for (const headers of [{}, { 'content-type': 'text/plain' }]) {
        const { status, answer } = await post(url, message, { token: reads, session, headers });
        expect([status, extractWWWAuthenticateParams(answer)]).toEqual([
          403,
          {
            error: 'insufficient_scope',
            scope: 'notes_write',
            resourceMetadataUrl: new URL(documentOf(url)),
          },
        ]);
      }
    }
    const allowed = await post(url, addNote, { token: writes, session });
    expect([allowed.status, allowed.text]).toEqual([200, expect.stringContaining('noted: x')]);
    // Who may write may read.
    expect((await post(url, listTools, { token: writes, session })).status).toBe(200);
  });

  it('MCP: a session belongs to the user and the client that opened it', async () => {
    const { url, reads, bobReads } = ways[name];
    const { session, status } = await post(url, initialize, { token: reads });
    expect([status, session]).toEqual([200, expect.stringMatching(/^[\da-f-]{36}$/u)]);
    expect((await post(url, listTools, { token: reads, session })).status).toBe(200);
    const otherClient = await example.tokenFor('alice', url, 'notes_read', 'other-client');
    for (const token of [bobReads, otherClient]) {
      expect((await post(url, listTools, { token, session })).status).toBe(404);
      for (const method of ['GET', 'DELETE']) {
        const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream', 'mcp-session-id': session! };
        const answer = await fetch(url, { method, headers });
        await answer.body?.cancel();
        expect([method, answer.status]).toEqual([method, 404]);
      }
    }
    expect((await post(url, listTools, { token: reads, session: crypto.randomUUID() })).status).toBe(404);
    // It is still there.
    expect((await post(url, listTools, { token: reads, session })).status).toBe(200);
  });
});

describe('an MCP server, whichever way', () => {
  it('MCP: takes the tokens that are for it and no others: none is passed through', async () => {
    const { directly, 'behind the gateway': behind } = ways;
    expect((await post(directly.url, initialize, { token: behind.reads })).status).toBe(401);
    expect((await post(behind.url, initialize, { token: directly.reads })).status).toBe(401);
    // In the query it is none.
    expect((await post(`${directly.url}?access_token=${directly.reads}`, initialize)).status).toBe(400);
  });

  it('RFC 9728: has its metadata at the root too', async () => {
    const { url } = ways.directly;
    const atRoot = await fetch(documentOf(url).replace(/\/mcp$/u, ''));
    const document = (await atRoot.json()) as { scopes_supported: string[] };
    expect(document).toMatchObject({ resource: url, scopes_supported: ['notes_read'] });
    expect(document).toEqual(await (await fetch(documentOf(url))).json());
  });

  it('MCP: answers those that call it by its own name, not pages of other hosts', async () => {
    const { url, reads: token } = ways.directly;
    expect((await post(url, initialize, { token, headers: { origin: 'https://evil.example' } })).status).toBe(403);
    expect((await post(url, initialize, { token, headers: { origin: 'https://localhost:9' } })).status).toBe(200);
  });

  it('MCP: bad messages are 400', async () => {
    const { url, reads: token } = ways.directly;
    for (const message of ['', 'null', '{', '7', listTools])
      expect((await post(url, message, { token })).status).toBe(400);
  });
});

describe('npm run example:mcp', () => {
  it('says where everything is and what to type next, and stops', async () => {
    const block = example.program.stdout();
    for (const text of [example.issuer, example.server, example.byGateway, example.caFile, '--client-id mcp-client'])
      expect(block).toContain(text);
    expect(await example.stop()).toBe(0);
    expect(example.program.stdout()).toContain('Stopping everything.');
    expect(example.program.stderr()).toBe('');
  });
});
