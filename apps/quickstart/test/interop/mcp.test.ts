import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import { createResourceServer, type ExpressResourceServer } from '@gatehouse/oauth-guard/express';
import { freePort } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { ClientCredentialsProvider } from '@modelcontextprotocol/sdk/client/auth-extensions.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import express from 'express';
import { Browser, signIn } from '../../../authorization-server/test/browser.ts';
import { type Product, startProduct } from '../product.ts';

let product: Product;
let server: Server;
let api: ExpressResourceServer;
let url: URL;

beforeAll(async () => {
  const port = await freePort();
  url = new URL(`https://localhost:${port}/mcp`);
  product = await startProduct(
    {},
    {
      indicator: url.href,
      name: 'Notes',
      scopes: { notes_read: 'Read your notes' },
      clients: ['worker', 'native'],
      roles: ['accountant'],
    },
  );
  api = createResourceServer({ resource: url.href, issuers: product.issuer });
  const app = express();
  app.use(api.metadata({ scopesSupported: ['notes_read'], resourceName: 'Notes' }));
  app.post('/mcp', api.requireScopes('notes_read'), express.json(), async (req, res) => {
    const transport = new StreamableHTTPServerTransport();
    const notes = new McpServer({ name: 'notes', version: '1.0.0' });
    notes.registerTool('whoami', { description: 'Who calls' }, ({ authInfo }) => ({
      content: [{ type: 'text', text: String(authInfo?.extra?.['sub']) }],
    }));
    res.on('close', () => void notes.close());
    await notes.connect(transport);
    await transport.handleRequest(req, res, req.body);
  });
  app.use('/mcp', (_req, res) => void res.status(405).end());
  const certificate = (ending: string) => readFileSync(`${product.certificates}/resource-server.${ending}`);
  server = createServer({ cert: certificate('pem'), key: certificate('key') }, app);
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
});

afterAll(async () => {
  server?.closeAllConnections();
  server?.close();
  api?.close();
  await product?.stop();
});

/** A desktop program of which a person is the user: it knows its client_id, and the address of the MCP server. */
class DesktopProgram implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1:43210/callback';
  readonly clientMetadata = { redirect_uris: [this.redirectUrl], client_name: 'Desktop app' };
  readonly clientInformation = () => ({ client_id: 'native' });
  sentTo: URL | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';

  tokens(): OAuthTokens | undefined {
    return this.#tokens;
  }
  saveTokens(tokens: OAuthTokens): void {
    this.#tokens = tokens;
  }
  redirectToAuthorization(to: URL): void {
    this.sentTo = to;
  }
  saveCodeVerifier(verifier: string): void {
    this.#verifier = verifier;
  }
  codeVerifier(): string {
    return this.#verifier;
  }
}

const program = () => new Client({ name: 'agent', version: '1.0.0' });

async function whoami(client: Client): Promise<string> {
  const { content } = await client.callTool({ name: 'whoami' });
  await client.close();
  return (content as { text: string }[])[0]!.text;
}

describe('the MCP SDK with an MCP server of ours and the whole product', () => {
  it('a program finds the way to a token from a 401 alone, and calls a tool', async () => {
    const authProvider = new ClientCredentialsProvider({
      clientId: 'worker',
      clientSecret: await product.secretOf('worker'),
      expectedIssuer: product.issuer,
    });
    const client = program();
    await client.connect(new StreamableHTTPClientTransport(url, { authProvider }));
    expect(await whoami(client)).toBe('worker');
    expect(authProvider.tokens()).toMatchObject({ scope: 'notes_read' });
  });

  it('a person is sent to sign in, with PKCE, the resource and the scope that the challenge asks for', async () => {
    const authProvider = new DesktopProgram();
    const first = new StreamableHTTPClientTransport(url, { authProvider });
    await expect(program().connect(first)).rejects.toThrow(UnauthorizedError);
    const asked = authProvider.sentTo!.searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      client_id: 'native',
      code_challenge_method: 'S256',
      resource: url.href,
      scope: expect.stringMatching(/\bnotes_read\b/),
    });
    const person = { login: 'alice', password: await product.passwordOf('alice') };
    const callback = await signIn(new Browser(), authProvider.sentTo!.href, person);
    await first.finishAuth(callback.searchParams.get('code')!);
    const client = program();
    await client.connect(new StreamableHTTPClientTransport(url, { authProvider }));
    expect(await whoami(client)).toBe('6f1a7c52-3f0e-4c58-9a44-0a6d2b8f1e01');
  });
});
