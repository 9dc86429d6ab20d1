/**
 * Enterprise-managed authorization of MCP (ID-JAG): the official client knows the MCP server alone, and the ID token of a user who
 * signed in at the company's own authorization server.
 */
import { certificates, freePort, type Program, spawnProgram } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Client,
  CrossAppAccessProvider,
  discoverAndRequestJwtAuthGrant,
  StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { TestClient } from '../../../authorization-server/test/client.ts';
import { startServer, type TestServer } from '../../../authorization-server/test/server.ts';

const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange';
const bearerGrant = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Where users sign in. */
let company: TestServer;
/** The authorization server of the MCP server. */
let tools: TestServer;
let notes: Program;
let resource: string;
let idToken: string;

beforeAll(async () => {
  const [companyPort, toolsPort, notesPort] = [await freePort(), await freePort(), await freePort()];
  const [companyIssuer, toolsIssuer] = [`https://localhost:${companyPort}`, `https://localhost:${toolsPort}`];
  resource = `https://localhost:${notesPort}/mcp`;
  const start = (port: number, client: object, more: object = {}) =>
    startServer({
      env: {
        GATEHOUSE_ISSUER: `https://localhost:${port}`,
        GATEHOUSE_PORT: String(port),
        GATEHOUSE_OUTBOUND_ALLOW: companyIssuer,
      },
      registry(document) {
        document.clients.push(client as never);
        Object.assign(document.roles['accountant'] as object, more);
        const scopes = { notes_read: 'See your notes', notes_write: 'Add notes' };
        document.resources.push({ indicator: resource, name: 'Notes', scopes, default_scopes: ['notes_read'] });
      },
    });
  company = await start(companyPort, {
    client_id: 'assistant',
    first_party: true,
    // As the client of MCP proves itself at the issuer.
    token_endpoint_auth_method: 'client_secret_post',
    grant_types: ['authorization_code', exchangeGrant],
    redirect_uris: ['https://localhost:3003/callback'],
    scope: 'openid',
    identity_assertion_grants: [
      {
        audience: toolsIssuer,
        client_id: 'company-assistant',
        resources: [resource],
        scopes: ['notes_read', 'notes_write'],
      },
    ],
  });
  tools = await start(
    toolsPort,
    {
      client_id: 'company-assistant',
      grant_types: [bearerGrant],
      scopes: { [resource]: ['notes_read', 'notes_write'] },
      identity_assertion_issuers: [{ issuer: companyIssuer, jwks_uri: `${companyIssuer}/jwks`, subjects: 'same' }],
    },
    { [resource]: ['notes_read', 'notes_write'] },
  );
  const certs = await certificates();
  notes = spawnProgram({
    entry: 'examples/mcp-server/server.mjs',
    env: {
      ISSUER: toolsIssuer,
      PORT: String(notesPort),
      TLS_CERT_FILE: certs.certFile('resource-server'),
      TLS_KEY_FILE: certs.keyFile('resource-server'),
      NODE_EXTRA_CA_CERTS: certs.caFile,
    },
  });
  await notes.printed(/^ready at /mu);
  const assistant = new TestClient(company, 'assistant');
  const code = await assistant.code(await company.person('alice'), { scope: 'openid', resource: undefined });
  const answer = await assistant.redeem(code, { client_secret: await company.clientSecret('assistant') });
  idToken = String(answer.body['id_token']);
});
afterAll(async () => {
  await notes?.stop();
  await Promise.all([company?.stop(), tools?.stop()]);
});

describe('the client of MCP with a sign-in at the company', () => {
  it('ID-JAG: MCP: calls a tool of a server that it knows by its URL alone, and nobody is asked anything', async () => {
    const asked: { audience: string; resource: string; scope: string | undefined }[] = [];
    const authProvider = new CrossAppAccessProvider({
      clientId: 'company-assistant',
      clientSecret: await tools.clientSecret('company-assistant'),
      expectedIssuer: tools.issuer,
      async assertion({ authorizationServerUrl: audience, resourceUrl, scope, fetchFn }) {
        asked.push({ audience, resource: resourceUrl, scope });
        const { jwtAuthGrant } = await discoverAndRequestJwtAuthGrant({
          idpUrl: company.issuer,
          audience,
          resource: resourceUrl,
          idToken,
          clientId: 'assistant',
          clientSecret: await company.clientSecret('assistant'),
          fetchFn,
          ...(scope !== undefined && { scope }),
        });
        return jwtAuthGrant;
      },
    });
    const client = new Client({ name: 'assistant', version: '1.0.0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(resource), { authProvider }));
    const { content } = await client.callTool({ name: 'list_notes', arguments: {} });
    await client.close();
    expect(content).toEqual([expect.objectContaining({ type: 'text' })]);
    expect(asked).toEqual([{ audience: tools.issuer, resource, scope: 'notes_read' }]);
    expect(authProvider.tokens()).toMatchObject({ scope: 'notes_read', token_type: 'Bearer' });
  });
});
