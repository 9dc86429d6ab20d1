// client.mjs: an MCP client that knows nothing but the URL of a server: node client.mjs URL [--client-id ID | --client-metadata-url URL]
// Without either it registers itself (RFC 7591), where the authorization server lets it.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

const options = { 'client-id': { type: 'string' }, 'client-metadata-url': { type: 'string' } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [url] = positionals;

// The browser comes back here, on whatever port is free (RFC 8252, section 7.3).
const listener = createServer().listen(0, '127.0.0.1');
await once(listener, 'listening');
const redirectUrl = `http://127.0.0.1:${listener.address().port}/callback`;

/** What the SDK asks for and remembers. Its memory ends with this process; a real client keeps tokens in the system's key store. */
const kept = {};
const registered = values['client-id'];
const authProvider = {
  redirectUrl,
  clientMetadataUrl: values['client-metadata-url'],
  clientMetadata: {
    client_name: 'MCP client of the example',
    redirect_uris: [redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  },
  state: () => (kept.state = randomUUID()),
  // The one that was registered by hand is taken for that of the server's issuer.
  clientInformation: (known) => kept.client ?? (registered && { client_id: registered, issuer: known?.issuer }),
  saveClientInformation: (client) => (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => (kept.tokens = tokens),
  saveCodeVerifier: (verifier) => (kept.verifier = verifier),
  codeVerifier: () => kept.verifier,
  saveDiscoveryState: (found) => (kept.found = found),
  discoveryState: () => kept.found,
  redirectToAuthorization: (to) => console.log(`Open this in a browser, and sign in:\n${to}\n`),
};

/** What the browser brings back from the authorization server. */
async function signedIn() {
  for (;;) {
    const [request, response] = await once(listener, 'request');
    const { pathname, searchParams } = new URL(request.url, redirectUrl);
    const isOurs = pathname === '/callback' && searchParams.get('state') === kept.state;
    response.writeHead(isOurs ? 200 : 404, { connection: 'close' }).end(isOurs ? 'Signed in; you may close this.' : '');
    if (isOurs) return searchParams;
  }
}

const client = new Client({ name: 'example', version: '1.0.0' });
let transport;
const connect = () => client.connect((transport = new StreamableHTTPClientTransport(new URL(url), { authProvider })));

/** Does something at the server; where that needs a sign-in, or one for more scopes, does it again afterwards. */
async function signedInFor(work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error;
    await transport.finishAuth(await signedIn());
    console.log(`signed in; the access token is for ${kept.tokens.scope}`);
    return work();
  }
}

async function call(name, parameters = {}) {
  const { content } = await signedInFor(() => client.callTool({ name, arguments: parameters }));
  console.log(`${name}: ${content.map(({ text }) => text).join()}`);
}

await signedInFor(connect);
const { tools } = await client.listTools();
console.log(`tools: ${tools.map(({ name }) => name).join(', ')}`);
// Another server has other tools.
if (tools.some(({ name }) => name === 'add_note')) {
  await call('list_notes');
  await call('add_note', { text: 'buy milk' });
  await call('list_notes');
}
await transport.terminateSession();
await client.close();
listener.close();
