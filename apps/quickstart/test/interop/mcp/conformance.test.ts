/** The official conformance runner, against the authorization server and the MCP server of the example. */
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type McpExample, startMcpExample } from '../../mcp/example.ts';
import { missing } from '../foreign-program.ts';
import { RESULT_FILE, RUNNER, renderConformance, runConformance } from './conformance.ts';

let example: McpExample | undefined;
afterAll(() => example?.stop());

const need = missing(RUNNER);

describe('the official conformance runner', () => {
  if (need !== undefined && process.env['CI'] !== 'true') {
    it.skip(`MCP: says what examples/mcp-server/conformance.md says [SKIP: ${need}]`, () => undefined);
    return;
  }
  it('MCP: says what examples/mcp-server/conformance.md says', async () => {
    expect(need).toBeUndefined();
    example = await startMcpExample();
    expect(renderConformance(await runConformance(example))).toBe(readFileSync(RESULT_FILE, 'utf8'));
  });
});
