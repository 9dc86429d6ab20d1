// server.mjs: an MCP server (Streamable HTTP, with sessions) for clients that have an access token with the scope of the tool.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createResourceServer, getAuth } from '@gatehouse/oauth-guard/express';
import { hostHeaderValidation, originValidation, toNodeHandler, toWebRequest } from '@modelcontextprotocol/node';
import { createMcpHandler, isInitializeRequest, isLegacyRequest } from '@modelcontextprotocol/server';
import express from 'express';
import { BASIC_SCOPE, createNotes, scopesFor } from './notes.mjs';
import { createSessions } from './sessions.mjs';

const { ISSUER = 'https://localhost:3000', PORT = '3004', TLS_CERT_FILE, TLS_KEY_FILE } = process.env;
const origin = `https://localhost:${PORT}`;
const resource = `${origin}/mcp`;

const api = createResourceServer({ resource, issuers: ISSUER, scopeHierarchy: { notes_write: ['notes_read'] } });
const sessions = createSessions(createNotes);
// MCP 2026-07-28 has no sessions: each request stands alone.
const modern = createMcpHandler(createNotes, { legacy: 'reject' });
const answerModern = toNodeHandler(modern);
const isForUs = [hostHeaderValidation(['localhost']), originValidation(['localhost'])];

const app = express().disable('x-powered-by');
app.use((req, res, next) => isForUs.every((check) => check(req, res)) && next());

// Where clients learn who gives tokens (RFC 9728): at the path of the server, and at the root for those that look only there.
const metadata = api.metadata({ scopesSupported: [BASIC_SCOPE], resourceName: 'Notes' });
app.use(metadata);
app.get('/.well-known/oauth-protected-resource', (req, res, next) => {
  req.url = req.originalUrl = api.metadataUrl.pathname;
  metadata(req, res, next);
});

// The document of the example's client, whose address is its client_id. It belongs on the site of the client; here there is no other.
app.get('/client.json', (_req, res) =>
  res.json({
    client_id: `${origin}/client.json`,
    client_name: 'MCP client of the example',
    redirect_uris: ['http://127.0.0.1/callback'],
  }),
);

// Everything is JSON, whatever it says it is: what is not read here would not be asked for its scopes either.
app.use('/mcp', api.requireScopes(BASIC_SCOPE), express.json({ type: () => true }));
app.post('/mcp', (req, res, next) => {
  const scopes = scopesFor(req.body);
  if (scopes.length === 0) next();
  else api.requireScopes(scopes)(req, res, next);
});
app.all('/mcp', async (req, res) => {
  if (req.method === 'POST' && req.body === undefined) return refuse(res, 400, 'There is no message.');
  if (!(await isLegacyRequest(await toWebRequest(req, req.body)))) return answerModern(req, res, req.body);
  const id = req.get('mcp-session-id');
  if (id === undefined && !isInitializeRequest(req.body)) return refuse(res, 400, 'Begin with initialize.');
  const transport = await sessions.of(id, getAuth(req));
  if (transport === undefined) return refuse(res, 404, 'There is no such session.');
  return transport.handleRequest(req, res, req.body);
});

const refuse = (res, status, message) =>
  res.status(status).json({ jsonrpc: '2.0', id: null, error: { code: -32_000, message } });

const tls = { cert: readFileSync(TLS_CERT_FILE), key: readFileSync(TLS_KEY_FILE) };
const server = createServer(tls, app).listen(PORT, '127.0.0.1', () => console.log(`ready at ${resource}`));
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    sessions.close();
    api.close();
    server.close();
    server.closeAllConnections();
  });
