import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  discoverOAuthProtectedResourceMetadata,
  extractWWWAuthenticateParams,
} from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import type { OAuthTokenVerifier } from '@modelcontextprotocol/sdk/server/auth/provider.js';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express, { type Express } from 'express';
import { createResourceServer, type ExpressOptions, type ExpressResourceServer } from '../src/express.ts';
import { createDpopClient, createTestIssuer, type TestIssuer, type TokenParameters } from '../src/testing.ts';
import { runSnippet } from './readme.ts';

let issuer: TestIssuer;
let port: number;
let resource: string;
const opened: { close(): unknown }[] = [];

beforeAll(async () => {
  issuer = await createTestIssuer({ audience: 'https://notes.example.com/mcp' });
});
afterAll(async () => {
  for (const one of opened) one.close();
  await issuer.close();
});

/** What the tool `whoami` says: the part of `extra.authInfo` that an MCP server may look at. */
interface Whoami {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  readonly resource: string;
  readonly subject: string;
  readonly token: string;
}

function createNotes(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('whoami', { description: 'Who calls' }, ({ authInfo }) => {
    const { clientId, scopes, expiresAt, resource: named, extra, token } = authInfo as AuthInfo;
    const said = { clientId, scopes, expiresAt, resource: named?.href, subject: extra?.['sub'], token };
    return { content: [{ type: 'text', text: JSON.stringify(said) }] };
  });
  return server;
}

/** An application on a port of its own. What the README calls https://notes.example.com is there. */
async function listening(app: Express): Promise<Server> {
  const server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  opened.push({ close: () => (server.closeAllConnections(), server.close()) });
  ({ port } = server.address() as AddressInfo);
  resource = `http://127.0.0.1:${port}/mcp`;
  return server;
}

/** The resource server of a snippet, under the address that it really has. */
function madeFor(app: Express): Record<string, unknown> {
  return {
    app,
    express,
    createNotes,
    StreamableHTTPServerTransport,
    createResourceServer(options: ExpressOptions): ExpressResourceServer {
      const api = createResourceServer({ ...options, resource, audience: options.resource });
      opened.push(api);
      return api;
    },
  };
}

const token = (parameters: TokenParameters = {}): Promise<string> =>
  issuer.issueToken({ subject: 'alice', clientId: 'agent', scope: 'notes_read', ...parameters });

/** Connects the SDK's own client and calls the tool. */
async function ask(accessToken: string): Promise<Whoami> {
  const headers = { authorization: `Bearer ${accessToken}` };
  const transport = new StreamableHTTPClientTransport(new URL(resource), { requestInit: { headers } });
  const client = new Client({ name: 'agent', version: '1.0.0' });
  await client.connect(transport);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['whoami']);
  const { content } = await client.callTool({ name: 'whoami' });
  await client.close();
  return JSON.parse((content as { text: string }[])[0]!.text) as Whoami;
}

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'agent', version: '1.0.0' } },
};

/** One message by hand, to see the answer to it. */
const post = (authorization?: string): Promise<Response> =>
  fetch(resource, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(authorization !== undefined && { authorization }),
    },
    body: JSON.stringify(initialize),
  });

async function refused(): Promise<[number, string | undefined][]> {
  const client = await createDpopClient();
  const [header, payload, signature] = (await token()).split('.');
  const bad: (string | undefined)[] = [
    undefined,
    'Bearer rubbish',
    `Bearer ${await token({ audience: 'https://other.example.com/mcp' })}`,
    `Bearer ${await token({ expiresInSeconds: -10 })}`,
    `Bearer ${await token({ header: { typ: 'JWT' } })}`,
    `Bearer ${await token({ dpop: client })}`,
    `Bearer ${header}.${payload}.${signature?.slice(4)}AAAA`,
    `Bearer ${await token({ scope: 'notes_write' })}`,
  ];
  return Promise.all(
    bad.map(async (authorization) => {
      const answer = await post(authorization);
      await answer.body?.cancel();
      return [answer.status, extractWWWAuthenticateParams(answer).error];
    }),
  );
}

