/** How an MCP client comes to its client id. */
import type { McpExample } from './example.ts';

export type Registration = 'pre-registered' | 'cimd' | 'dcr';

/** What the authorization server of the example lets clients do. */
export const registrations: readonly Registration[] = ['pre-registered', 'cimd', 'dcr'];

/** The client of the registry. */
export const CLIENT_ID = 'mcp-client';

/** The parameters by which a program is told who it is; the one that registers itself is told nothing. */
export function told({ clientDocument }: McpExample, registration: Registration): readonly string[] {
  if (registration === 'dcr') return [];
  return registration === 'cimd' ? ['--client-metadata-url', clientDocument] : ['--client-id', CLIENT_ID];
}

/** Whether clients were who they were told to be. */
export function wereTold(
  { clientDocument }: McpExample,
  registration: Registration,
  clients: ReadonlySet<string>,
): boolean {
  const [only = '', ...others] = clients;
  if (others.length > 0 || only === '') return false;
  if (registration === 'dcr') return only !== CLIENT_ID && only !== clientDocument;
  return only === (registration === 'cimd' ? clientDocument : CLIENT_ID);
}
