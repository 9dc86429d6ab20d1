import type { ClientIdentity } from '@gatehouse/html';
import { html, type SafeHtml } from '@gatehouse/http/html';
import { type Catalog, fill } from '../texts/catalog.ts';
import { applicationName } from './shown-host.ts';

/** What somebody signs in for: to go on to an application, or for the account pages. */
export function purpose(
  { signIn, unchecked }: Catalog,
  client: ClientIdentity,
  continueTo = signIn.continueTo,
): SafeHtml | string {
  if (client.isService) return signIn.manageAccount;
  if (client.unregistered?.onDevice) return html`<span data-client="${client.id}">${unchecked.continueToDevice}</span>`;
  return fill(continueTo, { client: applicationName(client) });
}
