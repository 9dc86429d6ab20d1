/** A client as pages and mails show it. */
import { type InLanguage, inLanguage } from '@gatehouse/html';
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
