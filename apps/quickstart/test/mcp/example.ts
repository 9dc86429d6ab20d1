/** What `npm run example:mcp` starts, on ports and in folders of its own, and users that sign in there. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { trustAuthorities } from '@gatehouse/http/trust-authorities';
import {
  certificates,
  eventually,
  freePort,
  type Program,
  rootDirectory,
  spawnProgram,
  temporaryDirectory,
} from '@gatehouse/testkit';
import { calculatePKCECodeChallenge } from 'oauth4webapi';
import { Browser, signIn } from '../../../authorization-server/test/browser.ts';

export interface McpExample {
  readonly issuer: string;
  /** The URL of the MCP server, and the one that it has behind the gateway. */
  readonly server: string;
  readonly byGateway: string;
  /** The URL of a document about a client, which may be its client_id. */
  readonly clientDocument: string;
  readonly caFile: string;
  readonly state: string;
  readonly program: Program;
  /** Signs a user in at the URL of an authorization request, and gives where that leads. */
  signIn(authorizationUrl: string, login?: string): Promise<URL>;
  /** An access token for an MCP server. */
  readonly tokenFor: (login: string, resource: string, scope: string, clientId?: string) => Promise<string>;
  /** Ctrl-C, and the folder removed. Gives the exit code. */
  stop(): Promise<number>;
}

/** A second client, registered in a file beside that of the example. */
const otherClient = (...resources: string[]) => ({
  client_id: 'other-client',
  client_name: 'Another MCP client',
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['http://127.0.0.1/callback'],
  scope: 'openid offline_access',
  scopes: Object.fromEntries(resources.map((resource) => [resource, ['notes_read', 'notes_write']])),
});

