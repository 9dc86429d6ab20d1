/** Which documents about clients the policy lets in. It is asked at every look, for what is kept and fresh too. */
import { isOnOwnMachine } from '../clients/client-faults.ts';
import { fits } from './blocked.ts';
import type { ToldMetadata } from './client-of.ts';
import { DocumentRefused } from './document-refused.ts';
import { isDocumentUrl } from './document-url.ts';
import type { DocumentsPolicy } from './policy.ts';

const isBelow = (hostname: string, parent: string): boolean => hostname.endsWith(`.${parent}`);

/** Before anything is read. Throws DocumentRefused. */
export function requireTrustedAddress(clientId: string, policy: DocumentsPolicy): void {
  if (!isDocumentUrl(clientId)) {
    throw new DocumentRefused(
      'not_an_address',
      'client_id must be an https URL with a path, without fragment, user information or segments of dots, as it is serialised',
    );
  }
  const { hostname } = new URL(clientId);
  if (!policy.domains.some((domain) => fits(hostname, domain))) {
    throw new DocumentRefused('not_trusted', `this server does not trust documents of clients at ${hostname}`);
  }
}

function isAllowedRedirect(uri: string, hostname: string, { redirects }: DocumentsPolicy): boolean {
  if (redirects === 'any') return true;
  if (isOnOwnMachine(uri)) return redirects === 'same_domain_or_loopback';
  const target = URL.parse(uri)?.hostname ?? '';
  return target === hostname || isBelow(target, hostname);
}

/** What the document says. Throws DocumentRefused. */
export function requireAllowedDocument(
  clientId: string,
  told: Pick<ToldMetadata, 'redirect_uris' | 'post_logout_redirect_uris' | 'token_endpoint_auth_method'>,
  policy: DocumentsPolicy,
): void {
  const { host, hostname } = new URL(clientId);
  const refused = (what: string) =>
    new DocumentRefused('not_allowed', `the document of the client at ${host}: ${what}`);
  if (policy.require_private_key_jwt && told.token_endpoint_auth_method !== 'private_key_jwt') {
    throw refused('token_endpoint_auth_method must be private_key_jwt at this server');
  }
  for (const member of ['redirect_uris', 'post_logout_redirect_uris'] as const) {
    const index = told[member].findIndex((uri) => !isAllowedRedirect(uri, hostname, policy));
    if (index >= 0) throw refused(`${member}[${index}] does not lead to ${hostname} or below it`);
  }
}
