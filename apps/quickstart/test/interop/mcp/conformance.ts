/**
 * What the official conformance runner says of the authorization server and of the MCP server of the example. Run as a program this
 * writes examples/mcp-server/conformance.md, which a test compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort, rootDirectory } from '@gatehouse/testkit';
import { type McpExample, runWithAlice, startMcpExample } from '../../mcp/example.ts';
import { CLIENT_ID } from '../../mcp/registration.ts';

const BUILT = join(rootDirectory, 'node_modules/.cache/gatehouse-mcp/node_modules/@modelcontextprotocol/conformance');
const REVISIONS = ['2025-11-25', '2026-07-28'] as const;
export const RESULT_FILE = join(rootDirectory, 'examples/mcp-server/conformance.md');
/** The program. */
export const RUNNER = join(BUILT, 'dist/index.js');

/** Why a scenario cannot pass, by what its failed checks said. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:tools-call|elicitation|completion|resources|prompts|logging|input-required|json-schema|tasks|http-custom-header)/u,
    "asks for what the runner's own test server has and this one does not: tools, prompts, resources, extensions",
  ],
  [
    /^server-stateless$/u,
    'four checks call tools of a test server (`test_missing_capability` and others); the other checks pass',
  ],
  [/^caching$/u, 'three checks list prompts and resources, of which this server has none; the other checks pass'],
];

export interface Row {
  readonly scenario: string;
  readonly revision: string;
  readonly passed: number;
  readonly failed: number;
  readonly reason: string;
}

const LINE = /^[✓✗] (?<scenario>\S+): (?<passed>\d+) passed, (?<failed>\d+) failed/gmu;

const rowsOf = (printed: string, revision: string): Row[] =>
  [...printed.matchAll(LINE)].map(({ groups = {} }) => {
    const { scenario = '', passed, failed } = groups;
    const reason = Number(failed) === 0 ? '' : REASONS.find(([names]) => names.test(scenario))?.[1];
    if (reason === undefined) throw new Error(`${scenario} (${revision}) fails, and nobody has said why:\n${printed}`);
    return { scenario, revision, passed: Number(passed), failed: Number(failed), reason };
  });

/** The runner knows no tokens: what it sends to this port goes on to the server with one. */
async function openWithToken({ server, caFile }: McpExample, token: string): Promise<{ url: string; close(): void }> {
  const { host, hostname, port } = new URL(server);
  const ca = readFileSync(caFile);
  const proxy = createServer((incoming, answer) => {
    const { port: own } = proxy.address() as AddressInfo;
    const headers = {
      ...incoming.headers,
      host: incoming.headers.host?.replace(`localhost:${own}`, host),
      authorization: `Bearer ${token}`,
    };
    const target = { host: '127.0.0.1', servername: hostname, port, path: incoming.url, method: incoming.method };
    const outgoing = httpsRequest({ ...target, headers, ca, agent: false }, (received) => {
      answer.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(answer);
    });
    outgoing.on('error', () => answer.destroy());
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(proxy.address() as AddressInfo).port}/mcp`,
    close() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

/** Runs both sets of scenarios. @throws Error when one fails without a reason */
export async function runConformance(example: McpExample): Promise<Row[]> {
  const { issuer, server } = example;
  const words = `authorization --url ${issuer} --client-id ${CLIENT_ID} --resource ${server} -p ${await freePort()}`;
  const { printed } = await runWithAlice(example, RUNNER, words.split(' '));
  const rows = rowsOf(printed, 'authorization');
  if (rows.length === 0) throw new Error(`the runner ran nothing:\n${printed}`);
  const proxy = await openWithToken(example, await example.tokenFor('alice', server, 'notes_read notes_write'));
  try {
    for (const revision of REVISIONS) {
      const parameters = ['server', '--url', proxy.url, '--requirements', revision, '--timeout', '20000'];
      const run = await runWithAlice(example, RUNNER, parameters);
      rows.push(...rowsOf(run.printed, revision));
    }
  } finally {
    proxy.close();
  }
  return rows;
}

function tableOf(rows: readonly Row[], revision: string): string[] {
  const lines = rows
    .filter((row) => row.revision === revision)
    .map(({ scenario, passed, failed, reason }) => `| ${scenario} | ${passed} | ${failed} | ${reason} |`);
  return ['| scenario | checks passed | failed | why |', '|---|---|---|---|', ...lines, ''];
}

/** The document about them. */
export function renderConformance(rows: readonly Row[]): string {
  const { version } = JSON.parse(readFileSync(join(BUILT, 'package.json'), 'utf8')) as { version: string };
  return [
    '# Conformance',
    '',
    `What the official runner, \`@modelcontextprotocol/conformance\` ${version}, says. \`npm run test:interop\` runs it and compares;`,
    '`node apps/quickstart/test/interop/mcp/conformance.ts` writes this file.',
    '',
    '## The authorization server',
    '',
    ...tableOf(rows, 'authorization'),
    ...REVISIONS.flatMap((revision) => [
      `## The MCP server of this example, ${revision}`,
      '',
      ...tableOf(rows, revision),
    ]),
  ].join('\n');
}

if (import.meta.main) {
  const example = await startMcpExample();
  try {
    writeFileSync(RESULT_FILE, renderConformance(await runConformance(example)));
  } finally {
    await example.stop();
  }
}