/** Serves the document about a client, at the URL that is in it. */
async function serveDocument(certificate: { cert: Buffer; key: Buffer }) {
  const host = createServer(certificate, (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'max-age=60' });
    response.end(
      JSON.stringify({
        client_id: url,
        client_name: 'A client with a document',
        redirect_uris: ['http://127.0.0.1/callback', 'http://127.0.0.1/oauth/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      }),
    );
  });
  await new Promise<void>((resolve) => void host.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${(host.address() as AddressInfo).port}/client.json`;
  return {
    url,
    close() {
      host.closeAllConnections();
      host.close();
    },
  };
}

export async function startMcpExample(): Promise<McpExample> {
  const { path: folder, remove } = await temporaryDirectory();
  const { caFile, directory } = await certificates();
  trustAuthorities(caFile);
  const port: Record<string, string> = {};
  for (const name of ['GATEHOUSE', 'GATEHOUSE_MANAGEMENT', 'GATEWAY', 'GATEWAY_MANAGEMENT', 'MCP'])
    port[`${name}_PORT`] = String(await freePort());
  const [server, byGateway] = ['MCP', 'GATEWAY'].map((name) => `https://localhost:${port[`${name}_PORT`]}/mcp`) as [
    string,
    string,
  ];
  const certificate = (ending: string) => readFile(`${directory}/resource-server.${ending}`);
  const document = await serveDocument({ cert: await certificate('pem'), key: await certificate('key') });
  const beside = join(folder, 'beside.json');
  await writeFile(beside, JSON.stringify({ clients: [otherClient(server, byGateway)] }));
  const program = spawnProgram({
    entry: 'apps/quickstart/src/cli/mcp.ts',
    env: {
      ...port,
      QUICKSTART_STATE_DIRECTORY: folder,
      QUICKSTART_CERTIFICATES_DIRECTORY: directory,
      GATEHOUSE_REGISTRY_FILE: beside,
      GATEHOUSE_OUTBOUND_ALLOW: new URL(document.url).origin,
    },
  });
  try {
    await program.printed(/^Logs are in .*$/mu, 150_000);
  } catch (error) {
    if (!program.over()) await program.stop();
    document.close();
    await remove();
    throw error;
  }
  const state = join(folder, 'mcp-server');
  const issuer = `https://localhost:${port['GATEHOUSE_PORT']}`;
  const browsers = new Map<string, Browser>();
  const signInAt: McpExample['signIn'] = async (authorizationUrl, login = 'alice') => {
    const browser = browsers.get(login) ?? new Browser();
    browsers.set(login, browser);
    const password = await readFile(join(state, 'secrets/users', login), 'utf8');
    return signIn(browser, authorizationUrl, { login, password });
  };
  return {
    issuer,
    server,
    byGateway,
    clientDocument: document.url,
    caFile,
    state,
    program,
    signIn: signInAt,
    async tokenFor(login, resource, scope, clientId = 'mcp-client') {
      const verifier = randomBytes(32).toString('base64url');
      const common = { client_id: clientId, redirect_uri: 'http://127.0.0.1:9/callback', resource };
      const asked = new URLSearchParams({
        ...common,
        response_type: 'code',
        scope,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const code = (await signInAt(`${issuer}/auth?${asked.toString()}`, login)).searchParams.get('code') ?? '';
      const form = { ...common, grant_type: 'authorization_code', code, code_verifier: verifier };
      const answer = await fetch(`${issuer}/token`, { method: 'POST', body: new URLSearchParams(form) });
      return String(((await answer.json()) as Record<string, unknown>)['access_token']);
    },
    async stop() {
      const code = program.over() ? ((await program.ended) ?? -1) : await program.stop();
      document.close();
      await remove();
      return code;
    },
  };
}

/** What a program did that sends users to sign in: its exit code, what it printed, the scopes it asked for, one sign-in after the other. */
export interface Run {
  readonly code: number | null;
  readonly printed: string;
  readonly asked: readonly (string | null)[];
  /** Who asked. */
  readonly clients: ReadonlySet<string>;
}

/** Alice opens each URL of the authorization server that a program prints, signs in, and goes where that leads. */
export function aliceReads(example: McpExample, streams: readonly Readable[], onFailure: () => void) {
  let printed = '';
  const asked: (string | null)[] = [];
  const clients = new Set<string>();
  const visits: Promise<void>[] = [];
  const visit = async (url: string) => {
    const { searchParams } = new URL(url);
    asked.push(searchParams.get('scope'));
    clients.add(searchParams.get('client_id') ?? '');
    try {
      const back = await example.signIn(url);
      // Some print the URL first and listen for what comes of it afterwards.
      const arrive = () => fetch(back).then((answer) => answer.text().then(() => true));
      await eventually(() => arrive().catch(() => false));
    } catch (error) {
      // Nobody would come back, and the program would wait for ever.
      printed += String(error);
      onFailure();
    }
  };
  const read = async (stream: Readable) => {
    for await (const line of createInterface(stream)) {
      printed += `${line}\n`;
      const url = new RegExp(`${example.issuer}/auth\\?\\S+`, 'u').exec(line)?.[0];
      if (url !== undefined) visits.push(visit(url));
    }
  };
  const reading = Promise.all(streams.map(read));
  return { asked, clients, printed: () => printed, over: async () => void (await Promise.all([reading, ...visits])) };
}

/** Runs a program that is none of ours to its end, with alice at its browser. @param input what is typed into it */
export async function runWithAlice(
  example: McpExample,
  entry: string,
  parameters: readonly string[],
  {
    env = {},
    input = '',
    command = process.execPath,
  }: { env?: Readonly<Record<string, string>>; input?: string; command?: string } = {},
): Promise<Run> {
  const child = spawn(command, [entry, ...parameters], {
    cwd: rootDirectory,
    // A group of its own: what it has started ends with it.
    detached: true,
    env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: example.caFile, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.write(input);
  const alice = aliceReads(
    example,
    [child.stdout, child.stderr],
    () => void (child.pid === undefined || process.kill(-child.pid)),
  );
  const code = await new Promise<number | null>((resolve) => void child.once('close', resolve));
  await alice.over();
  return { code, printed: alice.printed(), asked: alice.asked, clients: alice.clients };
}

/** The client of the example. */
export const walk = (example: McpExample, url: string, ...parameters: string[]): Promise<Run> =>
  runWithAlice(example, join(rootDirectory, 'examples/mcp-server/client.mjs'), [url, ...parameters]);