describe("an MCP server with the SDK's transport behind our middleware", () => {
  beforeAll(async () => {
    const app = express();
    await listening(app);
    await runSnippet('mcp', issuer.issuer, madeFor(app));
  });

  it("RS-03: the SDK's own client calls a tool, which finds the caller in authInfo", async () => {
    const accessToken = await token();
    const said = await ask(accessToken);
    expect(said).toEqual({
      clientId: 'agent',
      scopes: ['notes_read'],
      expiresAt: expect.any(Number),
      resource,
      subject: 'alice',
      token: accessToken,
    });
  });

  it('RS-03: a 401 leads to the metadata (RFC 9728), and these to the issuer', async () => {
    const answer = await post();
    const { resourceMetadataUrl, scope, error } = extractWWWAuthenticateParams(answer);
    await answer.body?.cancel();
    expect([answer.status, scope, error]).toEqual([401, 'notes_read', undefined]);
    expect(resourceMetadataUrl?.href).toBe(`http://127.0.0.1:${port}/.well-known/oauth-protected-resource/mcp`);
    const metadata = await discoverOAuthProtectedResourceMetadata(resource, {
      resourceMetadataUrl: resourceMetadataUrl!,
    });
    expect(metadata).toMatchObject({
      resource,
      authorization_servers: [issuer.issuer],
      scopes_supported: ['notes_read'],
      resource_name: 'Notes',
    });
    // And by itself, from nothing but the address of the server.
    expect(await discoverOAuthProtectedResourceMetadata(resource)).toEqual(metadata);
  });

  it('RS-02, RS-03: refuses what is no token for it', async () => {
    const invalid = [401, 'invalid_token'];
    // For a bound token the first challenge is that of DPoP, in which the SDK does not look for an error.
    expect(await refused()).toEqual([
      [401, undefined],
      invalid,
      invalid,
      invalid,
      invalid,
      [401, undefined],
      invalid,
      [403, 'insufficient_scope'],
    ]);
    await expect(ask('rubbish')).rejects.toThrow(/invalid_token|401/);
  });

  it('answers other methods after it knows who asks', async () => {
    const authorization = `Bearer ${await token()}`;
    expect((await fetch(resource, { method: 'DELETE' })).status).toBe(401);
    expect((await fetch(resource, { method: 'DELETE', headers: { authorization } })).status).toBe(405);
  });
});

describe("an MCP server with the SDK's middleware on our verifier", () => {
  let api: ExpressResourceServer;

  beforeAll(async () => {
    const app = express();
    await listening(app);
    const audience = 'https://notes.example.com/mcp';
    api = createResourceServer({ resource, audience, issuers: issuer.issuer, keys: { cooldownSeconds: 0.01 } });
    opened.push(api);
    app.use(api.metadata({ scopesSupported: ['notes_read'] }));
    await runSnippet('mcp verifier', issuer.issuer, { app, api, InvalidTokenError, requireBearerAuth });
    app.post('/mcp', express.json(), async (req, res) => {
      const transport = new StreamableHTTPServerTransport();
      await createNotes().connect(transport);
      await transport.handleRequest(req, res, req.body);
    });
  });

  it("RS-03: the SDK's own client calls a tool, which finds the caller in authInfo", async () => {
    expect(await ask(await token())).toMatchObject({
      clientId: 'agent',
      subject: 'alice',
      scopes: ['notes_read'],
      resource,
    });
  });

  it('RS-03: a 401 leads to the metadata (RFC 9728), and these to the issuer', async () => {
    const answer = await post();
    const { resourceMetadataUrl } = extractWWWAuthenticateParams(answer);
    await answer.body?.cancel();
    expect(answer.status).toBe(401);
    const metadata = await discoverOAuthProtectedResourceMetadata(resource, {
      resourceMetadataUrl: resourceMetadataUrl!,
    });
    expect(metadata.authorization_servers).toEqual([issuer.issuer]);
  });

  it('has the types that the SDK asks for', async () => {
    const verifier: OAuthTokenVerifier = { verifyAccessToken: (accessToken) => api.verify(accessToken) };
    await expect(verifier.verifyAccessToken('rubbish')).rejects.toMatchObject({ status: 401 });
  });

  it('RS-02, RS-08: refuses what is no token for it, a bound token without its proof too', async () => {
    expect(await refused()).toEqual([
      ...Array.from({ length: 7 }, () => [401, 'invalid_token']),
      [403, 'insufficient_scope'],
    ]);
  });

  it('RS-04: an issuer that is away is no fault of the token', async () => {
    await issuer.rotateKeys({ publish: false });
    await issuer.goDown();
    const answer = await post(`Bearer ${await token()}`);
    await issuer.comeBack();
    issuer.publishKeys();
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([500, 'server_error']);
  });
});
