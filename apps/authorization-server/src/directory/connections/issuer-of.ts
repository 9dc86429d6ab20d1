/** By which issuer the users of a connection are known. */
import type { Connection } from './connections.ts';
import type { ConnectionOf, Kind } from './upstream/kind.ts';
import { kinds, personalTenant } from './upstream/kinds.ts';

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

type Definition = Readonly<Record<string, unknown>>;

const ofTenant = (tid: string) => ({ tid, iss: `https://login.microsoftonline.com/${tid}/v2.0` });

/** Whether a connection that has several issuers lets in users of a tenant. */
const letsIn = (definition: Definition, { tid, iss }: ReturnType<typeof ofTenant>): boolean =>
  kinds.microsoft.fault!(definition as unknown as ConnectionOf<'microsoft'>, { tid, iss }) === undefined;

/** Whether users of a connection may have that issuer. */
function mayHave(definition: Definition, issuer: string): boolean {
  const own = issuerOf(definition);
  if (own !== undefined) return own === issuer;
  const tid = /^https:\/\/login\.microsoftonline\.com\/([^/]+)\/v2\.0$/u.exec(issuer)?.[1];
  return tid !== undefined && letsIn(definition, ofTenant(tid));
}

/** Whether users of both connections may have one issuer. @param one, other connections as they are kept, or as they would be */
export function shareIssuer(one: Definition, other: Definition): boolean {
  const issuer = issuerOf(one) ?? issuerOf(other);
  if (issuer !== undefined) return mayHave(one, issuer) && mayHave(other, issuer);
  const named = [one, other].flatMap(({ tenants }) => (Array.isArray(tenants) ? (tenants as string[]) : []));
  // Where neither names tenants, personal accounts are one, and any other stands for all the others.
  const asked = named.length > 0 ? named : [personalTenant, '00000000-0000-4000-8000-000000000000'];
  return asked.some((tid) => [one, other].every((definition) => letsIn(definition, ofTenant(tid))));
}
