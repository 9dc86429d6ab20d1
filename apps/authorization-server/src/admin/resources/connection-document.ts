/** Connections as they are answered: never with their secret. */
import type { ConnectionRecord } from '@gatehouse/storage';
import { z } from 'zod';
import { connectionKinds, connection as declared } from '../../directory/connections/schema.ts';
import { knownConnection } from '../../directory/operations/connections.ts';
import type { AdminContext } from '../context.ts';

/** What is sent. */
export const entry = declared.meta({ id: 'ConnectionEntry' });

/** The members of each kind, without the secret. */
const entryOf = <Shape extends z.ZodRawShape & { client_secret: z.ZodType }>({ shape }: { readonly shape: Shape }) => {
  const { client_secret: _sealed, ...members } = shape;
  return z.object(members);
};

const { oidc, oauth2, google, microsoft, apple, github } = connectionKinds;

/** As a registry file has it. */
export const connectionEntry = z
  .discriminatedUnion('kind', [
    entryOf(oidc),
    entryOf(oauth2),
    entryOf(google),
    entryOf(microsoft),
    entryOf(apple),
    entryOf(github),
  ])
  .meta({ id: 'DeclaredConnection' });

const state = {
  has_secret: z.boolean().describe('Whether it has a client secret; nothing answers the secret itself'),
  redirect_uri: z.string().describe('To be registered at the upstream'),
  proved_domains: z.array(z.string()).describe('Of its domains, those whose owner has proved them in the DNS'),
};

/** One connection. */
export const connection = z
  .discriminatedUnion('kind', [
    entryOf(oidc).extend(state),
    entryOf(oauth2).extend(state),
    entryOf(google).extend(state),
    entryOf(microsoft).extend(state),
    entryOf(apple).extend(state),
    entryOf(github).extend(state),
  ])
  .meta({ id: 'Connection' });
export type ConnectionDocument = z.output<typeof connection>;

export const connectionParams = z.object({ connection_name: z.string().max(64).describe('Name of the connection') });
export type ConnectionParams = z.output<typeof connectionParams>;

type Context = Pick<AdminContext, 'issuer' | 'storage'>;

/** The domains that are proved, by connection. */
export async function provedDomains({
  storage,
}: Pick<AdminContext, 'storage'>): Promise<ReadonlyMap<string, string[]>> {
  const proofs = (await storage.domainProofs.list()).filter(({ provedAtSeconds }) => provedAtSeconds !== undefined);
  const byConnection = Map.groupBy(proofs, ({ connection: name }) => name);
  return new Map([...byConnection].map(([name, found]) => [name, found.map(({ domain }) => domain)]));
}

/** The document. Throws ZodError for what another version stored. */
export function documentOf(
  { issuer }: Pick<AdminContext, 'issuer'>,
  { name, definition, secret }: ConnectionRecord,
  proved: ReadonlyMap<string, readonly string[]>,
): ConnectionDocument {
  const { domains = [] } = definition as { readonly domains?: readonly string[] };
  return connection.parse({
    ...definition,
    name,
    has_secret: secret !== undefined,
    redirect_uri: `${issuer}/federation/${name}/callback`,
    proved_domains: domains.filter((domain) => proved.get(name)?.includes(domain)),
  });
}

/** The connection of that name. Throws OperationRefused. */
export const foundConnection = async (context: Context, name: string): Promise<ConnectionDocument> =>
  documentOf(context, await knownConnection(context.storage, name), await provedDomains(context));

export const matches = async (context: Context, { connection_name: name }: ConnectionParams) => ({
  type: 'connection',
  id: name,
  document: await foundConnection(context, name),
});

/** No document where there is none. */
export const matchesOrAbsent = async (context: Context, params: ConnectionParams) => {
  const stored = await context.storage.connections.find(params.connection_name);
  return stored ? matches(context, params) : { type: 'connection', id: params.connection_name, document: undefined };
};
