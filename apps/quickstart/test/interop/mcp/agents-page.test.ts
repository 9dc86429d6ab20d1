/** docs/agents.md as a reader follows it: its commands in their order, with alice at the browser. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootDirectory, temporaryDirectory } from '@gatehouse/testkit';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type McpExample, runWithAlice, startMcpExample } from '../../mcp/example.ts';

const page = readFileSync(join(rootDirectory, 'docs/agents.md'), 'utf8');
let example: McpExample;
let folder: { path: string; remove(): Promise<void> };

beforeAll(async () => {
  [example, folder] = await Promise.all([startMcpExample(), temporaryDirectory()]);
});
afterAll(async () => {
  await example?.stop();
  await folder?.remove();
});

/** The page for the ports and folders of this run. */
const here = (text: string): string =>
  text
    .replaceAll('https://localhost:3004/mcp', example.server)
    .replaceAll('https://localhost:3004', new URL(example.server).origin)
    .replaceAll('https://localhost:3002/mcp', example.byGateway)
    .replaceAll('https://localhost:3000', example.issuer)
    .replaceAll('$PWD/certs/ca.pem', example.caFile)
    .replaceAll('.gatehouse/mcp-server', example.state)
    .replaceAll('agents.yaml', join(folder.path, 'agents.yaml'));

describe('docs/agents.md', () => {
  it('its commands do what it says, in their order', async () => {
    const parts = [...page.matchAll(/<!-- (?<kind>step|file: \S+) -->\n```\w+\n(?<text>.*?)```/gsu)];
    const file = parts.find(({ groups }) => groups!['kind'] !== 'step');
    await writeFile(join(folder.path, 'agents.yaml'), here(file!.groups!['text']!));
    const steps = parts.flatMap(({ groups }) => (groups!['kind'] === 'step' ? [here(groups!['text']!)] : []));
    const script = join(folder.path, 'steps.sh');
    await writeFile(script, `set -eu\n${steps.join('\n')}`);
    const { code, printed, asked } = await runWithAlice(example, script, [], { command: 'bash' });
    expect({ code, printed: code === 0 ? '' : printed }).toEqual({ code: 0, printed: '' });
    // Three clients, each with a sign-in for the second scope.
    expect(asked).toHaveLength(6);
    expect(printed.match(/add_note: noted: buy milk/gu)).toHaveLength(3);
    expect(printed).toContain('for 5 clients, until');
    expect(printed).toContain('Model Context Protocol 2026-07-28');
  });
});
