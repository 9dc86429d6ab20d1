/** By which issuer the users of a connection are known. */
import type { Connection } from './connections.ts';
import type { Kind } from './upstream/kind.ts';
import { kinds } from './upstream/kinds.ts';

/**
 * The issuer; undefined where it has several (Entra ID has one for each tenant).
 * @param definition a connection as it is kept, or as it would be
 */
export function issuerOf(definition: Readonly<Record<string, unknown>>): string | undefined {
  const { kind, tenant } = definition as { readonly kind: Connection['kind']; readonly tenant?: string };
  if (kind === 'microsoft' && !tenant?.includes('-')) return undefined;
  const server = (kinds[kind] as Kind).server(definition as unknown as Connection);
  return 'discover' in server ? server.discover : server.metadata.issuer;
}
