/** MCP clients of others sign alice in at the MCP server of the example, and call its tools: directly and behind the gateway. */
import { join } from 'node:path';
import { freePort, rootDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OAuthClientProvider, UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';
import { aliceReads, type McpExample, runWithAlice, startMcpExample, walk } from '../../mcp/example.ts';
import { CLIENT_ID, type Registration, registrations, told, wereTold } from '../../mcp/registration.ts';
import { missing } from '../foreign-program.ts';

const BUILT = join(rootDirectory, 'node_modules/.cache/gatehouse-mcp/node_modules');

let example: McpExample;
let number = 0;

beforeAll(async () => {
  example = await startMcpExample();
});
afterAll(() => example?.stop());

const urlOf = (way: string) => (way === 'directly' ? example.server : example.byGateway);
const need = missing(join(BUILT, '.package-lock.json'));
/** A test of a client of others; SKIP with the reason, which in CI is a failure. */
const itRuns = (title: string, body: () => Promise<void>): void => {
  if (need === undefined) it(title, body);
  else if (process.env['CI'] !== 'true') it.skip(`${title} [SKIP: ${need}]`, () => undefined);
  else
    it(title, () => {
      throw new Error(need);
    });
};

/** A program that embeds the first line of the SDK. */
class Agent implements OAuthClientProvider {
  readonly redirectUrl = 'http://127.0.0.1:43210/callback';
  readonly clientMetadata = {
    client_name: 'A program that embeds the SDK',
    redirect_uris: [this.redirectUrl],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'none',
  };
  clientMetadataUrl?: string;
  sentTo: URL | undefined;
  client: OAuthClientInformationMixed | undefined;
  #tokens: OAuthTokens | undefined;
  #verifier = '';

  constructor(registration: Registration) {
    if (registration === 'pre-registered') this.client = { client_id: CLIENT_ID };
    if (registration === 'cimd') this.clientMetadataUrl = example.clientDocument;
  }
  clientInformation = () => this.client;
  saveClientInformation = (client: OAuthClientInformationMixed) => void (this.client = client);
  tokens = () => this.#tokens;
  /** Without the refresh token, which it would use where more scopes are needed, and get the same as before. */
  saveTokens = ({ access_token: token, token_type: type, scope }: OAuthTokens) =>
    void (this.#tokens = { access_token: token, token_type: type, scope });
  redirectToAuthorization = (to: URL) => void (this.sentTo = to);
  saveCodeVerifier = (verifier: string) => void (this.#verifier = verifier);
  codeVerifier = () => this.#verifier;
}

const textOf = ({ content }: Awaited<ReturnType<Client['callTool']>>) =>
  (content as { text: string }[]).map(({ text }) => text).join('');

// Ten of these register themselves, which is what a network may do in a minute.
describe.each(registrations)('%s:', (registration) => {
  describe.each(['directly', 'behind the gateway'])('%s:', (way) => {
    it('the SDK, first line', async () => {
      const authProvider = new Agent(registration);
      let transport!: StreamableHTTPClientTransport;
      const client = new Client({ name: 'agent', version: '1.0.0' });
      const signedIn = async <T>(work: () => Promise<T>): Promise<T> => {
        await expect(work()).rejects.toThrow(UnauthorizedError);
        const back = await example.signIn(authProvider.sentTo!.href);
        await transport.finishAuth(back.searchParams.get('code')!);
        return work();
      };
      await signedIn(() =>
        client.connect((transport = new StreamableHTTPClientTransport(new URL(urlOf(way)), { authProvider }))),
      );
      const { sessionId } = transport;
      expect(wereTold(example, registration, new Set([authProvider.client?.client_id ?? '']))).toBe(true);
      await client.callTool({ name: 'list_notes' });
      const text = `note ${(number += 1)}`;
      const added = await signedIn(() => client.callTool({ name: 'add_note', arguments: { text } }));
      expect([textOf(added), transport.sessionId]).toEqual([`noted: ${text}`, sessionId]);
      await client.close();
    });

    it('the SDK, second line', async () => {
      const { code, printed, clients } = await walk(example, urlOf(way), ...told(example, registration));
      expect([code, printed]).toEqual([0, expect.stringContaining('add_note: noted: buy milk\nlist_notes: ')]);
      expect(wereTold(example, registration, clients)).toBe(true);
    });

    itRuns('mcp-remote, between a client that knows only pipes and the server', async () => {
      const identity =
        registration === 'pre-registered'
          ? ['--static-oauth-client-info', JSON.stringify({ client_id: CLIENT_ID })]
          : told(example, registration);
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [
          join(BUILT, 'mcp-remote/dist/proxy.js'),
          urlOf(way),
          String(await freePort()),
          '--transport',
          'http-only',
          '--host',
          '127.0.0.1',
          ...identity,
        ],
        env: {
          PATH: process.env['PATH'] ?? '',
          NODE_EXTRA_CA_CERTS: example.caFile,
          MCP_REMOTE_CONFIG_DIR: join(example.state, `mcp-remote-${registration}-${way === 'directly'}`),
          // It opens the URL that it prints, which alice reads here.
          BROWSER: 'true',
        },
        stderr: 'pipe',
      });
      const alice = aliceReads(example, [transport.stderr as never], () => void transport.close());
      const client = new Client({ name: 'agent', version: '1.0.0' });
      try {
        await client.connect(transport);
        const text = `note ${(number += 1)}`;
        expect(textOf(await client.callTool({ name: 'list_notes' }))).not.toContain(text);
        expect(textOf(await client.callTool({ name: 'add_note', arguments: { text } }))).toBe(`noted: ${text}`);
        expect([alice.asked.length, wereTold(example, registration, alice.clients)]).toEqual([2, true]);
      } catch (error) {
        throw new Error(alice.printed(), { cause: error });
      } finally {
        await client.close();
      }
    });

    for (const era of ['legacy', 'modern']) {
      itRuns(`the Inspector, ${era === 'legacy' ? 'with a session' : 'MCP 2026-07-28'}`, async () => {
        const text = `note ${(number += 1)}`;
        const callback = `http://127.0.0.1:${await freePort()}/oauth/callback`;
        const words = `--transport http --protocol-era ${era} --format json --quiet --callback-url ${callback}`;
        // One that registers itself does not look at the challenge of a 403, so it is kept to what it asked for at first.
        const only = registration === 'dcr';
        const tool = only ? ['list_notes'] : ['add_note', '--tool-arg', `text=${text}`];
        const call = ['--method', 'tools/call', '--tool-name', ...tool];
        const parameters = ['--cli', urlOf(way), ...words.split(' '), ...told(example, registration), ...call];
        const env = {
          HOME: join(example.state, `inspector-${number}`),
          MCP_INSPECTOR_SECRET_STORE: 'memory',
          MCP_AUTO_OPEN_ENABLED: 'true',
          BROWSER: 'true',
        };
        const entry = join(BUILT, '@modelcontextprotocol/inspector/clients/launcher/build/index.js');
        // It asks before it asks for more scopes.
        const run = await runWithAlice(example, entry, parameters, { env, input: 'y\n' });
        const answer = `"text":"${only ? '' : `noted: ${text}"`}`;
        expect([run.code, run.printed]).toEqual([0, expect.stringContaining(answer)]);
        expect([run.asked.length, wereTold(example, registration, run.clients)]).toEqual([only ? 1 : 2, true]);
      });
    }
  });
});
