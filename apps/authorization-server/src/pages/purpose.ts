import { type ClientIdentity, clientName } from '@gatehouse/html';
import type { SafeHtml } from '@gatehouse/http';
import { type Catalog, fill } from '../texts/catalog.ts';

/** What somebody signs in for: to go on to an application, or for the account pages. */
export const purpose = (
  { signIn }: Catalog,
  client: ClientIdentity,
  continueTo = signIn.continueTo,
): SafeHtml | string => (client.isService ? signIn.manageAccount : fill(continueTo, { client: clientName(client) }));
