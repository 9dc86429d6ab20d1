/** A user's identities at upstream providers, as account pages name and show them. */
import type { Storage } from '@gatehouse/storage';
import type { Connections } from '../../directory/connections/connections.ts';
import { referenceOf } from '../../directory/connections/identity-reference.ts';
import type { IdentityLine } from '../../pages/account/identities.ts';
import { labelOf } from '../../pages/connections.ts';
import type { Catalog } from '../../texts/catalog.ts';
import type { AccountRequest } from './account-request.ts';

interface LinesDependencies {
  readonly storage: Pick<Storage, 'identities'>;
  readonly connections: Pick<Connections, 'find'>;
}

/** What its provider is called; the name of the connection where that is not enabled. */
export const connectionName = (connections: Pick<Connections, 'find'>, name: string, text: Catalog): string => {
  const connection = connections.find(name);
  return connection ? labelOf(connection, text) : name;
};

/** The user's identities, as pages show them. */
export async function identityLines(
  { storage, connections }: LinesDependencies,
  { account, text }: AccountRequest,
): Promise<IdentityLine[]> {
  const identities = await storage.identities.listOfAccount(account.id);
  return identities.map((one) => ({
    reference: referenceOf(one),
    label: connectionName(connections, one.connection, text),
    logo: connections.find(one.connection)?.logo,
    who: one.profile.email ?? one.profile.name,
    linkedAtSeconds: one.linkedAtSeconds,
    usedAtSeconds: one.usedAtSeconds,
    usable: connections.find(one.connection) !== undefined,
  }));
}
