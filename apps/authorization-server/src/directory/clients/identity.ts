/** A client as pages show it. */
import { type ClientIdentity, type InLanguage, inLanguage, type Theme } from '@gatehouse/html';
import { accountClientId } from './built-in.ts';
import type { Client } from './clients.ts';

/** @param page the texts of the page: a name that differs by language is the one in its language */
export const identityOf = ({ clientId, name, metadata }: Client, { language }: InLanguage) => ({
  id: clientId,
  name: inLanguage(name, language),
  uri: metadata.client_uri,
  logoUri: metadata.logo_uri,
  policyUri: metadata.policy_uri,
  tosUri: metadata.tos_uri,
});

/** What a page is made with. */
interface Frame {
  readonly text: InLanguage;
  readonly theme: Theme;
}

/** The same of a client that may be the account pages, which have the name and the logo of this server. */
export function applicationOf(client: Client, { text, theme }: Frame): ClientIdentity {
  const identity = identityOf(client, text);
  if (client.clientId !== accountClientId) return identity;
  return { ...identity, name: theme.name, logoUri: theme.logoUri, isService: true };
}
