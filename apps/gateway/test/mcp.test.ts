/** An MCP server that keeps sessions, behind the gateway: the official SDK at both ends. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { eventually } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { isInitializeRequest, LoggingMessageNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { type AGateway, aGateway } from './a-gateway.ts';

const sessions = new Map<string, StreamableHTTPServerTransport>();

function createNotes(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' }, { capabilities: { logging: {} } });
  server.registerTool('announce', { description: 'Says something to whoever listens' }, async ({ requestInfo }) => {
    await server.server.sendLoggingMessage({ level: 'info', data: 'announced' });
    const caller = requestInfo?.headers['x-gatehouse-subject'];
    return { content: [{ type: 'text', text: String(caller) }] };
  });
  return server;
}

/** The SDK's stateful server, as its documentation shows it. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const id = request.headers['mcp-session-id'];
  const body = request.method === 'POST' ? await json(request) : undefined;
  let transport = typeof id === 'string' ? sessions.get(id) : undefined;
  if (transport === undefined) {
    if (id !== undefined || !isInitializeRequest(body))
      return void response.writeHead(id ? 404 : 400).end('No valid session ID');
    const fresh = new StreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (made) => void sessions.set(made, fresh),
      onsessionclosed: (closed) => void sessions.delete(closed),
    });
    transport = fresh;
    await createNotes().connect(transport);
  }
  await transport.handleRequest(request, response, body);
}

let gateway: AGateway;
let token: string;
beforeAll(async () => {
  gateway = await aGateway({ routes: [{ path: '/mcp' }] });
  gateway.serve = (request, response) => void serve(request, response);
  token = await gateway.issuer.issueToken({ subject: 'alice', clientId: 'agent', scope: 'invoice_read' });
});
afterAll(async () => {
  for (const transport of sessions.values()) await transport.close();
  await gateway?.stop();
});

describe('an MCP server with sessions', () => {
  it('W5: the SDK’s own client initializes, calls a tool, hears notifications and ends its session', async () => {
    const transport = new StreamableHTTPClientTransport(new URL(`${gateway.origin}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    });
    const client = new Client({ name: 'agent', version: '1.0.0' });
    const heard = Promise.withResolvers<unknown>();
    client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => heard.resolve(params.data));
    await client.connect(transport);
    expect([...sessions.keys()]).toEqual([transport.sessionId]);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['announce']);
    // The client opens its event stream in the background; what is said before it listens is for nobody.
    await eventually(() => gateway.arrived.some(({ method }) => method === 'GET'));
    expect(await client.callTool({ name: 'announce' })).toMatchObject({ content: [{ type: 'text', text: 'alice' }] });
    expect(await heard.promise).toBe('announced');

    await transport.terminateSession();
    expect(sessions.size).toBe(0);
    await client.close();
    const methods = new Set(gateway.arrived.map(({ method }) => method));
    expect(methods).toEqual(new Set(['POST', 'GET', 'DELETE']));
    for (const { headers } of gateway.arrived.slice(1)) {
      expect(headers['mcp-session-id']).toBe(String(gateway.arrived.at(-1)?.headers['mcp-session-id']));
      expect(headers['mcp-protocol-version']).toMatch(/^\d{4}-/u);
    }
  });

  it('W5: two callers have two sessions, and a session that is not there is the service’s own 404', async () => {
    const call = async (session: string | undefined) => {
      const answer = await fetch(`${gateway.origin}/mcp`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(session !== undefined && { 'Mcp-Session-Id': session, 'Last-Event-ID': '7' }),
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'initialize',
          params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'agent', version: '1.0.0' } },
        }),
      });
      await answer.text();
      return answer;
    };
    const made = [await call(undefined), await call(undefined)].map(({ headers }) => headers.get('mcp-session-id'));
    expect(new Set(made).size).toBe(2);
    expect(new Set(sessions.keys())).toEqual(new Set(made));
    expect((await call(randomUUID())).status).toBe(404);
    expect(gateway.arrived.at(-1)?.headers['last-event-id']).toBe('7');
  });
});
