/** Which identifiers are addresses of documents about clients (draft-ietf-oauth-client-id-metadata-document, section 3). */

/** The longest address of a document that is an identifier. */
const longest = 2048;

/**
 * True for an https URL with a path, without fragment, user information, or `.` and `..` segments, that is spelled as it is
 * serialised: identifiers are compared character by character, so that each address has one spelling. A query is allowed.
 *
 * The path must be more than `/`: URL parsers add that one to what has none, and MCP clients take such an address for none.
 */
export function isDocumentUrl(clientId: string): boolean {
  if (!clientId.startsWith('https://') || clientId.length > longest) return false;
  const url = URL.parse(clientId);
  if (!url || url.pathname === '/' || clientId.includes('#')) return false;
  // Serialising lowers the host, drops the default port, resolves segments of dots, and encodes all that is not plain.
  if (url.href !== clientId || url.username !== '' || url.password !== '') return false;
  // The same host by another name.
  return !url.hostname.endsWith('.');
}
