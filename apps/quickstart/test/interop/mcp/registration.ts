/** How an MCP client comes to its client id. */
import type { OAuthClientMetadata } from '@modelcontextprotocol/sdk/shared/auth.js';

export type Registration = 'pre-registered' | 'cimd' | 'dcr';

/** What the authorization server of the example lets clients do. */
export const registrations: readonly Registration[] = ['pre-registered'];

/** The client of the registry. */
export const CLIENT_ID = 'mcp-client';

/** The document that a client is, and what it registers itself with. */
export const metadataOf = (redirectUri: string): OAuthClientMetadata => ({
  client_name: 'A client of the tests',
  redirect_uris: [redirectUri],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
});
