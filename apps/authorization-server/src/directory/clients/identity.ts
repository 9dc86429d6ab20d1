/** A client as pages and mails show it. */
import type { Client } from './clients.ts';

export const identityOf = ({ clientId, metadata }: Client) => ({
  id: clientId,
  name: metadata.client_name ?? clientId,
  uri: metadata.client_uri,
  logoUri: metadata.logo_uri,
  policyUri: metadata.policy_uri,
  tosUri: metadata.tos_uri,
});
